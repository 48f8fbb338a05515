// nettable.mjs — writes docs/bench/net.md from the figures that `make net` has left in build/bench.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WHO, inWords, met } from './promises.mjs'
import { BUILD, ROOT } from './world.mjs'

const dir = join(BUILD, 'bench')
const rows = readdirSync(dir).filter((f) => /^net_.*\.json$/.test(f)).map((f) => JSON.parse(readFileSync(join(dir, f), 'utf8')))
if (!rows.length) throw new Error('no figures: make net first')
const table = (who) => {
  const mine = rows.map((r) => ({ ...r, ...inWords(r) })).filter((r) => r.who === who)
  mine.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name))
  const line = (r) => `| ${r.hardship} | ${r.what} | ${r.value} ${r.unit} | ≤ ${r.target} ${r.unit} | ${met(r) ? 'met' : '**missed**'} | ${r.load ?? '?'} |`
  return `## ${WHO[who]}\n\n| hardship | what | measured | promised | | load |\n|---|---|---|---|---|---|\n${mine.map(line).join('\n')}\n`
}
const present = Object.keys(WHO).filter((w) => rows.some((r) => inWords(r).who === w))
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
of 20 ms each second. From the artisan the packet behind brings what was lost (RED) where the phone offers it. To a viewer the repair is asking again
(NACK), for which sound waits with the picture (decision 15), and RED for who loses packets and takes it (decision 93).
` : ''}
Beside these figures each case proves what does not depend on the machine: the line lost and delayed what it should have by its own counters, most
pictures that were sent arrived whole, the lost were asked for and came. \`tests/all net\` runs a seeded sample of the same cases.
`)
console.log('docs/bench/net.md is written')
