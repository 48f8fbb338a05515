// bench.mjs — what every benchmark shares: a table for people, build/bench/<name>.json for machines.
import { execSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { BUILD } from '../lib/world.mjs'

export const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`
const commit = (() => { try { return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim() } catch { return 'unknown' } })()

// { name, unit, value, better: 'lower'|'higher', target, peers?, seed? }
export function report(rows) {
  const dir = join(BUILD, 'bench')
  mkdirSync(dir, { recursive: true })
  const started_at = new Date().toISOString()
  for (const r of rows) {
    writeFileSync(join(dir, `${r.name}.json`), `${JSON.stringify({ peers: {}, seed: 0, ...r, machine, commit, started_at }, null, 2)}\n`)
    const met = r.better === 'lower' ? r.value <= r.target : r.value >= r.target
    console.log(`${r.name.padEnd(28)} ${String(r.value).padStart(10)} ${r.unit.padEnd(8)} target ${r.better === 'lower' ? '<=' : '>='} ${r.target}  ${met ? 'met' : 'MISSED'}${r.note ? `  (${r.note})` : ''}`)
  }
}

// CPU seconds that a process has used; 100 ticks a second on Linux.
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(f[11]) + Number(f[12])) / 100
}
export const rssKb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
export const percentile = (list, p) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor((list.length * p) / 100))]
