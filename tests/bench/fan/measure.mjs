// measure.mjs — viewers against a server for a while; what its processes spent meanwhile, divided by what arrived.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { sleep, tool, until } from '../../lib/world.mjs'
import { rssKb } from '../bench.mjs'

// A program that prints JSON lines.
export function start(command, args, prefix = [], env = {}) {
  const all = [...prefix, command, ...args]
  const p = spawn(all[0], all.slice(1), { stdio: ['ignore', 'pipe', process.env.LOUD ? 'inherit' : 'ignore'], env: { ...process.env, ...env } })
  p.lines = []
  let rest = ''
  p.stdout.on('data', (d) => {
    rest += d
    for (let at; (at = rest.indexOf('\n')) >= 0; rest = rest.slice(at + 1)) {
      try { p.lines.push(JSON.parse(rest.slice(0, at))) } catch { /* not for us */ }
    }
  })
  p.over = new Promise((r) => p.once('exit', r))
  p.end = async () => { if (p.exitCode === null && p.signalCode === null) p.kill('SIGKILL'); await p.over }
  return p
}

// Seconds on a processor, of all threads or of those whose name begins so, to the nanosecond.
export function cpu(pid, named = '') {
  let ns = 0
  try {
    for (const t of readdirSync(`/proc/${pid}/task`))
      try { if (readFileSync(`/proc/${pid}/task/${t}/comm`, 'utf8').startsWith(named)) ns += Number(readFileSync(`/proc/${pid}/task/${t}/schedstat`, 'utf8').split(' ')[0]) } catch { /* it has just ended */ }
  } catch { return 0 }
  return ns / 1e9
}

export function childrenOf(pid) {
  try { return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean) } catch { return [] }
}

const childrenCpu = (pids) => pids.reduce((sum, p) => sum + cpu(p), 0)
const round = (n, digits = 2) => Number(n.toFixed(digits))

// `target` is { pid, where: arguments of viewers that name the server, wire }; `load` a row of loads.mjs.
export async function measure(target, load, log) {
  const { pid, wire } = target
  const ramp = load.ramp ?? 150
  const wait = load.wait ?? Math.ceil(load.viewers / 40) + 30
  const [cpuStart, rssStart, t0] = [cpu(pid), rssKb(pid), Date.now()]
  // Viewers stand for other machines: they give way to the server, and to nobody else here.
  const crowd = start('nice', ['-n', '-5', tool('viewers'), ...target.where, '--viewers', load.viewers, '--seconds', wait + load.seconds + 60, '--ramp', ramp, '--sample', load.sample ?? 40,
    '--nack', '5', '--paced', ...(load.audio ? ['--audio'] : [])].map(String), wire.prefix)
  try {
    await until(`${load.viewers} viewers are up`, wait * 1000, () => { const l = crowd.lines.at(-1); return (l && l.up + l.failed === load.viewers && l.up >= 0.95 * load.viewers) || (crowd.exitCode !== null && 'gone') }, 100)
    const [upMs, joinCpu] = [Date.now() - t0, cpu(pid) - cpuStart]
    await sleep(3500)
    const kids = childrenOf(pid)
    const now = () => ({ core: cpu(pid), media: cpu(pid, 'media-'), kids: childrenCpu(kids), crowd: cpu(crowd.pid), line: crowd.lines.at(-1), at: Date.now(), counts: load.before?.() })
    const next = async () => { const n = crowd.lines.length; await until('a line', 30000, () => crowd.lines.length > n, 2); return now() }
    const a = await next()
    await sleep(load.seconds * 1000)
    const b = await next()
    const packets = b.line.packets - a.line.packets
    const seconds = (b.at - a.at) / 1000
    const row = {
      us: round(((b.core - a.core) * 1e6) / packets, 3), media: round(((b.media - a.media) * 1e6) / packets, 3), children: round(((b.kids - a.kids) * 1e6) / packets), cores: round((b.core - a.core) / seconds),
      generator: round((b.crowd - a.crowd) / seconds), kpps: round(packets / seconds / 1000, 1),
      lost: round((100 * b.line.lost) / Math.max(1, b.line.expected), 3), bad: b.line.bad,
      p50: b.line.delay_us.p50 / 1000, p99: b.line.delay_us.p99 / 1000, max: round(b.line.delay_us.max / 1000, 1),
      joins: round(load.viewers / (upMs / 1000), 0), joinsPerCpu: round(load.viewers / joinCpu, 0), join50: b.line.join_ms.p50, profile: b.line.profile, rss: round((rssKb(pid) - rssStart) / load.viewers, 1), packets, before: a.counts, after: b.counts,
    }
    log?.(row)
    return row
  } finally { await crowd.end() }
}
