// fan.mjs — what it costs to hand packets to many: every load, the ceiling, and others beside it; tables here and in docs/bench/fan.md.
import { execSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILD, ROOT, VARIANT } from '../../lib/world.mjs'
import { machine, report } from '../bench.mjs'
import { keepAwake } from './awake.mjs'
import * as loads from './loads.mjs'
import { residentPerViewer } from './memory.mjs'
import { openOurs } from './ours.mjs'
import { janusVersion, openJanus, openWebrtcbin } from './peers.mjs'
import { bare, inRounds, left, middle, run } from './rounds.mjs'
import { loopback, openVeth } from './wire.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 3)
const began = Date.now()
const page = []
const say = (line) => { console.log(line); page.push(line) }
const busy = () => loadavg().map((x) => x.toFixed(1)).join(' ')

function table(heads, rows) {
  say(`| ${heads.join(' | ')} |`)
  say(`|${heads.map(() => '---').join('|')}|`)
  for (const r of rows) say(`| ${r.join(' | ')} |`)
  say('')
}

// ---- the one table ----

const heads = ['who', 'over', 'load', 'viewers × frames/s', 'SRTP', 'core µs/packet', 'its media threads', 'children µs', '× bare loop', 'cores', 'kpackets/s', 'delay ms p50 / p99 / max', 'lost %', 'kB/viewer', 'joins/s']
const rows = []
function put(who, over, l, r) {
  const start = [who, over, l.name, `${l.viewers} × ${l.fps}${l.audio ? ' + Opus' : ''}`]
  if (!r) return rows.push([...start, '', 'not measured', ...Array(9).fill('')])
  const us = r.rounds > 1 ? `**${r.us}** (${r.least}–${r.most})` : `**${r.us}**`
  console.error(start.join(' · '), us, r.ratio ? r.ratio.toFixed(2) : '', r.p99)
  rows.push([...start, r.profile, us, r.media || '', r.children, r.ratio ? r.ratio.toFixed(2) : '', r.cores, r.kpps, `${r.p50} / ${r.p99} / ${r.max}`, r.bad ? `${r.lost}, **${r.bad} not unsealed**` : r.lost, r.rss, r.joins])
}
const once = async (who, wire, l, open) => { const r = await run(`${l.name}, ${who} over ${wire}`, open, l); put(who, wire, l, r); return r }

async function withPictures() {
  const own = await inRounds(ROUNDS, loads.pictures, (l) => openOurs(loopback, l), true)
  for (const l of loads.pictures) put('mela', 'loopback', l, own[l.name])
  return own
}

async function overVeth() {
  let wire
  const got = {}
  try { wire = openVeth() } catch (e) { left.push(`veth (${e.message.split('\n')[0]})`); return got }
  try {
    for (const l of [...loads.pictures, loads.withSound[0]]) got[l.name] = await once('mela', 'veth', l, () => openOurs(wire, l))
  } finally { wire.close() }
  return got
}

// Gives by load how many times our cost theirs is.
async function besides() {
  const version = janusVersion()
  const ratios = {}
  for (const [peer, list] of Object.entries(loads.beside))
    for (const l of list) {
      if (peer === 'janus' && !version) { left.push('Janus (apt-get install janus)'); continue }
      const us = await once('mela', 'loopback', l, () => openOurs(loopback, l))
      const them = await once(peer === 'janus' ? `Janus ${version}` : 'one webrtcbin per viewer', 'loopback', l, () => (peer === 'janus' ? openJanus(l) : openWebrtcbin(l)))
      if (us && them) ratios[`${peer}_${l.name}`] = { alone: them.us / us.us, children: them.us / (us.us + us.children) }
    }
  return ratios
}

// ---- the rest ----

// Every allocation of the process, by threads, while packets flow.
async function allocations() {
  const file = join(tmpdir(), `count-malloc-${process.pid}`)
  const env = { LD_PRELOAD: join(BUILD, VARIANT, 'bench/count_malloc.so'), COUNT_MALLOC_FILE: file, COUNT_MALLOC_OF: 'mela' }
  const read = () => { const b = readFileSync(file); return { media: Number(b.readBigUInt64LE(0)), others: Number(b.readBigUInt64LE(8)) } }
  const l = { ...loads.quiet, before: read }
  const row = await run('allocations', () => openOurs(loopback, l, env), l)
  return row?.before ? { packets: row.packets, media: row.after.media - row.before.media, others: row.after.others - row.before.others } : null
}

async function twoWorkers() {
  const pairs = []
  for (let i = 0; i < ROUNDS; i++) {
    const one = await run('one worker', () => openOurs(loopback, loads.oneWorker), loads.oneWorker)
    const two = await run('two workers', () => openOurs(loopback, loads.oneWorker, { MELA_MEDIA_WORKERS: '2' }), loads.oneWorker)
    if (one && two) pairs.push({ one: one.us, two: two.us, ratio: two.us / one.us })
  }
  const ratio = middle(pairs.map((p) => p.ratio))
  return pairs.find((p) => p.ratio === ratio) ?? null
}

async function halfLoad() {
  const list = []
  for (let i = 0; i < ROUNDS; i++) { const r = await run('half load', () => openOurs(loopback, loads.halfLoad), loads.halfLoad); if (r) list.push(r) }
  const p99 = middle(list.map((r) => r.p99))
  const row = list.find((r) => r.p99 === p99)
  return row ? { ...row, all: list.map((r) => r.p99) } : null
}

function head(awake) {
  const commit = execSync('git describe --always --dirty', { cwd: ROOT }).toString().trim()
  say('# Fanning out')
  say('')
  say('Written by `make bench-fan`. Frames of 4 packets × 1,200 bytes (and Opus 50/s where the name says so); per viewer RR and REMB 1/s, STUN 0.4/s, NACK of 0.5 %.')
  say('CPU is that of processes (schedstat), per packet that reached a viewer; over loopback the sender also pays for delivery into the reader\'s socket.')
  say('A sample of the packets is unsealed by the viewers (one in 40), which proves that the bytes are right.')
  say('Forward delay is from the publisher\'s stamp to the kernel\'s stamp at the viewer\'s socket, through whatever takes the phone in (the worker itself; `webrtcbin` where a row says so); a frame\'s burst to N viewers takes N × 4 × cost, so the last of 1,000 viewers waits about 5 ms by arithmetic.')
  say(`The bare loop (tests/bench/fan/raw.c) copies, seals and sends the same runs to as many readers and does nothing else; it runs before and after each of the ${ROUNDS} rounds of the first four rows, with the same cipher.`)
  say('Loads and publishers stand for other machines: viewers run at nice −5, publishers at −15; viewers read every 2 ms (whoever sends over loopback pays for waking whoever reads).')
  say(awake ? 'The processors are kept awake at idle priority: one that sleeps between frames runs them at a lower clock (100 viewers, and the bare loop with them, then cost twice as much a packet).' : 'The processors were not kept awake (no chrt): small loads seem dear.')
  say('The machine is shared with other work: compare figures within one run; its clock and cache move by ±30 % from minute to minute, and delays suffer most.')
  say('')
  say(`Machine: ${machine}. Commit ${commit}. ${new Date().toISOString().slice(0, 16)}Z, load average ${busy()} before.`)
  say('')
}

const verdict = (name, value, better, target, unit = '') => {
  const met = value == null || Number.isNaN(value) ? 'not measured' : (better === 'lower' ? value <= target : value >= target) ? 'met' : '**missed**'
  return [name, value == null || Number.isNaN(value) ? '—' : `${Number(value.toFixed(2))} ${unit}`, `${better === 'lower' ? '≤' : '≥'} ${target} ${unit}`, met]
}
const change = (own, field) => {
  const [a, ...rest] = ['fan_1to100', 'fan_1to1000', 'fan_1to4000'].map((n) => own[n]?.[field])
  const all = [a, ...rest].filter(Boolean)
  return all.length > 1 ? (100 * (Math.max(...all) - Math.min(...all))) / (Math.max(...all) + Math.min(...all)) : null
}

const awake = keepAwake()
head(awake)
const own = await withPictures()
const ratios = await besides()
const half = await halfLoad()
const joining = await run('joins', () => openOurs(loopback, loads.joins), loads.joins)
const counted = await allocations()
const two = await twoWorkers()
await once('mela, media.srtp = libsrtp (on NSS)', 'loopback', loads.slowSrtp, () => openOurs(loopback, loads.slowSrtp, { MELA_MEDIA_SRTP: 'libsrtp' }))
await once('mela', 'loopback', loads.slowSrtp, () => openOurs(loopback, loads.slowSrtp))
await once('mela, media.ingest = webrtcbin', 'loopback', loads.oneWorker, () => openOurs(loopback, loads.oneWorker, { MELA_MEDIA_INGEST: 'webrtcbin' }))
for (const l of loads.withSound) own[l.name] = await once('mela', 'loopback', l, () => openOurs(loopback, l))
const far = await overVeth()
const memory = await residentPerViewer(loopback).catch((e) => (left.push(`memory (${e.message})`), null))
table(heads, rows)
const openssl = bare(loads.pictures[0], '--openssl')
const same = bare(loads.pictures[0])
say('## More')
say('')
table(['what', 'figure'], [
  ['bare loop, 1,000 viewers', `${same} µs/packet with the server's cipher, ${openssl} with OpenSSL's EVP`],
  ['two workers, fan_1to1000', two ? `${two.two} µs/packet; one worker just before: ${two.one}` : 'not measured'],
  ['half load: 10 booths × 150 viewers × 60 frames/s', half ? `${half.us} µs/packet, ${half.cores} cores, delay ${half.p50} / ${half.p99} / ${half.max} ms; p99 of each round ${half.all.join(', ')}` : 'not measured'],
  ['1,000 joins at once', joining ? `${joining.joins}/s; ${joining.joinsPerCpu} per second of the server's CPU (one connection carries the POSTs)` : 'not measured'],
  ['one viewer more, once its SSL is gone', memory ? `${memory.kb} kB resident (the second thousand; the first warms queues and tables)` : 'not measured'],
  ['allocations while packets flow', counted ? `${counted.media} on media threads, ${counted.others} on others, in ${counted.packets} packets` : 'not measured'],
  ...Object.entries(ratios).map(([name, r]) => [name, `${r.alone.toFixed(1)} times our cost; ${r.children.toFixed(1)} with our children counted`]),
])
say('## Against the targets')
say('')
table(['what', 'figure', 'target', ''], [
  verdict('CPU per delivered packet, 1,000 viewers', own.fan_1to1000?.us, 'lower', 3.2, 'µs'),
  verdict('over the bare loop with the same cipher, 1,000 viewers', own.fan_1to1000?.ratio, 'lower', 1.3, '×'),
  verdict('Janus, 200 viewers', ratios.janus_fan_1to200?.alone, 'higher', 8, '×'),
  verdict('change of cost from 100 to 4,000 viewers, ± around the middle', change(own, 'us'), 'lower', 15, '%'),
  verdict('the same, over the bare loop', change(own, 'ratio'), 'lower', 15, '%'),
  verdict('two workers over one', two?.ratio, 'lower', 1.15, '×'),
  verdict('forward delay p99 at half load', half?.p99, 'lower', 2, 'ms'),
  verdict('allocations per packet on media threads', counted ? counted.media / counted.packets : null, 'lower', 0),
  verdict('joins per second of CPU', joining?.joinsPerCpu, 'higher', 300),
  verdict('resident per viewer once connected', memory?.kb, 'lower', 8, 'kB'),
])
if (left.length) say(`Left out: ${left.join('; ')}.`)
say(`Load average ${busy()} after ${Math.round((Date.now() - began) / 1000)} s.`)
awake?.end()
report([
  ...Object.entries(own).filter(([, r]) => r).map(([name, r]) => ({ name: `${name}_cpu`, unit: 'us/pkt', value: r.us, better: 'lower', target: 3.2, note: `p99 ${r.p99} ms` })),
  ...Object.entries(far).filter(([, r]) => r).map(([name, r]) => ({ name: `${name}_veth_cpu`, unit: 'us/pkt', value: r.us, better: 'lower', target: 3.2, note: `p99 ${r.p99} ms` })),
])
mkdirSync(join(ROOT, 'docs/bench'), { recursive: true })
writeFileSync(join(ROOT, 'docs/bench/fan.md'), `${page.join('\n').trim()}\n`)
process.exit(0)
