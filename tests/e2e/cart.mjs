// cart.mjs — from the booth into the cart and to the order, in real Chromium: a guest on a phone, another who wants the same piece, the
// hold that both see, an undo, a coupon of the State, the confirmed address, the order with a child for each seller; in Hindi as well.
// SHOTS=<folder> keeps a picture of every act.
import { execFileSync } from 'node:child_process'
import { AxeBuilder } from '@axe-core/playwright'
import { launch } from '../lib/browser.mjs'
import { SAY, confirmEmail, fillAddress, person } from '../lib/pages.mjs'
import { Tally, World } from '../lib/world.mjs'

const { en, hi } = SAY
const world = await World.start({ publishers: 0, env: { MELA_TRADE_SCARCE: '1000' } }) // in this fair everything is scarce
const browser = await launch()
const tally = new Tally()
const sql = (text) => execFileSync('sqlite3', [`file:${world.data}/mela.db?mode=ro`, text], { encoding: 'utf8' }).trim()
const found = []
for (const b of world.demo.booths.slice(0, 12)) {
  const p = (await world.client().get(`booths/${b.slug}`)).products.find((x) => x.direct)
  if (p && !found.some((f) => f.seller === sql(`SELECT seller FROM product WHERE id = '${p.id}'`))) found.push({ ...p, seller: sql(`SELECT seller FROM product WHERE id = '${p.id}'`) })
}
const [first, second] = found
const asha = await person(browser, 'phone', { locale: 'en-IN', timezoneId: 'Asia/Kolkata' })
const ravi = await person(browser, 'desk', { locale: 'en-IN', timezoneId: 'Asia/Kolkata' })
let acts = 0
const shoot = (page, name) => process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/cart-${String(++acts).padStart(2, '0')}-${name}.png`, fullPage: true }) : undefined
const act = (name, play) => tally.run(name, () => {
  if (tally.failed) throw new Error('an earlier act failed')
  return play().catch(async (e) => { for (const [who, page] of Object.entries({ asha, ravi })) { await shoot(page, `failed-${who}`); if (page.wrong.length) console.log(`${who}: ${page.wrong.join('; ')}`) } throw e })
})
const line = (page, p, words = en) => page.getByRole('listitem').filter({ hasText: words === hi ? p.name.hi : p.name.en })
const say = (words, key, ...args) => args.reduce((text, a, i) => text.replace(`{${i}}`, a), words[key])

await act('two things from two booths go into one cart, and the badge counts them', async () => {
  await asha.goto(`${world.origin}/booth/${first.booth_slug}`)
  await asha.getByRole('button', { name: en['shelf.title'] }).click()
  const card = asha.getByRole('region', { name: en['shelf.title'] }).getByRole('article').filter({ hasText: first.name.en })
  await card.getByRole('button', { name: new RegExp(`^${en['cart.add']}`) }).click()
  await card.getByRole('link', { name: new RegExp(en['cart.in']) }).waitFor()
  await shoot(asha, 'booth')
  await asha.goto(`${world.origin}/product/${second.slug}`)
  await asha.getByRole('button', { name: new RegExp(`^${en['cart.add']}`) }).click()
  await asha.getByRole('link', { name: /^Cart\s*2$/ }).click()
  await line(asha, first).getByText(/Held for you, (9|10) min/).waitFor()
  const groups = asha.locator('.cart-group')
  if (await groups.count() !== 2) throw new Error(`${await groups.count()} groups instead of one a seller`)
  await shoot(asha, 'cart')
})

await act('another sees that it is held, and until when; more of it than is free is said', async () => {
  const all = Number(sql(`SELECT stock FROM product WHERE id = '${first.id}'`))
  await line(asha, first).getByRole('spinbutton').fill(String(all + first.moq))
  await line(asha, first).getByRole('spinbutton').press('Enter')
  await asha.waitForFunction((id) => !document.querySelector('.cart-line[aria-busy=true]'), first.id)
  await ravi.goto(`${world.origin}/product/${first.slug}`)
  await ravi.getByText(/Held by someone, (9|10) min/).waitFor()
  await ravi.getByRole('button', { name: new RegExp(`^${en['cart.add']}`) }).click()
  await ravi.getByRole('link', { name: new RegExp(en['cart.in']) }).click()
  await line(ravi, first).getByText(/Someone else holds it, (9|10) min/).waitFor()
  await shoot(ravi, 'held-by-others')
})

await act('who waits is told when it is free, and holds it then', async () => {
  await line(ravi, first).getByRole('button', { name: en['cart.wait'] }).click()
  await confirmEmail(ravi, world, 'ravi@example.org')
  await ravi.getByText(/You wait for .*: number 1 in the line/).waitFor()
  await line(asha, first).getByRole('button', { name: new RegExp(`^${en['cart.remove']}`) }).click()
  await asha.getByText(say(en, 'cart.removed', first.name.en)).waitFor()
  await world.mail('ravi@example.org', 20000, /Free now/)
  await ravi.reload()
  await line(ravi, first).getByText(/Held for you/).waitFor()
  await shoot(ravi, 'offered')
})

await act('an undo puts back what was taken out, by the keyboard alone', async () => {
  await asha.getByRole('button', { name: en['cart.undo'] }).focus()
  await asha.keyboard.press('Enter')
  await line(asha, first).getByRole('button', { name: en['cart.wait'] }).waitFor() // it is the other's now
  await shoot(asha, 'undone')
  await line(asha, first).getByRole('button', { name: /^Take / }).click().catch(() => line(asha, first).getByRole('button', { name: new RegExp(`^${en['cart.remove']}`) }).click())
  await asha.waitForFunction(() => !document.querySelector('.cart-line[aria-busy=true]'))
})

await act('a coupon that the State pays for, and one that nobody knows', async () => {
  const desk = world.client()
  await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
  await desk.post('coupons', { code: 'ODOP-10', funder: 'state', off_bps: 1000, from: '2026-01-01T00:00', until: '2036-01-01T00:00' })
  await asha.getByLabel(en['cart.coupon'], { exact: true }).fill('nobody')
  await asha.getByRole('button', { name: en['cart.coupon.do'] }).click()
  await asha.getByText(en['cart.coupon.unknown']).waitFor()
  await asha.getByLabel(en['cart.coupon'], { exact: true }).fill('odop-10')
  await asha.getByRole('button', { name: en['cart.coupon.do'] }).click()
  await asha.getByText(en['cart.coupon.applied']).waitFor()
  await asha.getByText(en['cart.off.state']).first().waitFor()
})

await act('one place, one order, a child for each seller', async () => {
  await fillAddress(asha)
  await asha.getByLabel(en['confirm.email']).fill('asha@example.org')
  await asha.getByRole('button', { name: en['confirm.send'] }).click()
  const code = /\b(\d{6})\b/.exec(await world.mail('asha@example.org'))[1]
  await asha.getByLabel(en['confirm.code']).fill(code)
  await asha.getByRole('button', { name: en['confirm.do'] }).click()
  const order = asha.getByRole('button', { name: /^Order and pay/ })
  await order.waitFor()
  await shoot(asha, 'checkout')
  const lines = await asha.locator('.cart-line').count()
  await order.click()
  await asha.getByRole('status').filter({ hasText: 'O2' }).waitFor()
  const id = sql("SELECT id FROM orders ORDER BY id DESC LIMIT 1")
  if (Number(sql(`SELECT count(*) FROM order_child WHERE orders = '${id}'`)) !== lines) throw new Error('not a child for each seller')
  if (Number(sql(`SELECT sum(off_minor) FROM order_line WHERE orders = '${id}' AND funder = 'state'`)) <= 0) throw new Error('nothing off')
  if (Number(sql("SELECT count(*) FROM hold h JOIN person p ON p.id = h.person WHERE p.email = 'asha@example.org' AND h.state = 'held'")) !== 0) throw new Error('a hold is left')
  await shoot(asha, 'ordered')
})

await act('the page has nothing serious for axe, in Hindi on a phone and in English at a desk', async () => {
  const wrong = []
  for (const [page, lang] of [[ravi, 'en'], [ravi, 'hi']]) {
    await page.evaluate((l) => localStorage.setItem('mela.lang', l), lang)
    if (lang === 'hi') await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${world.origin}/cart`)
    await line(page, first, SAY[lang]).waitFor()
    await shoot(page, `axe-${lang}`)
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const v of violations.filter((x) => /serious|critical/.test(x.impact))) wrong.push(`${lang} ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
    if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) wrong.push(`${lang}: wider than the screen`)
  }
  if (wrong.length) throw new Error(wrong.join('\n'))
  for (const page of [asha, ravi]) if (page.wrong.length) throw new Error(page.wrong.join('; '))
})

await browser.close()
await world.stop()
tally.close()
