// limits.mjs — every limit at its N and at N + 1, every refusal with its code, and who may do what; the house lives on.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect as dialTcp } from 'node:net'
import { connect as dialTls } from 'node:tls'
import WebSocket from 'ws'
import { ROOT, Tally, World, sleep, until } from '../lib/world.mjs'
import { address, buyers, directProduct, floorIsFree, must, roomy, same } from '../lib/trial.mjs'

const tally = new Tally()
const codeOf = async (r) => { const text = await r.text(); return `${r.status}${text && /json/.test(r.headers.get('content-type') ?? '') ? ` ${JSON.parse(text).code ?? ''}` : ''}`.trim() }
// Raw bytes to a port; what comes back until the other side closes or is quiet.
const raw = (port, bytes, { tls = false, alpn } = {}) => new Promise((resolve) => {
  let text = ''
  const s = tls ? dialTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...(alpn ? { ALPNProtocols: alpn } : {}) }, go) : dialTcp(port, '127.0.0.1', go)
  function go() { if (bytes) s.write(bytes); else resolve(`alpn ${s.alpnProtocol}`) }
  s.setTimeout(1500, () => s.destroy())
  s.on('data', (d) => { text += d.toString('latin1') })
  s.on('error', (e) => { text += ` ${e.code ?? e.message}` })
  s.on('close', () => resolve(text))
})
const first = (answer) => `${answer.split(' ')[1] ?? 'closed'} ${/"code":"([^"]+)"/.exec(answer)?.[1] ?? ''}`.trim()

// --- a house with roomy rates: bodies, forms, roles ---
const world = await World.start({ env: roomy })
const slug = world.demo.booths[0].slug
const [buyer] = await buyers(world, 1)
const product = await directProduct(world, 5)
const guest = world.client(), artisan = world.client(), organizer = world.client()
await guest.get('me')
await artisan.post('sign-in/code', { code: world.booth(slug).artisan_code })
await organizer.post('sign-in/password', world.demo.organizer)

const enquire = (body, headers = {}) => guest.raw('POST', '/api/v1/enquiries', body, { 'idempotency-key': randomUUID(), ...headers })
const wish = { product: product.id, quantity: 1 }
const text = (o) => JSON.stringify(o)
const nested = (depth) => `{"product":"${product.id}","quantity":1,"note":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
const padded = (bytes) => { const base = text(wish); return base.slice(0, -1) + ' '.repeat(bytes - base.length) + '}' }

const bodies = [
  ['a body of 8192 bytes', () => enquire(padded(8192)), '201'],
  ['a body of 8193 bytes', () => enquire(padded(8193)), '413 too-big'],
  ['sec-04 JSON 16 deep', () => enquire(nested(16)), '422 bad-field'],
  ['sec-04 JSON 17 deep', () => enquire(nested(17)), '400 too-deep'],
  ['a note of 1000 bytes', () => enquire({ ...wish, note: 'x'.repeat(1000) }), '201'],
  ['a note of 1001 bytes', () => enquire({ ...wish, note: 'x'.repeat(1001) }), '422 too-long'],
  ['broken JSON', () => enquire('{"product":'), '400 bad-json'],
  ['text after JSON', () => enquire(`${text(wish)} x`), '400 bad-json'],
  ['not an object', () => enquire('[1]'), '422 bad-field'],
  ['sec-04 a duplicate key', () => enquire('{"quantity":1,"quantity":2}'), '400 bad-json'],
  ['sec-10 an unknown field', () => enquire({ ...wish, colour: 'red' }), '422 unknown-field'],
  ['a wrong type', () => enquire({ ...wish, quantity: 'two' }), '422 bad-field'],
  ['sec-04 a number out of range', () => enquire({ ...wish, quantity: 1000001 }), '422 bad-field'],
  ['bad UTF-8', () => fetch(`${world.origin}/api/v1/enquiries`, { method: 'POST', body: Buffer.from([...Buffer.from('{"note":"'), 0xff, 0xfe, ...Buffer.from('"}')]), headers: { 'content-type': 'application/json', 'x-mela': '1', origin: world.origin, cookie: guest.cookie(), 'idempotency-key': randomUUID() } }), '400 bad-utf8'],
  ['sec-04 a NUL in a text', () => enquire('{"note":"a\\u0000b"}'), '400 bad-json'],
  ['no key', () => guest.raw('POST', '/api/v1/enquiries', wish), '400 key-needed'],
  ['a key of 15 characters', () => enquire(wish, { 'idempotency-key': 'k'.repeat(15) }), '400 key-needed'],
  ['a key of 16 characters', () => enquire(wish, { 'idempotency-key': 'k'.repeat(16) }), '201'],
  ['the key with another body', () => enquire({ ...wish, quantity: 2 }, { 'idempotency-key': 'k'.repeat(16) }), '422 key-reused'],
  ['another type', () => enquire(text(wish), { 'content-type': 'text/plain' }), '415 bad-type'],
  ['sec-07 a foreign origin', () => enquire(wish, { origin: 'https://evil.example' }), '403 foreign-origin'],
  ['sec-07 without our header', () => enquire(wish, { 'x-mela': '' }), '403 foreign-origin'],
  ['sec-07 a fetch from another site', () => enquire(wish, { 'sec-fetch-site': 'cross-site' }), '403 foreign-origin'],
  ['an unknown product', () => enquire({ product: '01900000-0000-7000-8000-000000000000', quantity: 1 }), '404 no-product'],
  ['an unknown booth', () => guest.raw('GET', '/api/v1/booths/no-such-booth'), '404 no-booth'],
  ['an unknown address', () => guest.raw('GET', '/api/v1/nothing'), '404 not-found'],
  ['a wrong method', () => guest.raw('DELETE', '/api/v1/me'), '405 method-not-allowed'],
  ['a guest who orders', () => guest.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 1 }], address }, { 'idempotency-key': randomUUID() }), '403 unconfirmed'],
  ['an order of nothing', () => buyer.raw('POST', '/api/v1/orders', { lines: [], address }, { 'idempotency-key': randomUUID() }), '422 missing-field'],
  ['an order of 0', () => buyer.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 0 }], address }, { 'idempotency-key': randomUUID() }), '422 bad-field'],
]
for (const [name, fn, want] of bodies) await tally.run(`${name}: ${want}`, async () => { const got = await codeOf(await fn()); must(got === want, `${got} instead of ${want}`) })

// --- heads, lengths, other protocols, on raw sockets ---
const H = `Host: localhost:${world.port}\r\nX-Mela: 1\r\nContent-Type: application/json\r\nIdempotency-Key: ${'r'.repeat(20)}\r\nConnection: close\r\n`
const P = 'POST /api/v1/enquiries HTTP/1.1\r\n'
const heads = [
  ['POST without a length', `${P}${H}\r\n`, '411 no-length'],
  ['sec-02 a chunked body', `${P}${H}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, '411 no-length'],
  ['sec-02 a length and chunks', `${P}${H}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, '400 bad-request'],
  ['a length that is none', `${P}${H}Content-Length: 2x\r\n\r\n{}`, '400 bad-request'],
  ['sec-02 a negative length', `${P}${H}Content-Length: -1\r\n\r\n{}`, '400 bad-request'],
  ['a head of 12 kB', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nCookie: a=${'x'.repeat(3500)}\r\nConnection: close\r\n\r\n`, '200'],
  ['a head of 20 kB', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20000)}\r\nConnection: close\r\n\r\n`, 'closed|431|413 too-big|400 bad-request'],
  ['sec-01 h2c by Upgrade', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`, 'closed|200|403|400'],
  ['sec-01 h2 by its preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'closed|400|404|405|403'],
  ['not HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'closed|400|403'],
]
for (const [name, bytes, want] of heads) await tally.run(`${name}: ${want}`, async () => {
  const answer = await raw(world.port, bytes), got = first(answer)
  must(!answer.startsWith('HTTP/1.1 101') && !answer.includes('HTTP/2'), 'another protocol was spoken')
  must(want.split('|').some((w) => got === w || (w === 'closed' && !answer.startsWith('HTTP/')) || (w.length === 3 && got.startsWith(w))), `${got} instead of ${want}: ${answer.slice(0, 80)}`)
})
await tally.run('sec-01 ALPN never gives h2', async () => {
  same(await raw(world.port + 1, null, { tls: true, alpn: ['h2', 'http/1.1'] }), 'alpn http/1.1', 'chosen')
  must(!(await raw(world.port + 1, null, { tls: true, alpn: ['h2'] })).includes('alpn h2'), 'h2 was chosen')
})

// --- the live channel ---
const socket = (headers) => new Promise((resolve) => {
  const ws = new WebSocket(`${world.origin.replace('https', 'wss')}/live`, 'mela.v1', { rejectUnauthorized: false, headers })
  ws.once('open', () => { ws.terminate(); resolve('open') })
  ws.once('unexpected-response', (_, res) => { resolve(String(res.statusCode)); res.destroy() })
  ws.once('error', (e) => resolve(e.code ?? 'error'))
})
await tally.run('sec-07 a WebSocket from a foreign origin is refused', async () => {
  same(await socket({ origin: world.origin }), 'open', 'ours')
  same(await socket({ origin: 'https://evil.example' }), '403', 'foreign')
})
const live = world.client()
await live.enter(slug, { name: 'Limits', country: 'DE' })
const sayRaw = async (frame) => { const n = live.heard.length; live.ws.send(frame); return until('an answer', 5000, () => live.heard.slice(n).find((m) => m.t === 'error' || m.t === 'ok' || m.t === 'pong')) }
const envelope = (t, d, more = {}) => JSON.stringify({ t, id: randomUUID(), booth: slug, d, ...more })
const sized = (bytes) => { const base = envelope('ping', {}); return base.slice(0, -1) + ' '.repeat(bytes - base.length) + '}' }
const frames = [
  ['a message of 16384 bytes', () => sized(16384), 'pong'],
  ['a message of 16385 bytes', () => sized(16385), 'too-big'],
  ['a chat line of 200 letters', () => envelope('chat.say', { text: 'y'.repeat(200), key: randomUUID() }), 'ok'],
  ['a chat line of 201 letters', () => envelope('chat.say', { text: 'y'.repeat(201), key: randomUUID() }), 'too-long'],
  ['a chat line of 1000 bytes', () => envelope('chat.say', { text: `${'क्षि'.repeat(83)}yyyy`, key: randomUUID() }), 'ok'],
  ['a chat line of 1001 bytes', () => envelope('chat.say', { text: `${'क्षि'.repeat(83)}yyyyy`, key: randomUUID() }), 'too-long'],
  ['an unknown kind', () => envelope('no.such', {}), 'unknown-message'],
  ['a kind only the server says', () => envelope('live.started', {}), 'unknown-message'],
  ['an unknown field', () => envelope('ping', { x: 1 }), 'unknown-field'],
  ['a missing field', () => envelope('chat.say', {}), 'missing-field'],
  ['a wrong type', () => envelope('chat.say', { text: 5 }), 'bad-field'],
  ['broken JSON', () => '{"t":"ping"', 'bad-json'],
  ['JSON too deep', () => `{"t":"ping","id":"a","d":{"x":${'['.repeat(20)}${']'.repeat(20)}}}`, 'too-deep'],
  ['a booth that is not', () => envelope('enter', {}, { booth: 'no-such-booth' }), 'no-booth'],
  ['a guest who pins', () => envelope('pin.set', { product: product.id }), 'forbidden'],
  ['a guest who ends the broadcast', () => envelope('broadcast.end', {}), 'forbidden'],
  ['a guest who watches the desk', () => envelope('desk.watch', {}), 'forbidden'],
  ['bytes that are not text', () => Buffer.from([1, 2, 3]), 'bad-type'],
]
for (const [name, frame, want] of frames) await tally.run(`live: ${name}: ${want}`, async () => {
  await sleep(100) // slower than the connection's own rate
  const m = await sayRaw(frame())
  same(m.t === 'error' ? m.d.code : m.t, want, 'answer')
})
await tally.run('sec-19 live: 30 lines a minute and one more', async () => {
  const b = world.client()
  await b.enter(slug, { name: 'Quick', country: 'FR' })
  let said = 0, code
  for (let i = 0; i < 40 && !code; i++) { await sleep(110); await b.ask('chat.say', { text: `line ${i}`, key: randomUUID() }).then(() => said++, (e) => { code = e.code }) }
  same(code, 'too-fast', 'code')
  must(said >= 28 && said <= 34, `${said} lines`)
  b.close()
})
await tally.run('live: 20 messages at once and more: too-fast, and the channel stays', async () => {
  const b = world.client()
  await b.enter(slug, { country: 'FR' })
  for (let i = 0; i < 45; i++) b.send('react', { kind: 'heart' })
  await b.hear('a refusal', (m) => m.t === 'error' && m.d.code === 'too-fast')
  await sleep(2500)
  await b.ask('ping', {})
  b.close()
})

// --- who may do what: every row of the routes with every role ---
const rows = [...readFileSync(`${ROOT}/schema/routes.def`, 'utf8').matchAll(/^(TX|ASYNC|READ)\((\w+), +"([^"]+)", +(WHO_\w+)(?:, +(BODY_\w+))?/gm)].map(([, , method, path, who, body]) => ({ method, path, who, body }))
const people = { guest, buyer, artisan, organizer }
const may = { WHO_ANYONE: ['guest', 'buyer', 'artisan', 'organizer'], WHO_TOKEN: [], WHO_BUYER: ['buyer'], WHO_SIGNED_IN: ['buyer', 'artisan', 'organizer'], WHO_ARTISAN: ['artisan'], WHO_STAFF: ['organizer'], WHO_HOST: ['artisan', 'organizer'], WHO_HELPLINE: ['organizer'], WHO_PARTNER: [], WHO_BROWSER: [] }
const other = { id: '01900000-0000-7000-8000-000000000000', slug, booth: slug, wire: 'full' }
await tally.run(`${rows.length} addresses with four roles: nobody gets where only others may`, async () => {
  must(rows.length > 40, 'the table of routes was not read')
  const wrong = []
  for (const r of rows) for (const [role, c] of Object.entries(people)) {
    if (/sign-(in|out)/.test(r.path) || (r.who === 'WHO_STAFF' && role === 'organizer' && r.method !== 'GET')) continue
    const path = r.path.replace(/\{(\w+)\}/g, (_, k) => other[k])
    const res = await c.raw(r.method, path, ['GET', 'DELETE'].includes(r.method) ? undefined : '{}', { 'idempotency-key': randomUUID(), ...(r.body === 'BODY_BYTES' ? { 'content-type': 'application/octet-stream' } : {}), ...(r.who === 'WHO_TOKEN' ? { 'content-type': r.method === 'PATCH' ? 'application/trickle-ice-sdpfrag' : 'application/sdp' } : {}) })
    const code = await codeOf(res)
    const allowed = may[r.who].includes(role)
    if (!allowed && !['WHO_TOKEN', 'WHO_PARTNER', 'WHO_BROWSER'].includes(r.who) && !/^40[13] (not-signed-in|forbidden)$/.test(code)) wrong.push(`${role} ${r.method} ${path}: ${code}`)
    if (r.who === 'WHO_TOKEN' && res.ok) wrong.push(`${role} ${r.method} ${path}: ${code}`)
    if (res.status >= 500) wrong.push(`${role} ${r.method} ${path}: ${code}`)
    if (allowed && /^40[13] (not-signed-in|forbidden)$/.test(code) && r.who !== 'WHO_ANYONE') wrong.push(`${role} is kept out of ${r.method} ${path}: ${code}`)
  }
  must(!wrong.length, wrong.join('; '))
})
await tally.run('sec-09 what belongs to one buyer is not shown to another', async () => {
  const e = await buyer.post('enquiries', { product: product.id, quantity: 1 })
  const o = await buyer.post('orders', { lines: [{ product: product.id, quantity: 1 }], address })
  const stranger = world.client()
  await stranger.get('me')
  const elsewhere = world.client()
  await elsewhere.post('sign-in/code', { code: world.demo.booths.find((b) => b.slug !== product.slug && b.slug !== slug).artisan_code })
  for (const c of [stranger, elsewhere]) {
    for (const path of [`/api/v1/enquiries/${e.id}`, `/api/v1/orders/${o.id}`]) must([403, 404].includes((await c.raw('GET', path)).status), path)
    must([403, 404].includes((await c.raw('POST', `/api/v1/enquiries/${e.id}/messages`, { text: 'x' }, { 'idempotency-key': randomUUID() })).status), 'a message')
    must([403, 404].includes((await c.raw('POST', `/api/v1/orders/${o.id}/state`, { event: 'cancel' }, { 'idempotency-key': randomUUID() })).status), 'a move')
    same((await c.get('mine')).orders.length, 0, 'orders at mine')
  }
})
await tally.run('sec-14 an artisan\'s code opens once; five tries at a code of six digits', async () => {
  same(await codeOf(await world.client().raw('POST', '/api/v1/sign-in/code', { code: world.booth(slug).artisan_code })), '401 expired', 'used')
  same(await codeOf(await world.client().raw('POST', '/api/v1/sign-in/code', { code: 'AAAA2222' })), '401 expired', 'unknown')
  const c = world.client()
  await c.post('sign-in/email', { email: 'tries@example.org', name: 'T', lang: 'en' })
  const code = /\b(\d{6})\b/.exec(await world.mail('tries@example.org'))[1]
  const wrong = code === '111111' ? '222222' : '111111'
  const answers = []
  for (let i = 0; i < 5; i++) answers.push(await codeOf(await c.raw('POST', '/api/v1/sign-in/email/confirm', { email: 'tries@example.org', code: wrong })))
  must(answers.every((a) => /^401 /.test(a)), answers.join(', '))
  must(/^401 /.test(await codeOf(await c.raw('POST', '/api/v1/sign-in/email/confirm', { email: 'tries@example.org', code }))), 'the right code counted after five wrong ones')
})
await tally.run('the server lives on', async () => { must(!world.gone, 'it ended'); same((await fetch(`${world.origin}/readyz`)).status, 200, '/readyz'); await live.ask('ping', {}) })
await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()

// --- a house with narrow rates ---
const narrow = await World.start({ env: { MELA_LIMITS_REQUESTS_PER_MIN: '20', MELA_LIMITS_SIGN_IN_PER_MIN: '3', MELA_LIMITS_PUBLISHERS: '1' } })
await tally.run('sec-13 three tries to sign in a minute and one more', async () => {
  const got = []
  for (let i = 0; i < 4; i++) got.push(await narrow.client().raw('POST', '/api/v1/sign-in/code', { code: 'AAAA2222' }))
  same((await Promise.all(got.map(codeOf))).join(), '401 expired,401 expired,401 expired,429 too-fast', 'answers')
  must(Number(got[3].headers.get('retry-after')) > 0, 'no Retry-After')
})
await tally.run('sec-42 20 requests a minute and more', async () => {
  const got = []
  for (let i = 0; i < 25; i++) got.push(await codeOf(await fetch(`${narrow.origin}/api/v1/phrases`)))
  const ok = got.filter((g) => g === '200').length
  must(ok >= 14 && ok <= 18 && got.at(-1) === '429 too-fast', `${ok} were answered, then ${got.at(-1)}`) // four went to signing in
})
await narrow.stop()
tally.close()
process.exit()
