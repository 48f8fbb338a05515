// picture.mjs — WHIP to WHEP between real clients that nobody here wrote: Chromium (H264 and VP8), Firefox, aiortc, and npm's WHIP and WHEP clients.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { context, launch, rig } from '../lib/browser.mjs'
import { metrics } from '../lib/trial.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { Firefox } from './firefox.mjs'

const world = await World.start()
const browser = await launch()
const tally = new Tally()
const [one, two, three, four] = world.demo.booths
const whip = (b) => `${world.origin}/whip/${b.slug}`
const whep = (b) => `${world.origin}/whep/${b.slug}`

async function bare() {
  const page = await (await context(browser, { bypassCSP: true })).newPage()
  await page.addInitScript(rig)
  await page.goto(`${world.origin}/robots.txt`)
  return page
}

const running = (stats) => {
  const video = stats.find((s) => s.kind === 'video'), audio = stats.find((s) => s.kind === 'audio')
  return (video?.framesDecoded ?? 0) > 20 && (audio?.packetsReceived ?? 0) > 20
}
const moves = (ask) => until('frames are decoded and sound arrives', 30000, async () => running(await ask()), 200)

async function seen(b) {
  const viewer = await bare()
  await viewer.evaluate((url) => window.rig.view(url), whep(b))
  await moves(() => viewer.evaluate(() => window.rig.stats()))
  return viewer
}

function python(...args) {
  const p = spawn('/usr/bin/python3', [new URL('aiortc_peer.py', import.meta.url).pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  world.children.add(p)
  let text = ''
  p.stdout.on('data', (d) => { text += d })
  p.out = () => text
  return p
}

async function npmModule(page, name, entry) {
  const require = createRequire(import.meta.url)
  const { outputFiles } = await build({ stdin: { contents: `export * from ${JSON.stringify(require.resolve(entry))}`, resolveDir: new URL('..', import.meta.url).pathname }, bundle: true, write: false, format: 'iife', globalName: name })
  await page.addScriptTag({ content: `${outputFiles[0].text};window.${name} = ${name}` })
}

const publishers = {}
for (const [codec, b] of [['video/h264', one], ['video/vp8', two]]) {
  await tally.run(`Chromium publishes ${codec}, Chromium sees it move and hears it`, async () => {
    publishers[codec] = await bare()
    await publishers[codec].evaluate(([url, token, c]) => window.rig.publish(url, token, { codec: c }), [whip(b), b.publish_token, codec])
    const viewer = await seen(b)
    const ages = await viewer.evaluate(() => window.rig.ages(30))
    if (!ages.some((a) => a < 1500)) throw new Error(`the clock in the picture cannot be read: ${ages.slice(0, 5)}`)
    await viewer.context().close()
  })
}

await tally.run('the sender is told by transport-cc and passes 1.5 Mb/s', () => until('more than 1.5 Mb/s', 50000, async () => {
  const sent = async () => (await publishers['video/h264'].evaluate(() => window.rig.outbound())).filter((s) => s.kind === 'video').reduce((n, s) => n + s.bytesSent, 0)
  const before = await sent()
  await sleep(1000)
  return ((await sent()) - before) / 125 > 1500
}))

await tally.run('Firefox sees the VP8 booth', async () => {
  const f = await Firefox.open()
  try {
    await f.goto(`${world.origin}/mine`)
    await f.evaluate(`async (url) => { (${rig})(); window.firefox = await window.rig.view(url) }`, whep(two))
    await moves(() => f.evaluate('async () => (await window.rig.stats()).map((s) => ({ kind: s.kind, framesDecoded: s.framesDecoded, packetsReceived: s.packetsReceived }))'))
  } finally { await f.close() }
})

// A frame's packets differ by a byte or so; padded to one length (RFC 3550 §5.1) they cross in one piece. Nobody here wrote who takes them off again.
await tally.run('padded packets: Chromium and Firefox decode them', async () => {
  const f = await Firefox.open()
  const viewer = await seen(two)
  const picture = (stats) => stats.find((s) => s.kind === 'video') ?? {}
  const chromium = async () => picture(await viewer.evaluate(() => window.rig.stats()))
  const firefox = async () => picture(await f.evaluate('async () => (await window.rig.stats()).map((s) => ({ kind: s.kind, framesDecoded: s.framesDecoded, packetsReceived: s.packetsReceived }))'))
  try {
    await f.goto(`${world.origin}/mine`)
    await f.evaluate(`async (url) => { (${rig})(); window.firefox = await window.rig.view(url) }`, whep(two))
    await until('Firefox sees it', 30000, async () => (await firefox()).framesDecoded > 20, 200)
    const [counts, c, x] = [await metrics(world), await chromium(), await firefox()]
    await until('both decode 100 frames more', 30000, async () => (await chromium()).framesDecoded > c.framesDecoded + 100 && (await firefox()).framesDecoded > x.framesDecoded + 100, 200)
    const after = await metrics(world)
    const grown = (name) => after[name] - counts[name]
    if (!(grown('mela_media_padding_bytes_total') > 0)) throw new Error('nothing was padded')
    if (!(grown('mela_media_packets_in_runs_total') > 0)) throw new Error('nothing crossed in one piece')
  } finally { await f.close(); await viewer.context().close() }
})

await tally.run('aiortc sees the VP8 booth', async () => {
  const p = python('view', whep(two), '6')
  await until('aiortc has looked', 60000, () => p.out().includes('frames'))
  const { frames, audio } = JSON.parse(p.out())
  if (frames < 20 || audio < 20) throw new Error(p.out())
})

await tally.run('aiortc publishes, Chromium sees it', async () => {
  const p = python('publish', whip(three), three.publish_token, '60')
  await until('aiortc is connected', 30000, () => p.out().includes('"connected"'))
  await (await seen(three)).context().close()
  p.kill('SIGKILL')
})

await tally.run('whip-whep publishes and views', async () => {
  const page = await bare()
  await npmModule(page, 'whipModule', 'whip-whep/whip.js')
  await npmModule(page, 'whepModule', 'whip-whep/whep.js')
  await page.evaluate(async ([up, token]) => {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    const stream = window.rig.clockStream()
    for (const t of stream.getTracks()) pc.addTransceiver(t, { direction: 'sendonly', streams: [stream] })
    window.client = new window.whipModule.WHIPClient()
    await window.client.publish(pc, up, token)
  }, [whip(four), four.publish_token])
  await (await seen(four)).context().close()
  await page.evaluate(async (down) => {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
    pc.addTransceiver('video', { direction: 'recvonly' })
    pc.addTransceiver('audio', { direction: 'recvonly' })
    window.rig.seen = { pc }
    window.viewing = new window.whepModule.WHEPClient()
    await window.viewing.view(pc, down)
  }, whep(four))
  await moves(() => page.evaluate(() => window.rig.stats()))
  await page.evaluate(async () => { await window.viewing.stop(); await window.client.stop() })
  await page.context().close()
})

await tally.run('@eyevinn/whip-web-client publishes', async () => {
  const page = await bare()
  await npmModule(page, 'eyevinn', '@eyevinn/whip-web-client')
  await page.evaluate(async ([up, token]) => {
    window.client = new window.eyevinn.WHIPClient({ endpoint: up, opts: { authkey: token, noTrickleIce: true } })
    await window.client.ingest(window.rig.clockStream())
  }, [whip(four), four.publish_token])
  await (await seen(four)).context().close()
  await page.context().close()
})

await browser.close()
await world.stop()
tally.close()
process.exit()
