// import.mjs — 20,000 rows come in as CSV while buyers order: how long it takes, and what an order waits meanwhile.
import { request } from 'node:https'
import { World, until } from '../lib/world.mjs'
import { buyers, directProduct, order, roomy } from '../lib/trial.mjs'
import { percentile, report } from './bench.mjs'

const ROWS = Number(process.env.ROWS ?? 20000)
const world = await World.start({ env: roomy })
const desk = world.client()
await desk.post('sign-in/password', world.demo.organizer)
const booth = world.demo.booths[0].slug
const table = Buffer.from(`sku,name_hi,name_en,price,stock\n${Array.from({ length: ROWS }, (_, i) => `T${i},काँच का गिलास ${i},Tumbler number ${i},${100 + (i % 900)}.50,${5 + (i % 50)}`).join('\n')}\n`)
const put = (path, body) => new Promise((done, fail) => {
  const headers = { 'x-mela': '1', origin: world.origin, cookie: desk.cookie(), 'content-type': 'application/octet-stream', 'content-length': body.length }
  request(`${world.origin}/api/v1/catalogue/${path}`, { method: 'POST', headers, agent: false, rejectUnauthorized: false }, (res) => {
    let text = ''
    res.on('data', (d) => { text += d }).on('end', () => done(JSON.parse(text)))
  }).on('error', fail).end(body)
})
const state = async (id, over) => until('the import goes on', 600000, async () => { const b = await desk.get(`catalogue/imports/${id}`); return over(b) ? b : null }, 200)

const [buyer] = await buyers(world, 1)
const product = await directProduct(world, 50)
const began = Date.now()
const { id } = await put(`imports?kind=csv&file=t.csv&booth=${booth}`, table)
const checked = await state(id, (b) => b.state !== 'reading')
if (checked.state !== 'checked') throw new Error(JSON.stringify(checked))
const looked = (Date.now() - began) / 1000
await desk.post(`catalogue/imports/${id}/run`)
let going = true
const waits = []
const ordering = (async () => {
  while (going) {
    const at = performance.now()
    await order(buyer, product.id ?? product).catch((e) => { if (!/sold-out/.test(JSON.stringify(e.body ?? ''))) throw e })
    waits.push(performance.now() - at)
    await new Promise((r) => setTimeout(r, 20))
  }
})()
await state(id, (b) => b.state === 'done')
const all = (Date.now() - began) / 1000
going = false
await ordering
report([
  { name: 'import_20000_check', unit: 's', value: Number(looked.toFixed(1)), better: 'lower', target: 60 },
  { name: 'import_20000', unit: 's', value: Number(all.toFixed(1)), better: 'lower', target: 60, note: `${ROWS} rows` },
  { name: 'import_order_p99', unit: 'ms', value: Number(percentile(waits, 99).toFixed(1)), better: 'lower', target: 100, note: `${waits.length} orders, p50 ${percentile(waits, 50).toFixed(1)} ms` },
])
await world.stop()
process.exit()
