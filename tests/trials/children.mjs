// children.mjs — the processes that end a phone's WebRTC: they may die or hang, come and go, and no other booth notices.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { below, floorIsFree, must, roomy, same } from '../lib/trial.mjs'

const CYCLES = Number(process.env.CYCLES ?? 20)
const world = await World.start({ env: { ...roomy, MELA_MEDIA_INGEST: 'webrtcbin' } })
const tally = new Tally()
const [one, two, three] = world.demo.booths
const pump = (b, ...more) => world.run('pump', ['--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', '280', '--packets', '2', '--key-every', '15', ...more])
const viewer = (b, ...more) => world.run('viewers', ['--whep', `${world.origin}/whep/${b.slug}`, '--seconds', '280', ...more])
const up = (p) => until('the publisher is up', 20000, () => p.lines.at(-1)?.state === 'up')
const ingests = () => below(world.server.pid).filter((p) => p.name === 'mela-ingest').map((p) => p.pid)
const flows = async (v) => { const from = v.lines.at(-1)?.frames ?? 0; await until('frames flow', 50000, () => (v.lines.at(-1)?.frames ?? 0) > from + 20) }

const a = world.client()
await a.post('sign-in/code', { code: one.artisan_code })
await a.enter(one.slug, {})
// The quiet booth first: its child is known before the other's.
const steady = pump(two)
await up(steady)
await a.get('me')
const safe = viewer(two)
await until('the other booth is seen', 30000, () => (safe.lines.at(-1)?.frames ?? 0) > 20)

// The child that serves booth `one`: of those that are not the other booth's the one with sockets towards a phone; a child that waits has fewer.
function childOf() {
  const sockets = (pid) => { try { return readdirSync(`/proc/${pid}/fd`).filter((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:')).length } catch { return 0 } }
  const seen = ingests().filter((p) => p !== childOf.other).map((p) => [p, sockets(p)]).sort((x, y) => y[1] - x[1])
  must(seen[0]?.[1] > (seen[1]?.[1] ?? 0), `no child stands out by its sockets: ${JSON.stringify(seen)}`)
  return seen[0][0]
}
childOf.other = childOf()

async function dies(signal, promiseMs) {
  const p = pump(one)
  await up(p)
  const v = viewer(one)
  await until('seen', 40000, () => (v.lines.at(-1)?.frames ?? 0) > 20)
  const child = childOf()
  const [lost, frames] = [a.heard.length, safe.lines.at(-1)]
  const began = Date.now()
  process.kill(child, signal)
  await until('publish.lost', 10 * promiseMs, () => a.heard.slice(lost).some((m) => m.t === 'publish.lost'), 20)
  const told = Date.now() - began
  p.kill('SIGKILL')
  const again = pump(one)
  await up(again)
  await flows(v)
  console.log(`     told after ${told} ms, seen again after ${Date.now() - began} ms`)
  await sleep(1200)
  const now = safe.lines.at(-1)
  same(now.bad, 0, 'packets of the other booth that do not open')
  const seconds = (Date.now() - began) / 1000
  must(now.frames - frames.frames >= 30 * (seconds - 2.5), `the other booth showed ${now.frames - frames.frames} frames in ${seconds} s`)
  for (const x of [again, v]) x.kill('SIGKILL')
  await until('the dead child is gone', 20000, () => !ingests().includes(child))
}

await tally.run('a child that is killed: the studio is told and is back, the other booth loses nothing', () => dies('SIGKILL', 2000))
await tally.run('a child that hangs: likewise', () => dies('SIGSTOP', 5000))
await tally.run('the other booth had every frame', async () => {
  const { gaps, bad, frames } = safe.lines.at(-1)
  must(frames > 100 && gaps === 0 && bad === 0, `${frames} frames, ${gaps} packets missing, ${bad} broken`)
})

await tally.run('neither the server nor a child can gain rights, and children have so many files and so much memory', async () => {
  const of = (pid, name, what) => new RegExp(what).test(readFileSync(`/proc/${pid}/${name}`, 'utf8'))
  must(of(world.server.pid, 'status', '\\nNoNewPrivs:\\s*1\\n'), 'the server may gain rights')
  for (const { pid, name } of below(world.server.pid).filter((p) => p.name === 'mela-ingest')) {
    must(of(pid, 'status', '\\nNoNewPrivs:\\s*1\\n'), `${name} may gain rights`)
    must(of(pid, 'limits', 'Max open files +256 '), `${name}: files`)
    must(of(pid, 'limits', 'Max core file size +0 '), `${name}: a core`)
  }
})
await tally.run('sec-37 only declared ports are open', async () => {
  const pids = new Set([world.server.pid, ...below(world.server.pid).map((p) => p.pid)])
  const rows = execFileSync('ss', ['-H', '-lntup'], { encoding: 'utf8' }).trim().split('\n')
    .map((l) => ({ kind: l.split(/\s+/)[0], port: Number(/:(\d+)\s/.exec(l.split(/\s+/).slice(4).join(' ') + ' ')?.[1]), pids: [...l.matchAll(/pid=(\d+)/g)].map((m) => Number(m[1])) }))
    .filter((r) => r.pids.some((p) => pids.has(p)))
  const p = world.port
  const fits = (r) => (r.kind === 'tcp' && [p, p + 1, p + 2, p + 12, p + 13].includes(r.port)) || (r.kind === 'udp' && (r.port === p + 2 || (r.port >= p + 20 && r.port <= p + 99)))
  must(rows.length >= 4, 'ss shows none of our ports')
  const odd = rows.filter((r) => !fits(r))
  must(!odd.length, `open: ${JSON.stringify(odd)}`)
})

const self = (what) => {
  const pid = world.server.pid
  if (what === 'fds') return readdirSync(`/proc/${pid}/fd`).length
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${what}:\\s+(\\d+)`, 'm').exec(status)[1])
}
const state = () => ({ fds: self('fds'), threads: self('Threads'), rss: self('VmRSS'), children: ingests().length })
const settled = async () => { let s; await until('a quiet house', 60000, () => { s = state(); return s.children <= 2 }, 200); await sleep(500); return state() } // the steady one and a spare

await tally.run(`${CYCLES} publishers and ${CYCLES} viewers come and go: threads, descriptors and memory stay`, async () => {
  const cycle = async () => {
    const p = pump(three)
    await up(p)
    const v = viewer(three)
    await until('seen', 30000, () => (v.lines.at(-1)?.frames ?? 0) > 0)
    v.kill('SIGKILL')
    p.kill('SIGKILL')
  }
  for (let i = 0; i < 3; i++) await cycle()
  const before = await settled()
  for (let i = 0; i < CYCLES; i++) await cycle()
  const after = await settled()
  console.log(`     ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
  same(after.threads, before.threads, 'threads')
  must(after.fds <= before.fds + 4, `${after.fds} descriptors, ${before.fds} before`)
  // Viewers that vanished keep their places for 30 s: some twenty of them, whatever CYCLES is.
  must(after.rss <= before.rss + 4096, `${after.rss} kB, ${before.rss} before`)
})

await tally.run('the floor was free', () => floorIsFree(world))

await tally.run('children end when the core is killed', async () => {
  const pids = ingests()
  must(pids.length > 0, 'no children')
  await world.kill()
  await until('every child is gone', 10000, () => pids.every((p) => { try { process.kill(p, 0); return readFileSync(`/proc/${p}/stat`, 'utf8').includes(') Z') } catch { return true } }))
})

await world.stop()
tally.close()
process.exit()
