// notices.mjs — something is bought: the maker is told by SMS, push and mail within five seconds, and stands in the helpline's queue;
// whatever the carrier does, and also when the server dies in between. Then the helpline calls.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { until, Tally, World } from '../lib/world.mjs'
import { Browser, Carrier, vapidClaims } from '../lib/carrier.mjs'
import { ask, buyers, count, directProduct, must, order, roomy, same } from '../lib/trial.mjs'

const SECRET = 'a-secret-of-the-gateway'
const PROMISE_MS = 5000
const carrier = await Carrier.start()
const world = await World.start({ env: { ...roomy, MELA_SMS_URL: `${carrier.origin}/sms`, MELA_SMS_KEY: 'key-1', MELA_SMS_SENDER: 'MELAUP', MELA_SMS_HOOK: SECRET,
  MELA_PUSH_EXEMPT: carrier.host, MELA_PUSH_SUBJECT: 'mailto:desk@mela.example' } })
const tally = new Tally()
const [buyer] = await buyers(world, 1, 'noticed')
const product = await directProduct(world, 20)
const maker = world.client()
await maker.post('sign-in/code', { code: world.booth(product.slug).artisan_code })
const phone = new Browser(carrier.origin, 'maker'), gone = new Browser(carrier.origin, 'gone')
const wishes = { phone: '98000 00001', lang: 'hi', zone: 'Asia/Kolkata', mail: true, sms: true, whatsapp: true, push: true, quiet_from_min: 0, quiet_until_min: 0 }
const stateOf = (ref) => ask(world, `SELECT state FROM outbox WHERE id = '${ref}'`)
// Only while no server runs.
const letters = () => readFileSync(`${world.data}/mail/mails.jsonl`, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l))

await tally.run('the maker says how to be reached', async () => {
  await maker.api('PUT', 'me/notices', wishes)
  await maker.post('me/notices/browsers', phone.subscription)
  await maker.post('me/notices/browsers', gone.subscription)
  const refused = await maker.raw('POST', '/api/v1/me/notices/browsers', { ...phone.subscription, endpoint: 'https://192.168.1.1/x' }, { 'idempotency-key': 'k'.repeat(20) })
  same(refused.status, 422, 'an endpoint inside our own network')
})

await tally.run('within five seconds by SMS, push and mail, and in the queue at once', async () => {
  const began = Date.now(), placed = await order(buyer, product.id, 2)
  must(count(world, `SELECT count(*) FROM call_task WHERE orders = '${placed.id}' AND state = 'open'`) === 1, 'no task in the same commit')
  const sms = await until('an SMS', 10 * PROMISE_MS, () => carrier.sms[0], 10)
  const push = await until('a push message', 10 * PROMISE_MS, () => carrier.pushes.find((p) => p.url.endsWith('maker')), 10)
  await until('a letter', 10 * PROMISE_MS, () => letters().find((m) => m.subject.includes(placed.number)), 20)
  const took = { sms: sms.at - began, push: push.at - began, mail: Date.now() - began }
  console.log(`     from the buyer's tap: SMS ${took.sms} ms, push ${took.push} ms, mail ${took.mail} ms`)
  must(Math.max(...Object.values(took)) <= PROMISE_MS, 'later than promised')
  same(sms.to, '+919800000001', 'to')
  same(sms.headers.authorization, 'Bearer key-1', 'key')
  must(sms.unicode && sms.text.includes(placed.children?.[0]?.number ?? placed.number), sms.text)
  const said = phone.open(push.body)
  must(said.title.includes('नया ऑर्डर') && said.url === '/studio', JSON.stringify(said))
  same(push.headers['content-encoding'], 'aes128gcm', 'coding')
  same(vapidClaims(push.headers.authorization).aud, carrier.origin, 'audience')
  await until('the browser that is gone is forgotten', 10000, () => count(world, 'SELECT count(*) FROM push_subscription') === 1)
})

await tally.run('reports late, twice and out of order', async () => {
  const [sms] = carrier.sms
  await until('it is sent', 10000, () => stateOf(sms.ref) === 'sent')
  same((await carrier.report(world, SECRET, { ref: sms.ref, status: 'delivered' }, 'r-1')).status, 200, 'report')
  same((await carrier.report(world, SECRET, { ref: sms.ref, status: 'delivered' }, 'r-1')).status, 200, 'the same again')
  same((await carrier.report(world, SECRET, { ref: sms.ref, status: 'failed', error: 'late' }, 'r-2')).status, 200, 'an older one')
  same((await carrier.report(world, 'another-secret-entirely', { ref: sms.ref, status: 'failed' }, 'r-3')).ok, false, 'a forged one')
  same(stateOf(sms.ref), 'delivered', 'state')
})

await tally.run('a carrier that is late, broken or busy gets it again, under the same key', async () => {
  carrier.moods.push(500, 'late', 429)
  const from = carrier.sms.length
  for (let i = 0; i < 3; i++) await order(buyer, product.id)
  const refs = await until('three messages', 20000, () => { const r = new Set(carrier.sms.slice(from).map((s) => s.ref)); return r.size === 3 && r })
  await until('all are sent', 40000, () => [...refs].every((r) => stateOf(r) === 'sent'), 200)
  for (const s of carrier.sms.slice(from)) same(s.headers['idempotency-key'], s.ref, 'key')
  must(carrier.sms.length - from === 5, `${carrier.sms.length - from} tries`)
})

await tally.run('the server dies while the carrier has it: it goes out again', async () => {
  carrier.moods.push('hang')
  const from = carrier.sms.length, placed = await order(buyer, product.id)
  const first = await until('an SMS', 20000, () => carrier.sms[from], 10)
  await world.kill()
  await world.boot()
  must(count(world, `SELECT count(*) FROM orders WHERE id = '${placed.id}'`) === 1, 'the order is gone')
  await until('it goes out again at once, not after its lease', 20000, () => carrier.sms.slice(from + 1).find((s) => s.ref === first.ref))
  await until('it is sent', 10000, () => stateOf(first.ref) === 'sent')
})

await tally.run('the server dies before the carrier has it: nothing is lost', async () => {
  const from = carrier.sms.length
  const placed = order(buyer, product.id)
  const id = await placed.then((o) => o.id)
  await world.kill()
  await world.boot()
  must(count(world, `SELECT count(*) FROM orders WHERE id = '${id}'`) === 1, 'the order is gone')
  must(count(world, `SELECT count(*) FROM call_task WHERE orders = '${id}'`) === 1, 'the task is gone')
  const child = ask(world, `SELECT id FROM order_child WHERE orders = '${id}'`)
  if (ask(world, `SELECT state FROM outbox WHERE about = '${child}' AND kind = 'sms'`) === 'due') await until('it goes out', 140000, () => carrier.sms.length > from, 200)
  must(count(world, `SELECT count(*) FROM outbox WHERE about = '${child}' AND kind = 'sms'`) === 1, 'not one row')
})

await tally.run('what cannot be delivered is a dead letter, and goes out again from the desk', async () => {
  const desk = world.client()
  await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
  const last = carrier.sms.at(-1)
  same((await carrier.report(world, SECRET, { ref: last.ref, status: 'failed', error: 'number off' })).status, 200, 'report')
  const { items } = await desk.get('desk/letters')
  const letter = items.find((l) => l.id === last.ref)
  must(letter && letter.error === 'number off' && letter.to === '+9198…01', JSON.stringify(letter))
  const from = carrier.sms.length
  await desk.post(`desk/letters/${letter.id}/again`)
  await until('it goes out again', 20000, () => carrier.sms[from]?.ref === last.ref)
})

await tally.run('the helpline takes the task, calls, and the order is accepted', async () => {
  const agent = world.client(), other = world.client()
  await agent.post('sign-in/password', { email: world.demo.helpline.email, password: world.demo.helpline.password })
  const { items } = await agent.get('helpline/tasks?limit=50')
  const task = await agent.post(`helpline/tasks/${items[0].id}/take`)
  same(task.phone, '+919800000001', 'number')
  await other.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
  same((await other.raw('POST', `/api/v1/helpline/tasks/${task.id}/take`, {})).status, 409, 'taken by another')
  const ready = new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10)
  const done = await agent.post(`helpline/tasks/${task.id}/outcome`, { outcome: 'ready', ready, note: 'Friday' })
  same(done.order.state, 'accepted', 'order')
  same((await agent.raw('GET', '/api/v1/desk/sellers')).status, 403, 'the desk')
  same((await buyer.raw('GET', '/api/v1/helpline/tasks')).status, 403, 'a buyer in the queue')
})

await tally.run('sec-38 nothing personal in the log', async () => {
  const log = readFileSync(world.logPath, 'utf8')
  for (const private_ of ['9800000001', 'noticed0@', '/push/maker', 'key-1', SECRET]) must(!log.includes(private_), `${private_} stands in the log`)
})

tally.close()
await world.stop()
carrier.stop()
