// ladder.mjs — a weak buyer's ladder in real Chromium: rungs change on one connection, the clock in the picture goes on and never back.
import { context, launch, rig } from '../lib/browser.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_MEDIA_WORKERS: process.env.WORKERS ?? '1' } })
const browser = await launch()
const tally = new Tally()
const booth = world.booth()

const bare = async () => {
  const page = await (await context(browser, { bypassCSP: true })).newPage()
  await page.addInitScript(rig)
  await page.goto(`${world.origin}/robots.txt`)
  return page
}
const phone = await bare(), screen = await bare()
await phone.evaluate(([url, token]) => window.rig.publish(url, token, { kbps: 1200 }), [`${world.origin}/whip/${booth.slug}`, booth.publish_token])
await until('a picture', 30000, () => screen.evaluate((url) => window.rig.view(url).then(() => true), `${world.origin}/whep/${booth.slug}`).catch(() => false), 500)

const choose = (rung) => screen.evaluate(async (encodingId) => {
  const res = await fetch(`${window.rig.seen.location}/layer`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-mela': '1' }, body: JSON.stringify({ encodingId }) })
  return { status: res.status, ...(await res.json()) }
}, rung)
// What came in within `ms`.
const during = async (ms) => {
  const read = async () => Object.fromEntries((await screen.evaluate(() => window.rig.stats())).map((s) => [s.kind, s]))
  const a = await read(), from = Date.now()
  await sleep(ms)
  const b = await read(), s = (Date.now() - from) / 1000
  return { frames: b.video.framesDecoded - a.video.framesDecoded, video: (b.video.bytesReceived - a.video.bytesReceived) * 8 / s / 1000, voice: b.audio.packetsReceived - a.audio.packetsReceived, ssrc: b.video.ssrc, width: b.video.frameWidth }
}
const first = await during(1000)

await tally.run('sound only stops the picture, text only the sound too, and the picture comes back on the same stream', async () => {
  const { status, layers } = await choose('sound')
  same(status, 200, 'status')
  must(['auto', 'high', 'sound', 'text'].every((r) => layers.includes(r)), `layers: ${layers}`)
  await sleep(300)
  const sound = await during(2000)
  same(sound.frames, 0, 'frames with sound only')
  must(sound.voice > 50, `${sound.voice} packets of sound`)
  await choose('text')
  await sleep(300)
  const text = await during(2000)
  same(text.frames + text.voice, 0, 'packets with text only')
  await choose('high')
  await until('frames again', 3000, async () => (await during(200)).frames > 0)
  const back = await during(1500)
  must(back.frames > 20, `${back.frames} frames in 1.5 s`)
  must(back.voice > 30, `${back.voice} packets of sound`)
  same(back.ssrc, first.ssrc, 'ssrc')
})

await tally.run('a rung that is none is refused', async () => {
  same((await choose('cinema')).status, 422, 'status')
})

await tally.run('the page offers what there is, remembers it, and shows what it costs', async () => {
  const page = await (await context(browser)).newPage()
  await page.goto(`${world.origin}/booth/${booth.slug}`)
  await page.waitForSelector('.stage video.on', { timeout: 20000 })
  await page.click('.ladder-button')
  await page.click('.ladder input[value=sound]')
  await page.waitForSelector('.slate.sound', { state: 'attached', timeout: 5000 })
  await until('the meter', 10000, async () => /\d.*MB/.test(await page.textContent('.sheet .meter')))
  await page.reload()
  await page.waitForSelector('.slate.sound', { state: 'attached', timeout: 20000 })
  await page.click('.ladder-button')
  must(await page.isChecked('.ladder input[value=sound]'), 'the choice was forgotten')
  await page.click('.ladder input[value=auto]')
  await page.waitForSelector('.stage video.on', { timeout: 10000 })
  await page.context().close()
})

await browser.close()
await world.stop()
tally.close()
process.exit()
