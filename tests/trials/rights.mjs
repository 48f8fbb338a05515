// rights.mjs — every role at every endpoint. The table is schema/routes.def with, below, what of it belongs to somebody: the owner, the
// maker whose booth it concerns, the staff. Whoever has no right is refused before anything else is looked at; whoever has, is not.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, Tally, World, until } from '../lib/world.mjs'
import { address, ask, buyers, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_PAY_UPI: 'fair@bank', MELA_PAY_NAME: 'Test Fair' } })
const tally = new Tally()
const [owner, other] = await buyers(world, 2)
const guest = world.client(), stranger = () => world.client(), agent = world.client(), organizer = world.client()
await organizer.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
await agent.post('sign-in/password', { email: world.demo.helpline.email, password: world.demo.helpline.password })

// A booth whose own seller sells directly, so that its artisan is maker and seller in one.
let booth, product
for (const b of world.demo.booths) {
  product = (await world.client().get(`booths/${b.slug}`)).products.find((p) => p.direct && p.moq === 1 && p.available > 9)
  if (product) { booth = b; break }
}
const maker = world.client(), rival = world.client()
await maker.post('sign-in/code', { code: booth.artisan_code })
await rival.post('sign-in/code', { code: world.demo.booths.find((b) => b.slug !== booth.slug).artisan_code })
await guest.post('enquiries', { product: product.id, quantity: 1 })
const WHO = { stranger: null, guest, other, rival, agent, owner, maker, organizer }

// ── what belongs to the owner and concerns the maker ──
const order = await owner.post('orders', { lines: [{ product: product.id, quantity: 1 }], address })
for (const event of ['accept', 'ready', 'hand_over']) await organizer.post(`orders/${order.id}/state`, { event })
const payment = (await owner.get(`orders/${order.id}/payments`)).items[0]
const enquiry = await owner.post('enquiries', { product: product.id, quantity: 2, unit: 'piece', country: 'IN', note: 'mine alone' })
const lead = await owner.post('leads', { product: product.id, quantity: 500, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg', company: 'Test Imports' })
const paper = (await owner.get(`orders/${order.id}/papers`)).items[0]
const shipment = (await organizer.get(`orders/${order.id}/shipments`)).items[0]
must(paper && shipment, 'no paper or no shipment of a parcel that left')
const task = ask(world, `SELECT id FROM call_task WHERE orders = '${order.id}' LIMIT 1`)
const seller = ask(world, `SELECT seller FROM order_child WHERE orders = '${order.id}'`)
const boothId = ask(world, `SELECT id FROM booth WHERE slug = '${booth.slug}'`)

const STAFF = ['organizer'], ALL = Object.keys(WHO), KNOWN = ALL.filter((n) => n !== 'stranger'), SIGNED_IN = ['other', 'rival', 'agent', 'owner', 'maker', 'organizer']
const BY_WHO = { WHO_ANYONE: ALL, WHO_SIGNED_IN: SIGNED_IN, WHO_BUYER: ['other', 'owner'], WHO_ARTISAN: ['rival', 'maker'], WHO_HOST: ['rival', 'maker', 'organizer'], WHO_HELPLINE: ['agent', 'organizer'], WHO_STAFF: STAFF }
const CONCERNED = ['owner', 'maker', 'organizer'], HOSTS = ['maker', 'organizer']
// "METHOD path": [who may, the id, a body that would do]
const OWNED = {
  'GET /api/v1/orders/{id}': [CONCERNED, order.id],
  'POST /api/v1/orders/{id}/state': [CONCERNED, order.id, { event: 'nonsense' }],
  'GET /api/v1/orders/{id}/payments': [['owner', 'organizer'], order.id],
  'POST /api/v1/payments/{id}/method': [['owner'], payment.id, { method: 'nonsense' }],
  'POST /api/v1/payments/{id}/reference': [['owner'], payment.id, { reference: '1' }],
  'POST /api/v1/payments/{id}/state': [['organizer'], payment.id, { event: 'nonsense' }],
  'GET /api/v1/orders/{id}/shipments': [CONCERNED, order.id],
  'GET /api/v1/shipments/{id}/label': [HOSTS, shipment.id],
  'GET /api/v1/shipments/{id}/label.pdf': [HOSTS, shipment.id],
  'POST /api/v1/shipments/{id}/ask': [HOSTS, shipment.id, {}],
  'POST /api/v1/shipments/{id}/news': [HOSTS, shipment.id, {}],
  'GET /api/v1/orders/{id}/papers': [CONCERNED, order.id],
  'POST /api/v1/orders/{id}/papers': [CONCERNED, order.id, { kind: 'nonsense' }],
  'GET /api/v1/papers/{id}': [CONCERNED, paper.id],
  'GET /api/v1/papers/{id}/pdf': [CONCERNED, paper.id],
  'POST /api/v1/papers/{id}/cancel': [HOSTS, paper.id, { reason: '' }],
  'GET /api/v1/enquiries/{id}': [CONCERNED, enquiry.id],
  'POST /api/v1/enquiries/{id}/messages': [CONCERNED, enquiry.id, {}],
  'POST /api/v1/enquiries/{id}/lead': [CONCERNED, enquiry.id, {}],
  'POST /api/v1/enquiries/{id}/order': [CONCERNED, enquiry.id, {}],
  'GET /api/v1/leads/{id}': [CONCERNED, lead.id],
  'POST /api/v1/leads/{id}/state': [HOSTS, lead.id, { event: 'nonsense' }],
  'GET /api/v1/catalogue/products/{id}': [HOSTS, product.id],
  'PUT /api/v1/catalogue/products/{id}': [HOSTS, product.id, {}],
  'POST /api/v1/catalogue/products/{id}/state': [HOSTS, product.id, { event: 'nonsense' }],
  'GET /api/v1/catalogue/products/{id}/versions': [HOSTS, product.id],
  'POST /api/v1/catalogue/products/{id}/undo': [HOSTS, product.id, { version: 9999 }],
}
// Without an id in the path, or for anyone by design; what they answer is one's own.
const BY_HAND = {
  'GET /api/v1/orders': SIGNED_IN, 'GET /api/v1/leads': SIGNED_IN, // a guest's list is empty, a stranger's too
  'DELETE /api/v1/me/notices/browsers/{id}': SIGNED_IN,
  'GET /api/v1/me/data': KNOWN, 'GET /api/v1/me/consents': KNOWN, 'PUT /api/v1/me/consents': KNOWN,
  'POST /api/v1/me/erase': ['guest', 'other', 'owner', 'maker', 'rival'], // not those who work for the fair
}
const IDS = { '{task}': task, '/helpline/tasks/': task, '/desk/sellers/': seller, '/desk/booths/': boothId }

const routes = readFileSync(join(ROOT, 'schema/routes.def'), 'utf8').split('\n').map((l) => /^(TX|ASYNC|READ)\((\w+),\s*"([^"]+)",\s*(WHO_\w+)(?:,\s*(BODY_\w+),\s*\d+,\s*(KEY_\w+))?/.exec(l)).filter(Boolean)
  .map(([, , method, path, who, body = 'BODY_NONE', key = 'KEY_NONE']) => ({ method, path, who, body, key, name: `${method} ${path}` }))

const idFor = (path) => Object.entries(IDS).find(([part]) => path.includes(part))?.[1] ?? randomUUID().replace(/^(.{14})./, '$17')
async function knock(client, r, owned) {
  const id = owned?.[1] ?? idFor(r.path), c = client ?? stranger()
  const path = r.path.replace('{booth}', booth.slug).replace('{slug}', r.path.includes('products') ? product.slug : booth.slug).replace(/\{\w+\}/g, id)
  const headers = r.key === 'KEY_NEEDED' ? { 'idempotency-key': randomUUID() } : {}
  if (r.body === 'BODY_BYTES') headers['content-type'] = 'application/octet-stream'
  const body = ['BODY_NONE'].includes(r.body) ? undefined : r.body === 'BODY_BYTES' ? 'no picture' : owned?.[2] ?? { nonsense: 1 }
  const res = await c.raw(r.method, path, body, headers)
  await res.arrayBuffer()
  return res.status
}
const refused = (status, owned) => status === 401 || status === 403 || (owned && status === 404)

let knocks = 0
for (const r of routes.filter((x) => !['WHO_TOKEN', 'WHO_PARTNER', 'WHO_BROWSER'].includes(x.who) && !/sign-(in|out)/.test(x.path))) {
  const owned = OWNED[r.name]
  const may = owned?.[0] ?? (BY_HAND[r.name] ? BY_HAND[r.name] : BY_WHO[r.who])
  await tally.run(`sec-09 ${r.name}: ${may.length === ALL.length ? 'everyone' : may.join(', ') || 'nobody'}`, async () => {
    const wrong = []
    for (const name of ALL) { // those without the right first
      if (may.includes(name)) continue
      const status = await knock(WHO[name], r, owned)
      knocks++
      const harmless = BY_HAND[r.name] && status === 200
      if (!refused(status, owned) && !harmless) wrong.push(`${name} was answered ${status}`)
    }
    for (const name of may) {
      const status = await knock(WHO[name], r, owned)
      knocks++
      if (status === 401 || (status === 403 && !['stranger', 'guest'].includes(name)) || status >= 500) wrong.push(`${name} was refused with ${status}`)
    }
    if (wrong.length) throw new Error(wrong.join('; '))
  })
}

await tally.run('every owned thing of the table is a route', () => {
  const names = new Set(routes.map((r) => r.name))
  for (const name of [...Object.keys(OWNED), ...Object.keys(BY_HAND)]) must(names.has(name), `${name} is no route`)
})

await tally.run('sec-09 nobody else finds what is the owner\'s in a list of theirs', async () => {
  const secrets = [order.id, order.number, enquiry.id, lead.id, payment.id, 'mine alone', 'buyer0@example.org']
  for (const [name, c] of Object.entries({ stranger: stranger(), guest, other, rival }))
    for (const path of ['orders', 'enquiries', 'leads', 'mine', 'cart', 'me', 'catalogue/products', 'studio', 'studio/money', 'studio/papers', 'coupons', 'catalogue/drafts']) {
      const text = await (await c.raw('GET', `/api/v1/${path}`)).text()
      for (const s of secrets) must(!text.includes(s), `${name} reads ${s} at ${path}`)
    }
})

await tally.run('nothing of it changed', async () => {
  same(ask(world, `SELECT state FROM orders WHERE id = '${order.id}'`), 'handed_over', 'the order')
  same(ask(world, `SELECT state FROM enquiry WHERE id = '${enquiry.id}'`), 'open', 'the enquiry')
  same(ask(world, `SELECT method || ' ' || state FROM payment WHERE id = '${payment.id}'`), 'cod due', 'the payment')
})

await tally.run('sec-38 nothing personal stands in the log', async () => {
  const log = readFileSync(world.logPath, 'utf8')
  for (const s of ['buyer0@example.org', address.phone, address.line1, 'mine alone']) must(!log.includes(s), `${s} stands in the log`)
})

console.log(`     ${knocks} knocks at ${routes.length} routes`)
await world.stop()
tally.close()
process.exit()
