// nettable.mjs — writes docs/bench/net.md from the figures that `make net` has left in build/bench.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD, ROOT } from './world.mjs'

const WHO = { viewer: 'To a viewer', artisan: 'From the artisan', blocked: 'UDP ends in the middle', ladder: 'A narrow line' }
const NAMES = {
  rtt50: '50 ms', rtt200: '200 ms', loss5_100ms: '5 % loss, 100 ms', loss10_100ms: '10 % loss, 100 ms', loss10_200ms: '10 % loss, 200 ms',
  clustered10_50ms: '10 % in clusters, 50 ms, jitter, 1 % out of order', burst: 'bursts of 300 ms, 30 % of the time', address: 'another address',
  rebind: 'the NAT forgets its bindings', interface: 'from wifi to 4G', interface_home: 'and home again', steps: '1 → 0.3 → 2 Mb/s',
  tcp: 'back over TCP', turn: 'back by TURN', artisan: 'an artisan’s broadcast goes on', down: 'the small picture flows at 300 kb/s', up: 'the full picture is back at full rate',
}
const KINDS = { freeze: 'the picture stands still', concealed: 'sound made up', back: 'until it is back', longest: 'longest of all' }

const dir = join(BUILD, 'bench')
const rows = readdirSync(dir).filter((f) => /^net_.*\.json$/.test(f)).map((f) => JSON.parse(readFileSync(join(dir, f), 'utf8')))
if (!rows.length) throw new Error('no figures: make net first')
const parts = (r) => { const [, who, rest] = /^net_([a-z]+)_(.*)$/.exec(r.name); const at = rest.lastIndexOf('_'); return { who, hardship: rest.slice(0, at), kind: rest.slice(at + 1) } }
const table = (who) => {
  const mine = rows.map((r) => ({ ...r, ...parts(r) })).filter((r) => r.who === who)
  const order = (r) => Object.keys(NAMES).indexOf(r.hardship)
  mine.sort((a, b) => order(a) - order(b) || a.kind.localeCompare(b.kind))
  const line = (r) => `| ${NAMES[r.hardship] ?? r.hardship} | ${KINDS[r.kind] ?? r.kind} | ${r.value} ${r.unit} | ≤ ${r.target} ${r.unit} | ${r.value <= r.target ? 'met' : '**missed**'} | ${r.load ?? '?'} |`
  return `## ${WHO[who]}\n\n| hardship | what | measured | promised | | load |\n|---|---|---|---|---|---|\n${mine.map(line).join('\n')}\n`
}
const present = Object.keys(WHO).filter((w) => rows.some((r) => parts(r).who === w))
const { machine, commit, started_at, seed } = rows[0]
const ingest = process.env.MELA_MEDIA_INGEST
const madeUp = (who, id) => rows.find((r) => r.name === `net_${who}_${id}_concealed`)
const voice = ['viewer', 'artisan'].flatMap((who) => ['loss10_100ms', 'loss10_200ms'].map((id) => [who, id, madeUp(who, id)])).filter(([, , r]) => r)
const heard = voice.map(([who, id, r]) => `${r.value} % ${who === 'viewer' ? 'to a viewer' : 'from the artisan'} at ${/(\d+)ms/.exec(id)[1]} ms`).join(', ')
writeFileSync(`${ROOT}docs/bench/net.md`, `# The picture on bad networks

Written by \`make net\`: ${started_at.slice(0, 10)}, commit ${commit}, seed ${seed}, on ${machine}.
The column *load* is the load average of the machine's two cores when the figure was taken: above 3 or so the browsers themselves stutter.
${ingest ? `Phones' connections ended by \`media.ingest = ${ingest}\`. ` : ''}Two network namespaces, between them \`tests/tools/impair.c\`; at the far end Chromium with the pages' own code.
Each case is watched for 30 s after 4 s of getting used to it. A freeze is Chromium's (\`totalFreezesDuration\`), made-up sound is \`concealedSamples\`
without silence. Times are from the change, or from the end of the last burst, until the picture has stopped standing still for 400 ms or more.
Losses and delays hold for both directions.

${present.map(table).join('\n')}
${voice.length ? `## Voice at 10 % loss

So much of the sound is made up by the player, everything else is what was said: ${heard}. Without repair it would be 10 %, five packets
of 20 ms each second. To a viewer the repair is Opus' in-band FEC and asking again (NACK), for which sound waits with the picture (decision 15);
from the artisan the packet behind brings it (RED) where the phone offers it. Towards viewers RED is not sent: it would cost each of them some
30 kb/s to mend what is mended already.
` : ''}
Beside these figures each case proves what does not depend on the machine: the line lost and delayed what it should have by its own counters, most
pictures that were sent arrived whole, the lost were asked for and came. \`tests/all net\` runs a seeded sample of the same cases.
`)
console.log('docs/bench/net.md is written')
