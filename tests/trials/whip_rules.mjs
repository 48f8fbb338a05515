// whip_rules.mjs — what RFC 9725 and the WHEP draft ask of the doors of the picture, each rule once; ICE restarts with real Chromium.
import { bare, launch } from '../lib/browser.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { below, count, floorIsFree, must, offer, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_LIMITS_VIEWERS: '4', MELA_MEDIA_ICE_SERVERS: 'turn:turn.example:3478?transport=udp' } })
const tally = new Tally()
const [one, two, three] = world.demo.booths
const whip = (b) => `${world.origin}/whip/${b.slug}`
const whep = (b) => `${world.origin}/whep/${b.slug}`
const FRAG = 'application/trickle-ice-sdpfrag'

const call = (method, url, { body, type, token, match } = {}) => fetch(new URL(url, world.origin), { method, body, headers: {
  ...(type ? { 'content-type': type } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}), ...(match ? { 'if-match': match } : {}) } })
const post = (url, body, token) => call('POST', url, { body, type: 'application/sdp', token })
async function refused(answer, status, code) {
  const r = await answer
  const text = await r.text()
  same(`${r.status} ${text && JSON.parse(text).code}`, `${status} ${code}`, 'refusal')
  return r
}
const pump = (b, ...more) => world.run('pump', ['--whip', whip(b), '--token', b.publish_token, '--seconds', '200', '--packets', '1', ...more])
const viewers = (b, ...more) => world.run('viewers', ['--whep', whep(b), '--seconds', '120', ...more])
const flows = (v, limitMs = 20000) => { const from = v.lines.at(-1)?.frames ?? 0; return until('frames flow', limitMs, () => (v.lines.at(-1)?.frames ?? 0) > from + 15) }
const host = async (b) => { const a = world.client(); await a.post('sign-in/code', { code: b.artisan_code }); await a.enter(b.slug, {}); return a }
const ingests = () => below(world.server.pid).filter((p) => p.name === 'mela-ingest')
const candidate = (ufrag, pwd) => `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host\r\na=end-of-candidates\r\n`

await tally.run('OPTIONS tells what may be posted, also to another site', async () => {
  for (const url of [whip(one), whep(one)]) {
    const r = await call('OPTIONS', url)
    same(r.status, 204, 'status')
    same(r.headers.get('accept-post'), 'application/sdp', 'Accept-Post')
    same(r.headers.get('access-control-allow-origin'), '*', 'CORS')
  }
})

await tally.run('refusals: token, type, description, codec, not on air', async () => {
  const up = offer({ direction: 'sendonly' }), down = offer({ direction: 'recvonly' })
  same((await refused(post(whip(one), up), 401, 'not-signed-in')).headers.get('www-authenticate'), 'Bearer', 'challenge')
  await refused(post(whip(one), up, 'x'.repeat(32)), 401, 'bad-credentials')
  await refused(post(whip(one), up, two.publish_token), 401, 'bad-credentials')
  await refused(post(`${world.origin}/whip/no-such-booth`, up, one.publish_token), 401, 'bad-credentials')
  await refused(call('POST', whip(one), { body: up, type: 'text/plain', token: one.publish_token }), 415, 'bad-type')
  await refused(call('POST', whep(one), { body: down, type: 'application/json' }), 415, 'bad-type')
  for (const bad of ['', 'v=0\r\n', 'hello', up.replace(/a=fingerprint.*\r\n/g, ''), up.replace(/a=ice-pwd.*\r\n/g, ''), down]) await refused(post(whip(one), bad, one.publish_token), 400, 'bad-sdp')
  await refused(post(whip(one), offer({ direction: 'sendonly', codecs: ['VP9', 'AV1'] }), one.publish_token), 406, 'not-acceptable')
  await refused(post(`${world.origin}/whep/no-such-booth`, down), 404, 'no-booth')
  await refused(post(whep(one), down), 409, 'not-live')
  await refused(post(whip(one), up.replace('s=-', `s=${'x'.repeat(16384)}`), one.publish_token), 413, 'too-big')
})

const first = pump(one)
await until('the booth is on air', 20000, () => first.lines.at(-1)?.state === 'up')
await until('the booth has a picture', 20000, async () => { const v = await post(whep(one), offer({ direction: 'recvonly' })); if (v.ok) await call('DELETE', v.headers.get('location')); return v.ok })

await tally.run('a viewer: 201 with Location, ETag and Link; If-Match; trickle; restart; DELETE', async () => {
  const r = await post(whep(one), offer({ direction: 'recvonly' }))
  same(r.status, 201, 'status')
  const at = r.headers.get('location'), etag = r.headers.get('etag')
  must(new RegExp(`^/whep/${one.slug}/[\\w-]{22}$`).test(at), at)
  must(/^"[^"]+"$/.test(etag), etag)
  must(/<turn:turn\.example:3478\?transport=udp>; *rel="ice-server"/.test(r.headers.get('link')), r.headers.get('link'))
  same(r.headers.get('content-type'), 'application/sdp', 'type')
  must(/a=ice-lite/.test(await r.text()), 'not ICE-lite')
  const trickle = candidate('rigu', 'rigrigrigrigrigrigrigrig')
  await refused(call('PATCH', at, { body: trickle, type: FRAG }), 428, 'precondition-required')
  await refused(call('PATCH', at, { body: trickle, type: FRAG, match: '"other"' }), 412, 'precondition-failed')
  await refused(call('PATCH', at, { body: trickle, type: 'application/sdp', match: etag }), 415, 'bad-type')
  await refused(call('PATCH', at, { body: 'nonsense', type: FRAG, match: etag }), 400, 'bad-sdp')
  const t = await call('PATCH', at, { body: trickle, type: FRAG, match: etag })
  same(t.status, 204, 'trickle')
  const re = await call('PATCH', at, { body: candidate('wxyz', 'q'.repeat(24)), type: FRAG, match: '"*"' })
  same(re.status, 200, 'restart')
  const fresh = re.headers.get('etag')
  must(fresh && fresh !== etag, `ETag after a restart: ${fresh}`)
  must(/a=ice-ufrag:/.test(await re.text()), 'no credentials in the fragment')
  await refused(call('PATCH', at, { body: trickle, type: FRAG, match: etag }), 412, 'precondition-failed')
  await refused(call('DELETE', `/whep/${one.slug}/${'A'.repeat(22)}`), 404, 'not-found')
  for (const slug of [two.slug, '-']) await refused(call('PATCH', at.replace(one.slug, slug), { body: candidate('abcd', 'p'.repeat(24)), type: FRAG, match: '*' }), 404, 'not-found')
  for (const slug of [two.slug, '-']) await refused(call('DELETE', at.replace(one.slug, slug)), 404, 'not-found')
  same((await call('DELETE', at)).status, 200, 'DELETE')
  await refused(call('DELETE', at), 404, 'not-found')
  await refused(call('PATCH', at, { body: trickle, type: FRAG, match: fresh }), 404, 'not-found')
})

await tally.run('a viewer without the codec is told so', () => refused(post(whep(one), offer({ direction: 'recvonly', codecs: ['VP9', 'opus'] })), 406, 'not-acceptable'))

await tally.run('the fourth viewer has a place, the fifth hears 503 with Retry-After', async () => {
  const taken = []
  for (let i = 0; i < 4; i++) {
    const r = await until('a place', 20000, async () => { const x = await post(whep(one), offer({ direction: 'recvonly' })); return x.status !== 503 && x }, 200)
    same(r.status, 201, `viewer ${i + 1}`)
    taken.push(r.headers.get('location'))
  }
  const r = await refused(post(whep(one), offer({ direction: 'recvonly' })), 503, 'full')
  must(Number(r.headers.get('retry-after')) > 0, 'no Retry-After')
  for (const at of taken) same((await call('DELETE', at)).status, 200, 'DELETE')
  await until('a place again', 20000, async () => { const x = await post(whep(one), offer({ direction: 'recvonly' })); if (x.ok) await call('DELETE', x.headers.get('location')); return x.ok }, 200)
})

await tally.run('sec-34 a second phone takes over: the first is dropped and told, viewers keep their picture, one broadcast', async () => {
  const a = await host(one)
  const v = viewers(one)
  await flows(v)
  const before = ingests().length
  const began = Date.now()
  const second = pump(one)
  await until('the second is up', 20000, () => second.lines.at(-1)?.state === 'up', 5)
  console.log(`     the second is up ${Date.now() - began} ms after it was started`)
  const m = await a.hear('live.replaced', (x) => x.t === 'live.replaced')
  must(m.d.broadcast, 'live.replaced names no broadcast')
  await flows(v)
  await until('the first is dropped', 20000, () => ingests().length === before, 100)
  same(v.lines.at(-1).bad, 0, 'packets that do not open')
  must(!a.heard.some((x) => x.t === 'live.paused' || x.t === 'publish.lost'), 'the broadcast was paused')
  same(count(world, `SELECT count(*) FROM broadcast WHERE booth = (SELECT id FROM booth WHERE slug = '${one.slug}')`), 1, 'broadcasts')
  v.kill('SIGKILL')
  second.kill('SIGKILL')
  a.close()
})

// --- real Chromium ---
const browser = await launch()
// Restarts ICE of a connection of the page by PATCH (RFC 9725 §4.3.2); gives what the door said.
const restart = (page, which, token) => page.evaluate(async ([name, bearer]) => {
  const { pc, location } = window.rig[name]
  const auth = bearer ? { authorization: `Bearer ${bearer}` } : {}
  const was = pc.remoteDescription.sdp
  pc.restartIce()
  await pc.setLocalDescription(await pc.createOffer())
  await new Promise((r) => setTimeout(r, 300))
  const local = pc.localDescription.sdp
  const line = (text, key) => new RegExp(`a=${key}:(.*)\r\n`).exec(text)[1]
  const candidates = [...new Set(local.match(/a=candidate:.*\r\n/g) ?? [])].join('')
  const body = `a=ice-ufrag:${line(local, 'ice-ufrag')}\r\na=ice-pwd:${line(local, 'ice-pwd')}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n${candidates}a=end-of-candidates\r\n`
  const r = await fetch(location, { method: 'PATCH', headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '"*"', ...auth }, body })
  const text = await r.text()
  if (r.status !== 200) throw new Error(`${r.status} ${text}`)
  const fresh = [...new Set(text.match(/a=candidate:.*\r\n/g) ?? [])].join('')
  let seen = false
  const sdp = was.replace(/a=ice-ufrag:.*\r\n/g, `a=ice-ufrag:${line(text, 'ice-ufrag')}\r\n`).replace(/a=ice-pwd:.*\r\n/g, `a=ice-pwd:${line(text, 'ice-pwd')}\r\n`)
    .replace(/(?:a=candidate:.*\r\n)+/g, () => { if (seen) return ''; seen = true; return fresh })
  await pc.setRemoteDescription({ type: 'answer', sdp })
  return { status: r.status, etag: r.headers.get('etag'), pair: pc.iceConnectionState }
}, [which, token])
const frames = async (page) => (await page.evaluate(() => window.rig.stats())).find((s) => s.kind === 'video')?.framesDecoded ?? 0
const moves = async (page, n = 30) => { const from = await frames(page), began = Date.now(); await until('the picture goes on', 30000, async () => (await frames(page)) > from + n, 200); return Date.now() - began }

await tally.run('Chromium restarts ICE as viewer and as publisher, and the picture goes on', async () => {
  const phone = await bare(browser, world.origin), viewer = await bare(browser, world.origin)
  await phone.evaluate(([url, token]) => window.rig.publish(url, token), [whip(two), two.publish_token])
  await until('a picture', 20000, async () => viewer.evaluate((url) => window.rig.view(url).then(() => true), whep(two)).catch(() => false), 500)
  await moves(viewer)
  const seen = await restart(viewer, 'seen')
  must(seen.etag, 'no ETag')
  console.log(`     60 frames after the viewer's restart in ${await moves(viewer, 60)} ms`)
  const pub = await restart(phone, 'pub', two.publish_token)
  must(pub.etag, 'no ETag')
  console.log(`     60 frames after the publisher's restart in ${await moves(viewer, 60)} ms`)
  for (const [page, name] of [[phone, 'pub'], [viewer, 'seen']]) same(await page.evaluate((x) => window.rig[x].pc.connectionState, name), 'connected', name)
  same(count(world, `SELECT count(*) FROM broadcast WHERE booth = (SELECT id FROM booth WHERE slug = '${two.slug}')`), 1, 'broadcasts')
  same(await phone.evaluate(([at, token]) => fetch(at, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }).then((r) => r.status), [await phone.evaluate(() => window.rig.pub.location), two.publish_token]), 200, 'DELETE')
})

await tally.run('a publisher: If-Match, trickle, DELETE only with the token', async () => {
  const r = await post(whip(three), offer({ direction: 'sendonly' }), three.publish_token)
  same(r.status, 201, 'status')
  const at = r.headers.get('location'), etag = r.headers.get('etag'), token = three.publish_token
  const body = candidate('abcd', 'p'.repeat(24))
  await refused(call('PATCH', at, { body, type: FRAG, token }), 428, 'precondition-required')
  await refused(call('PATCH', at, { body, type: FRAG, token, match: '"other"' }), 412, 'precondition-failed')
  await refused(call('PATCH', at, { body, type: FRAG, match: etag }), 401, 'not-signed-in')
  const mine = candidate('rigu', 'rigrigrigrigrigrigrigrig')
  same((await call('PATCH', at, { body: mine, type: FRAG, token, match: etag })).status, 204, 'trickle')
  await refused(call('DELETE', at), 401, 'not-signed-in')
  await refused(call('DELETE', at, { token: one.publish_token }), 401, 'bad-credentials')
  same((await call('DELETE', at, { token })).status, 200, 'DELETE')
  await refused(call('DELETE', at, { token }), 404, 'not-found')
})

await browser.close()
await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
