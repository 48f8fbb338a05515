// tale.mjs — what a great story needs besides its people: acts that stand on each other, a picture of every step, the words of a paper.
import { writeFileSync } from 'node:fs'
import { textOf } from './pdf.mjs'

/** Exact words, or a pattern where the page adds to them. */
export const button = (page, name) => page.getByRole('button', name instanceof RegExp ? { name } : { name, exact: true })

// SHOTS=<folder> keeps the pictures. An act stands on those before it: behind one that failed there is nothing to see.
export function tale(prefix, tally, people) {
  let shots = 0
  const shoot = (page, name, fullPage = false) =>
    process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${prefix}-${String(++shots).padStart(2, '0')}-${name}.png`, fullPage }) : undefined
  const tellAll = async () => {
    for (const [who, page] of Object.entries(people)) {
      await shoot(page, `failed-${who}`, true)
      if (page.wrong.length) console.log(`${who}: ${page.wrong.join('; ')}`)
    }
  }
  const act = (name, play) => tally.run(name, () => {
    if (tally.failed) throw new Error('an earlier act failed')
    return play().catch(async (e) => { await tellAll(); throw e })
  })
  return { act, shoot }
}

/** The text of a paper, as its buyer opens it from the own orders. */
export async function paperText(world, page, kind, shoot) {
  await page.goto(`${world.origin}/mine`)
  const link = page.getByRole('link', { name: new RegExp(`^${kind}`) })
  await link.waitFor()
  await shoot(page, `mine-${kind.replace(/ /g, '-')}`, true)
  const bytes = await (await page.request.get(world.origin + await link.getAttribute('href'))).body()
  if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/${kind.replace(/ /g, '-')}.pdf`, bytes)
  return textOf(bytes)
}
