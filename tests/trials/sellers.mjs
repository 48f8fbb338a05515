// sellers.mjs — an artisan without GST becomes a seller in five screens, the desk enters what it saw, and the same wish is led from
// Lucknow, Kochi and Berlin to whoever may sell it there. In a real browser, in Hindi on a phone; pictures go to SHOTS, where that is set.
import { context, launch } from '../lib/browser.mjs'
import { Tally, World } from '../lib/world.mjs'
import { address, ask, buyers, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const browser = await launch()
const tally = new Tally()
const shots = process.env.SHOTS
const shot = async (page, name) => { if (shots) await page.screenshot({ path: `${shots}/${name}.png` }) }
const failures = []
const open = async (path, options = {}) => {
  const page = await (await context(browser, options)).newPage()
  page.on('pageerror', (e) => failures.push(String(e)))
  await page.goto(world.origin + path)
  return page
}
const phone = { viewport: { width: 390, height: 844 }, locale: 'hi-IN', hasTouch: true }
const [buyer] = await buyers(world, 1)
const desk = world.client()
await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
const kerala = { ...address, city: 'Kochi', state: 'Kerala', pin: '682001' }
const germany = { ...address, city: 'Berlin', state: 'Berlin', pin: '10115', country: 'DE' }
let made, code

await tally.run('the artisan applies from the studio, in Hindi, in five screens', async () => {
  made = await desk.post('desk/booths', { name: { en: 'Test Baskets', hi: 'परीक्षण टोकरी' }, artisan: { en: 'Basket makers', hi: 'टोकरी कारीगर' }, district: 'amethi', category: 'fibre' })
  code = await desk.post(`desk/booths/${made.id}/code`)
  const page = await open('/studio', phone)
  await page.locator('input').fill(code.code)
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'बिक्री' }).click()
  await shot(page, 'onboard-1')
  await page.getByLabel('मोबाइल नंबर').fill('9800000000')
  const next = () => page.getByRole('button', { name: 'आगे' }).click()
  await next()
  await page.getByLabel('पहचान कार्ड संख्या').fill('UP1234')
  await shot(page, 'onboard-2')
  await next()
  await page.getByText('जीएसटी नहीं, पर नामांकन संख्या है').click()
  await page.getByLabel('नामांकन संख्या', { exact: true }).fill('09AAAPA1234A1EN')
  await page.getByLabel('पैन').fill('AAAPA1234A')
  await shot(page, 'onboard-3')
  await next()
  await page.getByLabel('यूपीआई पता').fill('asha@upi')
  await shot(page, 'onboard-4')
  await next()
  await shot(page, 'onboard-5')
  await page.getByRole('button', { name: 'आवेदन भेजें' }).click()
  await page.getByText('भेज दिया').waitFor()
  await page.locator('.may').waitFor()
  await shot(page, 'onboard-sent')
  same(ask(world, `SELECT state FROM seller WHERE booth = '${made.id}'`), 'applied', 'state')
})

await tally.run('the desk approves, opens, enters the enrolment and links a principal', async () => {
  const page = await open('/desk', { viewport: { width: 1280, height: 900 } })
  await page.locator('input[type=email]').fill(world.demo.organizer.email)
  await page.locator('input[type=password]').fill(world.demo.organizer.password)
  await page.locator('button[type=submit]').click()
  await page.locator('a[href="#sellers"]').click()
  await page.getByText('Basket makers').first().waitFor()
  await shot(page, 'desk-sellers')
  await page.getByRole('button', { name: 'Look at Basket makers' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('button', { name: 'Open for selling' }).click()
  await page.getByLabel('Proof').fill('portal, seen on screen')
  await page.getByRole('button', { name: 'Enter a standing' }).click()
  await page.getByText('Enrolled (34/2023) 09AAAPA1234A1EN').waitFor()
  await page.getByLabel('Link to a principal').selectOption({ label: 'Moonj weavers of Prayagraj' })
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await page.locator('.rows').getByText('Moonj weavers of Prayagraj').waitFor()
  await page.evaluate(() => document.querySelector('dialog .body, dialog').scrollTo(0, 0))
  await shot(page, 'desk-seller')
  same(ask(world, `SELECT state FROM seller WHERE booth = '${made.id}'`), 'open', 'state')
  same(ask(world, "SELECT count(*) FROM seller_link l JOIN seller s ON s.id = l.seller WHERE s.name = 'Basket makers'"), '1', 'links')
})

// A product of an enrolled maker whose principal exports.
const { products } = await world.client().get('booths/amethi-moonj-basket-makers')
const basket = products.find((p) => p.direct && p.available > 4 * p.moq)

await tally.run('one wish, three places: the maker, the principal, the principal as exporter', async () => {
  const from = async (to) => (await buyer.post('orders', { lines: [{ product: basket.id, quantity: basket.moq }], address: to })).children[0]
  const [up, kl, de] = [await from(address), await from(kerala), await from(germany)]
  same(`${up.seller} ${up.paper} ${up.tax}`, `${up.lines[0].maker.en} bill-of-supply none`, 'inside the State')
  same(`${kl.seller} ${kl.paper} ${kl.tax}`, 'Moonj weavers of Prayagraj tax-invoice igst', 'to Kerala')
  same(`${de.seller} ${de.paper} ${de.tax}`, 'Moonj weavers of Prayagraj export-invoice export-lut', 'to Germany')
  for (const c of [up, kl, de]) same(c.lines[0].maker.en, 'Moonj grass weavers of Amethi', 'the maker')
})

await tally.run('a maker who is not enrolled: an enquiry, with its reason in words for the buyer', async () => {
  const banda = (await world.client().get('booths/banda-shazar-stone-cutters')).products[0]
  let refused
  try { await buyer.post('orders', { lines: [{ product: banda.id, quantity: 1 }], address }) } catch (e) { refused = e.code }
  same(refused, 'enquiry-only', 'refused with')
  const page = await open(`/product/${banda.slug}`, phone)
  await page.getByText('ऑनलाइन बिक्री के लिए नामांकन अभी नहीं').or(page.getByText('not yet enrolled')).first().waitFor()
  await shot(page, 'product-enquiry')
})

await tally.run('the buyer sees who sells and who made, and it changes with the PIN code', async () => {
  const ctx = await context(browser, phone)
  await ctx.addCookies([...buyer.cookies].map(([name, value]) => ({ name, value, url: world.origin })))
  await ctx.addInitScript(() => localStorage.setItem('mela.country', 'IN'))
  const page = await ctx.newPage()
  page.on('pageerror', (e) => failures.push(String(e)))
  await page.goto(`${world.origin}/product/${basket.slug}`)
  await page.locator('.sold-by').waitFor()
  await shot(page, 'product')
  await page.locator('.words .row .button.strong').click()
  const form = page.locator('dialog form')
  await form.locator('[autocomplete="address-level1"]').fill('Kerala')
  await form.locator('[autocomplete="postal-code"]').fill('682001')
  const told = form.locator('.sold-by')
  await told.getByText(/Prayagraj|प्रयागराज/).first().waitFor()
  await told.scrollIntoViewIfNeeded()
  await shot(page, 'buy-kerala')
  await page.goto(`${world.origin}/mine`)
  await page.getByText(/Prayagraj|प्रयागराज/).first().waitFor()
  await shot(page, 'mine')
})

await tally.run('no page broke', async () => must(failures.length === 0, failures.join('; ')))
await browser.close()
await world.stop()
tally.close()
process.exit()
