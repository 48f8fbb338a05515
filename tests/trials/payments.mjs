// payments.mjs — an order is paid by UPI found in the bank's statement, and by a gateway that loses answers, fails, repeats itself and is
// impersonated; through it all each is paid once and no parcel leaves unpaid.
import { Gateway } from '../lib/pay_gateway.mjs'
import { address, ask, buyers, count, directProduct, must, order, roomy, same } from '../lib/trial.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'

const gateway = await Gateway.start()
const world = await World.start({ env: { ...roomy, ...gateway.env, MELA_PAY_UPI: 'fair@bank', MELA_PAY_NAME: 'Test Fair', MELA_PAY_ACCOUNT: '123456789012', MELA_PAY_IFSC: 'ABCD0123456' } })
const tally = new Tally()
const [buyer] = await buyers(world, 1)
const desk = world.client()
await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
const product = await directProduct(world, 20)

async function owed() {
  const o = await order(buyer, product.id)
  return { order: o, payment: (await buyer.get(`orders/${o.id}/payments`)).items[0] }
}
const stateOf = (p) => ask(world, `SELECT state FROM payment WHERE id = '${p.id}'`)
const choose = (p, method) => buyer.post(`payments/${p.id}/method`, { method })
async function link(p) {
  await choose(p, 'gateway')
  return until('the gateway has made a link', 20000, async () => (await buyer.get(`orders/${p.order}/payments`)).items[0].url)
}

// Paid on the gateway's page, and the gateway never says so: the server is to ask by itself. It takes a minute, so it begins here.
const silent = await owed()
await link(silent.payment)
gateway.pay(silent.payment.mark)

await tally.run('a UPI payment is found in the statement, and only then may the parcel leave', async () => {
  const { order: o, payment } = await owed()
  const chosen = await choose(payment, 'upi')
  must(chosen.upi.link.startsWith(`upi://pay?pa=fair@bank&pn=Test%20Fair&tr=${payment.mark}`), chosen.upi.link)
  await buyer.post(`payments/${payment.id}/reference`, { reference: '526012345678' })
  for (const event of ['accept', 'ready']) await desk.post(`orders/${o.id}/state`, { event })
  let refused
  try { await desk.post(`orders/${o.id}/state`, { event: 'hand_over' }) } catch (e) { refused = e.code }
  same(refused, 'unpaid', 'handing over is refused')
  const rupees = (payment.amount.minor / 100).toFixed(2)
  const csv = `Txn Date,Description,Reference,Credit\n22/11/2026,UPI/526012345678/TEST,526012345678,"${rupees}"\n`
  same(JSON.stringify(await desk.post('desk/bank', { csv })), '{"credits":1,"fresh":1,"matched":1}', 'the statement')
  same((await desk.post('desk/bank', { csv })).fresh, 0, 'read again')
  same(stateOf(payment), 'paid', 'state')
  await desk.post(`orders/${o.id}/state`, { event: 'hand_over' })
})

await tally.run('the gateway makes a link, and its message pays', async () => {
  const { payment } = await owed()
  const url = await link(payment)
  must(url.startsWith(gateway.url), url)
  const { captured, paid } = gateway.pay(payment.mark)
  same(await gateway.send(world, paid), 200, 'the message')
  same(stateOf(payment), 'paid', 'state')
  same(await gateway.send(world, captured), 200, 'the other message of the same')
  same(count(world, `SELECT count(*) FROM payment_event WHERE payment = '${payment.id}' AND event = 'pay'`), 2, 'both are written down')
})

await tally.run('an answer lost after the link was made: one link, found again', async () => {
  const { payment } = await owed()
  gateway.mood = ['lose', 'error', 'slow']
  const url = await link(payment)
  same([...gateway.links.values()].filter((l) => l.reference_id === payment.mark).length, 1, 'links')
  same(url, gateway.byMark(payment.mark).short_url, 'the link')
})

await tally.run('sec-23 messages late, twice, out of order and forged', async () => {
  const { payment } = await owed()
  await link(payment)
  const { failed, captured, paid } = gateway.pay(payment.mark)
  same(await gateway.send(world, captured, { secret: 'another-secret-of-16' }), 403, 'a forged message')
  same(stateOf(payment), 'due', 'after the forged one')
  const meddled = { ...captured, payload: { payment: { entity: { ...captured.payload.payment.entity, amount: 1 } } } }
  same(await gateway.send(world, meddled), 200, 'another amount than the one owed')
  same(stateOf(payment), 'failed', 'after another amount')
  for (const m of [captured, failed, paid]) same(await gateway.send(world, m), 200, m.event)
  same(await gateway.send(world, captured, { id: 'evt_again' }), 200, 'first time')
  same(await gateway.send(world, captured, { id: 'evt_again' }), 200, 'second time')
  same(await gateway.send(world, paid, { id: 'evt_again' }), 409, 'the same id with another body')
  same(stateOf(payment), 'paid', 'in the end')
})

await tally.run('an order given up after it was paid: money back, once, though the answer is lost', async () => {
  const { order: o, payment } = await owed()
  await link(payment)
  const { paid, payment: theirs } = gateway.pay(payment.mark)
  await gateway.send(world, paid)
  gateway.mood = ['lose']
  await buyer.post(`orders/${o.id}/state`, { event: 'cancel' })
  await until('the money is on its way', 30000, () => stateOf(payment) === 'refunded', 200)
  must(gateway.refunds.has(theirs.id), 'no refund at the gateway')
  same(gateway.calls.filter((c) => c.startsWith(`POST /v1/payments/${theirs.id}/refund`)).length, 1, 'asked for')
})

await tally.run('kill -9 between the wish to pay and the link: it is made after the start', async () => {
  const { payment } = await owed()
  gateway.mood = ['slow']
  await choose(payment, 'gateway')
  await sleep(200)
  await world.kill()
  await world.boot()
  await until('the link is there', 90000, async () => (await buyer.get(`orders/${payment.order}/payments`)).items[0].url, 500)
  same([...gateway.links.values()].filter((l) => l.reference_id === payment.mark).length, 1, 'links')
})

await tally.run('no message at all: the server asks', () => until('the server has asked', 120000, () => stateOf(silent.payment) === 'paid', 500))

gateway.stop()
await world.stop()
tally.close()
process.exit()
