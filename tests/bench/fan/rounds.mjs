// rounds.mjs — one measurement, or the middle one of several; the bare loop before and after.
import { execFileSync } from 'node:child_process'
import { bin } from '../../lib/world.mjs'
import { measure } from './measure.mjs'

const LIMIT_MS = Number(process.env.LIMIT_MIN ?? 22) * 60000 // what has not begun by then is left out, and the page says so
const began = Date.now()
export const left = []

export const middle = (list) => { const s = list.filter((n) => n != null && !Number.isNaN(n)).sort((a, b) => a - b); return s.length ? s[(s.length - 1) >> 1] : null }

// A failure is a row too, and costs only itself.
export async function run(name, open, load) {
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

export const bare = (l, ...more) => JSON.parse(execFileSync(bin('bench/raw'), ['--viewers', l.viewers, '--fps', l.fps, '--seconds', 3, ...more].map(String))).us_per_packet

// The row whose cost is the middle one, with what all rounds gave; `ratio` is over the bare loop of the same minute.
export function sumUp(rows, ratios) {
  const list = rows.filter(Boolean)
  if (!list.length) return null
  const us = middle(list.map((r) => r.us))
  return { ...list.find((r) => r.us === us), least: Math.min(...list.map((r) => r.us)), most: Math.max(...list.map((r) => r.us)), rounds: list.length, ratio: middle(ratios.map((r) => r.ratio)), ceiling: middle(ratios.map((r) => r.ceiling)) }
}

// Every load in turn, `rounds` times over, so that a bad minute of the machine falls on all of them. Gives rows by name.
export async function inRounds(rounds, list, open, bareToo) {
  const rows = Object.fromEntries(list.map((l) => [l.name, []])), ratios = Object.fromEntries(list.map((l) => [l.name, []]))
  for (let i = 0; i < rounds; i++)
    for (const l of list) {
      const before = bareToo ? bare(l) : NaN
      const row = await run(`${l.name}, round ${i + 1}`, () => open(l), l)
      if (!row) continue
      rows[l.name].push(row)
      const ceiling = bareToo ? (before + bare(l)) / 2 : NaN
      ratios[l.name].push({ ceiling, ratio: row.us / ceiling })
    }
  return Object.fromEntries(list.map((l) => [l.name, sumUp(rows[l.name], ratios[l.name])]))
}
