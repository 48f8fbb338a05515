// cart.mjs — carts over real sockets: a hundred people want the one piece, a kill -9 in the middle of holding and ordering, a guest who
// signs in, a retry under one key, strangers' carts. Stock, held and sold add up at every stop.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Tally, World } from '../lib/world.mjs'
import { address, ask, buyers, count, inTurns, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const people = await buyers(world, 40)
const products = []
for (const b of world.demo.booths.slice(0, 8)) for (const p of (await people[0].get(`booths/${b.slug}`)).products) if (p.direct) products.push(p)
await world.kill()
const PIECES = 50
const chosen = products.slice(0, 6).map((p) => p.id)
// Six products of few pieces, and the first of them one of a kind.
execFileSync('sqlite3', [join(world.data, 'mela.db'), `UPDATE product SET stock = ${PIECES}, moq = 1, one_of_a_kind = 1 WHERE id IN ('${chosen.join("','")}'); UPDATE product SET stock = 1 WHERE id = '${chosen[0]}'`])
await world.boot()
const first = (id) => (id === chosen[0] ? 1 : PIECES)
const putIn = (c, id, quantity, more = {}) => c.api('PUT', `cart/lines/${id}`, { quantity, ...more })
const refusal = (promise) => promise.then(() => 'nothing', (e) => e.code ?? `${e}`)

function addsUp() {
  for (const id of chosen) {
    const stock = count(world, `SELECT stock FROM product WHERE id = '${id}'`)
    const held = count(world, `SELECT COALESCE(sum(quantity), 0) FROM hold WHERE product = '${id}' AND state = 'held'`)
    const sold = count(world, `SELECT COALESCE(sum(l.quantity), 0) FROM order_line l JOIN order_child c ON c.id = l.child WHERE l.product = '${id}' AND c.state <> 'cancelled'`)
    must(stock >= 0, `stock of ${id} is ${stock}`)
    same(stock + held + sold, first(id), `stock ${stock} + held ${held} + sold ${sold} of ${id}`)
  }
}

await tally.run('a hundred carts of the one piece: one holds it, and it is sold once', async () => {
  const guests = Array.from({ length: 60 }, () => world.client())
  const all = [...people, ...guests]
  const answers = await Promise.all(all.map((c) => putIn(c, chosen[0], 1)))
  same(answers.filter((a) => a.hold === 'held').length, 1, 'holders')
  addsUp()
  const at = answers.findIndex((a) => a.hold === 'held')
  if (at >= people.length) await guests[at - people.length].post('sign-out') // a guest cannot order: let it go, and another holds it
  const orders = await Promise.all(people.map((c) => c.post('cart/order', { address }).then(() => 1, (e) => { if (!['sold-out', 'missing-field'].includes(e.code)) throw e; return 0 })))
  same(orders.reduce((a, b) => a + b, 0), 1, 'orders')
  addsUp()
  for (const c of people) await putIn(c, chosen[0], 0)
})

await tally.run('a retry under one key is one order; the hold is used once', async () => {
  const c = people[1], key = randomUUID()
  await putIn(c, chosen[1], 3)
  const [a, b] = [await c.post('cart/order', { address }, key), await c.post('cart/order', { address }, key)]
  same(a.id, b.id, 'order')
  addsUp()
  same((await c.get('cart')).count, 0, 'lines left')
})

await tally.run('a guest who signs in brings the cart along, and what it holds', async () => {
  await world.client().signInByMail('late@example.org') // there is an account already
  const c = world.client()
  await putIn(c, chosen[2], 2)
  await putIn(c, chosen[3], 1)
  await c.signInByMail('late@example.org')
  const cart = await c.get('cart?country=IN')
  same(cart.count, 2, 'lines')
  must(cart.groups.every((g) => g.lines.every((l) => l.state === 'held')), 'they are not held any more')
  await c.post('sign-out')
  addsUp()
  same(count(world, "SELECT count(*) FROM hold WHERE state = 'held'"), 0, 'holds after the sign-out')
})

await tally.run('sec-09 nobody reads or changes another cart', async () => {
  await putIn(people[3], chosen[2], 1)
  const stranger = world.client()
  same((await stranger.get('cart')).count, 0, 'lines that a stranger sees')
  same(await refusal(stranger.post('cart/order', { address })), 'unconfirmed', 'a stranger orders')
  same(await refusal(stranger.get('coupons')), 'not-signed-in', 'a stranger reads coupons')
  same(await refusal(people[0].post('coupons', { code: 'MINE', off_bps: 1, from: '2026-01-01T00:00', until: '2036-01-01T00:00' })), 'forbidden', 'a buyer makes a coupon')
  same(await refusal(people[0].api('PUT', 'desk/shipping', { from: '2026-01-01T00:00', source: 'me', rates: [] })), 'forbidden', 'a buyer sets the tariff')
  await putIn(people[3], chosen[2], 0)
  addsUp()
})

await tally.run('twenty kills while forty hold, let go, order and cancel: nothing is lost, doubled or below zero', async () => {
  let over = false, down = false
  const acked = new Set()
  const surely = async (act) => { while (!over) { if (down) { await new Promise((r) => setTimeout(r, 10)); continue } try { return await act() } catch (e) { if (e.status && e.status !== 503 && e.status !== 429) return null; await new Promise((r) => setTimeout(r, 10)) } } return null }
  const lives = people.map(async (c, i) => {
    for (let n = 0; !over; n++) {
      const id = chosen[1 + ((i + n) % 5)], key = randomUUID(), cancel = randomUUID()
      await surely(() => putIn(c, id, 1 + (n % 2)))
      if (n % 5 === 4) { await surely(() => putIn(c, id, 0)); continue }
      const o = await surely(() => c.post('cart/order', { address }, key))
      if (!o) { await surely(() => putIn(c, id, 0)); continue }
      acked.add(o.id)
      if (n % 3) await surely(() => c.post(`orders/${o.id}/state`, { event: 'cancel' }, cancel))
    }
  })
  for (let k = 0; k < 20; k++) {
    await new Promise((r) => setTimeout(r, 50 + 37 * (k % 7)))
    down = true
    await world.kill()
    await world.boot()
    down = false
  }
  await new Promise((r) => setTimeout(r, 300))
  over = true
  await Promise.all(lives)
  addsUp()
  const there = new Set(ask(world, 'SELECT id FROM orders').split('\n'))
  for (const id of acked) must(there.has(id), `order ${id} was acknowledged and is not there`)
  must(acked.size > 40, `only ${acked.size} orders: nothing is proved`)
})

await inTurns(people, 10, (c) => c.post('sign-out'))
await tally.run('when all have signed out nothing is held', async () => {
  same(count(world, "SELECT count(*) FROM hold WHERE state = 'held'"), 0, 'holds')
  addsUp()
})
await world.stop()
tally.close()
