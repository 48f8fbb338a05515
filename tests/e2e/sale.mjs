// sale.mjs — a lawful sale told whole, in real Chromium and by the pages alone. A maker without GST in Lucknow becomes a seller, goes live and
// sells inside the State: paid, told, called, packed, fetched, delivered, proven, settled. The same wish from Kerala and from Germany is led to the
// principal, as an invoice with IGST and as an export under letter of undertaking. What no page does is done by those outside: the carrier's news,
// the bank's file.
import { readFileSync } from 'node:fs'
import { launch } from '../lib/browser.mjs'
import { Carrier } from '../lib/carrier.mjs'
import { Logistics } from '../lib/logistics.mjs'
import { SAY, confirmEmail, fillAddress, goLive, moves, openStudio, person, readCode, signInAtDesk, studioTab } from '../lib/pages.mjs'
import { textOf } from '../lib/pdf.mjs'
import { button, paperText, tale } from '../lib/tale.mjs'
import { must, same } from '../lib/trial.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const { en, hi } = SAY
const PHOTO = new URL('../unit/store/photos/tall.jpg', import.meta.url).pathname
const TOLD_MS = 5000
const MAKER = 'Chikan makers of Test Lane', PRINCIPAL = 'Chikan embroiderers of Lucknow', THING = 'Chikan dupatta'
const GSTIN = '32AAAPA1234A1Z2'
const lucknow = { name: 'Test Buyer', phone: '+91 98765 43210', line1: '12 Test Road', city: 'Lucknow', state: 'Uttar Pradesh', pin: '226001' }
const kochi = { ...lucknow, city: 'Kochi', state: 'Kerala', pin: '682001' }
const berlin = { ...lucknow, phone: '+49 30 1234567', city: 'Berlin', state: 'Berlin', pin: '10115', country: 'DE' }

const [carrier, partner] = await Promise.all([Carrier.start(), Logistics.start()])
const world = await World.start({ publishers: 0, env: { ...partner.env, MELA_SMS_URL: `${carrier.origin}/sms`, MELA_SMS_KEY: 'key-1', MELA_SMS_SENDER: 'MELAUP',
  MELA_SMS_HOOK: 'a-secret-of-the-gateway', MELA_PAY_UPI: 'fair@bank', MELA_PAY_NAME: 'Test Fair', MELA_PAY_ACCOUNT: '123456789012', MELA_PAY_IFSC: 'ABCD0123456' } })
const browser = await launch()
const tally = new Tally()
const kolkata = { timezoneId: 'Asia/Kolkata' }
const desk = await person(browser, 'desk', { locale: 'en-IN', ...kolkata })
const agent = await person(browser, 'desk', { locale: 'en-IN', ...kolkata })
const artisan = await person(browser, 'studio', { locale: 'hi-IN', ...kolkata })
const near = await person(browser, 'phone', { locale: 'hi-IN', ...kolkata })
const kerala = await person(browser, 'phone', { locale: 'en-IN', ...kolkata })
const germany = await person(browser, 'desk', { locale: 'en-DE', timezoneId: 'Europe/Berlin' })
const people = { desk, agent, artisan, near, kerala, germany }

const { act, shoot } = tale('sale', tally, people)
const part = (page, name) => page.goto(`${world.origin}/desk#${name}`)
const pin = (page, words) => page.getByRole('region', { name: words['pins.title'] }).getByRole('article', { name: words === hi ? 'चिकन दुपट्टा' : THING })
// The maker accepts the next order and makes it ready, on the phone.
async function makeReady() {
  await studioTab(artisan, 'orders')
  for (const move of ['accept', 'ready']) await button(artisan, hi[`event.${move}`]).click()
  await artisan.getByRole('button', { name: hi['parcel.ask'], exact: true }).waitFor()
  await studioTab(artisan, 'orders')
}

const paper = (page, kind) => paperText(world, page, kind, shoot)
let slug, code, placedAt, parcel, tag

await act('the desk opens a booth for a maker in Lucknow', async () => {
  await signInAtDesk(desk, world)
  await part(desk, 'booths')
  await button(desk, en['desk.booth.new']).click()
  const sheet = desk.getByRole('dialog')
  const both = { 'desk.booth.name': ['Test Lane Chikan', 'टेस्ट लेन चिकन'], 'desk.booth.artisan': [MAKER, 'टेस्ट लेन के चिकन कारीगर'] }
  for (const [key, [english, hindi]] of Object.entries(both)) {
    await sheet.getByLabel(`${en[key]} · English`).fill(english)
    await sheet.getByLabel(`${en[key]} · हिन्दी`).fill(hindi)
  }
  await sheet.getByLabel(en['desk.booth.district']).selectOption('lucknow')
  await button(sheet, en['desk.save']).click()
  code = await readCode(desk, () => shoot(desk, 'code'))
})

await act('the maker applies on the phone in five screens, in Hindi, and offers a piece', async () => {
  await openStudio(artisan, world, code)
  await studioTab(artisan, 'selling')
  const next = () => button(artisan, hi['onboard.next']).click()
  await artisan.getByLabel(hi['onboard.phone']).fill('9800000001')
  await next()
  await artisan.getByLabel(hi['onboard.pehchan']).fill('UP1234')
  await next()
  await artisan.getByText(hi['onboard.claim.enrolled']).click()
  await artisan.getByLabel(hi['onboard.number.enrolled'], { exact: true }).fill('09AAAPA1234A1EN')
  await artisan.getByLabel(hi['onboard.pan']).fill('AAAPA1234A')
  await shoot(artisan, 'onboard')
  await next()
  await artisan.getByLabel(hi['onboard.upi'], { exact: true }).fill('chikan@upi')
  await next()
  await button(artisan, hi['onboard.send']).click()
  await artisan.getByText(hi['onboard.sent']).waitFor()
  await studioTab(artisan, 'mine')
  await button(artisan, hi['catalogue.new']).click()
  const sheet = artisan.getByRole('dialog')
  await sheet.locator('input[type=file]').setInputFiles(PHOTO)
  await sheet.locator('img.photo').waitFor()
  await sheet.getByLabel(hi['catalogue.field.name_hi']).fill('चिकन दुपट्टा')
  await sheet.getByLabel(hi['catalogue.field.price_minor']).fill('1,450.50')
  await sheet.getByLabel(hi['catalogue.field.stock']).fill('9')
  await button(sheet, hi['catalogue.offer']).click()
  await artisan.locator('.slip', { hasText: 'चिकन दुपट्टा' }).getByText(hi['catalogue.state.offered']).waitFor()
  await shoot(artisan, 'offered')
})

await act('the desk approves the seller under a principal, and the piece', async () => {
  await part(desk, 'sellers')
  await button(desk, new RegExp(`^${en['desk.seller.open']} ${MAKER}`)).click()
  const sheet = desk.getByRole('dialog')
  for (const move of ['approve', 'open']) await button(sheet, en[`seller.do.${move}`]).click()
  await sheet.getByLabel(en['desk.seller.proof']).fill('portal, seen on screen')
  await button(sheet, en['desk.seller.tax.add']).click()
  await sheet.getByText('Enrolled (34/2023) 09AAAPA1234A1EN').waitFor()
  await sheet.getByLabel(en['desk.seller.link'], { exact: true }).selectOption({ label: PRINCIPAL })
  await button(sheet, en['desk.seller.link.do']).click()
  await sheet.locator('.rows').getByText(PRINCIPAL).waitFor()
  await shoot(desk, 'desk-seller')
  await part(desk, 'catalogue')
  await desk.getByLabel(en['catalogue.state']).selectOption('offered')
  const row = desk.locator('.slip', { hasText: /चिकन दुपट्टा|Chikan dupatta/ })
  await row.getByRole('button').click()
  await sheet.locator('summary').first().click()
  await sheet.getByLabel(en['catalogue.field.name_en']).fill(THING)
  await button(sheet, en['catalogue.save']).click()
  await sheet.waitFor({ state: 'detached' })
  await row.getByRole('button').click()
  await button(sheet, en['catalogue.do.approve']).click()
  await row.waitFor({ state: 'detached' })
})

await act('the desk adds a price for many and a size, and undoes it', async () => {
  await desk.getByLabel(en['catalogue.state']).selectOption('listed')
  await desk.getByRole('searchbox').fill('चिकन दुपट्टा')
  await desk.getByRole('searchbox').press('Enter')
  const row = desk.locator('.slip', { hasText: THING }), sheet = desk.getByRole('dialog')
  await row.getByRole('button').click()
  await sheet.locator('summary').first().click()
  await button(sheet, en['catalogue.tier.add']).click()
  await sheet.getByRole('group', { name: en['catalogue.tiers'] }).getByLabel(en['catalogue.tier.price']).fill('1200')
  await button(sheet, en['catalogue.variant.add']).click()
  await sheet.getByLabel(en['catalogue.variant.name'], { exact: true }).fill('Long')
  await sheet.getByLabel(en['catalogue.variant.extra']).fill('100')
  await sheet.getByLabel(en['catalogue.field.stock']).last().fill('5')
  await button(sheet, en['catalogue.save']).click()
  await sheet.waitFor({ state: 'detached' })
  const whole = async () => (await fetch(`${world.origin}/api/v1/products/${(await (await fetch(`${world.origin}/api/v1/products?q=${encodeURIComponent('चिकन दुपट्टा')}`)).json()).items.find((p) => p.name.en === THING).slug}`)).json()
  const changed = await whole()
  same(`${changed.tiers[0]?.price.minor} ${changed.variants[0]?.price.minor}`, '120000 155050', 'prices')
  await row.getByRole('button').click()
  await sheet.locator('.versions summary').click()
  await shoot(desk, 'versions')
  await sheet.getByRole('button', { name: new RegExp(`^${en['catalogue.undo'].split('{')[0]}`) }).first().click()
  await until('it is as before', 20000, async () => !(await whole()).tiers.length)
})

await act('live from Lucknow: a buyer in the State sees the picture move, and the piece laid over it', async () => {
  await artisan.reload()
  await goLive(artisan)
  await button(artisan, hi['studio.snap']).click()
  await artisan.getByText(hi['studio.snap.kept']).waitFor() // a piece held up to the camera is a draft
  await near.goto(world.origin)
  await near.getByRole('region', { name: hi['lobby.live'] }).getByRole('link', { name: 'टेस्ट लेन चिकन' }).click()
  await moves(near)
  await artisan.getByRole('button', { name: 'चिकन दुपट्टा', pressed: false }).first().click()
  await pin(near, hi).waitFor()
  slug = new URL(near.url()).pathname
  await shoot(near, 'pinned-hi')
})

await act('from the picture into the cart, an address in Lucknow, one order', async () => {
  await button(pin(near, hi), new RegExp(`^${hi['cart.add']}`)).click()
  await pin(near, hi).getByRole('link', { name: new RegExp(hi['cart.title']) }).click()
  await fillAddress(near, lucknow, 'hi')
  await confirmEmail(near, world, 'near@example.org', { inside: near.getByRole('main'), lang: 'hi' })
  const group = near.locator('.cart-group')
  await group.getByText(hi['sold.paper.bill-of-supply']).waitFor()
  await shoot(near, 'cart-hi', true)
  await button(near, /^ऑर्डर करें और/).click()
  await near.getByRole('status').filter({ hasText: 'O2' }).waitFor()
  placedAt = Date.now()
})

await act('the maker is told within five seconds, and stands in the helpline\'s queue', async () => {
  const sms = await until('an SMS', 10 * TOLD_MS, () => carrier.sms[0], 10)
  must(sms.at - placedAt < TOLD_MS, `told after ${sms.at - placedAt} ms`)
  same(sms.to, '+919800000001', 'to')
  await agent.goto(`${world.origin}/desk`)
  await agent.getByLabel(en['confirm.email']).fill(world.demo.helpline.email)
  await agent.getByLabel(en['signin.password']).fill(world.demo.helpline.password)
  await button(agent, en['desk.enter']).click()
  await button(agent, new RegExp(`^${en['call.take']}`)).click()
  const call = agent.getByRole('dialog')
  await call.getByText('+919800000001').waitFor()
  await call.getByLabel(en['call.outcome.reached']).check()
  await shoot(agent, 'call')
  await button(call, en['call.done']).click()
  await call.waitFor({ state: 'detached' })
})

await act('paid by UPI: the reference is entered, and found in the bank\'s statement', async () => {
  await near.goto(`${world.origin}/mine`)
  const pay = near.getByRole('region', { name: hi['pay.title'] })
  await pay.getByLabel(hi['pay.method.upi'], { exact: true }).click()
  await pay.getByLabel(hi['pay.reference.upi']).fill('526012345678')
  await button(pay, hi['pay.reference.send']).click()
  await pay.getByText(hi['pay.state.claimed'], { exact: true }).waitFor()
  await shoot(near, 'mine-claimed-hi', true)
  await part(desk, 'money')
  await button(desk, en['money.bank']).click()
  // the piece, and the demonstration's tariff inside the State
  const csv = 'Txn Date,Description,Reference,Credit\n22/11/2026,UPI/526012345678/TEST,526012345678,"1,490.50"\n'
  await desk.locator('input[type=file]').setInputFiles({ name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await desk.getByText('1 credit, 1 of them new, 1 settled a payment.').waitFor()
  await shoot(desk, 'bank')
  await near.reload()
  await pay.getByText(hi['pay.state.paid'], { exact: true }).waitFor()
})

await act('accepted, ready and packed on the maker\'s phone; the partner books it, label and tag are printed', async () => {
  await studioTab(artisan, 'orders')
  for (const move of ['accept', 'ready']) await button(artisan, hi[`event.${move}`]).click()
  const slip = artisan.getByRole('region', { name: hi['parcel.title'] })
  await button(slip, hi['parcel.ask']).click()
  const sheet = artisan.getByRole('dialog')
  const place = { name: 'Test Workshop', phone: '+91 98000 00001', line1: '4 Test Lane', city: 'Lucknow', pin: '226003' }
  for (const [key, value] of Object.entries(place)) await sheet.getByLabel(hi[`parcel.place.${key}`], { exact: true }).fill(value)
  await button(sheet, hi['parcel.place.save']).click()
  await sheet.getByLabel(hi['parcel.weight']).fill('450')
  await button(sheet, hi['parcel.send']).click()
  await slip.getByText(hi['parcel.state.booked']).or(slip.getByText(hi['parcel.state.requested'])).waitFor()
  await shoot(artisan, 'parcel')
  const sheets = world.origin + await slip.getByRole('link', { name: hi['parcel.label'] }).getAttribute('href')
  const label = await (await artisan.request.get(sheets.replace('.pdf', ''))).json() // what its QR codes say: no camera looks at paper here
  const printed = textOf(await (await artisan.request.get(sheets)).body())
  for (const said of [label.code, label.pieces[0].code, '226001']) must(printed.includes(said), `${said} is not on the label:\n${printed}`)
  parcel = label.code
  tag = label.pieces[0].url
  await until('the partner has booked it', 30000, () => partner.booked.has(parcel), 100)
})

await act('fetched, on its way, at the door: the buyer follows it, to the photo of it', async () => {
  const now = Date.now()
  const news = [['picked_up', { at: now - 30_000, place: 'Lucknow' }], ['in_transit', { at: now - 20_000, place: 'Kanpur' }], ['delivered', { at: now, photo: readFileSync(PHOTO).toString('base64') }]]
  for (const [state, what] of news) same(await partner.tell(world, parcel, state, what), 200, state)
  await near.reload()
  await near.getByRole('link', { name: hi['parcel.track'] }).click()
  await near.getByRole('status').getByText(hi['parcel.state.delivered']).waitFor()
  const shown = await near.locator('body').innerText()
  for (const personal of [lucknow.name, lucknow.line1, lucknow.pin, '98765']) must(!shown.includes(personal), `${personal} stands on the tracking page`)
  await shoot(near, 'track-hi', true)
  await near.goBack()
  const photo = near.getByRole('img', { name: new RegExp(`^${hi['parcel.photo']}`) })
  await until('the photo of the door is made anew and shown', 30000, async () => { // a child of the server looks at it first
    await near.reload()
    return photo.waitFor({ timeout: 3000 }).then(() => true, () => false)
  })
  await photo.scrollIntoViewIfNeeded()
  await until('the photo is painted', 20000, () => photo.evaluate((i) => i.complete && i.naturalWidth > 0))
  await shoot(near, 'delivered-hi', true)
})

await act('the tag on the piece is scanned: genuine, and genuine without the server too', async () => {
  await near.goto(tag)
  await near.getByRole('heading', { name: hi['verify.genuine'], exact: true }).waitFor()
  await shoot(near, 'verify-hi', true)
  for (const path of ['**/api/v1/verify/**', '**/.well-known/**']) await near.route(path, (r) => r.abort())
  await near.reload()
  await near.getByRole('heading', { name: hi['verify.genuine-offline'] }).waitFor()
  await near.unrouteAll()
})

await act('the maker sees the money, the desk drafts the payout, and the books add up', async () => {
  await studioTab(artisan, 'selling')
  await artisan.locator('.account .entries li').first().waitFor()
  await artisan.locator('#earnings').scrollIntoViewIfNeeded()
  await shoot(artisan, 'earnings')
  await part(desk, 'settlement')
  await button(desk, en['settle.draft']).click()
  await desk.locator('.runs .entries').getByText(MAKER).waitFor()
  await shoot(desk, 'settlement')
  await button(desk, en['settle.books']).click()
  await desk.getByText(en['books.sound']).waitFor()
  await shoot(desk, 'books')
})

await act('Kerala: the rules lead the wish to the principal, in words of both languages; an invoice with IGST', async () => {
  await kerala.goto(world.origin + slug)
  await moves(kerala)
  await button(pin(kerala, en), new RegExp(`^${en['cart.add']}`)).click()
  await pin(kerala, en).getByRole('link', { name: new RegExp(en['cart.title']) }).click()
  await fillAddress(kerala, kochi)
  const group = kerala.locator('.cart-group')
  for (const lang of ['en', 'hi', 'en']) {
    if (lang !== (await kerala.locator('html').getAttribute('lang'))) await kerala.locator('.tongue').click()
    await group.getByText(SAY[lang]['why.enrolled-state']).waitFor()
    await group.scrollIntoViewIfNeeded()
    if (lang === 'hi') await shoot(kerala, 'cart-kerala-hi', true)
  }
  await group.getByRole('heading', { name: PRINCIPAL }).waitFor()
  await confirmEmail(kerala, world, 'kerala@example.org', { inside: kerala.getByRole('main') })
  await kerala.getByLabel(en['address.gst']).check()
  const gstin = kerala.getByLabel(en['address.gstin'], { exact: true })
  await gstin.fill(GSTIN.replace(/.$/, '3'))
  await kerala.getByText(en['address.gstin.wrong']).waitFor()
  await gstin.fill(GSTIN)
  await shoot(kerala, 'cart-kerala', true)
  await button(kerala, /^Order and pay/).click()
  await kerala.getByRole('status').filter({ hasText: 'O2' }).waitFor()
  await makeReady()
  const text = await paper(kerala, en['papers.kind.tax-invoice'])
  for (const said of [PRINCIPAL, 'IGST', 'Kerala', '682001', GSTIN]) must(text.includes(said), `${said} is not on the invoice:\n${text}`)
  must(!/CGST|SGST/.test(text), text)
})

await act('Germany: an export of the principal under letter of undertaking, with its papers, the price about in euros', async () => {
  await part(desk, 'settlement')
  await button(desk, en['settle.rates']).click()
  await desk.getByLabel(en['rates.csv']).fill('currency,date,inr\nEUR,2026-11-20,102.4\n')
  await desk.getByLabel(en['rates.source']).fill('a rate of the test')
  await button(desk, en['rates.keep']).click()
  await desk.getByText('₹102.4000').waitFor()
  await germany.goto(world.origin + slug)
  await moves(germany)
  const [page] = await Promise.all([germany.context().waitForEvent('page'), pin(germany, en).getByRole('link', { name: THING }).click()])
  await page.getByText(/€14\.1\d \(20 Nov 2026, a rate of the test\)/).waitFor()
  for (const lang of ['hi', 'en']) {
    await page.locator('.tongue').click()
    await page.getByText(SAY[lang]['why.enrolled-abroad']).waitFor()
    await shoot(page, `product-germany-${lang}`)
  }
  await page.close()
  await button(pin(germany, en), en['buy.short']).click()
  await confirmEmail(germany, world, 'germany@example.org')
  await fillAddress(germany, berlin)
  const sheet = germany.getByRole('dialog')
  await sheet.getByText(`Sold by ${PRINCIPAL}`).waitFor()
  await shoot(germany, 'buy-germany')
  await button(sheet, /^Order for/).click()
  await germany.getByText(/^Order .* is placed\.$/).waitFor()
  await makeReady()
  const invoice = await paper(germany, en['papers.kind.export-invoice'])
  for (const said of [PRINCIPAL, 'LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX', 'Germany', 'Country of origin', 'Currency · मुद्रा: INR', '10115']) must(invoice.includes(said), `${said} is not on the invoice:\n${invoice}`)
  const list = await paper(germany, en['papers.kind.packing-list'])
  must(list.includes(THING), list)
})

await act('a maker who is not enrolled can only be asked, and the page says why', async () => {
  const [piece] = (await world.client().get('booths/banda-shazar-stone-cutters')).products
  await kerala.goto(`${world.origin}/product/${piece.slug}`)
  for (const lang of ['hi', 'en']) {
    await kerala.locator('.tongue').click()
    await kerala.getByText(SAY[lang]['why.not-enrolled']).waitFor()
  }
  same(await button(kerala, en['buy.short']).count(), 0, 'buttons to buy')
  await shoot(kerala, 'enquiry-only')
})

await act('no page of the story was refused anything by its own policy, or failed in its scripts', async () => {
  for (const [who, page] of Object.entries(people)) {
    const wrong = [...await page.evaluate(() => window.refused), ...page.wrong.filter((w) => !/ERR_FAILED/.test(w))] // the network was cut on purpose once
    must(!wrong.length, `${who}: ${wrong.join('; ')}`)
  }
})

await browser.close()
await world.stop()
partner.stop()
carrier.stop()
tally.close()
process.exit()
