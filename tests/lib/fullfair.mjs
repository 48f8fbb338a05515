// fullfair.mjs — a fair in full swing, so that every page has something to show: a live booth with pins, a flash price and chat in
// two languages, a buyer with an enquiry, a lead and an order, and the cookies of everyone for a browser.
import { randomUUID } from 'node:crypto'
import { address } from './trial.mjs'

const TALK = [['artisan', 'phrase', 'welcome'], ['berlin', 'phrase', 'hello_from_far'], ['pune', 'text', 'Is the red one still there?', 'en'], ['artisan', 'text', 'हाँ जी, अभी दिखाता हूँ।', 'hi'],
  ['berlin', 'phrase', 'show_back'], ['artisan', 'phrase', 'made_by_hand'], ['pune', 'phrase', 'beautiful']]

async function guest(world, slug, name, country) {
  const g = world.client()
  await g.get('me')
  await g.enter(slug, { name, country, lang: 'en' })
  return g
}

async function talk(people) {
  for (const [who, kind, said, lang] of TALK) {
    const key = randomUUID()
    await people[who].ask(kind === 'text' ? 'chat.say' : 'chat.phrase', kind === 'text' ? { text: said, lang, key } : { phrase: said, key })
  }
}

// The buyer's papers: an enquiry with an answer, another that became a lead, an order.
async function papers(buyer, artisan, slug, product) {
  const ask = async (note) => (await buyer.ask('enquiry.open', { product: product.id, quantity: 40, unit: 'piece', country: 'IN', note, lang: 'en', key: randomUUID() })).d.enquiry
  const asked = await ask('In indigo, for a shop')
  await artisan.ask('enquiry.write', { enquiry: asked, text: 'जी, बीस दिन में।', lang: 'hi', key: randomUUID() })
  const turned = await ask('A first batch for the season')
  await buyer.post(`enquiries/${turned}/lead`, { quantity: 500, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg', company: 'Test Imports' })
  await buyer.post('orders', { lines: [{ product: product.id, quantity: 1, shown_minor: product.price.minor }], address })
}

export async function fullFair(world, at = 0) {
  const b = world.demo.booths[at]
  const { products } = await world.client().get(`booths/${b.slug}`)
  const product = products.find((p) => p.direct) ?? products[0]
  const artisan = world.client()
  await artisan.post('sign-in/code', { code: b.artisan_code })
  await artisan.enter(b.slug, { lang: 'hi' })
  const organizer = world.client()
  await organizer.post('sign-in/password', world.demo.organizer)
  const buyer = world.client()
  await buyer.signInByMail('buyer@example.org', 'Test Buyer')
  await buyer.enter(b.slug, { country: 'IN', lang: 'en' })
  const people = { artisan, organizer, buyer, pune: await guest(world, b.slug, 'Pune', 'IN'), berlin: await guest(world, b.slug, 'Berlin', 'DE') }
  for (const p of products.slice(0, 2)) await artisan.ask('pin.set', { product: p.id })
  const flashed = products.find((p) => p.id !== product.id) ?? product
  await artisan.ask('flash.start', { product: flashed.id, price_minor: Math.round(flashed.price.minor * 0.009) * 100, quantity: Math.min(5, flashed.available), lasts_s: 1800 })
  await talk(people)
  await papers(buyer, artisan, b.slug, product)
  await organizer.post('coupons', { code: 'DIWALI-10', funder: 'state', off_bps: 1000, budget_minor: 5000000, from: '2026-01-01T00:00', until: '2036-01-01T00:00' })
  await organizer.api('PUT', 'desk/shipping', { from: '2026-01-01T00:00', source: 'the fair', rates: [{ zone: 'state', upto_g: 500, price_minor: 4000 }, { zone: 'DE', upto_g: 500, price_minor: 120000 }] })
  for (const p of products.slice(0, 2)) await buyer.api('PUT', `cart/lines/${p.id}`, { quantity: p.moq, shown_minor: p.price.minor })
  return { ...people, slug: b.slug, product, booth: b }
}

// What a browser needs to be this person.
export const cookiesOf = (client) => [...client.cookies].map(([name, value]) => ({ name, value, url: client.world.origin, secure: true, httpOnly: true }))
