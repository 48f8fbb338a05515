// ladder.mjs — a network too narrow for the full picture: the server steps down by itself, the picture flows, and comes back up.
import { Net, SAMPLE, loadNow, seesPicture } from '../lib/net.mjs'
import { settle } from '../lib/promises.mjs'
import { below } from '../lib/trial.mjs'
import { Tally, sleep, until } from '../lib/world.mjs'

const net = await Net.open()
const tally = new Tally()
const renders = () => below(net.world.server.pid).filter((p) => p.name === 'mela-render').length
try {
  const b = net.world.booth()
  await net.phone(b)
  const page = await net.page('far')
  await page.evaluate((slug) => window.begin.view(slug), b.slug)
  await seesPicture(page)
  await sleep(SAMPLE ? 3000 : 8000)
  const rows = []
  const note = (id, value, target) => rows.push({ name: `net_ladder_${id}_back`, unit: 'ms', value, better: 'lower', target, seed: Number(process.env.SEED ?? 1), load: loadNow() })
  const width = () => page.evaluate(() => document.querySelector('video').videoWidth)
  const full = await width()
  const frames = (ms) => page.evaluate((since) => window.frames.filter((t) => t >= since).length, Date.now() - ms)
  await tally.run('at 300 kb/s the small picture comes by itself, and flows', async () => {
    if (renders()) throw new Error('the small picture is made before it is needed')
    await net.line.say('both rate_kbps 300 delay 25')
    const at = Date.now()
    await until('a small picture', 30000, renders, 200)
    console.log(`     asked for after ${Date.now() - at} ms`)
    await until('frames flow', 15000, async () => (await frames(1000)) >= 8, 100)
    note('down', Date.now() - at, 10000)
    const a = (await net.line.counts()).to_b
    await sleep(5000)
    const b = (await net.line.counts()).to_b, n = await frames(5000)
    console.log(`     ${n} frames in 5 s, ${b.overflowed - a.overflowed} of ${b.in - a.in} did not fit`)
    if ((await width()) >= full) throw new Error('it is not small')
    if (n < (SAMPLE ? 10 : 35)) throw new Error(`${n} frames in 5 s`)
    if (b.overflowed - a.overflowed > 0.1 * (b.in - a.in)) throw new Error('the small picture does not fit either') // what is tried beside it may not, for a moment
  })
  await tally.run('on a good network the full picture comes back', async () => {
    await net.line.clean()
    const at = Date.now()
    await until('the full picture is seen', 60000, async () => (await width()) === full, 200)
    note('up', Date.now() - at, 20000)
    await until('nobody needs the small picture', 15000, () => renders() === 0, 200)
    await sleep(1000)
    const n = await frames(2000)
    if (n < (SAMPLE ? 4 : 20)) throw new Error(`${n} frames in 2 s`)
  })
  settle(rows, tally)
} finally { await net.close() }
tally.close()
process.exit()
