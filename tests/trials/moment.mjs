// moment.mjs — a wish remembers what stood on the buyer's screen: media time against the clock that is burnt into the picture.
import { randomUUID } from 'node:crypto'
import { bare, launch } from '../lib/browser.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { address, ask, buyers, directProduct, floorIsFree, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const browser = await launch()
const tally = new Tally()
const [buyer] = await buyers(world, 1)
const product = await directProduct(world, 20)
const booth = world.booth(product.slug)

const phone = await bare(browser, world.origin), screen = await bare(browser, world.origin)
await phone.evaluate(([url, token]) => window.rig.publish(url, token, { kbps: 1200 }), [`${world.origin}/whip/${booth.slug}`, booth.publish_token])
await until('a picture', 30000, () => screen.evaluate((url) => window.rig.view(url).then(() => true), `${world.origin}/whep/${booth.slug}`).catch(() => false), 500)
await sleep(4000)
const viewer = (await screen.evaluate(() => window.rig.seen.location)).split('/').at(-1)
const began = Number(ask(world, "SELECT began_ms FROM broadcast WHERE ended_ms = 0 ORDER BY began_ms DESC LIMIT 1"))

// The frame that is on the screen now: its RTP timestamp and the clock in its pixels.
const frame = () => screen.evaluate(() => window.rig.frame())
const median = (list) => [...list].sort((x, y) => x - y)[Math.floor(list.length / 2)]

await tally.run('ten enquiries and orders: media time is the clock in the picture, within 100 ms', async () => {
  const off = []
  for (let i = 0; i < 10; i++) {
    await sleep(300 + 137 * (i % 4))
    const f = await frame()
    must(Number.isInteger(f.rtp_ts), 'the browser gives no RTP timestamp')
    await sleep(50 * i) // a buyer takes time to tap
    const moment = { viewer, rtp_ts: f.rtp_ts }
    const got = i % 2 ? (await buyer.post('orders', { lines: [{ product: product.id, quantity: 1, moment }], address })).moment
      : (await buyer.post('enquiries', { product: product.id, quantity: 1, moment })).moment
    must(got, 'no moment')
    same(got.estimated, false, 'estimated')
    off.push(got.media_us / 1000 - (f.clock - began))
  }
  console.log(`     ${off.map((x) => x.toFixed(0)).join(' ')} ms off, median ${median(off).toFixed(0)}`)
  must(Math.abs(median(off)) <= 100, `median ${median(off)} ms off`)
})

await tally.run('also over the live channel', async () => {
  const c = world.client()
  await c.enter(booth.slug, { name: 'Guest', country: 'DE' })
  const f = await frame()
  const m = await c.ask('enquiry.open', { product: product.id, quantity: 1, viewer, rtp_ts: f.rtp_ts, key: randomUUID() })
  const [media, estimated] = ask(world, `SELECT media_us, estimated FROM enquiry WHERE id = '${m.d.enquiry}'`).split('|').map(Number)
  same(estimated, 0, 'estimated')
  must(Math.abs(media / 1000 - (f.clock - began)) <= 250, `${media / 1000 - (f.clock - began)} ms off`)
  c.close()
})

await tally.run('without a frame, with another\'s, or with one long past the moment is estimated', async () => {
  const estimated = async (moment) => (await buyer.post('enquiries', { product: product.id, quantity: 1, ...(moment ? { moment } : {}) })).moment
  for (const moment of [undefined, { viewer: 'A'.repeat(22), rtp_ts: 1 }, { viewer, rtp_ts: ((await frame()).rtp_ts + 90000 * 3600) % 2 ** 32 }]) {
    const got = await estimated(moment)
    must(got?.broadcast, 'no broadcast')
    same(got.estimated, true, `estimated for ${JSON.stringify(moment)}`)
    must(Math.abs(got.media_us / 1000 - (Date.now() - began)) < 1000, 'the estimate is not now')
  }
})

await browser.close()
await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
