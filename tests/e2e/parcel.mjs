// parcel.mjs — what a parcel meets beside the straight way that sale.mjs tells: an address of the wrong State, a tag that was tampered with, a doubt
// and a false claim, a partner that refuses, and a run of the fair's own. SHOTS=<folder> keeps a picture of every step.
import { writeFileSync } from 'node:fs'
import { launch } from '../lib/browser.mjs'
import { cookiesOf } from '../lib/fullfair.mjs'
import { Logistics } from '../lib/logistics.mjs'
import { SAY, person, studioTab } from '../lib/pages.mjs'
import { tale } from '../lib/tale.mjs'
import { directProduct, must, order, same } from '../lib/trial.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const { en, hi } = SAY
const partner = await Logistics.start()
const world = await World.start({ publishers: 0, env: partner.env })
const browser = await launch()
const tally = new Tally()

const product = await directProduct(world, 3)
const booth = world.demo.booths.find((b) => b.slug === product.booth_slug)
const host = world.client(), buyer = world.client(), desk = world.client()
await host.post('sign-in/code', { code: booth.artisan_code })
await desk.post('sign-in/password', world.demo.organizer)
await buyer.signInByMail('buyer@example.org', 'Test Buyer')

const artisan = await person(browser, 'studio', { locale: 'hi-IN', timezoneId: 'Asia/Kolkata' })
const shopper = await person(browser, 'phone', { locale: 'en-IN', timezoneId: 'Europe/Berlin' })
const office = await person(browser, 'desk', { locale: 'en-GB' })
const stranger = await person(browser, 'phone', { locale: 'hi-IN' })
await office.context().addCookies(cookiesOf(desk))
const people = { artisan, shopper, office, stranger }

const { act, shoot } = tale('parcel', tally, people)
const parcel = async () => (await host.get(`orders/${placed.id}/shipments`)).items[0]
const isPdf = async (as, link) => {
  const res = await as.raw('GET', link), bytes = Buffer.from(await res.arrayBuffer())
  same(res.headers.get('content-type'), 'application/pdf', link)
  must(bytes.subarray(0, 5).toString() === '%PDF-', `${link} is no PDF`)
  if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/${link.split('/').at(-1)}`, bytes)
}
let placed, label

await act('the artisan says on the phone that it is packed, where it is and how heavy; the partner books', async () => {
  placed = await order(buyer, product.id, 2)
  for (const event of ['accept', 'ready']) await host.post(`orders/${placed.id}/state`, { event })
  await artisan.context().addCookies(cookiesOf(host))
  await artisan.goto(`${world.origin}/studio`)
  await studioTab(artisan, 'orders')
  const slip = artisan.getByRole('region', { name: hi['parcel.title'] })
  await slip.getByText(hi['parcel.state.packing']).waitFor()
  await shoot(artisan, 'studio-packing')
  await slip.getByRole('button', { name: hi['parcel.ask'], exact: true }).click()
  const sheet = artisan.getByRole('dialog')
  const place = { name: 'Test Workshop', phone: '+91 98000 00001', line1: '4 Fair Lane', city: 'Varanasi', pin: '110001' }
  for (const [key, value] of Object.entries(place)) await sheet.getByLabel(hi[`parcel.place.${key}`], { exact: true }).fill(value)
  await shoot(artisan, 'studio-place')
  await sheet.getByRole('button', { name: hi['parcel.place.save'] }).click()
  await sheet.getByText(hi['problem.bad-field']).waitFor() // a PIN code of Delhi is none of Uttar Pradesh
  await sheet.getByLabel(hi['parcel.place.pin']).fill('221001')
  await sheet.getByRole('button', { name: hi['parcel.place.save'] }).click()
  await sheet.getByLabel(hi['parcel.weight']).fill('1200')
  await shoot(artisan, 'studio-weight')
  await sheet.getByRole('button', { name: hi['parcel.send'] }).click()
  await until('the partner has booked it', 90000, async () => (await parcel()).state === 'booked', 500)
  same(partner.keys.size, 1, 'bookings')
  same(partner.booked.get((await parcel()).code).weight_g, 1200, 'weight')
  label = await host.get(`shipments/${(await parcel()).id}/label`)
  same(label.pieces_total, 2, 'pieces')
})

await act('the QR code on the piece is genuine, also without the server; one letter changed is not', async () => {
  const { url } = label.pieces[1]
  await shopper.goto(url)
  await shopper.getByRole('heading', { name: en['verify.genuine'], exact: true }).waitFor()
  await shoot(shopper, 'verify-genuine')
  await stranger.goto(url)
  await stranger.getByRole('heading', { name: hi['verify.genuine'], exact: true }).waitFor()
  await shoot(stranger, 'verify-genuine-hi')
  for (const path of ['**/api/v1/verify/**', '**/.well-known/**']) await stranger.route(path, (r) => r.abort())
  await stranger.reload()
  await stranger.getByRole('heading', { name: hi['verify.genuine-offline'] }).waitFor()
  await shoot(stranger, 'verify-offline')
  await stranger.unrouteAll()
  const at = url.indexOf('#') + 60
  await shopper.goto('about:blank')
  await shopper.goto(url.slice(0, at) + (url[at] === 'A' ? 'B' : 'A') + url.slice(at + 1))
  await shopper.getByRole('heading', { name: en['verify.forged'] }).waitFor()
  await shoot(shopper, 'verify-forged')
  await shopper.goto('about:blank')
  await shopper.goto(label.pieces[0].url.replace(/#.*/, '') + url.slice(url.indexOf('#'))) // the token of another piece
  await shopper.getByRole('heading', { name: en['verify.forged'] }).waitFor()
  await shopper.goto('about:blank')
  await shopper.goto(`${world.origin}/verify/0000000000000000-1`)
  await shopper.getByRole('heading', { name: en['verify.unknown'] }).waitFor()
})

await act('a doubt goes to the desk; a false claim is taken back, the product is hidden and the buyer is told', async () => {
  await stranger.goto('about:blank')
  await stranger.goto(label.pieces[1].url)
  await stranger.getByText(hi['verify.doubt'], { exact: true }).click()
  await stranger.getByLabel(hi['verify.doubt.note']).fill('Test: bought elsewhere')
  await stranger.getByRole('button', { name: hi['verify.doubt.send'] }).click()
  await stranger.getByText(hi['verify.doubt.done']).waitFor()
  await office.goto(`${world.origin}/desk#doubts`)
  await office.getByText('Test: bought elsewhere').waitFor()
  await shoot(office, 'desk-doubts')
  await office.getByLabel(en['doubt.why']).fill('Test: visited, not made there')
  await office.getByRole('button', { name: en['doubt.do.false'] }).click()
  await office.getByRole('dialog').getByRole('button', { name: en['doubt.do.false'] }).click()
  await office.getByText(en['doubt.none']).waitFor()
  await world.mail('buyer@example.org', 20000, /certificate/i)
  await stranger.reload()
  await stranger.getByRole('heading', { name: hi['verify.revoked'] }).waitFor()
  await shoot(stranger, 'verify-revoked-hi')
  same((await world.client().get(`products/${product.slug}`).catch((e) => e.status)), 404, 'the product')
})

await act('the board plans a run of the fair’s own for what the partner refuses', async () => {
  partner.moods.push(400)
  const other = await directProduct(world, 2, world.demo.booths.map((b) => b.slug).filter((x) => x !== booth.slug))
  const second = world.demo.booths.find((b) => b.slug === other.booth_slug), maker = world.client()
  await maker.post('sign-in/code', { code: second.artisan_code })
  const { id } = await order(buyer, other.id, 1)
  for (const event of ['accept', 'ready']) await maker.post(`orders/${id}/state`, { event })
  const it = (await maker.get(`orders/${id}/shipments`)).items[0]
  await desk.api('PUT', `desk/sellers/${it.seller}/pickup-place`, { name: 'Second Workshop', phone: '9800000002', line1: '5 Fair Lane', city: 'Varanasi', state: 'UP', pin: '221001' })
  await maker.post(`shipments/${it.id}/ask`, { weight_g: 700 })
  await until('the partner has refused', 20000, async () => (await desk.get('desk/shipments?state=requested')).items.some((s) => s.fault === 'HTTP 400'), 300)
  await office.goto(`${world.origin}/desk#parcels`)
  await office.getByText('HTTP 400').waitFor()
  await office.getByLabel(en['board.pick']).check()
  await shoot(office, 'desk-parcels')
  await office.getByRole('button', { name: 'Plan a run with 1 parcel' }).click()
  await office.locator('.parcel .tag').getByText(en['parcel.state.booked']).first().waitFor()
  const run = (await desk.get('desk/shipments?state=booked')).items.find((s) => s.id === it.id).run
  const link = await office.locator(`a[href*="${run}"]`).getAttribute('href')
  await isPdf(desk, link)
  for (const [who, page] of Object.entries(people)) must(!(await page.evaluate(() => window.refused ?? [])).length, `${who}: refused by the page's own policy`)
})

await browser.close()
await world.stop()
partner.stop()
tally.close()
process.exit()
