// full_disk.mjs — the disk fills up under a live booth: nothing is promised that is not kept, and the server goes on when there is room again.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { address, ask, buyers, count, directProduct, floorIsFree, metrics, must, roomy, same } from '../lib/trial.mjs'

const mount = (w, ...options) => execFileSync('mount', [...options, '-t', 'tmpfs', 'mela-trial', w.data])
const world = await World.start({
  env: { ...roomy, MELA_LIMITS_DISK_PERCENT: '80' },
  prepare: (w) => { mkdirSync(w.data); mount(w, '-o', 'size=24m') },
  cleanup: (w) => execFileSync('umount', ['-l', w.data]),
})
const tally = new Tally()
const slug = world.demo.booths[0].slug
const [buyer] = await buyers(world, 1)
const product = await directProduct(world, 50, [slug, ...world.demo.booths.map((b) => b.slug)])
const artisan = world.client(), guest = world.client()
await artisan.post('sign-in/code', { code: world.booth(product.slug).artisan_code })
await artisan.enter(product.slug, { lang: 'hi' })
await guest.enter(product.slug, { name: 'Guest', country: 'DE' })
await guest.ask('chat.say', { text: 'before', key: randomUUID() })

const orderOnce = (key) => buyer.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 1 }], address }, { 'idempotency-key': key })
const enquireOnce = (key) => guest.raw('POST', '/api/v1/enquiries', { product: product.id, quantity: 2, unit: 'piece', country: 'DE', note: 'full' }, { 'idempotency-key': key })
const stock = () => count(world, `SELECT stock FROM product WHERE id = '${product.id}'`)

// Leaves not one block.
function fill() {
  const f = openSync(`${world.data}/filler`, 'a'), block = Buffer.alloc(65536)
  for (const size of [65536, 4096]) for (;;) { try { if (!writeSync(f, block, 0, size)) break } catch { break } }
  closeSync(f)
  same(statfsSync(world.data).bavail, 0, 'blocks free')
}
const room = (mb) => execFileSync('mount', ['-o', `remount,size=${mb}m`, world.data])

const acked = new Map(), tried = [] // key -> id of what was acknowledged
async function take(answer, key) { const r = await answer; if (r.status === 201) acked.set(key, (await r.json()).id); return r }
let before

await tally.run('a disk that is full to 80 %: uploads are refused with 507, orders go on', async () => {
  const upload = () => artisan.raw('POST', '/api/v1/photos', Buffer.from('GIF89a'), { 'content-type': 'application/octet-stream' })
  same((await upload()).status, 415, 'before, what is no photo')
  const f = openSync(`${world.data}/filler`, 'a'), block = Buffer.alloc(65536), used = () => { const s = statfsSync(world.data); return (s.blocks - s.bfree) / (s.blocks - s.bfree + s.bavail) }
  while (used() < 0.8) writeSync(f, block)
  closeSync(f)
  const r = await upload()
  same(r.status, 507, 'status')
  same((await r.json()).code, 'no-space', 'code')
  const key = randomUUID()
  same((await take(orderOnce(key), key)).status, 201, 'an order')
  must((await metrics(world))['mela_refusals_total{code="no-space"}'] > 0, 'it was not counted')
  rmSync(`${world.data}/filler`)
})

await tally.run('with room an order is taken', async () => {
  const key = randomUUID()
  same((await take(orderOnce(key), key)).status, 201, 'status')
  before = { stock: stock(), orders: count(world, 'SELECT count(*) FROM orders'), seq: Number(ask(world, 'SELECT max(seq) FROM booth_log') || 0) }
})

await tally.run('without room orders and enquiries are refused with 503, Retry-After and a problem document', async () => {
  fill()
  guest.heard.length = artisan.heard.length = 0
  for (let i = 0; i < 12; i++) {
    const key = randomUUID()
    tried.push(key)
    const r = await take(i % 2 ? enquireOnce(key) : orderOnce(key), key)
    if (r.status === 201) continue // a page that was still free in the log
    same(r.status, 503, 'status')
    same((await r.json()).code, 'store-unavailable', 'code')
    must(Number(r.headers.get('retry-after')) > 0, 'no Retry-After')
    must(/problem\+json/.test(r.headers.get('content-type')), r.headers.get('content-type'))
  }
  must(acked.size < 10, `${acked.size} were acknowledged on a full disk`)
  must((await metrics(world)).mela_commits_failed_total > 0, 'no commit failed')
})

await tally.run('a live wish is refused with an error that has its id, and the channel stays or is opened anew', async () => {
  if (guest.ws.readyState !== 1) await guest.enter(product.slug, { country: 'DE' }).catch(() => {})
  let e
  await guest.ask('chat.say', { text: 'unheard', key: randomUUID() }).catch((x) => { e = x })
  must(e, 'a line was acknowledged on a full disk')
  same(e.code, 'store-unavailable', 'code')
})

await tally.run('nothing is broadcast that was not committed', async () => {
  await sleep(1500)
  const orders = count(world, 'SELECT count(*) FROM orders')
  for (const m of artisan.heard.filter((x) => x.t === 'order.placed')) must(ask(world, `SELECT id FROM orders WHERE id = '${m.d.order}'`), `order ${m.d.order} was announced and is not there`)
  for (const m of artisan.heard.filter((x) => x.t === 'enquiry.opened')) must(ask(world, `SELECT id FROM enquiry WHERE id = '${m.d.enquiry}'`), `enquiry ${m.d.enquiry} was announced and is not there`)
  for (const m of [...artisan.heard, ...guest.heard].filter((x) => x.seq && x.t !== 'snapshot' && x.t !== 'resumed')) must(count(world, `SELECT count(*) FROM booth_log WHERE seq = ${m.seq}`) > 0, `seq ${m.seq} was broadcast and is not in the log`)
  must(!guest.heard.some((x) => x.t === 'chat.said' && x.d.text === 'unheard'), 'an uncommitted line was broadcast')
  same(before.stock - stock(), orders - before.orders, 'stock taken')
})

await tally.run('/readyz says that it is degraded, /healthz that it lives', async () => {
  const r = await until('not ready', 20000, async () => { const x = await fetch(`${world.origin}/readyz`); return x.status === 503 && x })
  must(/problem\+json/.test(r.headers.get('content-type')), 'no problem document')
  same((await fetch(`${world.origin}/healthz`)).status, 200, '/healthz')
  same((await fetch(`${world.origin}/api/v1/booths/${product.slug}`)).status, 200, 'a page to read')
})

await tally.run('with room again the same server goes on, and a retry with the same key finds the truth', async () => {
  room(64)
  await until('ready', 20000, async () => (await fetch(`${world.origin}/readyz`)).ok)
  for (const [i, key] of tried.entries()) {
    const r = await until('an answer', 20000, async () => { const x = await (i % 2 ? enquireOnce(key) : orderOnce(key)); return x.status !== 503 && x })
    same(r.status, 201, 'status')
    const { id } = await r.json()
    if (acked.has(key)) same(id, acked.get(key), 'the answer that was given before')
    acked.set(key, id)
  }
  same(new Set(acked.values()).size, acked.size, 'one thing for each key')
  must(!world.gone, 'the server ended')
})

await tally.run('every acknowledged row is there, and the booth speaks again', async () => {
  const have = new Set(ask(world, 'SELECT id FROM orders UNION SELECT id FROM enquiry').split('\n'))
  for (const id of acked.values()) must(have.has(id), `${id} is lost`)
  same(before.stock - stock(), count(world, 'SELECT count(*) FROM orders') - before.orders, 'stock taken')
  guest.close()
  await guest.enter(product.slug, { country: 'DE' })
  if (artisan.ws.readyState !== 1) await artisan.enter(product.slug, {})
  await guest.ask('chat.say', { text: 'after', key: randomUUID() })
  await artisan.hear('the line', (m) => m.t === 'chat.said' && m.d.text === 'after')
  same(ask(world, 'PRAGMA integrity_check'), 'ok', 'integrity')
  same(ask(world, 'SELECT count(*) - (max(seq) - min(seq) + 1) FROM booth_log GROUP BY booth ORDER BY 1 LIMIT 1'), '0', 'gaps in a booth log')
})

await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
