// orders — durable orders from 64 buyers at once over HTTP: each takes the hold that its cart had, writes its child, its lines and what
// follows it (payment due, letters to maker and buyer), and is answered after its commit. Beside it the same path with the cart's own
// request in front, and how often this disk can be made to keep something at all.
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { World, tool } from '../lib/world.mjs'
import { cpuSeconds, report } from './bench.mjs'

const buyers = Number(process.env.BUYERS ?? 64), seconds = Number(process.env.SECONDS ?? 10)
const LIMITS = { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_SIGN_IN_PER_MIN: '100000', MELA_LOG_LEVEL: 'warn' }

// As often as a commit must: 8 kB appended and made to last, one after the other.
function fsyncRate(dir) {
  const path = join(dir, 'fsync-probe'), fd = openSync(path, 'w'), page = Buffer.alloc(8192, 1), began = process.hrtime.bigint()
  let n = 0
  while (process.hrtime.bigint() - began < 2_000_000_000n) { writeSync(fd, page); fsyncSync(fd); n++ }
  closeSync(fd)
  rmSync(path)
  return Math.round(n / 2)
}

const world = await World.start({ env: LIMITS })
try {
  const clients = []
  for (let i = 0; i < buyers; i++) { const c = world.client(); await c.signInByMail(`bench${i}@example.org`); clients.push(c) }
  const db = join(world.data, 'mela.db')
  await world.kill()
  // Pieces that are one of a kind are held one by one; a bench needs many of them.
  execFileSync('sqlite3', [db, "UPDATE product SET stock = 1000000, moq = 1, one_of_a_kind = 1; UPDATE product_variant SET stock = 1000000"])
  await world.boot()
  const products = []
  for (const b of world.demo.booths.slice(0, 20)) for (const p of (await clients[0].get(`booths/${b.slug}`)).products) if (p.direct) products.push(p.id)
  const files = { cookies: join(world.dir, 'cookies'), words: join(world.dir, 'words'), steps: join(world.dir, 'steps') }
  writeFileSync(files.cookies, clients.map((c) => c.cookie()).join('\n'))
  writeFileSync(files.words, products.join('\n'))
  const address = '"address":{"name":"Bench","phone":"9000000000","line1":"1 Fair Road","city":"Lucknow","state":"UP","pin":"226001","country":"IN"}'
  const rate = fsyncRate(world.data)
  const swarm = (steps, s) => {
    writeFileSync(files.steps, steps.join('\n'))
    const cpu = cpuSeconds(world.server.pid)
    const r = spawnSync(tool('swarm'), ['--port', String(world.port), '--seconds', String(s), ...Object.entries(files).flatMap(([k, v]) => [`--${k}`, v])], { encoding: 'utf8', maxBuffer: 1 << 24 })
    if (!r.stdout) throw new Error(r.stderr)
    const told = JSON.parse(r.stdout)
    if (told.bad) console.log(`refused ${told.bad}: ${r.stderr.trim()}`)
    return { ...told, cpu_us: ((cpuSeconds(world.server.pid) - cpu) * 1e6) / told.rounds }
  }
  const count = (sql) => Number(execFileSync('sqlite3', ['-readonly', db, sql], { encoding: 'utf8' }))
  const rows = () => Object.fromEntries(['orders', 'order_child', 'outbox', 'hold'].map((t) => [t, count(`SELECT count(*) FROM ${t}`)]))
  const put = 'PUT /api/v1/cart/lines/@ {"quantity":1}', order = `POST /api/v1/cart/order {${address}}`
  const direct = `POST /api/v1/orders {"lines":[{"product":"@","quantity":1}],${address}}`
  swarm([put, order], 2) // warm
  const before = rows()
  const both = swarm([put, order], seconds)
  const after = rows()
  const alone = swarm([direct], seconds)
  const one = (r) => `${Math.round(r.per_s)}/s, ${r.cpu_us.toFixed(0)} us of CPU each, p50 ${(r.round.p50_us / 1000).toFixed(1)} ms, p99 ${(r.round.p99_us / 1000).toFixed(1)} ms`
  console.log(`${buyers} buyers; this disk keeps ${rate} writes of 8 kB a second, one after the other`)
  console.log(`hold, then the order of it (two requests): ${one(both)}`)
  console.log(`the order alone, straight from the product: ${one(alone)}`)
  console.log(`rows written by the first: ${Object.keys(after).map((t) => `${t} ${after[t] - before[t]}`).join(', ')}`)
  report([
    { name: 'orders_held', unit: '1/s', value: Math.round(both.per_s), better: 'higher', target: 4000, note: `two requests each; fsync ${rate}/s` },
    { name: 'orders_direct', unit: '1/s', value: Math.round(alone.per_s), better: 'higher', target: 4000, note: `fsync ${rate}/s` },
  ])
} finally { await world.stop() }
process.exit(0)
