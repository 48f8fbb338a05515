// ladder.mjs — a weak buyer's ladder in real Chromium: rungs change on one connection, the clock in the picture goes on and never back.
import { readFileSync } from 'node:fs'
import { bare, context, launch } from '../lib/browser.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { below, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_MEDIA_WORKERS: process.env.WORKERS ?? '1' } })
const browser = await launch()
const tally = new Tally()
const booth = world.booth()

const phone = await bare(browser, world.origin), screen = await bare(browser, world.origin)
await phone.evaluate(([url, token, codec]) => window.rig.publish(url, token, { kbps: 1200, codec: `video/${codec}` }), [`${world.origin}/whip/${booth.slug}`, booth.publish_token, process.env.CODEC ?? 'h264'])
await phone.evaluate(() => Promise.all(window.rig.pub.pc.getSenders().filter((x) => x.track.kind === 'video').map((x) => x.setParameters({ ...x.getParameters(), degradationPreference: 'maintain-resolution' }))))
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
  const back = { frames: 0, voice: 0 }
  await until('ten frames and thirty packets of sound', 15000, async () => {
    const more = await during(500)
    back.frames += more.frames, back.voice += more.voice, back.ssrc = more.ssrc
    return back.frames > 10 && back.voice > 30
  })
  same(back.ssrc, first.ssrc, 'ssrc')
})

// Frames on the screen until `stop` comes: the clock in their pixels, the width, when.
const record = () => screen.evaluate(() => {
  window.seenFrames = []
  window.recording = true
  const next = async () => {
    while (window.recording) { const f = await window.rig.frame(); window.seenFrames.push({ clock: f.clock, width: window.rig.seen.video.videoWidth, at: performance.timeOrigin + performance.now() }) }
  }
  void next()
})
const recorded = () => screen.evaluate(() => { window.recording = false; return window.seenFrames })
const renders = () => below(world.server.pid).filter((p) => p.name === 'mela-render')
// CPU seconds of a process.
const cpu = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((n, x) => n + Number(x), 0) / 100
const widthIs = (want, ms = 6000) => until(`a picture ${want} wide`, ms, async () => want(await screen.evaluate(() => window.rig.seen.video.videoWidth)), 100)

// The clock never goes back; a frame's bits can be misread where it changes while it is drawn, so single strays of the coder are left out.
const judge = (frames, what) => {
  const clocks = frames.filter((f) => Math.abs(f.at - f.clock) < 5000)
  must(clocks.length > frames.length * 0.9, `${what}: ${frames.length - clocks.length} of ${frames.length} clocks cannot be read`)
  let back = 0, gap = 0
  for (let i = 1; i < clocks.length; i++) { back = Math.max(back, clocks[i - 1].clock - clocks[i].clock); gap = Math.max(gap, clocks[i].at - clocks[i - 1].at) }
  console.log(`     ${what}: ${frames.length} frames, longest pause ${gap.toFixed(0)} ms, back ${back.toFixed(0)} ms, age ${(clocks.reduce((n, f) => n + f.at - f.clock, 0) / clocks.length).toFixed(0)} ms`)
  must(back <= 8, `${what}: the clock went back by ${back} ms`)
  return gap
}

await tally.run('the small picture comes and goes on one stream; the clock in it never goes back', async () => {
  same(renders().length, 0, 'renderers before anyone needs one')
  await record()
  await choose('low')
  await widthIs((w) => w === 320)
  await sleep(3000)
  const [{ pid }] = renders(), before = cpu(pid)
  const low = await during(4000)
  console.log(`     low: ${low.frames / 4} frames/s, ${low.video.toFixed(0)} kb/s, its renderer ${((cpu(pid) - before) * 25).toFixed(0)} % of a core`)
  must(low.frames >= 24 && low.frames <= 60, `${low.frames} frames in 4 s`)
  must(low.video < 260, `${low.video} kb/s`)
  same(renders().length, 1, 'renderers')
  await choose('high')
  await widthIs((w) => w === 640)
  for (let i = 0; i < 3; i++) {
    await choose('low')
    await widthIs((w) => w === 320)
    await sleep(400)
    await choose('high')
    await widthIs((w) => w === 640)
    await sleep(400)
  }
  const gap = judge(await recorded(), 'up and down')
  must(gap < 1500, `a pause of ${gap} ms`)
  const after = await during(1000)
  same(after.ssrc, first.ssrc, 'ssrc')
})

await tally.run('stills are one picture a second, with sound', async () => {
  await choose('stills')
  await widthIs((w) => w === 320)
  await sleep(1500)
  await record()
  const stills = await during(6000)
  judge(await recorded(), 'stills')
  console.log(`     stills: ${stills.frames} in 6 s, ${stills.video.toFixed(0)} kb/s`)
  must(stills.frames >= 5 && stills.frames <= 7, `${stills.frames} pictures in 6 s`)
  must(stills.voice > 200, `${stills.voice} packets of sound`)
})

await tally.run('a renderer that dies is replaced; the last viewer to go ends it', async () => {
  await choose('low')
  await until('frames of the small picture', 4000, async () => (await during(1000)).frames > 6)
  const [was] = renders()
  process.kill(was.pid, 'SIGKILL')
  await until('another renderer', 8000, () => renders().some((p) => p.pid !== was.pid))
  await widthIs((w) => w === 320, 8000)
  const again = await during(2000)
  must(again.frames > 15, `${again.frames} frames in 2 s`)
  await choose('sound')
  await until('no renderer', 8000, () => renders().length === 0)
  await choose('auto')
  await widthIs((w) => w === 640)
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
