// orders — durable orders from 64 buyers at once over HTTP, each answered after its commit. Beside them what this disk keeps, and a bare
// insert over the same path. Every run is shown, in docs/bench/orders.md too; RUNS and SECONDS make it shorter for a look.
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT, World, tool } from '../lib/world.mjs'
import { cpuSeconds, machine, report } from './bench.mjs'

const buyers = Number(process.env.BUYERS ?? 64), seconds = Number(process.env.SECONDS ?? 6), runs = Number(process.env.RUNS ?? 5)
const LIMITS = { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_SIGN_IN_PER_MIN: '100000', MELA_LIMITS_CODES_PER_NET: '1000000', MELA_LIMITS_REQUESTS_PER_CONNECTION: '1000000000', MELA_LIMITS_WITHDRAWALS: '3', MELA_LOG_LEVEL: 'warn' }
const TARGET = 4000

const address = '"address":{"name":"Bench","phone":"9000000000","line1":"1 Fair Road","city":"Lucknow","state":"UP","pin":"226001","country":"IN"}'
const put = (word) => `PUT /api/v1/cart/lines/${word} {"quantity":1}`, order = `POST /api/v1/cart/order {${address}}`
const kinds = [
  { name: 'bare', words: 'a bare insert over the same path: one consent, one request', steps: ['PUT /api/v1/me/consents {"purpose":"studies","given":true}'] },
  { name: 'direct', words: 'an order straight from the product, one request', steps: [`POST /api/v1/orders {"lines":[{"product":"@","quantity":1}],${address}}`] },
  { name: 'held', words: 'a held piece and its order, two requests', steps: [put('@'), order] },
  { name: 'two', words: 'two held pieces of two sellers and their order, three requests', steps: [put('@'), put('~'), order] },
]
const TABLES = ['orders', 'order_child', 'order_line', 'payment', 'outbox', 'call_task', 'consent']

// As often as a commit must: 8 kB appended and made to last, one after the other, for a second.
function diskRate(dir) {
  const path = join(dir, 'disk-probe'), fd = openSync(path, 'w'), page = Buffer.alloc(8192, 1), began = process.hrtime.bigint()
  let n = 0
  while (process.hrtime.bigint() - began < 1_000_000_000n) { writeSync(fd, page); fsyncSync(fd); n++ }
  closeSync(fd)
  rmSync(path)
  return n
}

// Seconds of CPU of the server's first thread: the floor.
const floorSeconds = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)]

// A house with buyers who are signed in, and pieces that are one of a kind, so that each is held, in such numbers that none runs out.
async function prepare(world) {
  const clients = []
  for (let i = 0; i < buyers; i++) { const c = world.client(); await c.signInByMail(`bench${i}@example.org`); clients.push(c) }
  await world.kill()
  execFileSync('sqlite3', [join(world.data, 'mela.db'), 'UPDATE product SET stock = 100000000, moq = 1, one_of_a_kind = 1; UPDATE product_variant SET stock = 100000000'])
  await world.boot()
  const products = []
  for (const b of world.demo.booths.slice(0, 20)) for (const p of (await clients[0].get(`booths/${b.slug}`)).products) if (p.direct) products.push(p.id)
  const files = { cookies: join(world.dir, 'cookies'), words: join(world.dir, 'words'), steps: join(world.dir, 'steps') }
  writeFileSync(files.cookies, clients.map((c) => c.cookie()).join('\n'))
  writeFileSync(files.words, products.join('\n'))
  return files
}

function swarm(world, files, steps, s) {
  writeFileSync(files.steps, steps.join('\n'))
  const r = spawnSync(tool('swarm'), ['--port', String(world.port), '--seconds', String(s), ...Object.entries(files).flatMap(([k, v]) => [`--${k}`, v])], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (!r.stdout) throw new Error(r.stderr)
  const told = JSON.parse(r.stdout)
  if (told.bad) throw new Error(`refused ${told.bad}: ${r.stderr.trim()}`)
  if (told.cut) console.log(`${told.cut} connections were cut and opened anew: ${r.stderr.trim().split('\n')[0]}`)
  return told
}

function measure(world, files, kind) {
  const count = (t) => Number(execFileSync('sqlite3', ['-readonly', join(world.data, 'mela.db'), `SELECT count(*) FROM ${t}`], { encoding: 'utf8' }))
  const pid = world.server.pid, rows = kind.rows ? null : TABLES.map(count)
  const disk = diskRate(world.data), load = loadavg()[0], cpu = cpuSeconds(pid), floor = floorSeconds(pid)
  const told = swarm(world, files, kind.steps, seconds)
  const floorS = floorSeconds(pid) - floor
  if (rows) kind.rows = TABLES.map((t, i) => [t, Math.round((10 * (count(t) - rows[i])) / told.rounds) / 10]).filter(([, n]) => n).map(([t, n]) => `${t} ${n}`).join(', ')
  return {
    per_s: Math.round(told.per_s), floor_us: Math.round((floorS * 1e6) / told.rounds), cpu_us: Math.round(((cpuSeconds(pid) - cpu) * 1e6) / told.rounds),
    floor_share: floorS / told.seconds, swarm_share: told.cpu_s / told.seconds, p50: told.round.p50_us / 1000, p99: told.round.p99_us / 1000, disk, load,
  }
}

function page(all) {
  const out = ['# Orders at once: figures', '', '`make bench NAMES=orders` writes this page; how to read it stands in README.md.', '',
    `${buyers} buyers over HTTP with keep-alive, each with an account of their own, on the real server with its defaults (\`synchronous=FULL\`, a commit`,
    `a turn of the loop, answers after it). ${machine}. The load (\`tests/tools/swarm.c\`) runs on the same cores. ${new Date().toISOString().slice(0, 10)}.`, '']
  out.push('| each | median of the runs | best | floor, µs of CPU each | so a core to itself carries | target |', '|---|---|---|---|---|---|')
  for (const k of kinds) {
    const us = median(k.all.map((r) => r.floor_us)), rate = median(k.all.map((r) => r.per_s))
    const verdict = k.name === 'bare' ? '' : `${TARGET}/s ${rate >= TARGET ? 'met' : '**not met**'}`
    out.push(`| ${k.words} | ${rate}/s | ${Math.max(...k.all.map((r) => r.per_s))}/s | ${us} | ${Math.round(1e6 / us)}/s | ${verdict} |`)
  }
  for (const k of kinds) {
    out.push('', `## ${k.words[0].toUpperCase()}${k.words.slice(1)}`, '', `Rows that one writes: ${k.rows}.`, '')
    out.push('| run | a second | floor, µs each | whole server, µs each | the floor ran | the load took | p50 | p99 | disk keeps 8 kB | load average |', '|---|---|---|---|---|---|---|---|---|---|')
    k.all.forEach((r, i) => {
      out.push(`| ${i + 1} | ${r.per_s} | ${r.floor_us} | ${r.cpu_us} | ${(r.floor_share * 100).toFixed(0)} % | ${(r.swarm_share * 100).toFixed(0)} % | ${r.p50.toFixed(1)} ms | ${r.p99.toFixed(1)} ms | ${r.disk}/s | ${r.load.toFixed(1)} |`)
    })
  }
  const quiet = Math.max(...all.map((r) => r.load)) < 3
  out.push('', quiet ? 'The machine had little else to do.' : `The machine was busy with other work (load average ${Math.min(...all.map((r) => r.load)).toFixed(1)} to ${Math.max(...all.map((r) => r.load)).toFixed(1)} on its cores): what the floor costs can be compared, the rates say what was left for it.`)
  return `${out.join('\n')}\n`
}

const world = await World.start({ env: LIMITS })
try {
  const files = await prepare(world)
  swarm(world, files, kinds[2].steps, 2) // warm
  for (const k of kinds) k.all = []
  for (let i = 0; i < runs; i++)
    for (const k of kinds) {
      const r = measure(world, files, k)
      k.all.push(r)
      console.log(`${String(i + 1).padStart(2)} ${k.name.padEnd(7)} ${String(r.per_s).padStart(6)}/s  floor ${r.floor_us} us each, ${(r.floor_share * 100).toFixed(0)} % of a core; load took ${(r.swarm_share * 100).toFixed(0)} %; p50 ${r.p50.toFixed(1)} p99 ${r.p99.toFixed(1)} ms; disk ${r.disk}/s; load average ${r.load.toFixed(1)}`)
    }
  writeFileSync(join(ROOT, 'docs/bench/orders.md'), page(kinds.flatMap((k) => k.all)))
  const disk = median(kinds.flatMap((k) => k.all.map((r) => r.disk)))
  report(kinds.map((k) => ({
    name: `orders_${k.name}`, unit: '1/s', value: median(k.all.map((r) => r.per_s)), better: 'higher', target: k.name === 'bare' ? 0 : TARGET,
    note: `runs ${k.all.map((r) => r.per_s).join(' ')}; disk ${disk}/s`,
  })))
} finally { await world.stop() }
process.exit(0)
