// search.mjs — what a search costs over HTTPS, at 20,000 products and at a million: a fixed list of queries, of which twenty are the ten
// commonest words of the catalogue in each language. Writes docs/bench/search.md.
//   SIZES="20000 1000000"   how many products      DATA=DIR   a filled data folder instead (its size is counted)
//   ROUNDS=5                how often the list is asked
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, linkSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT, World, tool } from '../lib/world.mjs'
import { count, roomy } from '../lib/trial.mjs'
import { machine, percentile, report } from './bench.mjs'

const SIZES = (process.env.SIZES ?? '20000 1000000').split(' ').map(Number)
const ROUNDS = Number(process.env.ROUNDS ?? 5)
const TARGET_MS = { 20000: 20, 1000000: 100 }
const COMMON = [['with', 'की'], ['and', 'का'], ['cotton', 'के'], ['by', 'और'], ['in', 'से'], ['cm', 'सूती'], ['of', 'पर'], ['on', 'हाथ'], ['hand', 'में'], ['set', 'सिल्क']]

// Each class is a list of query strings.
const q = (words, more = '') => `q=${encodeURIComponent(words)}${more}`
const CLASSES = {
  'the ten commonest words, English': COMMON.map(([en]) => q(en)),
  'the ten commonest words, Hindi': COMMON.map(([, hi]) => q(hi)),
  'Hinglish for Hindi words': ['sooti', 'hath ki kadhai', 'lakdi', 'peetal', 'jari', 'sari', 'chikankari', 'chikan kari'].map((w) => q(w)),
  'several words': ['cotton saree', 'brass lamp', 'zari silk saree', 'हाथ की कढ़ाई', 'with and of by'].map((w) => q(w)),
  'rare words, and none': ['kakakari', 'luluderi', 'तिलूलूरी', 'nothinglikethis'].map((w) => q(w)),
  'while typing': ['c', 'co', 'cot', 'embr', 'handw', 'सि', 'साड़'].map((w) => q(w)),
  'commonest word, narrowed': ['district=lucknow', 'category=food', 'gi=1', 'price_from=100000&price_to=150000', 'sold=1&country=DE', 'sold=1&country=IN', 'live=1', 'district=agra&category=leather&gi=1&price_to=100000'].map((f) => q('with', `&${f}`)),
  'narrowed without a word': ['district=lucknow', 'category=food', 'gi=1', 'price_from=100000&price_to=150000', 'sold=1&country=DE', 'sold=1&country=IN', 'live=1'],
  'commonest word, cheapest first': [q('with', '&sort=price'), q('की', '&sort=price'), q('with', '&sort=price&price_from=100000'), 'sort=price'],
  'commonest word, newest first': [q('with', '&sort=newest'), q('की', '&sort=newest'), 'sort=newest'],
  'words that rarely meet': [q('leather brass perfume'), q('चमड़ा इत्र'), q('saree lock')],
}

const agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
function ask(world, query) {
  return new Promise((done, fail) => {
    const began = performance.now()
    request(`${world.origin}/api/v1/products?limit=24&${query}`, { agent }, (res) => {
      let text = ''
      res.on('data', (d) => { text += d }).on('end', () => (res.statusCode === 200 ? done(performance.now() - began) : fail(new Error(`${query}: ${res.statusCode} ${text}`))))
    }).on('error', fail).end()
  })
}

// Every query ROUNDS times, `width` at once, after one round that nobody counts.
async function measure(world, width) {
  const times = Object.fromEntries(Object.keys(CLASSES).map((c) => [c, []]))
  for (let round = 0; round <= ROUNDS; round++) {
    const all = Object.entries(CLASSES).flatMap(([c, list]) => list.map((query) => ({ c, query })))
    await Promise.all(Array.from({ length: width }, async () => {
      for (let x; (x = all.shift());) { const ms = await ask(world, x.query); if (round) times[x.c].push(ms) }
    }))
  }
  return times
}

// A second name costs nothing on one disk.
function put(from, to) { try { linkSync(from, to) } catch { cpSync(from, to) } }

// A world whose store holds that many products. Its folder may be given, filled before.
async function worldOf(size) {
  const world = await World.start({ env: { ...roomy, MELA_STORE_READERS: process.env.MELA_STORE_READERS ?? '2' } })
  await world.kill()
  if (process.env.DATA) {
    for (const file of ['mela.db', 'mela.db-wal']) {
      rmSync(join(world.data, file), { force: true })
      if (existsSync(join(process.env.DATA, file))) put(join(process.env.DATA, file), join(world.data, file))
    }
  } else {
    execFileSync(tool('catalogue'), ['--data', world.data, '--products', String(size - count(world, 'SELECT count(*) FROM product'))], { stdio: ['ignore', 'pipe', 'ignore'] })
  }
  await world.boot()
  return world
}

const row = (name, list) => `| ${name} | ${list.length} | ${percentile(list, 50).toFixed(1)} | ${percentile(list, 95).toFixed(1)} | ${Math.max(...list).toFixed(1)} |`
const lines = []
const figures = []
for (const size of SIZES) {
  const world = await worldOf(size)
  const products = count(world, 'SELECT count(*) FROM product')
  for (const width of [1, 4]) {
    const load = loadavg()[0].toFixed(1)
    const times = await measure(world, width)
    const all = Object.values(times).flat()
    lines.push(`## ${products.toLocaleString('en-IN')} products, ${width === 1 ? 'one asker' : `${width} askers at once`} (load ${load} before, ${loadavg()[0].toFixed(1)} after)`, '',
      '| queries | asked | p50 ms | p95 ms | max ms |', '|---|---|---|---|---|', ...Object.entries(times).map(([c, list]) => row(c, list)), row('**all**', all), '')
    figures.push({ name: `search_${size}_x${width}_p95`, unit: 'ms', value: Number(percentile(all, 95).toFixed(1)), better: 'lower', target: TARGET_MS[size] ?? 100, note: `p50 ${percentile(all, 50).toFixed(1)}, max ${Math.max(...all).toFixed(1)}, load ${load}` })
  }
  await world.stop()
}
report(figures)
console.log(lines.join('\n'))
if (process.env.WRITE) writeFileSync(join(ROOT, 'docs/bench/search.md'), `# Search

\`make bench NAMES=search\` (\`tests/bench/search.mjs\`, with WRITE=1 it writes this page): pages of 24 cards over HTTPS from the real server, ${ROUNDS}
times each query after one uncounted round. The catalogue is drawn by \`tests/tools/catalogue.c\` from the words of the demonstration's products, a
word's chance falling with its rank, so that the commonest stand in most products. Time is that of the whole request, the asker's own included.

${machine}, ${new Date().toISOString().slice(0, 10)}. Wanted: p95 ≤ 20 ms at 20,000 products and ≤ 100 ms at 1,000,000.

${lines.join('\n')}`)
process.exit()
