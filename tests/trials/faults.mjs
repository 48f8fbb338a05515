// faults.mjs — the kernel says no: a disk that fails or is slow, no descriptor left for the next guest, a clock that jumps. Nothing that was
// acknowledged is lost, nothing is doubled, and the server goes on when it is over.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { address, ask, buyers, count, directProduct, must, roomy, same } from '../lib/trial.mjs'

const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'
const tally = new Tally()

// One server with a buyer; every order's fate is kept.
async function house(options = {}) {
  const world = await World.start({ ...options, env: { ...roomy, ...options.env } })
  options.ready?.(world)
  let buyer, came = 0
  const enter = async () => { [buyer] = await buyers(world, 1, `buyer${came++}-`) }
  await enter()
  const product = await directProduct(world, 60)
  const kept = { acked: new Map(), open: [] }
  async function place(key = randomUUID()) {
    const r = await buyer.raw('POST', '/api/v1/orders', { lines: [{ product: product.id, quantity: 1 }], address }, { 'idempotency-key': key })
    if (r.status === 201) kept.acked.set(key, (await r.json()).id)
    else kept.open.push(key)
    return r.status
  }
  const stock = () => count(world, `SELECT stock FROM product WHERE id = '${product.id}'`)
  const first = stock()
  // What was acknowledged is there once; what was refused is there once or not at all, and a retry finds which.
  async function judge() {
    for (const key of kept.open.splice(0)) same(await place(key), 201, 'the retry of what was refused')
    const ids = new Set(kept.acked.values())
    same(ids.size, kept.acked.size, 'orders that are apart')
    for (const id of ids) same(count(world, `SELECT count(*) FROM orders WHERE id = '${id}'`), 1, `order ${id}`)
    same(count(world, 'SELECT count(*) FROM orders'), ids.size, 'orders')
    same(stock(), first - ids.size, 'stock')
    same(ask(world, 'PRAGMA integrity_check'), 'ok', 'integrity')
  }
  return { world, enter, place, judge, kept }
}

// Lets the kernel answer so from now on; gives what ends it.
async function inject(world, rule) {
  const p = spawn('strace', ['-f', '-qq', '-o', '/dev/null', '-p', String(world.server.pid), '-e', `inject=${rule}`], { stdio: 'ignore' })
  await until('the tracer holds the server', 10000, () => !/^TracerPid:\s*0$/m.test(readFileSync(`/proc/${world.server.pid}/status`, 'utf8')))
  return async () => {
    p.kill('SIGINT')
    await until('the tracer has let go', 10000, () => /^TracerPid:\s*0$/m.test(readFileSync(`/proc/${world.server.pid}/status`, 'utf8')))
  }
}

const cpuMs = (pid) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10 }

{
  const h = await house()
  for (const [what, rule] of [['the disk fails as it syncs', 'fdatasync,fsync:error=EIO'], ['there is no room to write', 'pwrite64:error=ENOSPC'], ['the device fails as it writes', 'pwrite64:error=EIO']]) {
    await tally.run(`${what}: 503 for every order, and the truth afterwards`, async () => {
      same(await h.place(), 201, 'before')
      const end = await inject(h.world, rule)
      const statuses = []
      try { for (let i = 0; i < 6; i++) statuses.push(await h.place()) } finally { await end() }
      same(statuses.join(' '), '503 503 503 503 503 503', 'while it fails')
      await until('orders are taken again', 20000, async () => (await h.place()) === 201)
      await h.judge()
    })
  }

  await tally.run('a disk that needs 200 ms: an order is acknowledged when the disk has it', async () => {
    const end = await inject(h.world, 'fdatasync,fsync:delay_exit=200000')
    try {
      const began = Date.now()
      same(await h.place(), 201, 'status')
      must(Date.now() - began >= 190, `acknowledged after ${Date.now() - began} ms, before the disk had it`)
    } finally { await end() }
    await h.judge()
  })

  for (const [what, rule] of [['calls are interrupted by signals', 'read,write,recvfrom,sendto,recvmsg,sendmsg,pread64,pwrite64,epoll_wait,epoll_pwait:error=EINTR:when=2+5'],
    ['sockets take nothing for a moment', 'sendto,sendmsg,sendmmsg,recvfrom,recvmsg,recvmmsg:error=EAGAIN:when=2+3']]) {
    await tally.run(`${what}: orders are taken as ever`, async () => {
      const end = await inject(h.world, rule), statuses = []
      try { for (let i = 0; i < 6; i++) statuses.push(await h.place()) } finally { await end() }
      same(statuses.join(' '), '201 201 201 201 201 201', 'orders')
      await h.judge()
    })
  }

  await tally.run('the system has no descriptor for the next connection: those inside go on, and the loop does not spin', async () => {
    const live = h.world.client()
    await live.connect()
    const end = await inject(h.world, 'accept4,accept:error=EMFILE')
    const knocking = Array.from({ length: 8 }, () => connect(h.world.port + 1, '127.0.0.1').on('error', () => {}))
    try {
      await sleep(300)
      const before = cpuMs(h.world.server.pid)
      await sleep(2000)
      const spent = cpuMs(h.world.server.pid) - before
      console.log(`     ${spent} ms of CPU in 2 s`)
      must(spent < 600, `${spent} ms of CPU in 2 s`)
      must(live.ws.readyState === 1, 'the one inside was thrown out')
    } finally { await end(); knocking.forEach((s) => s.destroy()) }
    await until('the door opens again', 20000, async () => (await fetch(`${h.world.origin}/readyz`).catch(() => ({}))).ok)
    same(await h.place(), 201, 'an order')
    live.close()
    await h.judge()
  })
  await h.world.stop()
}

await tally.run('the clock jumps by seconds, hours and years, both ways, under orders', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mela-clock-')), stamp = join(dir, 'now')
  const day = 86400, set = (seconds) => writeFileSync(stamp, `${seconds < 0 ? '' : '+'}${seconds}\n`)
  set(-1000 * day) // the fair is older than any moment to which the clock will jump
  const h = await house({ ready: () => set(-500 * day), env: { LD_PRELOAD: FAKETIME, FAKETIME_NO_CACHE: '1', DONT_FAKE_MONOTONIC: '1', FAKETIME_TIMESTAMP_FILE: stamp }, cleanup: () => rmSync(dir, { recursive: true }) })
  try {
    const jumps = [3600, -3600, -1, 1, 400 * day, -400 * day, 4000 * day, 0]
    const ids = []
    for (let i = 0; i < 48; i++) {
      set(-500 * day + jumps[i % jumps.length])
      const status = await h.place()
      if ([401, 403].includes(status) && jumps[i % jumps.length] >= 400 * day) { // a year later the login is over, and stays so
        set(-500 * day)
        same(await h.place(), 403, 'the login that was over')
        await h.enter()
        continue
      }
      must(status === 201, `after a jump of ${jumps[i % jumps.length]} s: ${status}`)
      ids.push([...h.kept.acked.values()].at(-1))
    }
    set(-500 * day)
    h.kept.open.length = 0
    must(ids.length >= 24, `only ${ids.length} orders`)
    const years = count(h.world, 'SELECT (max(created_ms) - min(created_ms)) / 31536000000 FROM orders')
    must(years >= 1, `the server's clock has not moved`)
    for (let i = 1; i < ids.length; i++) must(ids[i] > ids[i - 1], `an id went back: ${ids[i - 1]} ${ids[i]}`)
    await h.judge()
    console.log(`     ${ids.length} orders over ${jumps.length} kinds of jumps`)
  } finally { await h.world.stop() }
})

tally.close()
process.exit()
