// run.mjs — kills the server again and again under 16 clients that log only what was acknowledged, and then asks the store.
//
//   run.mjs [--kills 200] [--broken ack|lead]
//
// Whatever was answered with success must be there exactly once; a request whose answer was lost is sent again with its key
// after the restart, and must not count twice. With --broken a deliberately broken server is used, and finding nothing is the failure.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { World, bin, sleep, BUILD, VARIANT } from '../lib/world.mjs'
import { join } from 'node:path'

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback }
const kills = Number(option('kills', 200))
const broken = option('broken', null)
const seed = Number(option('seed', 1))

let state = seed
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648 } // the same kills each time

const env = { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_SIGN_IN_PER_MIN: '100000', MELA_LIMITS_CHAT_PER_MIN: '600', MELA_LOG_LEVEL: 'warn' }
if (broken) Object.assign(env, { MELA_BROKEN: broken, LD_PRELOAD: join(BUILD, VARIANT, 'broken.so') })

const acked = { enquiry: new Map(), lead: new Map(), order: new Map(), message: new Map() } // key -> id
const attempted = { enquiry: new Set(), lead: new Set(), order: new Set(), message: new Set() }
let down = false, over = false

const world = await World.start({ env })
const booths = world.demo.booths.slice(0, 3)
const products = []
{
  const c = world.client()
  for (const b of booths) for (const p of (await c.get(`booths/${b.slug}`)).products) products.push({ ...p, slug: b.slug })
}
const direct = products.filter((p) => p.direct)
if (!direct.length) throw new Error('no product can be ordered directly')

// Repeats one request with one key until it is answered: a broken connection or a 503 is no answer.
async function surely(c, kind, path, body, idOf = (r) => r.id) {
  const key = randomUUID()
  attempted[kind].add(key)
  while (!over) {
    if (down) { await sleep(20); continue }
    try {
      const r = await c.post(path, body, key)
      acked[kind].set(key, idOf(r))
      return r
    } catch (e) {
      if (e.status && e.status !== 503 && e.status !== 429) return null // a clear refusal: sold out
      await sleep(20)
    }
  }
  return null
}

const address = { name: 'Test Buyer', phone: '+919800000000', line1: '1 Fair Road', city: 'Lucknow', state: 'UP', pin: '226001', country: 'IN' }
const pick = (list) => list[Math.floor(Math.random() * list.length)]

async function guest(c) {
  while (!over) {
    const p = pick(products)
    const e = await surely(c, 'enquiry', 'enquiries', { product: p.id, quantity: 2, unit: 'piece', country: 'DE', note: 'kill' })
    if (e) await surely(c, 'message', `enquiries/${e.id}/messages`, { text: 'one more word', lang: 'en' }, (r) => r.id ?? e.id)
  }
}

async function buyer(c) {
  while (!over) {
    if (Math.random() < 0.5) await surely(c, 'order', 'orders', { lines: [{ product: pick(direct).id, quantity: 1 }], address })
    else {
      const p = pick(products)
      const e = await surely(c, 'enquiry', 'enquiries', { product: p.id, quantity: 50, unit: 'piece', country: 'DE' })
      if (e) await surely(c, 'lead', `enquiries/${e.id}/lead`, { quantity: 50, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg' })
    }
  }
}

const clients = []
for (let i = 0; i < 8; i++) { const c = world.client(); await c.post('enquiries', { product: products[0].id, quantity: 1 }); clients.push(guest(c)) }
for (let i = 0; i < 8; i++) { const c = world.client(); await c.signInByMail(`kill${i}@example.org`); clients.push(buyer(c)) }

const began = Date.now()
for (let i = 0; i < kills; i++) {
  await sleep(5 + random() * 395)
  down = true
  await world.kill()
  await world.boot()
  down = false
}
over = true
await Promise.all(clients)
await world.kill()

const db = join(world.data, 'mela.db')
const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', db, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]')
const wrong = []
const ids = (sql) => new Set(ask(sql).map((r) => r.id))
const must = (what, have, want) => { for (const [key, id] of want) if (!have.has(id)) wrong.push(`${what} ${id} (key ${key}) was acknowledged and is not there`) }
must('enquiry', ids('SELECT id FROM enquiry'), acked.enquiry)
must('lead', ids('SELECT id FROM lead'), acked.lead)
must('order', ids('SELECT id FROM orders'), acked.order)
for (const kind of ['enquiry', 'lead', 'order']) if (new Set(acked[kind].values()).size !== acked[kind].size) wrong.push(`two keys were answered with one ${kind}`)
const count = (sql) => ask(sql)[0].n
const atMost = (what, n, most) => { if (n > most) wrong.push(`${n} ${what}, though only ${most} were asked for`) }
atMost('enquiries', count('SELECT count(*) n FROM enquiry'), attempted.enquiry.size + 8)
atMost('leads', count('SELECT count(*) n FROM lead'), attempted.lead.size)
atMost('orders', count('SELECT count(*) n FROM orders'), attempted.order.size)
const messages = count("SELECT count(*) n FROM enquiry_message WHERE body = 'one more word'")
if (messages < acked.message.size) wrong.push(`${acked.message.size} messages were acknowledged, ${messages} are there`)
atMost('messages', messages, attempted.message.size)
if (count('SELECT count(*) n FROM orders WHERE id NOT IN (SELECT orders FROM order_child)')) wrong.push('an order without a child')
if (count('SELECT count(*) n FROM order_child WHERE id NOT IN (SELECT child FROM order_line)')) wrong.push('a child without a line')
if (count("SELECT count(*) n FROM enquiry WHERE state = 'lead' AND id NOT IN (SELECT enquiry FROM lead)")) wrong.push('an enquiry that became a lead which is not there')
if (count('SELECT count(*) n FROM product WHERE stock < 0')) wrong.push('negative stock')
const integrity = ask('PRAGMA integrity_check')[0].integrity_check
if (integrity !== 'ok') wrong.push(`integrity: ${integrity}`)

const n = Object.fromEntries(Object.entries(acked).map(([k, v]) => [k, v.size]))
console.log(`${kills} kills in ${Math.round((Date.now() - began) / 1000)} s, acknowledged ${JSON.stringify(n)}, seed ${seed}, wrong ${wrong.length}`)
for (const w of wrong.slice(0, 10)) console.log(`  ${w}`)
await world.stop()
const busy = acked.order.size > kills / 10 && acked.lead.size > kills / 10
const good = broken ? wrong.length > 0 : wrong.length === 0 && busy
if (!busy) console.log('too little was acknowledged to prove anything')
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`)
process.exit(good ? 0 : 1)
