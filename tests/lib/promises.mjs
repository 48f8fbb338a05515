// promises.mjs — what the net tests have measured, by its names, and against what is promised. In `make net` a promise that is missed is a
// failure; the seeded sample of `make test` has bounds of its own, as eight seconds of a busy machine say little.
import { report } from '../bench/bench.mjs'
import { SAMPLE } from './net.mjs'

export const WHO = { viewer: 'To a viewer', artisan: 'From the artisan', blocked: 'UDP ends in the middle', ladder: 'A narrow line' }
const NAMES = {
  rtt50: '50 ms', rtt200: '200 ms', loss5_100ms: '5 % loss, 100 ms', loss10_100ms: '10 % loss, 100 ms', loss10_200ms: '10 % loss, 200 ms',
  clustered10_50ms: '10 % in clusters, 50 ms, jitter, 1 % out of order', burst: 'bursts of 300 ms, 30 % of the time', address: 'another address',
  rebind: 'the NAT forgets its bindings', interface: 'from wifi to 4G', interface_home: 'and home again', steps: '1 → 0.3 → 2 Mb/s',
  tcp: 'back over TCP', turn: 'back by TURN', artisan: 'an artisan’s broadcast goes on', down: 'the small picture flows at 300 kb/s', up: 'the full picture is back at full rate',
}
const KINDS = { freeze: 'the picture stands still', concealed: 'sound made up', back: 'until it is back', longest: 'longest of all' }
const ORDER = Object.keys(NAMES)

// A row's name, net_<who>_<hardship>_<kind>, in words for people; `order`: its place in a table.
export function inWords(r) {
  const [, who, rest] = /^net_([a-z]+)_(.*)$/.exec(r.name), at = rest.lastIndexOf('_')
  const hardship = rest.slice(0, at), kind = rest.slice(at + 1)
  return { who, hardship: NAMES[hardship] ?? hardship, what: KINDS[kind] ?? kind, order: ORDER.indexOf(hardship) }
}

export const met = (r) => (r.better === 'higher' ? r.value >= r.target : r.value <= r.target)

// Keeps the rows, and says which promises are missed; these count as failed.
export function settle(rows, tally, binding = !SAMPLE) {
  report(rows)
  for (const r of binding ? rows.filter((x) => !met(x)) : []) {
    const { who, hardship, what } = inWords(r), sign = r.better === 'higher' ? '>=' : '<='
    console.log(`FAIL ${who}: ${hardship}, ${what}: promised ${sign} ${r.target} ${r.unit}, measured ${r.value} ${r.unit} at a load of ${r.load ?? '?'}`)
    tally.failed++
  }
}
