// ingest — what a phone costs that publishes 30 frames/s × 4 packets of 1,200 bytes and Opus at 50/s while nobody watches: the connection
// ending in a media worker, and in a child with webrtcbin.
import { readFileSync, readdirSync } from 'node:fs'
import { World, sleep, until } from '../lib/world.mjs'
import { cpuSeconds, report, rssKb } from './bench.mjs'

const phones = Number(process.env.PHONES ?? 3), seconds = Number(process.env.SECONDS ?? 15)
const below = (pid) => readdirSync('/proc').filter((d) => /^\d+$/.test(d)).filter((d) => { try { return readFileSync(`/proc/${d}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid) } catch { return false } })
const threads = (pid) => readdirSync(`/proc/${pid}/task`).length

async function measure(ingest) {
  const world = await World.start({ env: { MELA_MEDIA_INGEST: ingest, MELA_LIMITS_REQUESTS_PER_MIN: '1000000' } })
  const pid = world.server.pid
  const all = () => [pid, ...below(pid)]
  const sum = (fn) => all().reduce((n, p) => n + fn(p), 0)
  try {
    const pumps = []
    await sleep(2000)
    const before = { rss: sum(rssKb), threads: sum(threads) }
    for (const b of world.demo.booths.slice(0, phones)) pumps.push(world.run('pump', ['--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', String(seconds + 40), '--audio']))
    for (const p of pumps) await until('the pump is up', 20000, () => p.lines.some((l) => l.state === 'up'))
    await sleep(2000)
    const began = process.hrtime.bigint(), cpu = sum(cpuSeconds)
    await sleep(seconds * 1000)
    const took = Number(process.hrtime.bigint() - began) / 1e9
    return { percent: Number(((100 * (sum(cpuSeconds) - cpu)) / took / phones).toFixed(2)), mb: Number(((sum(rssKb) - before.rss) / 1024 / phones).toFixed(1)), threads: Number(((sum(threads) - before.threads) / phones).toFixed(1)) }
  } finally { await world.stop() }
}

const ours = await measure('native'), child = await measure('webrtcbin')
report([
  { name: 'ingest_cpu', unit: '% core', value: ours.percent, better: 'lower', target: Number((child.percent / 2).toFixed(2)), peers: { webrtcbin: child.percent }, note: `webrtcbin ${child.percent} %` },
  { name: 'ingest_memory', unit: 'MB', value: ours.mb, better: 'lower', target: child.mb, peers: { webrtcbin: child.mb }, note: `webrtcbin ${child.mb} MB` },
  { name: 'ingest_threads', unit: 'threads', value: ours.threads, better: 'lower', target: 0, peers: { webrtcbin: child.threads }, note: `webrtcbin ${child.threads}` },
])
process.exit(0)
