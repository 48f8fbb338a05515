// hardship.mjs — what a picture has to go through, the same for a viewer's line and for an artisan's: losses, bursts, delays, narrow
// lines, another address. `page` is where it is watched; `sent` tells how many frames have been sent so far, by whoever knows.
//
// Two kinds of figures. *Promises* (a freeze, a time) depend on the machine too: they are kept, and one that is missed is a failure at
// the end, in `make net` alone (promises.mjs); at ten times its value its case fails anywhere. *Outcomes* do not, and fail at once: the
// line did to the packets what it was told to (its own counters and the browser's round trip are the witnesses), most frames that were
// sent arrived whole, the lost were asked for and came again, sound was heard.
import { SAMPLE, backAfter, during, loadNow, seesPicture, shown, sums } from './net.mjs'
import { settle } from './promises.mjs'
import { Tally, sleep, until } from './world.mjs'

const SETTLE_MS = 4000
const LONG_MS = SAMPLE ? 8000 : 30000
const ENOUGH = 300 // frames on the line, before a share of them says anything
const seed = Number(process.env.SEED ?? 1)
// CASES=loss5,address tries only those whose id holds one of these words.
const CASES = (process.env.CASES ?? '').split(',').filter(Boolean)
const wanted = (id) => !CASES.length || CASES.some((c) => id.includes(c))

// `lost` of a hundred frames each way; `trip` in ms; `whole`: at least so many of a hundred frames sent arrive complete.
// freeze: % of the time; concealed: % of the sound.
const losses = [
  { id: 'rtt50', name: '50 ms', rules: 'both delay 25', lost: 0, trip: 50, whole: 95, freeze: 1, concealed: 1 },
  { id: 'rtt200', name: '200 ms', rules: 'both delay 100', lost: 0, trip: 200, whole: 95, freeze: 1, concealed: 1 },
  { id: 'loss5_100ms', name: '5 % random loss, 100 ms', rules: 'both loss 50 delay 50', lost: 5, trip: 100, whole: 85, freeze: 2, concealed: 3, sample: true },
  { id: 'loss10_100ms', name: '10 % random loss, 100 ms', rules: 'both loss 100 delay 50', lost: 10, trip: 100, whole: 90, freeze: 5, concealed: 5 },
  { id: 'loss10_200ms', name: '10 % random loss, 200 ms', rules: 'both loss 100 delay 100', lost: 10, trip: 200, whole: 65, freeze: 10, concealed: 8, sample: true },
  { id: 'clustered10_50ms', name: '10 % loss in clusters, 50 ms, jitter, 1 % out of order', rules: 'both to_bad 30 to_good 270 bad_loss 1000 delay 25 jitter 15 reorder 10',
    lost: 10, trip: 50, whole: 85, freeze: 10, concealed: 10 },
]

const fail = (text) => { throw new Error(text) }

export class Hardship {
  // `data`: the way of the line that the picture takes, to_a or to_b; `beyond`: the page at its far end.
  constructor(who, net, page, { data, sent, beyond = page }) { Object.assign(this, { who, net, page, data, sent, beyond, tally: new Tally(), rows: [] }) }

  note(id, unit, value, target, limit = 10 * target) {
    this.rows.push({ name: `net_${this.who}_${id}`, unit, value, better: 'lower', target, seed, load: loadNow() })
    if (value > limit) fail(`${value} ${unit}; promised ${target}, at most ${limit}`)
  }

  async under(rules, fn) {
    await this.net.line.say(rules)
    try { await fn() } finally { await this.net.line.clean() }
  }

  // What the line did to the picture's packets while `fn` ran.
  async witnessed(fn) {
    const a = (await this.net.line.counts())[this.data]
    const got = await fn()
    const b = (await this.net.line.counts())[this.data]
    return [got, Object.fromEntries(Object.keys(b).map((k) => [k, b[k] - a[k]]))]
  }

  async watch(ms) {
    const before = await this.sent()
    const [d, line] = await this.witnessed(() => during(this.page, ms))
    const beyond = await sums(this.beyond)
    Object.assign(d, { trip_ms: beyond.trip_ms, udp: beyond.udp })
    return { d, line, sent: (await this.sent()) - before }
  }

  outcomes(l, { d, line, sent }) {
    const lost = (100 * line.lost) / Math.max(1, line.in), whole = (100 * d['video.framesReceived']) / Math.max(1, sent)
    console.log(`     line: ${line.in} frames, ${lost.toFixed(1)} % lost; round trip ${d.trip_ms} ms; ${d['video.framesReceived']} of ${sent} pictures whole; ${d['video.nackCount'] ?? 0} asked for again`)
    if (process.env.CHAT) console.log(JSON.stringify(d))
    if (line.in < ENOUGH) fail(`only ${line.in} frames on the line`)
    if (Math.abs(lost - l.lost) > Math.max(0.5, 0.4 * l.lost)) fail(`the line lost ${lost.toFixed(1)} %, not ${l.lost} %`)
    if (!d.udp) fail('the picture does not go by UDP')
    if (d.trip_ms < 0.9 * l.trip) fail(`a round trip of ${d.trip_ms} ms, not ${l.trip}`)
    if (whole < l.whole) fail(`${whole.toFixed(0)} % of the pictures arrived whole, at least ${l.whole} % should`)
    if (!(d['video.framesDecoded'] > 0.9 * d['video.framesReceived'])) fail(`of ${d['video.framesReceived']} pictures ${d['video.framesDecoded']} were decoded`)
    if (this.data === 'to_b' && l.lost && !(d['video.nackCount'] > 0 && d['video.retransmittedPacketsReceived'] > 0)) fail('nothing was asked for again and came')
    if (!(d['audio.totalSamplesReceived'] > 0)) fail('no sound came')
    // Frames that come with the packet behind and have come already are what the player throws away.
    if (this.data === 'to_b' && l.lost && !(d['audio.packetsDiscarded'] > 0.5 * d['audio.packetsReceived'])) fail('the frames before came with few packets of sound')
  }

  async standsLosses() {
    for (const l of losses.filter((x) => (x.sample || !SAMPLE) && wanted(x.id))) {
      await this.tally.run(`${this.who}: ${l.name}`, () => this.under(l.rules, async () => {
        await sleep(SETTLE_MS)
        const limit = SAMPLE ? Math.max(10, 2 * l.freeze) : Math.max(20, 10 * l.freeze)
        let seen = await this.watch(LONG_MS)
        this.outcomes(l, seen)
        if (SAMPLE && seen.d.freezePercent > limit) { // eight seconds of a busy machine; what the network does is there the next time too
          console.log(`     stood still for ${seen.d.freezePercent} % at a load of ${loadNow()}: once more`)
          seen = await this.watch(LONG_MS)
          this.outcomes(l, seen)
        }
        this.note(`${l.id}_freeze`, '%', seen.d.freezePercent, l.freeze, limit)
        this.note(`${l.id}_concealed`, '%', seen.d.concealedPercent, l.concealed, 20)
      }))
      await seesPicture(this.page)
    }
  }

  // 30 % of the time nothing passes, 300 ms each time.
  async standsBursts(times = SAMPLE ? 3 : 10) {
    if (!wanted('burst')) return
    await this.tally.run(`${this.who}: bursts of 300 ms, 30 % of the time`, () => this.under('both delay 50', async () => {
      let end = 0
      const [, line] = await this.witnessed(async () => {
        for (let i = 0; i < times; i++) {
          await this.net.line.say('both blackout 1')
          await sleep(300)
          await this.net.line.say('both blackout 0')
          end = Date.now()
          await sleep(700)
        }
      })
      console.log(`     line: ${line.in} frames, ${line.lost} lost`)
      if (!(line.lost > 2 * times && line.out > line.lost)) fail(`the line lost ${line.lost} of ${line.in}`)
      this.note('burst_back', 'ms', await backAfter(this.page, end, 4000, 20000), 2000)
    }))
  }

  // Another address, another interface, another port: the picture goes on by the new one alone.
  async standsChanges() {
    const { line } = this.net
    await this.stands('address', 'another address in the middle', () => line.address('10.77.0.3'))
    await this.stands('rebind', 'the NAT forgets its bindings', () => line.rebind())
    await this.stands('interface', 'from wifi to 4G', () => line.interface('cell', '10.77.0.4'))
    if (SAMPLE || !wanted('interface_home')) return
    if (line.by === 'line') { // named alone: away first
      line.interface('cell', '10.77.0.4')
      await backAfter(this.page, Date.now(), 8000, 30000)
    }
    await this.stands('interface_home', 'and home again', () => line.interface('line', '10.77.0.2'))
  }

  async stands(id, name, change) {
    if (!wanted(id)) return
    await this.tally.run(`${this.who}: ${name}`, async () => {
      const at = Date.now()
      await change()
      this.note(`${id}_back`, 'ms', await backAfter(this.page, at, 8000, 30000), 3000)
      const [, line] = await this.witnessed(() => sleep(1000))
      if (!(line.out > 20)) fail(`${line.out} frames a second on the line after it`)
    })
  }

  // 1 -> 0.3 -> 2 Mb/s: what cannot pass is not shown, but the picture is whole again soon after it can.
  async standsSteps(stepMs = SAMPLE ? 4000 : 12000) {
    if (!wanted('steps')) return
    await this.tally.run(`${this.who}: 1 -> 0.3 -> 2 Mb/s`, () => this.under('both rate_kbps 1000 delay 25', async () => {
      await sleep(stepMs)
      const [, line] = await this.witnessed(async () => {
        await this.net.line.say('both rate_kbps 300')
        await sleep(stepMs)
      })
      const kbps = (line.bytes * 8) / stepMs
      if (kbps > 400) fail(`${kbps.toFixed(0)} kb/s went through 300`)
      await this.net.line.say('both rate_kbps 2000')
      const at = Date.now()
      await until('frames flow', 30000, async () => (await shown(this.page, Date.now() - 1000)).length >= 8, 100)
      this.note('steps_back', 'ms', Date.now() - at, 5000, 30000)
    }))
  }

  // The picture is held large where packets are lost: a small one has fewer frames, and a server or a busy machine that steps down would
  // count as pictures that did not arrive (trials/ladder.mjs is about that).
  async standsAll() {
    const choose = (rung) => this.page.evaluate((r) => window.whep.ladder.choose(r), rung)
    await choose('high')
    await this.standsLosses()
    await this.standsBursts()
    await this.standsChanges()
    await choose('auto')
    await this.standsSteps()
    this.close()
  }

  close() {
    settle(this.rows, this.tally)
    this.tally.close()
  }
}
