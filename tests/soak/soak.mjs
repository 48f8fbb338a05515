// soak.mjs — a long day at the fair: booths whose phones come, hang and go, viewers in and out, connections that are reset, offers that are
// none, handshakes that stop half-way, a reader who never reads, and strangers who shout at the media port. At the end the server holds what
// it held at the beginning, and nobody who was well-behaved has missed anything.
//
//   soak.mjs [--minutes 20] [--booths 20]        also as HOURS= and BOOTHS= of `make soak`
import { createSocket } from 'node:dgram'
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { stun } from '../lib/stun.mjs'
import { below, count, metrics, must, offer, roomy } from '../lib/trial.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at > 0 ? Number(process.argv[at + 1]) : fallback }
const minutes = option('minutes', process.env.HOURS ? 60 * Number(process.env.HOURS) : Number(process.env.MINUTES ?? 20)), nBooths = option('booths', Number(process.env.BOOTHS ?? 20))
const ROUND_S = 20, SHARE = 0.05, STRANGERS_PER_S = 5000
const world = await World.start({ env: { ...roomy, MELA_MEDIA_GRACE: '20' } })
const tally = new Tally()
const booths = world.demo.booths.slice(0, nBooths)
const steady = booths[0] // its phone and its viewer stay from the first minute to the last
const counts = { phones: 0, hung: 0, viewers: 0, resets: 0, offers: 0, halves: 0, shouts: 0, failed: 0 }
let over = false

// ── what the server holds ──
const field = (text, name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0)
function holds() {
  const pids = [world.server.pid, ...below(world.server.pid).filter((p) => /^mela/.test(p.name)).map((p) => p.pid)]
  const sum = { processes: pids.length, threads: 0, fds: 0, rss_kb: 0 }
  for (const pid of pids) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      sum.threads += field(status, 'Threads')
      sum.rss_kb += field(status, 'VmRSS')
      sum.fds += readdirSync(`/proc/${pid}/fd`).length
    } catch { /* it has just ended */ }
  }
  return sum
}
// Where the memory is, kB: of each process, and of the server the heap, other anonymous pages (arenas, rings, stacks) and files.
function where() {
  const of = Object.fromEntries([{ pid: world.server.pid, name: 'mela' }, ...below(world.server.pid)].map((p) => [`${p.name} ${p.pid}`, field(readFileSync(`/proc/${p.pid}/status`, 'utf8'), 'VmRSS')]))
  const sum = { heap: 0, anonymous: 0, files: 0 }
  let kind = 'anonymous'
  for (const line of readFileSync(`/proc/${world.server.pid}/smaps`, 'utf8').split('\n')) {
    const head = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)$/.exec(line)
    if (head) kind = head[1] === '[heap]' ? 'heap' : head[1].startsWith('/') ? 'files' : 'anonymous'
    else if (line.startsWith('Rss:')) sum[kind] += field(line, 'Rss')
  }
  return { ...of, ...sum }
}
// At rest: nobody is there, no broadcast waits for its phone (each keeps the packets of its last seconds), and what was let go has been let go:
// nothing has changed for as long as the server takes to give back what the heap holds for nobody (ten seconds, media/handshake.c).
async function atRest() {
  const LOOK_MS = 3000, STILL_MS = 15000
  let last = holds(), since = Date.now()
  await until('the server is at rest', 240000, async () => {
    await sleep(LOOK_MS)
    const m = await metrics(world)
    const now = holds(), still = m.mela_media_viewers === 0 && m.mela_media_publishers === 0 && count(world, 'SELECT count(*) FROM broadcast WHERE ended_ms = 0') === 0 && now.processes === last.processes && now.fds === last.fds && now.threads === last.threads
    last = now
    if (!still) since = Date.now()
    return Date.now() - since >= STILL_MS
  }, 0)
  return last
}

// ── who comes ──
const pump = (b, seconds) => world.run('pump', ['--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', String(seconds), '--fps', '10', '--packets', '2', '--key-every', '10'])
const watch = (list, n, seconds, ...more) => world.run('viewers', [...list.flatMap((b) => ['--whep', `${world.origin}/whep/${b.slug}`]), '--viewers', String(n), '--seconds', String(seconds), '--ramp', '20', ...more])
const ended = (p) => p.exitCode !== null || p.signalCode !== null ? Promise.resolve() : new Promise((r) => p.once('exit', r))

// A phone that comes, stays a while, and leaves politely, dies, or hangs and then dies.
async function phoneLives(b) {
  while (!over) {
    const p = pump(b, 3600)
    counts.phones++
    await sleep(1000 * (8 + Math.random() * 30))
    const way = Math.random()
    if (way < 0.2) { p.kill('SIGSTOP'); counts.hung++; await sleep(6000); p.kill('SIGKILL'); p.kill('SIGCONT') }
    else p.kill(way < 0.5 ? 'SIGKILL' : 'SIGTERM')
    await ended(p)
    await sleep(1000 * Math.random() * 4)
  }
}
async function viewersLive() {
  while (!over) {
    const seconds = 4 + Math.floor(Math.random() * 12), n = 2 + Math.floor(Math.random() * 8)
    const p = watch(booths.slice(1), n, seconds, '--sample', '50')
    counts.viewers += n
    if (Math.random() < 0.3) { await sleep(1000 * Math.random() * seconds); p.kill('SIGKILL') }
    await ended(p)
    await sleep(500)
  }
}

// ── who misbehaves ──
const sdp = (method, path, body, headers = {}) => fetch(world.origin + path, { method, body, headers: { 'content-type': 'application/sdp', ...headers } })
async function resets() {
  while (!over) {
    const s = connect(world.port + (Math.random() < 0.5 ? 1 : 2), '127.0.0.1').on('error', () => {})
    s.write(randomBytes(1 + Math.floor(Math.random() * 300)))
    await sleep(20)
    s.resetAndDestroy()
    counts.resets++
    await sleep(100)
  }
}
async function badOffers() {
  const good = offer({ direction: 'recvonly' })
  while (!over) {
    const cut = Math.floor(Math.random() * good.length), bytes = Buffer.from(good)
    bytes[Math.floor(Math.random() * bytes.length)] ^= 1 << Math.floor(Math.random() * 8)
    for (const body of [good.slice(0, cut), bytes, 'v=0', randomBytes(500)]) {
      const r = await sdp('POST', `/whep/${booths[1].slug}`, body).catch(() => null)
      const at = r?.headers.get('location')
      if (at) await sdp('DELETE', at).catch(() => null)
      await sdp('POST', `/whip/${booths[1].slug}`, body, { authorization: 'Bearer nonsense' }).catch(() => null)
      counts.offers++
    }
    await sleep(300)
  }
}
// Asks for a picture and never comes for it; or checks its path and never shakes hands.
async function halves() {
  const socket = createSocket('udp4')
  await new Promise((r) => socket.bind(0, '127.0.0.1', r))
  while (!over) {
    const r = await sdp('POST', `/whep/${steady.slug}`, offer({ direction: 'recvonly' })).catch(() => null)
    const text = r ? await r.text() : ''
    const user = /a=ice-ufrag:(\S+)/.exec(text)?.[1], key = /a=ice-pwd:(\S+)/.exec(text)?.[1]
    if (user && Math.random() < 0.5) socket.send(stun({ user: `${user}:rigu`, key }), world.port + 2, '127.0.0.1')
    counts.halves++
    await sleep(400)
  }
  socket.close()
}
async function strangers() {
  const socket = createSocket('udp4')
  await new Promise((r) => socket.bind(0, '127.0.0.1', r))
  const hello = Buffer.concat([Buffer.from([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 48, 0xfe, 0xfd]), randomBytes(34)])
  const alert = Buffer.from([21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40])
  const all = [hello, alert, stun({ user: 'nobody00:rigu', key: 'x'.repeat(24) }), Buffer.concat([Buffer.from([0x80, 102]), randomBytes(1000)])]
  for (let tick = Date.now(); !over; tick += 20) {
    for (let i = 0; i < STRANGERS_PER_S / 50; i++) socket.send(all[i % all.length], world.port + 2, '127.0.0.1')
    counts.shouts += STRANGERS_PER_S / 50
    await sleep(Math.max(0, tick + 20 - Date.now()))
  }
  socket.close()
}

// Two hundred at once, while strangers shout.
async function rush() {
  over = false
  const shouting = strangers()
  const p = watch([steady], 200, 30, '--sample', '1000')
  try { await until('200 are in', 60000, () => (p.lines.at(-1)?.up ?? 0) === 200, 100) } finally { over = true; p.kill('SIGTERM'); await shouting; await ended(p) }
}
async function onAir() {
  const phone = pump(steady, 36000)
  await until('the steady booth is on air', 20000, () => phone.lines.at(-1)?.state === 'up')
  return phone
}

// ── the day ──
async function everybody(ms) {
  over = false
  const lives = [...booths.slice(1).map(phoneLives), viewersLive(), viewersLive(), resets(), badOffers(), halves(), strangers()]
  const end = Date.now() + ms
  while (Date.now() < end) { await sleep(Math.min(ROUND_S * 1000, end - Date.now())); console.log(`     ${JSON.stringify({ ...counts, ...holds() })}`) }
  over = true
  await Promise.all(lives)
}

// Once over, all that the day will see, so that what is made once and kept is made.
await everybody(Math.min(60000, minutes * 20000))
const first = await onAir()
await rush()
first.kill('SIGTERM')
await ended(first)
const before = await atRest()
console.log(`     at rest before: ${JSON.stringify(before)} ${JSON.stringify(where())}`)

const phone = await onAir()
const guest = watch([steady], 1, 36000, '--sample', '1')
await until('it is seen', 30000, () => (guest.lines.at(-1)?.frames ?? 0) > 20)
// Enters and never reads a word.
const deaf = world.client()
await deaf.get('me')
await deaf.enter(steady.slug, { name: 'Deaf', country: 'DE' })
deaf.ws._socket.pause()

const from = { at: Date.now(), ...guest.lines.at(-1) }
await everybody(minutes * 60000)

await tally.run('through all of it the steady booth lost no picture, and no packet was broken', async () => {
  const now = guest.lines.at(-1), seconds = (Date.now() - from.at) / 1000
  console.log(`     ${now.frames - from.frames} frames of 10 a second in ${Math.round(seconds)} s, ${now.bad} broken, lost ${now.lost} of ${now.expected}`)
  must(now.bad === 0, `${now.bad} broken packets`)
  must(now.frames - from.frames > 10 * seconds * 0.98, `${now.frames - from.frames} frames in ${Math.round(seconds)} s`)
})

await tally.run('200 who come in the midst of 5,000 shouts a second are all let in', rush)

await tally.run('when all have left it holds what it held: processes, threads, descriptors, memory', async () => {
  deaf.ws.terminate()
  guest.kill('SIGTERM')
  phone.kill('SIGTERM')
  await Promise.all([ended(guest), ended(phone)])
  const after = await atRest()
  console.log(`     before ${JSON.stringify(before)}\n     after  ${JSON.stringify(after)} ${JSON.stringify(where())}`)
  for (const what of ['processes', 'threads', 'fds', 'rss_kb']) must(after[what] <= before[what] * (1 + SHARE) + (what === 'rss_kb' ? 0 : 1), `${what}: ${before[what]} before, ${after[what]} after`)
})

await tally.run('told to end it ends well: under ASan that means that every object has found its owner', async () => {
  world.server.kill('SIGTERM')
  await until('the server has ended', 60000, () => world.gone)
  must(world.gone.code === 0, `${JSON.stringify(world.gone)}, see ${world.logPath}`)
})

console.log(`     ${minutes} min: ${JSON.stringify(counts)}`)
await world.stop()
tally.close()
process.exit()
