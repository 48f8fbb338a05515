// live_16000.mjs — a full house: as many open live channels as the system allows, all of people who are signed in. What the floor is
// held for at most in each second, what it costs, how long an order takes, how much memory a channel needs. The same with guests, for
// whom no login is asked, and with nobody. Writes docs/bench/live_16000.md.
//   PAGES=16000   how many at most      SECONDS=32   of each measurement; a sweep through all logins takes sixteen
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT, World, sleep, until } from '../lib/world.mjs'
import { buyers, directProduct, metrics, must, order, roomy } from '../lib/trial.mjs'
import { machine, percentile, report, rssKb } from './bench.mjs'

const SECONDS = Number(process.env.SECONDS ?? 32)
const FILES = Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))[1])
const PAGES = Math.min(Number(process.env.PAGES ?? 16000), FILES - 4096) - 100 // 4,096 are not for connections (server/serve.c); 100 for who orders
// These enter booths. The others come by the plain door of this machine, as from a proxy, and into no booth: each second a booth tells
// all in it how many they are, and thousands that come at once would measure that.
const BY_TLS = Math.min(500, PAGES / 2)
const HELD_MS = 5, ORDER_MS = 100
const KINDS = [
  { name: 'nobody', pages: 0 },
  { name: 'guests', pages: PAGES, role: 'guest', cookie: '__Host-mela-guest' },
  { name: 'members', pages: PAGES, role: 'buyer', cookie: '__Host-mela' },
]

// People and their logins, as a sign-in writes them, a login a page.
function invite(world, kind) {
  const now = Date.now(), ends = now + 30 * 86400000
  const tokens = Array.from({ length: kind.pages }, () => randomBytes(32).toString('base64url'))
  const sql = tokens.map((token, i) => {
    const id = `01900000-${kind.role === 'guest' ? '0000' : '0001'}-7000-8000-${randomBytes(6).toString('hex')}`
    const hash = createHash('sha256').update(token).digest('hex')
    return `INSERT INTO person (id, role, name, email, email_confirmed, created_ms) VALUES ('${id}', '${kind.role}', 'Visitor ${i}', 'page${i}@example.org', ${kind.role === 'guest' ? 0 : 1}, ${now});` +
      `INSERT INTO login (token_hash, person, created_ms, expires_ms, ends_ms) VALUES ('${hash}', '${id}', ${now}, ${now + 14 * 86400000}, ${ends});`
  })
  execFileSync('sqlite3', [join(world.data, 'mela.db')], { input: `BEGIN;${sql.join('\n')}COMMIT;` })
  return tokens.map((t) => `${kind.cookie}=${t}`)
}

const floorSeconds = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9

// A connection that fetch kept may have been shut meanwhile.
async function look(world, tries = 5) {
  try { return await metrics(world) } catch (e) { if (!tries) throw e }
  await sleep(100)
  return look(world, tries - 1)
}

// The longest hold of each second, in ms; reading it sets it back.
async function holds(world) {
  const list = [], pid = world.server.pid
  await look(world)
  const floor = floorSeconds(pid), began = performance.now()
  while (list.length < SECONDS) {
    await sleep(1000)
    list.push((await look(world)).mela_floor_held_us / 1000)
  }
  return { held: list, floor: (100000 * (floorSeconds(pid) - floor)) / (performance.now() - began) }
}

// One buyer orders again and again while that goes on.
async function ordering(buyer, product, going) {
  const waits = []
  while (going.on) {
    const at = performance.now()
    await order(buyer, product.id)
    waits.push(performance.now() - at)
    await sleep(20)
  }
  return waits
}

// So many pages by that door, and what the server's memory grew by for each.
async function bring(world, kind, tls, cookies) {
  const before = rssKb(world.server.pid), file = join(world.dir, `cookies-${kind.name}-${tls}`)
  writeFileSync(file, cookies.join('\n'))
  const crowd = world.run('pages', ['--port', String(world.port + (tls ? 1 : 0)), '--cookies', file, ...(tls ? ['--tls', '--booths', join(world.dir, 'booths')] : [])])
  await until('all pages are in', 600000, () => { must(crowd.exitCode === null, `the pages ended, see ${world.logPath}`); return crowd.lines.at(-1)?.in === cookies.length }, 200)
  await sleep(2000)
  return { crowd, kb: (rssKb(world.server.pid) - before) / cookies.length, seconds: crowd.lines.at(-1).seconds }
}

async function measure(world, kind, buyer, product) {
  const load = loadavg()[0]
  kind.crowds = kind.cookies ? [await bring(world, kind, true, kind.cookies.slice(0, BY_TLS)), await bring(world, kind, false, kind.cookies.slice(BY_TLS))] : []
  await sleep(3000)
  kind.quiet = await holds(world)
  const going = { on: true }, waits = ordering(buyer, product, going)
  kind.busy = await holds(world)
  going.on = false
  kind.waits = await waits
  kind.load = [load, loadavg()[0]]
  const m = await look(world)
  kind.breaches = m.mela_floor_breaches_total
  must(m.mela_live_connections === kind.pages && kind.crowds.every(({ crowd }) => crowd.lines.at(-1).lost === 0), `pages were lost: ${m.mela_live_connections} of ${kind.pages} are there`)
  for (const { crowd } of kind.crowds) crowd.kill('SIGKILL')
}

const f = (n) => n.toFixed(1)
const figures = (list) => `${f(percentile(list, 50))} / ${f(Math.max(...list))}`
const words = { nobody: 'nobody', guests: 'guests', members: 'signed in' }
const kb = (k, i) => (k.crowds[i] ? f(k.crowds[i].kb) : '–')
const page = () => `# A full house: figures

\`make bench NAMES=live_16000\` writes this page. ${PAGES} live channels (a process may have ${FILES} files open here, 4,096 of them are for other things)
stand open on the real server with its defaults and say nothing: ${BY_TLS} over TLS in ${kindOf('nobody').booths} booths, the rest in none, through the plain door as a proxy brings them. The
server asks each every 25 s whether it is there. The longest hold of a second is the floor's own CPU time in one handler. One buyer orders every
20 ms in the second half. Each login is looked up every 16 s (\`server/gate/live_login.h\`); guests have none. ${machine};
the pages are on the same cores. ${new Date().toISOString().slice(0, 10)}.

| pages of | kB a channel: TLS | plain | longest hold of a second, median / max: quiet | while orders come | floor, of a core: quiet | while orders come | an order, p50 / p99 | holds over 5 ms | load |
|---|---|---|---|---|---|---|---|---|---|
${KINDS.map((k) => `| ${words[k.name]} | ${kb(k, 0)} | ${kb(k, 1)} | ${figures(k.quiet.held)} ms | ${figures(k.busy.held)} ms | ${f(k.quiet.floor)} % | ${f(k.busy.floor)} % | ${f(percentile(k.waits, 50))} / ${f(percentile(k.waits, 99))} ms | ${k.breaches} | ${k.load.map(f).join(' → ')} |`).join('\n')}
`
const kindOf = (name) => KINDS.find((k) => k.name === name)

const world = await World.start({ env: { ...roomy, MELA_LIMITS_TLS_PER_S: '100000' } })
try {
  const slugs = world.demo.booths.map((b) => b.slug), [buyer] = await buyers(world, 1)
  const product = await directProduct(world)
  kindOf('nobody').booths = slugs.length
  writeFileSync(join(world.dir, 'booths'), slugs.join('\n'))
  for (const kind of KINDS.filter((k) => !process.env.ONLY || process.env.ONLY === k.name)) {
    await world.kill()
    execFileSync('sqlite3', [join(world.data, 'mela.db'), 'UPDATE product SET stock = 100000000; UPDATE product_variant SET stock = 100000000'])
    if (kind.pages) kind.cookies = invite(world, kind)
    await world.boot()
    await measure(world, kind, buyer, product)
    console.log(`${kind.name.padEnd(8)} held ${figures(kind.quiet.held)} ms quiet, ${figures(kind.busy.held)} ms with orders; floor ${f(kind.quiet.floor)} and ${f(kind.busy.floor)} %; ${kb(kind, 0)} kB a channel with TLS, ${kb(kind, 1)} without, in after ${kind.crowds.map((c) => f(c.seconds)).join(' and ')} s; ${kind.breaches} holds over 5 ms; load ${f(kind.load[1])}`)
  }
  if (!process.env.PAGES) writeFileSync(join(ROOT, 'docs/bench/live_16000.md'), page())
  const full = kindOf('members')
  const rows = [
    { name: 'live_16000_held', unit: 'ms', value: Math.max(...full.quiet.held, ...full.busy.held), better: 'lower', target: HELD_MS, note: `${full.pages} signed in; guests ${f(Math.max(...kindOf('guests').quiet.held))}` },
    { name: 'live_16000_order_p99', unit: 'ms', value: Number(f(percentile(full.waits, 99))), better: 'lower', target: ORDER_MS, note: `an empty house ${f(percentile(kindOf('nobody').waits, 99))}` },
    { name: 'live_16000_kb', unit: 'kB', value: Number(kb(full, 0)), better: 'lower', target: 200, note: `of memory a channel over TLS; ${kb(full, 1)} without` },
  ]
  report(rows)
  process.exitCode = rows.some((r) => r.value > r.target) ? 1 : 0
} finally { await world.stop() }
process.exit()
