// awake.mjs — keeps every processor awake at the lowest priority there is (SCHED_IDLE: anything else goes first, at once).
// A processor that sleeps between two frames runs them at a lower clock, and 100 viewers then seem dearer than 1,000, for the
// bare loop as for everybody. Without chrt nothing is kept awake, and the page says so.
import { execFileSync, spawn } from 'node:child_process'
import { cpus } from 'node:os'

export function keepAwake() {
  try { execFileSync('chrt', ['--idle', '0', 'true'], { stdio: 'ignore' }) } catch { return null }
  const idlers = cpus().map((_, i) => spawn('chrt', ['--idle', '0', 'taskset', '-c', String(i), 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' }))
  const end = () => { for (const p of idlers) p.kill('SIGKILL') }
  process.once('exit', end)
  return { end }
}
