// net.mjs — a bad network round a real server: the line between the two namespaces that tests/run-net made, a browser at its far end
// with the pages' own WHIP and WHEP code, and what its getStats says.
import { execFileSync, spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { context, launch, rig } from './browser.mjs'
import { ROOT, World, sleep, tool, until } from './world.mjs'

const { NEAR, FAR } = process.env
export const SAMPLE = !!process.env.SAMPLE
export const ROUNDS = SAMPLE ? 1 : 3
// The machine's load average: figures taken on a busy one say less.
export const loadNow = () => Math.round(loadavg()[0] * 10) / 10
export const NEAR_IP = '10.77.0.1'
const CLEAN = 'both loss 0 to_bad 0 to_good 1000 bad_loss 1000 delay 0 jitter 0 reorder 0 rate_kbps 0 queue 200 blackout 0'

export const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
// Neither `ip netns exec` nor `ip -n`: these mount, which a container's or a chroot's root does not bear.
const inside = (ns, ...args) => execFileSync('nsenter', [`--net=/run/netns/${ns}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
export const inFar = (...args) => inside(FAR, ...args)
export const far = (...args) => inFar('ip', ...args)

// The line between the namespaces; its rules change while it runs.
export class Line {
  static async open(seed = 1) {
    const l = new Line()
    l.answers = []
    l.by = 'line'
    l.shift = 0
    l.process = spawn(tool('impair'), [NEAR, FAR, String(seed)], { stdio: ['pipe', 'pipe', 'inherit'] })
    let rest = ''
    l.process.stdout.on('data', (d) => {
      rest += d
      for (let at; (at = rest.indexOf('\n')) >= 0; rest = rest.slice(at + 1)) l.answers.push(JSON.parse(rest.slice(0, at)))
    })
    await until('the line is there', 5000, () => l.answers.length, 10)
    inside(NEAR, 'ip', 'addr', 'add', `${NEAR_IP}/24`, 'dev', 'line')
    inside(NEAR, 'ip', 'link', 'set', 'line', 'addrgenmode', 'none', 'up')
    for (const dev of ['line', 'cell']) far('link', 'set', dev, 'addrgenmode', 'none')
    far('link', 'set', 'line', 'up')
    l.address('10.77.0.2')
    return l
  }

  async say(text) {
    const n = this.answers.length
    this.process.stdin.write(`${text}\n`)
    const answer = await until('the line answers', 5000, () => this.answers[n], 5)
    if (answer.ok === false) throw new Error(`the line does not know: ${text}`)
    return answer
  }

  clean() { return this.say(CLEAN) }

  // What the line has seen so far, each way: { in, lost, overflowed, out, bytes }.
  counts() { return this.say('counts') }

  // The far end's only address from now on (links make none of their own: one that comes up late breaks a browser's first request); its way to everywhere is over the line.
  address(to) {
    if (this.far) far('addr', 'del', `${this.far}/24`, 'dev', this.by)
    this.far = to
    far('addr', 'add', `${to}/24`, 'dev', this.by)
    far('route', 'replace', 'default', 'via', NEAR_IP)
  }

  // The far end goes by its other interface, "line" or "cell", under an address of that one.
  interface(to, address) {
    far('link', 'set', this.by, 'down')
    far('addr', 'flush', 'dev', this.by)
    this.by = to
    this.far = null
    far('link', 'set', to, 'up')
    this.address(address)
  }

  // Another binding in the NAT on the way: the same address within, another port outside.
  rebind() { this.shift = (this.shift + 1000) % 4000; return this.say(`rebind ${this.shift}`) }

  close() { this.process.stdin.end() }
}

async function clientCode() {
  const require = createRequire(`${ROOT}web/package.json`)
  void require
  const { outputFiles } = await build({
    stdin: { contents: "export { Whep } from './whep'; export { Whip } from './whip'", resolveDir: `${ROOT}web/src/lib`, loader: 'ts' },
    bundle: true, write: false, format: 'iife', globalName: 'mela', nodePaths: [`${ROOT}web/node_modules`] })
  return outputFiles[0].text
}

// In the page: every connection that is made is kept, every frame that is shown is noted.
const watch = () => {
  window.pcs = []
  window.frames = []
  const Real = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(...a) {
      super(...a)
      window.pcs.push(this)
      for (const s of ['connectionState', 'iceConnectionState']) this.addEventListener(s.toLowerCase() + 'change', () => console.log(Date.now() % 100000, s, this[s]))
    }
  }
  window.begin = {
    view(slug) {
      const video = document.createElement('video')
      video.muted = true
      document.body.append(video)
      const note = () => { window.frames.push(performance.timeOrigin + performance.now()); video.requestVideoFrameCallback(note) }
      video.requestVideoFrameCallback(note)
      window.whep = new window.mela.Whep(slug, video)
      window.whep.start()
    },
    publish(slug, token) {
      window.whip = new window.mela.Whip(`/whip/${slug}`, token)
      window.whip.start(window.rig.clockStream(640, 360, 20))
    },
  }
  const add = (to, what) => { for (const [k, v] of Object.entries(what)) to[k] = (to[k] ?? 0) + v }
  window.sums = async () => {
    const sum = { connections: window.pcs.length }
    for (const pc of window.pcs) {
      if (pc.connectionState === 'closed') { add(sum, pc.last ?? {}); continue }
      pc.last = {}
      const stats = await pc.getStats()
      for (const s of stats.values()) {
        if (s.type === 'candidate-pair' && s.nominated) { pc.trip = s.currentRoundTripTime; pc.by = stats.get(s.localCandidateId)?.protocol }
        if (s.type !== 'inbound-rtp' && s.type !== 'outbound-rtp' && s.type !== 'remote-outbound-rtp') continue
        for (const [k, v] of Object.entries(s)) if (typeof v === 'number' && !/timestamp/i.test(k)) pc.last[`${s.kind}.${k}`] = (pc.last[`${s.kind}.${k}`] ?? 0) + v
      }
      add(sum, pc.last)
    }
    sum.udp = window.pcs.at(-1)?.by === 'udp' ? 1 : 0
    sum.trip_ms = Math.round(1000 * (window.pcs.at(-1)?.trip ?? 0))
    return sum
  }
}

export class Net {
  static async open(env = {}) {
    const n = new Net()
    n.line = await Line.open(Number(process.env.SEED ?? 1))
    n.world = await World.start({ env: { MELA_MEDIA_ANNOUNCE: NEAR_IP, MELA_LIMITS_REQUESTS_PER_MIN: '100000', ...env } })
    n.code = await clientCode()
    n.browsers = []
    n.origin = `https://${NEAR_IP}:${n.world.port + 1}`
    n.whep = (b) => `${n.origin}/whep/${b.slug}`
    return n
  }

  async page(where = 'far', args = []) {
    const browser = await launch(where === 'far' ? { executablePath: `${ROOT}tests/lib/in-netns`, args } : { args })
    this.browsers.push(browser)
    const page = await (await context(browser, { bypassCSP: true })).newPage()
    await page.addInitScript(rig)
    await page.addInitScript(watch)
    page.on('console', (m) => process.env.CHAT && console.log('page:', m.text()))
    await page.goto(`${this.origin}/robots.txt`)
    await page.addScriptTag({ content: this.code })
    return page
  }

  // A phone in the server's own namespace, on a perfect network.
  async phone(b, kbps = 700) {
    const p = this.world.run('phone', ['--url', `${this.world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--insecure', '--fps', '20', '--kbps', String(kbps)])
    await until('the phone is live', 20000, () => p.lines.some((l) => l.state === 'live'))
    return p
  }

  async close() {
    for (const b of this.browsers) await b.close().catch(() => {})
    await this.world.stop()
    this.line.close()
    await sleep(100)
  }
}

export const sums = (page) => page.evaluate(() => window.sums())
export const shown = (page, since) => page.evaluate((t) => window.frames.filter((f) => f >= t), since)
export const seesPicture = (page, limitMs = 30000) => until('a picture is seen', limitMs, async () => (await shown(page, 0)).length > 10, 100)

// Milliseconds from `since` until the end of the last standstill of GAP_MS or more within the stretch that follows; 0 if the
// picture went on throughout. A player that holds frames back shows some of them after the network has gone.
const GAP_MS = 400
export async function backAfter(page, since, stretchMs, limitMs) {
  await sleep(Math.max(0, since + stretchMs - Date.now()))
  await until('the picture is back', limitMs, async () => (await shown(page, Date.now() - 500)).length > 3, 100)
  const f = [since, ...(await shown(page, since))]
  const i = f.findLastIndex((t, k) => k > 0 && t - f[k - 1] > GAP_MS)
  return i < 0 ? 0 : Math.round(f[i] - since)
}

// What changed of the page's sums while `fn` ran, with the share of the time that the picture stood still, in percent.
export async function during(page, ms, fn) {
  const a = await sums(page), began = Date.now()
  await fn?.()
  await sleep(Math.max(0, ms - (Date.now() - began)))
  const b = await sums(page), d = Object.fromEntries(Object.keys(b).map((k) => [k, b[k] - (a[k] ?? 0)]))
  const took = Date.now() - began, n = (k) => d[k] ?? 0
  return { ...d, took, freezePercent: Math.round((n('video.totalFreezesDuration') * 1e6) / took) / 10,
    concealedPercent: Math.round((1000 * (n('audio.concealedSamples') - n('audio.silentConcealedSamples'))) / Math.max(1, n('audio.totalSamplesReceived'))) / 10 }
}
