// fan.mjs — what it costs to hand packets to many: every load, the ceiling, and others beside it; tables here and in docs/bench/fan.md.
import { execFileSync, execSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILD, ROOT, VARIANT, bin } from '../../lib/world.mjs'
import { machine, report } from '../bench.mjs'
import * as loads from './loads.mjs'
import { measure } from './measure.mjs'
import { residentPerViewer } from './memory.mjs'
import { openOurs } from './ours.mjs'
import { janusVersion, openJanus, openWebrtcbin } from './peers.mjs'
import { loopback, openVeth } from './wire.mjs'

const LIMIT_MS = 11 * 60000 // what has not begun by then is left out, and the page says so
const began = Date.now()
const left = []
const page = []
const say = (line) => { console.log(line); page.push(line) }

// One measurement; a failure is a row too, and costs only itself.
async function run(name, open, load) {
  if (Date.now() - began > LIMIT_MS) { left.push(name); return null }
  let target
  try {
    target = await open()
    return await measure(target, load)
  } catch (e) {
    left.push(`${name} (${e.message})`)
    return null
  } finally { await target?.close() }
}

function table(heads, rows) {
  say(`| ${heads.join(' | ')} |`)
  say(`|${heads.map(() => '---').join('|')}|`)
  for (const r of rows) say(`| ${r.join(' | ')} |`)
  say('')
}

const loadHeads = ['load', 'viewers × frames/s', 'core µs/packet', 'its media threads', 'children µs', 'cores', 'kpackets/s', 'delay ms p50 / p99 / max', 'lost %', 'joins/s']
const loadRow = (l, r) => r ? [l.name, `${l.viewers} × ${l.fps}`, r.us, r.media, r.children, r.cores, r.kpps, `${r.p50} / ${r.p99} / ${r.max}`, r.bad ? `${r.lost}, **${r.bad} not unsealed**` : r.lost, r.joins] : [l.name, `${l.viewers} × ${l.fps}`, 'not measured', ...Array(7).fill('')]
const raw = (l) => JSON.parse(execFileSync(bin('bench/raw'), ['--viewers', l.viewers, '--fps', l.fps, '--seconds', 4].map(String)))

async function ownLoads(wire, list) {
  const got = {}
  for (const l of list) got[l.name] = await run(`${l.name} over ${wire.name}`, () => openOurs(wire, l), l)
  table(loadHeads, list.map((l) => loadRow(l, got[l.name])))
  return got
}

async function overVeth() {
  let wire
  try { wire = openVeth() } catch (e) { left.push(`veth (${e.message.split('\n')[0]})`); return {} }
  try { return await ownLoads(wire, loads.veth) } finally { wire.close() }
}

async function besides(own) {
  const version = janusVersion()
  const rows = []
  const ratios = {}
  for (const [peer, list] of Object.entries(loads.beside))
    for (const l of list) {
      if (peer === 'janus' && !version) { left.push('Janus (apt-get install janus)'); continue }
      const us = await run(`${l.name}, ours`, () => openOurs(loopback, l), l)
      const them = await run(`${l.name}, ${peer}`, () => (peer === 'janus' ? openJanus(l) : openWebrtcbin(l)), l)
      if (!us || !them) continue
      const ratio = (them.us / (us.us + us.children)).toFixed(1)
      ratios[`${peer}_${l.name}`] = them.us / us.us
      rows.push([l.name, peer === 'janus' ? `Janus ${version}` : 'one webrtcbin per viewer', them.us, them.profile, `${them.p50} / ${them.p99}`, us.us, `${us.p50} / ${us.p99}`, (them.us / us.us).toFixed(1), ratio])
    }
  table(['load', 'other', 'its µs/packet', 'SRTP', 'its delay p50 / p99', 'ours µs/packet', 'our delay p50 / p99', 'ratio', 'ratio, our children counted'], rows)
  return ratios
}

// Every allocation of the process, by threads, while packets flow.
async function allocations() {
  const file = join(tmpdir(), `count-malloc-${process.pid}`)
  const env = { LD_PRELOAD: join(BUILD, VARIANT, 'bench/count_malloc.so'), COUNT_MALLOC_FILE: file, COUNT_MALLOC_OF: 'mela' }
  const read = () => { const b = readFileSync(file); return { media: Number(b.readBigUInt64LE(0)), others: Number(b.readBigUInt64LE(8)) } }
  let result = null
  const l = { ...loads.quiet, before: read }
  const row = await run('allocations', () => openOurs(loopback, l, env), l)
  if (row?.before) result = { packets: row.packets, media: row.after.media - row.before.media, others: row.after.others - row.before.others }
  return result
}

function head() {
  const commit = execSync('git describe --always --dirty', { cwd: ROOT }).toString().trim()
  say('# Fanning out')
  say('')
  say('Written by `make bench-fan`. Frames of 4 packets × 1,200 bytes (and Opus 50/s where the name says so); per viewer RR and REMB 1/s, STUN 0.4/s, NACK of 0.5 %.')
  say('CPU is that of processes (schedstat), per packet that reached a viewer; over loopback the sender also pays for delivery into the reader\'s socket.')
  say('A sample of the packets is unsealed by the viewers (one in 40), which proves that the bytes are right.')
say('Forward delay is from the publisher\'s stamp to the kernel\'s stamp at the viewer\'s socket, through webrtcbin; a frame\'s burst to N viewers takes N × 4 × cost, so the last of 1,000 viewers waits about 8 ms by arithmetic.')
  say('The machine is shared with other work: compare figures within one run, and expect ±15 % between runs; delays suffer most.')
  say('')
  say(`Machine: ${machine}. Commit ${commit}. ${new Date().toISOString().slice(0, 16)}Z, load average ${loadavg().map((x) => x.toFixed(1)).join(' ')}.`)
  say('')
}

const verdict = (name, value, better, target, unit = '') => {
  const met = value == null || Number.isNaN(value) ? 'not measured' : (better === 'lower' ? value <= target : value >= target) ? 'met' : '**missed**'
  return [name, value == null || Number.isNaN(value) ? '—' : `${Number(value.toFixed(2))} ${unit}`, `${better === 'lower' ? '≤' : '≥'} ${target} ${unit}`, met]
}

head()
say('## Loopback')
say('')
const own = await ownLoads(loopback, loads.ours)
say('## veth, viewers in a network namespace')
say('')
const far = await overVeth()
say('## The ceiling: protect and send alone (AES-128-GCM, runs of 4 by UDP_SEGMENT, readers as above)')
say('')
const ceilings = [loads.ours[0], loads.ours[1], loads.ours[2]].map((l) => [l, raw(l)])
table(['load', 'ceiling µs/packet', 'of which sealing', 'ours', 'ratio'], ceilings.map(([l, r]) => [l.name, r.us_per_packet, r.seal_us, own[l.name]?.us ?? '—', own[l.name] ? (own[l.name].us / r.us_per_packet).toFixed(2) : '—']))
say('## Others under the same viewers')
say('')
const ratios = await besides(own)
say('## More')
say('')
const one = await run('one worker', () => openOurs(loopback, loads.oneWorker), loads.oneWorker)
const two = await run('two workers', () => openOurs(loopback, loads.oneWorker, { MELA_MEDIA_WORKERS: '2' }), loads.oneWorker)
const libsrtp = await run('libsrtp', () => openOurs(loopback, loads.slowSrtp, { MELA_MEDIA_SRTP: 'libsrtp' }), loads.slowSrtp)
const half = await run('half load', () => openOurs(loopback, loads.halfLoad), loads.halfLoad)
const joining = await run('joins', () => openOurs(loopback, loads.joins), loads.joins)
const memory = await residentPerViewer(loopback).catch((e) => (left.push(`memory (${e.message})`), null))
const counted = await allocations()
table(['what', 'figure'], [
  ['two workers, fan_1to1000', two ? `${two.us} µs/packet; one worker just before: ${one?.us}` : 'not measured'],
  ['media.srtp = libsrtp (Debian\'s, on NSS), 300 viewers', libsrtp ? `${libsrtp.us} µs/packet` : 'not measured'],
  ['half load: 10 booths × 100 viewers × 60 frames/s', half ? `${half.us} µs/packet, ${half.cores} cores, delay ${half.p50} / ${half.p99} / ${half.max} ms` : 'not measured'],
  ['1,000 joins at once', joining ? `${joining.joins}/s; ${joining.joinsPerCpu} per second of the server's CPU (one connection carries the POSTs)` : 'not measured'],
  ['one viewer more, once its SSL is gone', memory ? `${memory.kb} kB resident (the second thousand; the first warms queues and tables)` : 'not measured'],
  ['allocations while packets flow', counted ? `${counted.media} on media threads, ${counted.others} on others, in ${counted.packets} packets` : 'not measured'],
])
const flat = own.fan_1to100 && own.fan_1to4000 ? Math.max(...[own.fan_1to1000, own.fan_1to4000].filter(Boolean).map((r) => Math.abs(r.us / own.fan_1to100.us - 1))) * 100 : null
say('## Against the targets')
say('')
table(['what', 'figure', 'target', ''], [
  verdict('CPU per delivered packet, 1,000 viewers', own.fan_1to1000?.us, 'lower', 3.2, 'µs'),
  verdict('over the ceiling, 1,000 viewers', own.fan_1to1000 ? own.fan_1to1000.us / ceilings[1][1].us_per_packet : null, 'lower', 1.3, '×'),
  verdict('Janus, 200 viewers', ratios.janus_fan_1to200, 'higher', 8, '×'),
  verdict('change of cost from 100 to 4,000 viewers', flat, 'lower', 15, '%'),
  verdict('the same, media threads alone (an idle house costs about 1 % of a core)', own.fan_1to100 && own.fan_1to4000 ? Math.abs(own.fan_1to4000.media / own.fan_1to100.media - 1) * 100 : null, 'lower', 15, '%'),
  verdict('two workers over one', two && one ? two.us / one.us : null, 'lower', 1.15, '×'),
  verdict('forward delay p99 at half load', half?.p99, 'lower', 2, 'ms'),
  verdict('allocations per packet on media threads', counted ? counted.media / counted.packets : null, 'lower', 0),
  verdict('joins per second of CPU', joining?.joinsPerCpu, 'higher', 300),
  verdict('resident per viewer once connected', memory?.kb, 'lower', 8, 'kB'),
])
if (left.length) say(`Left out: ${left.join('; ')}.`)
say('')
report([
  ...Object.entries(own).filter(([, r]) => r).map(([name, r]) => ({ name: `${name}_cpu`, unit: 'us/pkt', value: r.us, better: 'lower', target: 3.2, note: `p99 ${r.p99} ms` })),
  ...Object.entries(far).filter(([, r]) => r).map(([name, r]) => ({ name: `${name}_veth_cpu`, unit: 'us/pkt', value: r.us, better: 'lower', target: 3.2, note: `p99 ${r.p99} ms` })),
])
mkdirSync(join(ROOT, 'docs/bench'), { recursive: true })
writeFileSync(join(ROOT, 'docs/bench/fan.md'), `${page.join('\n').trim()}\n`)
console.log(`${Math.round((Date.now() - began) / 1000)} s`)
process.exit(0)
