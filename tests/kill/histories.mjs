// histories.mjs — random histories of a whole trade, each ended by kill -9 at a random moment: carts and holds, orders from Lucknow, Kochi and
// Berlin, payments claimed, found and given back, moves of every kind, enquiries. After each start an oracle that shares nothing with the
// server asks its store in plain SQL.
//
//   histories.mjs [--histories 40] [--seed 1] [--broken stock|ledger]
//
// With --broken a row is spoiled behind the server's back, and finding nothing is the failure.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { World, sleep } from '../lib/world.mjs'
import { address, buyers, roomy } from '../lib/trial.mjs'

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? process.argv[at + 1] : fallback }
const histories = Number(option('histories', 40)), seed = Number(option('seed', 1)), broken = option('broken', null)
let state = seed
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648 }
const pick = (list) => list[Math.floor(random() * list.length)]

const PLACES = [address, address, { ...address, city: 'Kochi', state: 'Kerala', pin: '682001' }, { ...address, city: 'Berlin', state: 'Berlin', pin: '10115', country: 'DE' }]
const EVENTS = ['accept', 'ready', 'hand_over', 'deliver', 'cancel', 'return']
const ONWARD = { placed: 'accept', accepted: 'ready', ready: 'hand_over', handed_over: 'deliver', delivered: 'return' }
const RANK = { placed: 0, accepted: 1, ready: 2, handed_over: 3, delivered: 4, returned: 5, cancelled: 6 }
const PAID = ['paid', 'refund_due', 'refunded']

const world = await World.start({ env: { ...roomy, MELA_PAY_UPI: 'fair@bank', MELA_PAY_NAME: 'Test Fair', MELA_PAY_ACCOUNT: '123456789012', MELA_PAY_IFSC: 'ABCD0123456', MELA_TRADE_HOLD: '1' } })
const db = join(world.data, 'mela.db')
const rows = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', db, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]')
const one = (sql) => Number(Object.values(rows(sql)[0])[0])

const people = await buyers(world, 4, 'history')
const desk = world.client()
await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
const products = []
for (const b of world.demo.booths) products.push(...(await world.client().get(`booths/${b.slug}`)).products.filter((p) => p.direct && p.moq <= 5))
if (products.length < 5) throw new Error('too few products can be ordered directly')

// What was acknowledged. An order's state and a payment's are those of the last answer that came back.
const acked = { order: new Map(), enquiry: new Map(), message: new Map(), state: new Map(), payment: new Map() }
let attempted = { orders: 0, enquiries: 0 }, down = false, over = false, refused = 0

// One request with one key until it is answered: a broken connection or a 503 is no answer. null: a clear refusal.
async function surely(c, path, body) {
  const key = randomUUID()
  for (;;) {
    if (over) return null
    if (down) { await sleep(15); continue }
    try { return { ...(await c.post(path, body, key)), key } } catch (e) {
      if (e.status && e.status !== 503 && e.status !== 429) { refused++; return null }
      await sleep(15)
    }
  }
}
const puts = async (c, path, body) => { if (!down) await c.api('PUT', path, body).catch(() => {}) }

function keepOrder(o) {
  if (!o) return
  acked.order.set(o.key, o.id)
  acked.state.set(o.id, o.state)
}
async function buy(c) {
  attempted.orders++
  const p = pick(products)
  if (random() < 0.5) return keepOrder(await surely(c, 'orders', { lines: [{ product: p.id, quantity: p.moq }], address: pick(PLACES) }))
  for (const x of [p, pick(products)]) await puts(c, `cart/lines/${x.id}`, { quantity: x.moq })
  keepOrder(await surely(c, 'cart/order', { address: pick(PLACES) }))
}
async function ask(c) {
  attempted.enquiries++
  const e = await surely(c, 'enquiries', { product: pick(products).id, quantity: 3, unit: 'piece', country: 'DE', note: 'history' })
  if (!e) return
  acked.enquiry.set(e.key, e.id)
  const m = await surely(c, `enquiries/${e.id}/messages`, { text: 'and one word more', lang: 'en' })
  if (m) acked.message.set(m.key, e.id)
}
async function pay(c) {
  const order = pick([...acked.order.values()])
  if (!order || down) return
  const list = await c.get(`orders/${order}/payments`).catch(() => null) // another buyer's
  for (const p of list?.items ?? []) {
    if (!(await surely(c, `payments/${p.id}/method`, { method: pick(['upi', 'bank', 'cod']) }))) continue
    const told = await surely(desk, `payments/${p.id}/state`, { event: 'pay', reference: `REF${p.mark}` })
    if (told) acked.payment.set(p.id, told.state)
  }
}
async function move() {
  const order = pick([...acked.order.values()])
  if (!order) return
  const event = random() < 0.85 ? ONWARD[acked.state.get(order)] : pick(EVENTS)
  if (!event) return
  const o = await surely(desk, `orders/${order}/state`, { event })
  if (o) acked.state.set(o.id, o.state)
}
async function refund() {
  if (down) return
  const due = await desk.get('desk/payments?state=refund_due').catch(() => null)
  if (!due?.items.length) return
  const told = await surely(desk, `payments/${pick(due.items).id}/state`, { event: 'refund' })
  if (told) acked.payment.set(told.id, told.state)
}

async function buyerLives(c) { while (!over) await pick([buy, buy, ask, pay])(c) }
async function deskLives() { while (!over) { await pick([move, move, move, move, refund])() } }

// ── the oracle ──
const SOLD = `(SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l JOIN order_child c ON c.id = l.child WHERE l.product = p.id AND c.state <> 'cancelled')`
const HELD = `(SELECT COALESCE(SUM(h.quantity), 0) FROM hold h WHERE h.product = p.id AND h.state = 'held')`
const stocks = () => new Map(rows(`SELECT p.id, p.stock + ${SOLD} + ${HELD} n FROM product p`).map((r) => [r.id, r.n]))
const NEVER = {
  'a stock below nothing': 'SELECT count(*) FROM product WHERE stock < 0',
  'an order without a child': 'SELECT count(*) FROM orders WHERE id NOT IN (SELECT orders FROM order_child)',
  'a child without a line': 'SELECT count(*) FROM order_child WHERE id NOT IN (SELECT child FROM order_line)',
  'a child without its one payment': 'SELECT count(*) FROM order_child c WHERE (SELECT count(*) FROM payment p WHERE p.child = c.id) <> 1',
  'a payment of another amount than its child': 'SELECT count(*) FROM payment p JOIN order_child c ON c.id = p.child WHERE p.amount_minor <> c.total_minor',
  'an order whose parts are not its total': 'SELECT count(*) FROM orders o WHERE o.total_minor <> (SELECT SUM(c.total_minor) FROM order_child c WHERE c.orders = o.id)',
  'a maker whom nobody is to call': "SELECT count(*) FROM order_child c WHERE NOT EXISTS (SELECT 1 FROM call_task t WHERE t.about = c.id)",
  'a buyer who is not told': "SELECT count(*) FROM order_child c WHERE NOT EXISTS (SELECT 1 FROM outbox x WHERE x.about = c.id)",
  'an entry whose postings do not sum to nothing': 'SELECT count(*) FROM (SELECT journal FROM posting GROUP BY journal, currency HAVING SUM(amount_minor) <> 0)',
  'books that do not balance': 'SELECT count(*) FROM (SELECT currency FROM account GROUP BY currency HAVING SUM(balance_minor) <> 0)',
  'an account that is not the sum of its postings': 'SELECT count(*) FROM account a WHERE a.balance_minor <> (SELECT COALESCE(SUM(p.amount_minor), 0) FROM posting p WHERE p.account = a.name AND p.currency = a.currency)',
  'a series of papers with a gap': 'SELECT count(*) FROM paper_series s WHERE s.last <> (SELECT count(*) FROM paper p WHERE p.seller = s.seller AND p.year = s.year AND p.kind = s.kind)',
  'a paper whose lines are not its sums': 'SELECT count(*) FROM paper p WHERE p.taxable_minor <> (SELECT SUM(l.taxable_minor) FROM paper_line l WHERE l.paper = p.id) OR p.gross_minor - p.discount_minor <> (SELECT SUM(l.gross_minor - l.discount_minor) FROM paper_line l WHERE l.paper = p.id)',
  'goods that left unpaid': "SELECT count(*) FROM order_child c JOIN payment p ON p.child = c.id WHERE c.state IN ('handed_over', 'delivered') AND p.method <> 'cod' AND p.state NOT IN ('paid', 'refund_due', 'refunded')",
  'a broken page or key': "SELECT (SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok') + (SELECT count(*) FROM pragma_foreign_key_check)",
}
const first = stocks()

function judge() {
  const wrong = []
  const missing = (what, table, ids) => { const there = new Set(rows(`SELECT id FROM ${table}`).map((r) => r.id)); for (const id of ids) if (!there.has(id)) wrong.push(`${what} ${id} was acknowledged and is not there`) }
  missing('order', 'orders', acked.order.values())
  missing('enquiry', 'enquiry', acked.enquiry.values())
  for (const kind of ['order', 'enquiry']) if (new Set(acked[kind].values()).size !== acked[kind].size) wrong.push(`two keys were answered with one ${kind}`)
  if (one('SELECT count(*) FROM orders') > attempted.orders) wrong.push('more orders than were asked for')
  if (one("SELECT count(*) FROM enquiry_message WHERE body = 'and one word more'") < acked.message.size) wrong.push('an acknowledged message is not there')
  const states = new Map(rows('SELECT id, state FROM orders').map((r) => [r.id, r.state]))
  for (const [id, s] of acked.state) if (states.has(id) && RANK[states.get(id)] < RANK[s]) wrong.push(`order ${id} was told to be ${s} and is ${states.get(id)}`)
  const payments = new Map(rows('SELECT id, state FROM payment').map((r) => [r.id, r.state]))
  for (const [id, s] of acked.payment) if (PAID.indexOf(payments.get(id)) < PAID.indexOf(s)) wrong.push(`payment ${id} was told to be ${s} and is ${payments.get(id)}`)
  for (const [id, n] of stocks()) if (n !== first.get(id)) wrong.push(`of product ${id} ${first.get(id)} pieces were there and ${n} are accounted for`)
  for (const [what, sql] of Object.entries(NEVER)) { const n = one(sql); if (n) wrong.push(`${n} × ${what}`) }
  return wrong
}

const began = Date.now()
const lives = [...people.map(buyerLives), deskLives(), deskLives()]
let wrong = [], done = 0
for (; done < histories && !wrong.length; done++) {
  await sleep(200 + random() * 900)
  down = true
  await world.kill()
  if (broken && done === histories - 1) {
    execFileSync('sqlite3', [db, broken === 'stock' ? 'UPDATE product SET stock = stock + 1 WHERE id IN (SELECT product FROM order_line LIMIT 1)' : 'UPDATE posting SET amount_minor = amount_minor + 1 WHERE rowid = 1'])
  }
  wrong = judge()
  await world.boot()
  down = false
}
over = true
await Promise.all(lives)

const n = Object.fromEntries(Object.entries(acked).map(([k, v]) => [k, v.size]))
const entries = one('SELECT count(*) FROM journal'), papers = one('SELECT count(*) FROM paper')
console.log(`${done} histories in ${Math.round((Date.now() - began) / 1000)} s, acknowledged ${JSON.stringify(n)}, ${entries} entries, ${papers} papers, ${refused} refused, seed ${seed}, wrong ${wrong.length}`)
for (const w of wrong.slice(0, 12)) console.log(`  ${w}`)
if (wrong.length) console.log(`  kept: ${world.data}`)
const busy = acked.order.size >= histories && acked.payment.size > 0 && entries > 0 && papers > 0
if (!busy) console.log('too little happened to prove anything')
const good = broken ? wrong.length > 0 : wrong.length === 0 && busy
if (wrong.length && !broken) process.env.KEEP = '1'
await world.stop()
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`)
process.exit(good ? 0 : 1)
