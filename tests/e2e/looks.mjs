// looks.mjs — every page in Hindi and English, on a phone and at a desk: nothing serious for axe, no error on the console, nothing refused by
// the page's own policy, no sideways scroll, no raw key where words should be; and how much a booth's first load weighs.
import { AxeBuilder } from '@axe-core/playwright'
import { context, launch } from '../lib/browser.mjs'
import { Tally, World, sleep } from '../lib/world.mjs'

const world = await World.start({ publishers: 2 })
const browser = await launch()
const tally = new Tally()
const slug = world.demo.booths[0].slug
const product = (await world.client().get(`booths/${slug}`)).products[0]
const pages = [
  ['lobby', '/'], ['booth', `/booth/${slug}`], ['booth before air', `/booth/${world.demo.booths[5].slug}`], ['product', `/product/${product.slug}`], ['mine', '/mine'], ['sign-in', '/sign-in'],
  ['studio', '/studio', 'artisan'], ['desk', '/desk', 'organizer'],
]
const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } }
const doors = {
  artisan: ['/api/v1/sign-in/code', { code: world.demo.booths[3].artisan_code }],
  organizer: ['/api/v1/sign-in/password', world.demo.organizer],
}
await sleep(3000)

async function look(page, path, errors) {
  await page.goto(world.origin + path)
  await page.waitForLoadState('networkidle').catch(() => {})
  await sleep(1200)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) throw new Error(`${wide} px too wide`)
  const raw = await page.evaluate(() => document.body.innerText.match(/\b(booth|slate|chat|lobby|studio|desk|mine|buy|lead|enquire|problem)\.[a-z]+(\.[a-z]+)*\b/g))
  if (raw) throw new Error(`raw keys: ${raw}`)
  const found = (await new AxeBuilder({ page }).analyze()).violations.filter((v) => ['serious', 'critical'].includes(v.impact))
  if (found.length) throw new Error(found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3)}`).join('; '))
  if (errors.length) throw new Error(errors.join('; '))
}

// One sign-in for each who; a code is good once.
const states = {}
for (const [who, [path, body]] of Object.entries(doors)) {
  const c = await context(browser)
  const answer = await c.request.post(world.origin + path, { data: body, headers: { 'x-mela': '1', origin: world.origin } })
  if (!answer.ok()) throw new Error(`${who}: ${answer.status()}`)
  states[who] = await c.storageState()
  await c.close()
}

for (const [lang, locale] of [['en', 'en-GB'], ['hi', 'hi-IN']])
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const [name, path, who] of pages) {
      await tally.run(`${name}, ${lang}, ${size}`, async () => {
        const c = await context(browser, { locale, viewport, ...(who ? { storageState: states[who] } : {}) })
        const page = await c.newPage()
        const errors = []
        page.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()) })
        page.on('pageerror', (e) => errors.push(String(e)))
        try { await look(page, path, errors) } finally { await c.close() }
      })
    }
  }

await tally.run('the first load of a booth is at most 60 KB of scripts and styles', async () => {
  const c = await context(browser)
  const page = await c.newPage()
  const client = await c.newCDPSession(page)
  await client.send('Network.enable')
  const kinds = new Map()
  let bytes = 0
  client.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.type))
  client.on('Network.loadingFinished', (e) => { if (['Script', 'Stylesheet'].includes(kinds.get(e.requestId))) bytes += e.encodedDataLength })
  await page.goto(`${world.origin}/booth/${slug}`)
  await sleep(3000)
  console.log(`  ${Math.round(bytes / 102.4) / 10} KB`)
  if (bytes === 0 || bytes > 61440) throw new Error(`${bytes} bytes`)
  await c.close()
})

await browser.close()
await world.stop()
tally.close()
process.exit()
