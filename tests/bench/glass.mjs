// glass — camera to screen in real Chromium over loopback: a clock drawn in the picture, read back from the viewer's pixels;
// and the time from WHEP POST to the first decoded frame.
import { context, launch, rig } from '../lib/browser.mjs'
import { World, sleep } from '../lib/world.mjs'
import { percentile, report } from './bench.mjs'

const world = await World.start()
const browser = await launch()
try {
  const b = world.booth()
  const open = async () => {
    const page = await (await context(browser, { bypassCSP: true })).newPage()
    await page.addInitScript(rig)
    await page.goto(`${world.origin}/robots.txt`)
    return page
  }
  const publisher = await open()
  await publisher.evaluate(([url, token]) => window.rig.publish(url, token), [`${world.origin}/whip/${b.slug}`, b.publish_token])
  await sleep(4000)
  const viewer = await open()
  const joins = []
  for (let i = 0; i < 20; i++) {
    joins.push((await viewer.evaluate((url) => window.rig.view(url), `${world.origin}/whep/${b.slug}`)).first)
    if (i < 19) await viewer.evaluate(() => window.rig.leave())
    await sleep(300)
  }
  await sleep(2000)
  const ages = await viewer.evaluate(() => window.rig.ages(300))
  console.log(`${ages.length} frames, ${joins.length} joins`)
  report([
    { name: 'join_first_frame', unit: 'ms', value: Math.round(percentile(joins, 50)), better: 'lower', target: 400, note: `p95 ${Math.round(percentile(joins, 95))}` },
    { name: 'glass_to_glass_p50', unit: 'ms', value: Math.round(percentile(ages, 50)), better: 'lower', target: 150 },
    { name: 'glass_to_glass_p95', unit: 'ms', value: Math.round(percentile(ages, 95)), better: 'lower', target: 250 },
  ])
} finally {
  await browser.close()
  await world.stop()
}
process.exit(0)
