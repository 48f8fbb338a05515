// trial.mjs — what the trials share: many buyers at once, the server's counters, its store read from outside, a floor that is never held.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { until, VARIANT } from './world.mjs'

// Limits of strangers out of the way, where a trial is about something else.
export const roomy = { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_SIGN_IN_PER_MIN: '100000', MELA_LIMITS_CODES_PER_NET: '1000000', MELA_LOG_LEVEL: 'warn' }
export const address = { name: 'Test Buyer', phone: '+919800000000', line1: '1 Fair Road', city: 'Lucknow', state: 'UP', pin: '226001', country: 'IN' }

export function must(right, what) { if (!right) throw new Error(what) }
export function same(got, want, what) { if (got !== want) throw new Error(`${what}: ${got} instead of ${want}`) }

export async function metrics(world) {
  const text = await (await fetch(`http://127.0.0.1:${world.port + 13}/metrics`)).text()
  return Object.fromEntries(text.split('\n').filter((l) => l && l[0] !== '#').map((l) => { const [k, v] = l.split(' '); return [k, Number(v)] }))
}

// One number or text out of the store; only reads.
export const ask = (world, sql) => execFileSync('sqlite3', [`file:${world.data}/mela.db?mode=ro`, sql], { encoding: 'utf8', maxBuffer: 1 << 26 }).trim()
export const count = (world, sql) => Number(ask(world, sql))

// `n` buyers with confirmed addresses. All ask for their code first, then the mails are read once.
export async function buyers(world, n, name = 'buyer') {
  const list = Array.from({ length: n }, (_, i) => ({ c: world.client(), email: `${name}${i}@example.org` }))
  await inTurns(list, 25, ({ c, email }) => c.post('sign-in/email', { email, name, lang: 'en' }))
  const path = join(world.data, 'mail', 'mails.jsonl')
  const codes = await until('every mail has come', 60000, () => {
    if (!existsSync(path)) return false
    const found = new Map()
    for (const l of readFileSync(path, 'utf8').split('\n').filter(Boolean)) { const m = JSON.parse(l); if (/code|कोड/.test(m.subject)) for (const to of [m.to].flat()) found.set(to.replace(/[<>]/g, ''), /\b(\d{6})\b/.exec(`${m.subject}\n${m.body}`)?.[1]) }
    return list.every(({ email }) => found.has(email)) && found
  }, 100)
  await inTurns(list, 25, ({ c, email }) => c.post('sign-in/email/confirm', { email, code: codes.get(email) }))
  return list.map(({ c }) => c)
}

// Runs `fn` over the list, `width` at a time.
export async function inTurns(list, width, fn) {
  const rest = [...list]
  await Promise.all(Array.from({ length: width }, async () => { for (let x; (x = rest.shift()) !== undefined;) await fn(x) }))
}

// A product that can be ordered directly, with so many units and out of one of these booths.
export async function directProduct(world, atLeast = 1, slugs = world.demo.booths.map((b) => b.slug)) {
  for (const slug of slugs) {
    const { products } = await world.client().get(`booths/${slug}`)
    const p = products.find((x) => x.direct && x.moq === 1 && x.available >= atLeast)
    if (p) return { ...p, slug }
  }
  throw new Error(`no product of ${atLeast} units can be ordered directly`)
}

export const order = (c, product, quantity = 1, key = undefined) => c.post('orders', { lines: [{ product, quantity }], address }, key)

// No handler holds the floor longer than 5 ms. A release build is held to it; a debug build says what it saw.
export async function floorIsFree(world) {
  const n = (await metrics(world)).mela_floor_breaches_total
  if (!n) return
  const seen = [...readFileSync(world.logPath, 'utf8').matchAll(/an? .* held the floor for \d+ us/g)].map((m) => m[0])
  console.log(`     ${VARIANT}: ${n} times ${[...new Set(seen)].slice(0, 8).join('; ')}`)
  must(VARIANT !== 'release', `the floor was held ${n} times`)
}

// A well-formed offer that nobody stands behind: for what is decided at the door.
export function offer({ direction, codecs = ['H264', 'VP8', 'opus'], ufrag = 'rigu', pwd = 'rigrigrigrigrigrigrigrig' }) {
  const pt = { H264: 102, VP8: 96, VP9: 98, AV1: 45, opus: 111 }
  const finger = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':')
  const video = codecs.filter((c) => c !== 'opus'), audio = codecs.filter((c) => c === 'opus')
  const part = (kind, mid, list, clock) => `m=${kind} 9 UDP/TLS/RTP/SAVPF ${list.map((c) => pt[c]).join(' ')}\r\nc=IN IP4 0.0.0.0\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=mid:${mid}\r\na=${direction}\r\n` +
    `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\na=ice-options:trickle\r\na=fingerprint:sha-256 ${finger}\r\na=setup:actpass\r\n` +
    list.map((c) => `a=rtpmap:${pt[c]} ${c}/${clock}\r\n${c === 'H264' ? 'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n' : ''}`).join('') +
    (direction === 'sendonly' ? `a=msid:rig ${kind}\r\na=ssrc:${1000 + mid} cname:rig\r\n` : '')
  return `v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE ${audio.length ? '0 1' : '0'}\r\na=msid-semantic: WMS rig\r\n` +
    (video.length ? part('video', 0, video, 90000) : '') + (audio.length ? part('audio', video.length ? 1 : 0, audio, '48000/2') : '')
}

// The processes below `pid`, children's children too: [{pid, name, state}].
export function below(pid) {
  const all = readdirSync('/proc').filter((d) => /^\d+$/.test(d)).flatMap((d) => {
    try {
      const stat = readFileSync(`/proc/${d}/stat`, 'utf8'), end = stat.lastIndexOf(')'), rest = stat.slice(end + 2).split(' ')
      return [{ pid: Number(d), name: stat.slice(stat.indexOf('(') + 1, end), state: rest[0], parent: Number(rest[1]) }]
    } catch { return [] }
  })
  const found = []
  for (let level = [pid]; level.length;) { const next = all.filter((p) => level.includes(p.parent)); found.push(...next); level = next.map((p) => p.pid) }
  return found
}
