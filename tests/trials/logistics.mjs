// logistics.mjs — a partner that is slow, wrong or gone, a server that dies while it asks, and news that is forged, stale, doubled and mixed up.
import { randomUUID } from 'node:crypto'
import { Logistics } from '../lib/logistics.mjs'
import { buyers, count, directProduct, order, roomy, same } from '../lib/trial.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAeklEQVR42g3JMQoAMQgAQUEiJAiCmMImjb/a/z/kbtoREVQwYQsuhJDCFUQWurDFXvgiFrm464+DHuywD36IQx7u+SPQwIIdeBBBBjf+KLSwYhdeRJHFrT8abazZjTfRZHP7j4c+7LEf/ohHPu77Y9DBhj34EEMOd/gAw54dgcLrJUkAAAAASUVORK5CYII=' // a PNG of 8 × 8 pixels
const partner = await Logistics.start()
const world = await World.start({ env: { ...roomy, ...partner.env } })
const tally = new Tally()
const [buyer] = await buyers(world, 1, 'shipped')
const product = await directProduct(world, 20)
const maker = world.client()
await maker.post('sign-in/code', { code: world.booth(product.slug).artisan_code })

async function ready() {
  const { id } = await order(buyer, product.id, 1)
  for (const event of ['accept', 'ready']) await maker.post(`orders/${id}/state`, { event })
  const [parcel] = (await maker.get(`orders/${id}/shipments`)).items
  return { id, parcel }
}
const parcelOf = async (id) => (await maker.get(`orders/${id}/shipments`)).items[0]
const askFor = (p) => maker.post(`shipments/${p.id}/ask`, { weight_g: 800 })

await tally.run('without a place nothing is asked of anybody', async () => {
  const { parcel } = await ready()
  same((await askFor(parcel).catch((e) => e)).status, 409, 'status')
  await maker.api('PUT', 'studio/pickup-place', { name: 'Workshop', phone: '9800000001', line1: '4 Fair Lane', city: 'Varanasi', state: 'UP', pin: '221001' })
  same(partner.booked.size, 0, 'bookings')
})

await tally.run('the server is killed while the partner keeps it waiting: the parcel is booked once, under the same key', async () => {
  const { id, parcel } = await ready()
  partner.moods.push('hang')
  await askFor(parcel)
  await until('the partner is asked', 20000, () => partner.moods.length === 0, 20)
  await world.kill()
  await world.boot()
  await until('it is booked', 100000, async () => (await parcelOf(id)).state === 'booked', 500)
  same(partner.keys.size, 1, 'keys')
  same((await parcelOf(id)).ref, 'AWB-1', 'number')
})

await tally.run('garbage is no booking; the next try is', async () => {
  const { id, parcel } = await ready()
  partner.moods.push('garbage')
  await askFor(parcel)
  await until('the fault is seen', 20000, async () => (await parcelOf(id)).fault === 'bad-json', 100)
  await until('it is booked', 60000, async () => (await parcelOf(id)).state === 'booked', 500)
})

await tally.run('an order that is cancelled lets its booking go', async () => {
  const { id, parcel } = await ready()
  await askFor(parcel)
  await until('it is booked', 20000, async () => (await parcelOf(id)).state === 'booked', 100)
  await maker.post(`orders/${id}/state`, { event: 'cancel' })
  await until('the partner has let it go', 20000, () => partner.cancelled.includes(parcel.code), 100)
})

await tally.run('sec-23 forged, stale and doubled news: the order moves once and the forger moves nothing', async () => {
  const { id, parcel } = await ready(), now = Date.now()
  const moves = () => count(world, `SELECT count(*) FROM shipment_event WHERE shipment = '${parcel.id}'`)
  same(await partner.tell(world, parcel.code, 'picked_up', { forge: (b) => b.replace('picked_up', 'delivered') }), 403, 'forged')
  same(await partner.tell(world, parcel.code, 'picked_up', { sentAt: now - 301_000 }), 403, 'stale')
  same(await partner.tell(world, parcel.code, 'picked_up', { at: now + 2 * 3600_000 }), 422, 'ahead of us')
  same(moves(), 0, 'history')
  const once = randomUUID()
  const answers = await Promise.all(Array.from({ length: 50 }, () => partner.tell(world, parcel.code, 'delivered', { at: now, id: once })))
  same(answers.filter((s) => s !== 200).length, 0, 'refused repetitions')
  same(moves(), 1, 'history')
  same((await buyer.get(`orders/${id}`)).state, 'delivered', 'order')
  same(await partner.tell(world, parcel.code, 'in_transit', { at: now - 5000 }), 200, 'late')
  same((await parcelOf(id)).state, 'delivered', 'parcel')
})

await tally.run('the maker’s photo of the hand-over stands in the history', async () => {
  const { id, parcel } = await ready()
  const headers = { 'x-mela': '1', origin: world.origin, cookie: maker.cookie(), 'content-type': 'application/octet-stream' }
  const { photo } = await (await fetch(`${world.origin}/api/v1/photos`, { method: 'POST', headers, body: Buffer.from(PICTURE, 'base64') })).json()
  same((await maker.post(`shipments/${parcel.id}/news`, { state: 'picked_up', photo: 'f'.repeat(64) }).catch((e) => e)).status, 422, 'a photo that nobody sent')
  await maker.post(`shipments/${parcel.id}/news`, { state: 'picked_up', photo })
  same((await parcelOf(id)).history[0].photo, photo, 'photo')
  same((await buyer.get(`orders/${id}`)).state, 'handed_over', 'order')
})

await tally.run('sec-28 the carrier’s photo of the delivery is made anew and stands in the history; rubbish is passed over', async () => {
  const { id, parcel } = await ready(), now = Date.now()
  same(await partner.tell(world, parcel.code, 'picked_up', { at: now - 1000, photo: 'not base64!' }), 422, 'no base64')
  same(await partner.tell(world, parcel.code, 'picked_up', { at: now - 1000, photo: Buffer.from('no picture').toString('base64') }), 200, 'no picture')
  same(await partner.tell(world, parcel.code, 'delivered', { at: now, photo: PICTURE }), 200, 'delivered')
  const proof = await until('the photo is kept', 20000, async () => (await parcelOf(id)).history.find((h) => h.state === 'delivered').photo, 200)
  same((await fetch(`${world.origin}/photos/${proof}-s.webp`)).headers.get('content-type'), 'image/webp', 'type')
  same((await parcelOf(id)).history.find((h) => h.state === 'picked_up').photo, null, 'rubbish')
  const shown = await (await fetch(`${world.origin}/api/v1/track/${parcel.code}`)).text()
  same(shown.includes(proof), false, 'the public sees the photo of a door')
})

await world.stop()
partner.stop()
tally.close()
process.exit()
