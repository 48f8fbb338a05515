// fan_1to300 — one source of 30 frames/s × 4 packets × 1,200 bytes to 300 viewers, each with RR and REMB 1/s, STUN 0.4/s, NACK of 0.5 %.
import { readdirSync, readFileSync } from 'node:fs'
import { World, sleep, until } from '../lib/world.mjs'
import { cpuSeconds, report } from './bench.mjs'

const viewers = Number(process.env.VIEWERS ?? 300), seconds = Number(process.env.SECONDS ?? 20)
const world = await World.start({ env: { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_PER_IP: '10000' } })
try {
  const b = world.booth()
  const origin = world.origin
  const pump = world.run('pump', ['--whip', `${origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', String(seconds + 60)])
  await until('the pump is up', 20000, () => pump.lines.some((l) => l.state === 'up'))
  await sleep(500)
  const pid = world.server.pid
  const load = world.run('viewers', ['--whep', `${origin}/whep/${b.slug}`, '--viewers', String(viewers), '--seconds', String(seconds + 30), '--ramp', '60', '--sample', '100', '--nack', '5'])
  await until('all viewers are up', 60000, () => load.lines.at(-1)?.up === viewers, 200)
  await sleep(2000)
  const children = readdirSync('/proc').filter((d) => /^\d+$/.test(d)).filter((d) => { try { return readFileSync(`/proc/${d}/stat`, 'utf8').includes(`(mela-ingest) `) && readFileSync(`/proc/${d}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid) } catch { return false } })
  const childCpu = () => children.reduce((n, d) => { try { return n + cpuSeconds(d) } catch { return n } }, 0)
  const [c0, k0, l0] = [cpuSeconds(pid), childCpu(), load.lines.at(-1)]
  await sleep(seconds * 1000)
  const [c1, k1, l1] = [cpuSeconds(pid), childCpu(), load.lines.at(-1)]
  const packets = l1.packets - l0.packets
  const expected = viewers * 120 * seconds
  const us = (s) => Number(((s * 1e6) / packets).toFixed(2))
  console.log(`${viewers} viewers, ${packets} packets delivered in ${seconds} s (${(100 * packets / expected).toFixed(1)} % of the even load), bad ${l1.bad}, resent ${l1.rtx - l0.rtx}`)
  report([
    { name: 'fan_1to300_cpu', unit: 'us/pkt', value: us(c1 - c0), better: 'lower', target: 5, note: `children ${us(k1 - k0)} us/pkt` },
    { name: 'fan_1to300_join_p50', unit: 'ms', value: l1.join_ms.p50, better: 'lower', target: 400, note: `p99 ${l1.join_ms.p99} ms, POST to first whole key frame, 60 joins/s` },
  ])
} finally { await world.stop() }
process.exit(0)
