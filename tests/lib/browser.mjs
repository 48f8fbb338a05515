// browser.mjs — real Chromium for tests: pages with a fake camera, and the smallest WHIP and WHEP clients to run inside them.
import { chromium } from 'playwright-core'

export const launch = (options = {}) => chromium.launch({
  executablePath: options.executablePath ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-dev-shm-usage', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', ...(options.args ?? [])],
})

export const context = (browser, options = {}) => browser.newContext({ ignoreHTTPSErrors: true, permissions: ['camera', 'microphone'], viewport: { width: 1280, height: 800 }, ...options })

// Put into a page with page.addInitScript; afterwards window.rig has its functions.
export const rig = () => {
  const CELLS = 44 // bits of the wall clock in ms
  const paint = (g, w, h) => {
    const now = Math.round(performance.timeOrigin + performance.now())
    // Grain: a flat picture would not fill the bitrate that is asked for.
    for (let i = 0; i < grain.data.length; i += 4) {
      const v = 64 + (Math.random() * 128)
      grain.data[i] = grain.data[i + 1] = grain.data[i + 2] = v
      grain.data[i + 3] = 255
    }
    g.putImageData(grain, 0, h - 160)
    g.fillStyle = '#448'
    g.fillRect(0, 0, w, h - 160)
    g.fillStyle = `hsl(${(now / 20) % 360} 60% 60%)`
    g.fillRect((now / 5) % w, h / 2, 60, 60)
    const cell = w / CELLS
    for (let i = 0; i < CELLS; i++) {
      g.fillStyle = Math.floor(now / 2 ** i) % 2 ? '#fff' : '#000'
      g.fillRect(i * cell, 0, cell + 1, 32)
    }
  }
  const grain = new ImageData(320, 160)
  const read = (video, canvas) => {
    const w = video.videoWidth
    canvas.width = w
    canvas.height = 32
    const g = canvas.getContext('2d', { willReadFrequently: true })
    g.drawImage(video, 0, 0, w, 32, 0, 0, w, 32)
    const cell = w / CELLS
    let n = 0
    for (let i = 0; i < CELLS; i++) {
      const [r, gr, b] = g.getImageData(Math.floor((i + 0.5) * cell), Math.round((12 * video.videoHeight) / 480), 1, 1).data
      if (r + gr + b > 384) n += 2 ** i
    }
    return n
  }
  const gathered = (pc) => pc.iceGatheringState === 'complete' ? Promise.resolve() : new Promise((r) => { const t = setTimeout(r, 300); pc.addEventListener('icegatheringstatechange', () => { if (pc.iceGatheringState === 'complete') { clearTimeout(t); r() } }) })
  const post = async (url, pc, token) => {
    await pc.setLocalDescription(await pc.createOffer())
    const res = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp', 'x-mela': '1', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: pc.localDescription.sdp })
    const text = await res.text()
    if (res.status !== 201) throw new Error(`${res.status} ${text}`)
    await pc.setRemoteDescription({ type: 'answer', sdp: text })
    return new URL(res.headers.get('location'), url).href
  }
  const prefer = (tr, kind, mime) => {
    const all = RTCRtpReceiver.getCapabilities(kind).codecs
    const first = all.filter((c) => c.mimeType.toLowerCase() === mime && (mime !== 'video/h264' || /42e01f/.test(c.sdpFmtpLine) && /packetization-mode=1/.test(c.sdpFmtpLine)))
    tr.setCodecPreferences([...first, ...all.filter((c) => /rtx|red|ulpfec/.test(c.mimeType))])
  }
  window.rig = {
    // A canvas with the clock in it, as a camera of 30 frames/s; and a tone.
    clockStream(w = 640, h = 480, fps = 30) {
      const canvas = document.createElement('canvas')
      canvas.width = w
      canvas.height = h
      const g = canvas.getContext('2d')
      paint(g, w, h)
      setInterval(() => paint(g, w, h), 1000 / fps)
      const stream = canvas.captureStream(fps)
      const audio = new AudioContext()
      const tone = audio.createOscillator()
      const out = audio.createMediaStreamDestination()
      tone.connect(out)
      tone.start()
      stream.addTrack(out.stream.getAudioTracks()[0])
      return stream
    },
    async publish(url, token, { codec = 'video/h264', kbps = 2500, stream } = {}) {
      const media = stream ?? this.clockStream()
      const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
      for (const t of media.getTracks()) {
        const tr = pc.addTransceiver(t, { direction: 'sendonly', streams: [media] })
        if (t.kind === 'video') {
          prefer(tr, 'video', codec)
          const p = tr.sender.getParameters()
          if (p.encodings[0]) { p.encodings[0].maxBitrate = kbps * 1000; await tr.sender.setParameters(p) }
        }
      }
      this.pub = { pc, location: await post(url, pc, token) }
      return this.pub.location
    },
    async view(url, { codecs } = {}) {
      const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
      const tr = pc.addTransceiver('video', { direction: 'recvonly' })
      if (codecs) prefer(tr, 'video', codecs)
      pc.addTransceiver('audio', { direction: 'recvonly' })
      const video = document.createElement('video')
      video.muted = true
      video.autoplay = true
      video.playsInline = true
      const stream = new MediaStream()
      pc.ontrack = (e) => { stream.addTrack(e.track); video.srcObject = stream }
      document.body.append(video)
      const began = performance.now()
      const location = await post(url, pc)
      const first = await new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('no frame within 20 s')), 20000)
        video.requestVideoFrameCallback((now) => resolve(now - began))
        video.play().catch(() => {})
      })
      this.seen = { pc, video, location }
      return { first, location }
    },
    async leave() {
      this.seen?.pc.close()
      this.seen?.video.remove()
      if (this.seen) await fetch(this.seen.location, { method: 'DELETE', headers: { 'x-mela': '1' } }).catch(() => {})
    },
    // Ages of `n` frames in ms: the moment a frame is on screen less the moment its clock was drawn.
    ages(n) {
      const { video } = this.seen
      const canvas = document.createElement('canvas')
      const list = []
      return new Promise((resolve) => {
        const on = () => {
          const age = performance.timeOrigin + performance.now() - read(video, canvas)
          if (age > 0 && age < 5000) list.push(age)
          if (list.length < n) video.requestVideoFrameCallback(on)
          else resolve(list)
        }
        video.requestVideoFrameCallback(on)
      })
    },
    // The next frame on the screen: its RTP timestamp and the clock in its pixels.
    frame() {
      const { video } = this.seen
      return new Promise((resolve) => video.requestVideoFrameCallback((_, meta) => resolve({ rtp_ts: meta.rtpTimestamp, clock: read(video, document.createElement('canvas')) })))
    },
    async stats(kind = 'inbound-rtp') {
      const out = []
      for (const s of (await (this.seen ?? this.pub).pc.getStats()).values()) if (s.type === kind) out.push(s)
      return out
    },
    async outbound() {
      const out = []
      for (const s of (await this.pub.pc.getStats()).values()) if (s.type === 'outbound-rtp' || s.type === 'candidate-pair') out.push(s)
      return out
    },
  }
  void gathered
}

// A page of nothing but the rig, on which no policy of a page lies.
export async function bare(browser, origin) {
  const page = await (await context(browser, { bypassCSP: true })).newPage()
  await page.addInitScript(rig)
  await page.goto(`${origin}/robots.txt`)
  return page
}
