// hostile.mjs — abuse of docs/THREATS.md that needs a whole house: slow clients, answers without their headers, scripts and odd letters in
// what people write, shown by real Chromium with the pages' own policy switched off.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import WebSocket from 'ws'
import { context, launch } from '../lib/browser.mjs'
import { cookiesOf } from '../lib/fullfair.mjs'
import { studioTab } from '../lib/pages.mjs'
import { address, buyers, directProduct, metrics, must, roomy, same } from '../lib/trial.mjs'
import { ROOT, Tally, World, sleep, until } from '../lib/world.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const slug = world.demo.booths[0].slug
const product = await directProduct(world, 5, [slug, ...world.demo.booths.map((b) => b.slug)])
const [buyer] = await buyers(world, 1)
const artisan = world.client(), guest = world.client()
await artisan.post('sign-in/code', { code: world.booth(product.slug).artisan_code })
await guest.get('me')
const key = () => ({ 'idempotency-key': randomUUID() })

// ── slow clients wait beside everything below ──
const slow = (text, every) => new Promise((resolve) => {
  const s = connect(world.port, '127.0.0.1', () => { s.write(text); s.drip = setInterval(() => s.write('x'), every) }), began = Date.now()
  s.on('error', () => {}).on('close', () => { clearInterval(s.drip); resolve(Date.now() - began) })
})
const heads = Array.from({ length: 40 }, () => slow('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 1000))
const stalls = Array.from({ length: 10 }, () => slow('GET /healthz HT', 3600000))
const bodies = Array.from({ length: 10 }, () => slow(`POST /api/v1/enquiries HTTP/1.1\r\nHost: localhost:${world.port}\r\nX-Mela: 1\r\nContent-Type: application/json\r\nIdempotency-Key: ${'s'.repeat(20)}\r\nContent-Length: 8000\r\n\r\n{`, 1000))

await tally.run('every answer carries the security headers: found, not found, refused, redirected, not modified, and a WebSocket that is turned away', async () => {
  const always = { 'x-content-type-options': /^nosniff$/, 'x-frame-options': /^DENY$/, 'referrer-policy': /^strict-origin/, 'cross-origin-opener-policy': /^same-origin$/, 'permissions-policy': /^camera=\(\), microphone=\(\), .*geolocation=\(\)/,
    'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/, 'cross-origin-resource-policy': /./, 'cache-control': /./ }
  const check = (headers, what) => { for (const [name, want] of Object.entries(always)) must(want.test(headers.get(name) ?? ''), `${what}: ${name} is ${headers.get(name)}`) }
  const etag = (await guest.raw('GET', '/')).headers.get('etag')
  const asked = [
    [200, 'GET', '/'], [200, 'GET', '/api/v1/me'], [304, 'GET', '/', undefined, { 'if-none-match': etag }], [404, 'GET', '/api/v1/nothing'], [404, 'GET', '/../../etc/passwd'], [405, 'DELETE', '/api/v1/me'],
    [401, 'GET', '/api/v1/desk/letters'], [403, 'POST', '/api/v1/enquiries', '{}', { ...key(), origin: 'https://evil.example' }], [400, 'POST', '/api/v1/enquiries', '{', key()], [400, 'POST', '/api/v1/enquiries', '{}'],
    [422, 'POST', '/api/v1/enquiries', '{"x":1}', key()], [413, 'POST', '/api/v1/enquiries', ' '.repeat(20000), key()], [415, 'POST', '/api/v1/enquiries', 'x', { ...key(), 'content-type': 'text/plain' }],
    [401, 'POST', `/whip/${slug}`, 'v=0', { 'content-type': 'application/sdp' }], [403, 'POST', '/hooks/logistics', '{}', { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }],
  ]
  const wrong = []
  for (const [status, method, path, body, headers] of asked) {
    const r = await guest.raw(method, path, body, headers)
    if (r.status !== status && !(path.startsWith('/hooks') && r.status === 404)) wrong.push(`${method} ${path}: ${r.status} instead of ${status}`)
    check(r.headers, `${status} ${method} ${path}`)
    if (path.startsWith('/api/') && r.status !== 304) same(r.headers.get('cache-control'), 'no-store', `${path}: cache-control`)
  }
  must(!wrong.length, wrong.join('; '))
  for (const path of ['/studio', '/check']) must(/^camera=\(self\), microphone=\(self\),/.test((await guest.raw('GET', path)).headers.get('permissions-policy')), `${path} films`)
  for (const path of ['/', '/desk', `/booth/${slug}`, '/problems/too-fast']) must(/require-trusted-types-for 'script'; trusted-types mela/.test((await guest.raw('GET', path)).headers.get('content-security-policy')), `${path}: Trusted Types`)
  const turned = await new Promise((resolve) => new WebSocket(`${world.origin.replace('https', 'wss')}/live`, 'mela.v1', { rejectUnauthorized: false, headers: { origin: 'https://evil.example' } })
    .on('unexpected-response', (_, res) => resolve(res)).on('error', () => {}))
  same(turned.statusCode, 403, 'the WebSocket')
  check(new Headers(turned.headers), 'a WebSocket that is turned away')
})

await tally.run('sec-08 a cookie is for this host alone, for TLS, out of reach of scripts, and another one after signing in', async () => {
  const c = world.client()
  await c.get('me')
  const before = c.cookie()
  const r = await c.raw('POST', '/api/v1/sign-in/password', world.demo.organizer, key())
  same(r.status, 200, 'sign-in')
  const line = r.headers.getSetCookie().find((l) => l.startsWith('__Host-mela='))
  must(/; Path=\/; Secure; HttpOnly; SameSite=Strict/.test(line) && !/Domain/i.test(line), line) // staff; Lax for all others
  const guests = (await world.client().raw('GET', '/api/v1/me')).headers.getSetCookie()[0]
  must(/^__Host-mela-guest=.*; Path=\/; Secure; HttpOnly; SameSite=Lax/.test(guests), guests)
  must(!before.includes(/=([^;]+)/.exec(line)[1]), 'the token was known before')
})

await tally.run('sec-08 a live channel ends with its login: before what its role may do, and in any case soon', async () => {
  const [desk, other] = [world.client(), world.client()]
  for (const c of [desk, other]) { await c.post('sign-in/password', world.demo.organizer); await c.enter(product.slug) }
  await desk.ask('slow.set', { seconds: 0 })
  const ends = [desk, other].map((c) => new Promise((resolve) => c.ws.on('close', (code, why) => resolve(`${code} ${why}`))))
  await desk.post('sign-out')
  const refused = await desk.ask('slow.set', { seconds: 300 }).then(() => 'taken', (e) => e.code)
  same(refused, 'not-signed-in', 'of one who has signed out')
  same(await ends[0], '1008 not-signed-in', 'its channel')
  await other.post('sign-out')
  same(await Promise.race([ends[1], sleep(30000)]), '1008 not-signed-in', 'the channel of one who says nothing')
})

await tally.run('sec-16 who asks for a code by mail learns nothing about accounts', async () => {
  const answers = []
  for (const email of ['buyer0@example.org', 'nobody@example.org', world.demo.organizer.email]) {
    const r = await world.client().raw('POST', '/api/v1/sign-in/email', { email, name: 'A', lang: 'en' }, key())
    answers.push(`${r.status} ${await r.text()}`)
  }
  same(new Set(answers).size, 1, `answers: ${answers.join(' | ')}`)
})

await tally.run('sec-22 a price, a total or a currency that the buyer names is refused', async () => {
  for (const more of [{ price: 1 }, { price_minor: 1 }, { total: { minor: 1, currency: 'INR' } }, { currency: 'XXX' }]) {
    const line = await buyer.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 1, ...more }], address }, key())
    const whole = await buyer.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 1 }], address, ...more }, key())
    same(`${line.status} ${whole.status}`, '422 422', JSON.stringify(more))
  }
})

const RLO = '\u202e', SCRIPTS = ['<img src=x onerror=window.pwned=1>', '"><svg onload=window.pwned=1>', '<script>window.pwned=1</script>', '{{constructor.constructor("window.pwned=1")()}}', 'javascript:window.pwned=1', "'-window.pwned=1-'"]
await tally.run('sec-18 letters that turn a line around, and control characters, are refused', async () => {
  const c = world.client()
  await c.enter(product.slug, { name: 'Plain', country: 'DE' })
  for (const text of [`abc${RLO}cba`, 'a\u2066b', 'a\u0007b', 'a\u009bb']) {
    let code
    await c.ask('chat.say', { text, key: randomUUID() }).catch((e) => { code = e.code })
    must(/bad-field|bad-json/.test(code), `${JSON.stringify(text)}: ${code}`)
    await sleep(120)
  }
  const r = await buyer.raw('POST', '/api/v1/enquiries', { product: product.id, quantity: 1, note: `x${RLO}y` }, key())
  same(r.status, 422, 'a note')
  await c.ask('chat.say', { text: 'ज़री, क्षत्रिय, தமிழ், শ্রী', key: randomUUID() })
  c.close()
})

await tally.run('sec-17 what people write is shown as text: in the booth, in the studio, also where the policy of the page is off', async () => {
  const writer = world.client(), browser = await launch()
  await writer.enter(product.slug, { name: SCRIPTS[0].slice(0, 40), country: 'DE' })
  for (const text of [...SCRIPTS, 'see https://evil.example/x']) { await writer.ask('chat.say', { text, key: randomUUID() }); await sleep(120) }
  for (const note of SCRIPTS) await writer.post('enquiries', { product: product.id, quantity: 1, unit: 'piece', country: 'DE', note })
  const seen = await (await context(browser, { bypassCSP: true, locale: 'en-GB' })).newPage()
  await seen.goto(`${world.origin}/booth/${product.slug}`)
  await seen.getByText('see https://evil.example/x').first().waitFor({ timeout: 20000 })
  const studio = await context(browser, { bypassCSP: true, locale: 'hi-IN' })
  await studio.addCookies(cookiesOf(artisan))
  const desk = await studio.newPage()
  await desk.goto(`${world.origin}/studio`)
  await studioTab(desk, 'enquiries')
  await until('the enquiries are there', 20000, async () => (await desk.content()).includes('onload=window.pwned'))
  for (const page of [seen, desk]) {
    same(await page.evaluate(() => window.pwned), undefined, 'a script ran')
    same(await page.locator('img[src="x"], svg[onload]').count(), 0, 'elements out of text')
  }
  same(await seen.locator('a[href*="evil.example"], a[href^="javascript:"]').count(), 0, 'links out of chat')
  await browser.close()
  writer.close()
})

await tally.run('sec-17 a page takes no text for a script, and the browser tells when somebody tries', async () => {
  const browser = await launch(), page = await (await context(browser, { locale: 'en-GB' })).newPage()
  const told = async () => (await metrics(world)).mela_browser_reports_total
  const before = await told()
  await page.goto(world.origin)
  await page.locator('main').waitFor()
  const tried = await page.evaluate(() => ['innerHTML', 'script', 'policy'].map((how) => {
    try {
      if (how === 'innerHTML') document.createElement('p').innerHTML = '<b>x</b>'
      else if (how === 'script') document.createElement('script').src = '/x.js'
      else window.trustedTypes.createPolicy('other', {})
      return 'taken'
    } catch (e) { return e.name }
  }))
  same(tried.join(' '), 'TypeError TypeError TypeError', 'innerHTML, the source of a script, another policy')
  await until('the browser has told', 20000, async () => (await told()) > before)
  await browser.close()
  for (const [type, body, status] of [['application/csp-report', '{}', 204], ['application/reports+json', '[]', 204], ['application/json', '{}', 415], ['application/csp-report', 'x'.repeat(16384), 204], ['application/csp-report', 'x'.repeat(16385), 413]])
    same((await guest.raw('POST', '/api/v1/reports', body, { 'content-type': type })).status, status, `${type}, ${body.length} bytes`)
})

await tally.run('sec-20 a link in the chat is letters, and nothing is fetched for it', () => { must(!readFileSync(world.logPath, 'utf8').includes('evil.example'), 'the server followed it') })

await tally.run('sec-41 pages load nothing from elsewhere, and packages run nothing when they are installed', async () => {
  for (const path of ['/', `/booth/${product.slug}`, '/mine', '/cart', '/studio', '/desk']) {
    const html = await (await guest.raw('GET', path)).text()
    const out = [...html.matchAll(/(?:src|href)="((?:https?:)?\/\/[^"]+)"/g)].map((m) => m[1]).filter((u) => !u.startsWith(world.origin))
    must(!out.length, `${path}: ${out.join(' ')}`)
  }
  for (const dir of ['web', 'tests']) {
    must(readFileSync(`${ROOT}/${dir}/.npmrc`, 'utf8').includes('ignore-scripts=true'), `${dir}/.npmrc`)
    const lock = JSON.parse(readFileSync(`${ROOT}/${dir}/package-lock.json`, 'utf8'))
    const loose = Object.entries(lock.packages).filter(([at, p]) => at && !p.link && !p.integrity).map(([at]) => at)
    must(!loose.length, `${dir}: without a digest: ${loose.join(' ')}`)
  }
})

await tally.run('sec-03 sixty slow clients keep nobody out, and are gone in time', async () => {
  const probe = await fetch(`http://127.0.0.1:${world.port}/healthz`)
  same(probe.status, 200, 'a quick one')
  const gone = (list, ms) => Promise.race([Promise.all(list), sleep(30000).then(() => { throw new Error('somebody is still there') })]).then((all) => must(Math.max(...all) <= ms, `${Math.max(...all)} ms`))
  await gone(heads, 15000)
  await gone(stalls, 15000)
  await gone(bodies, 25000)
})

await tally.run('the server lives on', async () => { must(!world.gone, 'it ended'); same((await fetch(`${world.origin}/readyz`)).status, 200, '/readyz') })
await world.stop()
tally.close()
process.exit()
