// layers.mjs — a phone that sends two sizes of its picture (simulcast): real Chromium at both ends, no copy is made by the server, and the
// screen goes from one size to the other without a pause.
import { bare, launch, rig } from '../lib/browser.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { Firefox } from '../e2e/firefox.mjs'
import { below, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const browser = await launch()
const SMALL = [{ rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 150000 }, { rid: 'h', maxBitrate: 1500000 }]

// Publishes a canvas in two sizes; the answer.
const publish = (page, booth, codec) => page.evaluate(async ([url, token, mime, sendEncodings]) => {
  const stream = window.rig.clockStream(960, 540)
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  for (const t of stream.getTracks()) {
    const video = t.kind === 'video'
    const tr = pc.addTransceiver(t, { direction: 'sendonly', streams: [stream], ...(video ? { sendEncodings } : {}) })
    const all = RTCRtpReceiver.getCapabilities('video').codecs
    const wanted = (c) => c.mimeType.toLowerCase() === mime && (mime !== 'video/h264' || (/42e01f/.test(c.sdpFmtpLine) && /packetization-mode=1/.test(c.sdpFmtpLine)))
    if (video) tr.setCodecPreferences([...all.filter(wanted), ...all.filter((c) => /rtx/.test(c.mimeType))])
  }
  await pc.setLocalDescription()
  const r = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: `Bearer ${token}` }, body: pc.localDescription.sdp })
  const sdp = await r.text()
  if (!r.ok) throw new Error(sdp)
  await pc.setRemoteDescription({ type: 'answer', sdp })
  window.phone = pc
  return sdp
}, [`${world.origin}/whip/${booth.slug}`, booth.publish_token, codec, SMALL])
const seen = (page) => page.evaluate(async () => [...(await window.rig.seen.pc.getStats()).values()].find((s) => s.type === 'inbound-rtp' && s.kind === 'video'))
const choose = (page, rung) => page.evaluate(async (encodingId) => (await fetch(`${window.rig.seen.location}/layer`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-mela': '1' }, body: JSON.stringify({ encodingId }) })).json(), rung)
const switchOff = (page, rid, off) => page.evaluate(async ([name, gone]) => {
  const sender = window.phone.getSenders().find((s) => s.track.kind === 'video'), p = sender.getParameters()
  for (const e of p.encodings) if (e.rid === name) e.active = !gone
  await sender.setParameters(p)
}, [rid, off])
// Times on the wire of the frames shown from now on, in `window.times`.
const watchTimes = (page) => page.evaluate(() => {
  window.times = []
  const on = (_now, { rtpTimestamp }) => { window.times.push(rtpTimestamp); window.rig.seen.video.requestVideoFrameCallback(on) }
  window.rig.seen.video.requestVideoFrameCallback(on)
})
const isSmall = (s) => s.frameHeight <= 135, isFull = (s) => s.frameHeight > 135
const becomes = (page, size) => { const began = Date.now(); return until('the other size', 20000, async () => size(await seen(page)), 20).then(() => Date.now() - began) }

const booths = { 'video/h264': world.demo.booths[0], 'video/vp8': world.demo.booths[1] }
for (const [codec, booth] of Object.entries(booths)) {
  const phone = await bare(browser, world.origin), screen = await bare(browser, world.origin)
  await tally.run(`${codec}: the answer takes the full picture and the small one`, async () => {
    const answer = await publish(phone, booth, codec)
    must(/a=simulcast:recv h;l\r\n/.test(answer) && /a=rid:h recv/.test(answer), answer)
    await until('a picture', 30000, () => screen.evaluate((url) => window.rig.view(url).then(() => true), `${world.origin}/whep/${booth.slug}`).catch(() => false), 500)
    await becomes(screen, isFull)
    await choose(screen, 'low')
    await becomes(screen, isSmall) // sender reports of both have come: from here on the sizes share one time
    await choose(screen, 'high')
    await becomes(screen, isFull)
  })
  await tally.run(`${codec}: from one size to the other on one stream, without a pause and never back in time`, async () => {
    await watchTimes(screen)
    const before = await seen(screen), took = []
    for (const size of [isSmall, isFull, isSmall, isFull]) {
      await choose(screen, size === isSmall ? 'low' : 'high')
      took.push(await becomes(screen, size))
      await sleep(800)
    }
    const after = await seen(screen), times = await screen.evaluate(() => window.times)
    const frozen = Math.round(1000 * (after.totalFreezesDuration - before.totalFreezesDuration))
    console.log(`     ${took.join(', ')} ms; stood still for ${frozen} ms in all`)
    same(after.ssrc, before.ssrc, 'ssrc')
    must(took.every((ms) => ms < 3000), `${took} ms`)
    must(frozen < 1500, `stood still for ${frozen} ms`) // none on a quiet machine
    const back = times.findIndex((t, i) => i && ((t - times[i - 1]) | 0) < 0)
    must(back < 0, `frame ${back}: ${times.slice(back - 2, back + 2)}`)
    must(!below(world.server.pid).some((p) => p.name === 'mela-render'), 'a copy is made')
  })
  await tally.run(`${codec}: where the phone stops sending the full picture, the small one stands in for it, and gives way again`, async () => {
    await choose(screen, 'high')
    await becomes(screen, isFull)
    await switchOff(phone, 'h', true)
    console.log(`     small after ${await becomes(screen, isSmall)} ms`)
    await switchOff(phone, 'h', false)
    console.log(`     full after ${await becomes(screen, isFull)} ms`)
  })
  await tally.run(`${codec}: one picture a second is the small one's key frames`, async () => {
    await choose(screen, 'stills')
    await becomes(screen, isSmall)
    const a = await seen(screen)
    await sleep(4000)
    const n = (await seen(screen)).framesDecoded - a.framesDecoded
    must(n >= 2 && n <= 6, `${n} pictures in 4 s`)
  })
  for (const page of [phone, screen]) await page.close()
}

await tally.run('Firefox sends two sizes too, and the screen goes from one to the other', async () => {
  const f = await Firefox.open(), screen = await bare(browser, world.origin), booth = world.demo.booths[2]
  try {
    await f.goto(`${world.origin}/mine`)
    const answer = await f.evaluate(`async (url, token, sendEncodings) => {
      (${rig})()
      const stream = window.rig.clockStream(960, 540), pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
      for (const t of stream.getTracks()) pc.addTransceiver(t, { direction: 'sendonly', streams: [stream], ...(t.kind === 'video' ? { sendEncodings } : {}) })
      await pc.setLocalDescription()
      const r = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp', authorization: 'Bearer ' + token }, body: pc.localDescription.sdp }), sdp = await r.text()
      if (r.ok) await pc.setRemoteDescription({ type: 'answer', sdp })
      window.phone = pc
      return sdp
    }`, `${world.origin}/whip/${booth.slug}`, booth.publish_token, SMALL)
    must(/a=simulcast:recv h;l\r\n/.test(answer), answer)
    await until('a picture', 30000, () => screen.evaluate((url) => window.rig.view(url).then(() => true), `${world.origin}/whep/${booth.slug}`).catch(() => false), 500)
    const took = [await becomes(screen, isFull)]
    for (const [rung, size] of [['low', isSmall], ['high', isFull]]) { await choose(screen, rung); took.push(await becomes(screen, size)) }
    console.log(`     ${took.join(', ')} ms`)
    must(!below(world.server.pid).some((p) => p.name === 'mela-render'), 'a copy is made')
  } finally { await f.close(); await screen.close() }
})

await browser.close()
await world.stop()
tally.close()
process.exit()
