// calls.mjs — the automatic call: a telephone that rings is answered and presses 1, by RTP events or SIP INFO, is busy, or nobody's;
// and from a purchase to the accepted order. Telephones are sipp.
import { spawn } from 'node:child_process'
import { bin, until, Tally, World } from '../lib/world.mjs'
import { ask, buyers, count, directProduct, must, order, roomy, same } from '../lib/trial.mjs'
import { Telephone } from '../lib/telephone.mjs'

const tally = new Tally()
const words = { from: 'sip:mela@127.0.0.1', lang: 'hi', say: 'नमस्ते। एक दबाइए।', thanks: 'धन्यवाद।', ring: '4' }

// What mela-call says of a call to this telephone.
async function call(scenario, more = {}) {
  const phone = await Telephone.start(scenario)
  try {
    const child = spawn(bin('mela-call'), [], { stdio: ['pipe', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (d) => { said += d })
    const wish = { to: `sip:+919800000001@${phone.host}`, ...words, ...more }
    child.stdin.end(Object.entries(wish).map(([k, v]) => `${k} ${v}\n`).join(''))
    await new Promise((r) => child.once('exit', r))
    must(await phone.fulfilled(), `the telephone did not see ${scenario} to its end`)
    return said.trim()
  } finally { phone.stop() }
}

for (const [scenario, want] of [['rtp', 'pressed 1'], ['info', 'pressed 1'], ['busy', 'busy'], ['nobody', 'refused 404'], ['rings', 'no-answer']])
  await tally.run(`${scenario}: ${want}`, async () => same(await call(scenario), want, 'result'))

await tally.run('what it is told wrongly is refused', async () => {
  for (const text of ['nonsense x\n', 'to sip:a@127.0.0.1\n', `to sip:a@127.0.0.1\nfrom sip:b@127.0.0.1\nsay ${'x'.repeat(1001)}\n`]) {
    const child = spawn(bin('mela-call'), [], { stdio: ['pipe', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (d) => { said += d })
    child.stdin.end(text)
    await new Promise((r) => child.once('exit', r))
    same(said.trim(), 'failed 0', text.slice(0, 20))
  }
})

const hour = (new Date().getUTCHours() * 60 + new Date().getUTCMinutes() + 330) % 1440
const callable = hour >= 540 && hour < 1195
const phone = await Telephone.start('rtp')
const world = await World.start({ env: { ...roomy, MELA_CALL_SIP: phone.host, MELA_CALL_FROM: 'sip:mela@127.0.0.1' } })
const [buyer] = await buyers(world, 1, 'caller')
const product = await directProduct(world, 5)
const maker = world.client()
await maker.post('sign-in/code', { code: world.booth(product.slug).artisan_code })
await maker.api('PUT', 'me/notices', { phone: '9800000001', lang: 'hi', zone: 'Asia/Kolkata', mail: true, sms: true, whatsapp: false, push: true, quiet_from_min: 0, quiet_until_min: 0 })

await tally.run(callable ? 'something is bought, the maker is called and presses 1: the order is accepted' : 'outside calling hours nobody is called', async () => {
  const placed = await order(buyer, product.id)
  const state = () => ask(world, `SELECT c.state FROM order_child c WHERE c.orders = '${placed.id}'`)
  if (!callable) {
    await new Promise((r) => setTimeout(r, 3000))
    same(state(), 'placed', 'state')
    same(phone.code, undefined, 'the telephone')
    return
  }
  await until('the order is accepted', 60000, () => state() === 'accepted')
  must(await phone.fulfilled(), 'the telephone was not hung up properly')
  same(ask(world, "SELECT person || '|' || outcome || '|' || accepted FROM call_try"), '|ready|1', 'call')
  same(count(world, "SELECT count(*) FROM call_task WHERE state = 'open'"), 0, 'open tasks')
})

tally.close()
await world.stop()
phone.stop()
