// hardship.mjs — what a picture has to go through, the same for a viewer's line and for an artisan's: losses, bursts, delays, narrow
// lines, another address. `page` is where it is watched. Each promise is printed as a figure; a test fails at ten times the promise.
import { report } from '../bench/bench.mjs'
import { SAMPLE, backAfter, during, seesPicture, shown } from './net.mjs'
import { Tally, sleep, until } from './world.mjs'

const SETTLE_MS = 4000
const LONG_MS = SAMPLE ? 8000 : 30000
const seed = Number(process.env.SEED ?? 1)

// Losses: the share of the time that the picture stands still, and of the sound that had to be made up.
const losses = [
  { id: 'loss5_100ms', name: '5 % random loss, 100 ms', rules: 'both loss 50 delay 50', freeze: 2, concealed: 3, sample: true },
  { id: 'loss10_100ms', name: '10 % random loss, 100 ms', rules: 'both loss 100 delay 50', freeze: 5, concealed: 5, sample: true },
  { id: 'loss10_200ms', name: '10 % random loss, 200 ms', rules: 'both loss 100 delay 100', freeze: 10, concealed: 8 },
  { id: 'clustered10_50ms', name: '10 % loss in clusters, 50 ms, jitter, 1 % out of order', rules: 'both to_bad 30 to_good 270 bad_loss 1000 delay 25 jitter 15 reorder 10', freeze: 10, concealed: 10 },
]

export class Hardship {
  constructor(who, net, page) { Object.assign(this, { who, net, page, tally: new Tally(), rows: [] }) }

  note(id, unit, value, target, limit) {
    this.rows.push({ name: `net_${this.who}_${id}`, unit, value, better: 'lower', target, seed })
    if (value > limit) throw new Error(`${value} ${unit}; promised ${target}, at most ${limit}`)
  }

  async under(rules, fn) {
    await this.net.line.say(rules)
    try { await fn() } finally { await this.net.line.clean() }
  }

  async standsLosses() {
    for (const l of losses.filter((x) => x.sample || !SAMPLE)) {
      await this.tally.run(`${this.who}: ${l.name}`, () => this.under(l.rules, async () => {
        await sleep(SETTLE_MS)
        const d = await during(this.page, LONG_MS)
        this.note(`${l.id}_freeze`, '%', d.freezePercent, l.freeze, 10 * l.freeze)
        this.note(`${l.id}_concealed`, '%', d.concealedPercent, l.concealed, Math.min(20, 10 * l.concealed))
        if (!(d['audio.totalSamplesReceived'] > 0)) throw new Error('no sound came')
      }))
      await seesPicture(this.page)
    }
  }

  // 30 % of the time nothing passes, 300 ms each time.
  async standsBursts(times = SAMPLE ? 2 : 10) {
    await this.tally.run(`${this.who}: bursts of 300 ms, 30 % of the time`, () => this.under('both delay 50', async () => {
      let end = 0
      for (let i = 0; i < times; i++) {
        await this.net.line.say('both blackout 1')
        await sleep(300)
        await this.net.line.say('both blackout 0')
        end = Date.now()
        await sleep(700)
      }
      this.note('burst_back', 'ms', await backAfter(this.page, end, 4000, 20000), 2000, 20000)
    }))
  }

  async standsAddress(name, to) {
    await this.tally.run(`${this.who}: ${name}`, async () => {
      const at = Date.now()
      this.net.line.address(to)
      this.note('address_back', 'ms', await backAfter(this.page, at, 8000, 30000), 3000, 30000)
    })
  }

  // 1 -> 0.3 -> 2 Mb/s: what cannot pass is not shown, but the picture is whole again soon after it can.
  async standsSteps(stepMs = SAMPLE ? 4000 : 12000) {
    await this.tally.run(`${this.who}: 1 -> 0.3 -> 2 Mb/s`, async () => {
      await this.net.line.say('both rate_kbps 1000 delay 25')
      await sleep(stepMs)
      await this.net.line.say('both rate_kbps 300')
      await sleep(stepMs)
      await this.net.line.say('both rate_kbps 2000')
      const at = Date.now()
      await until('frames flow', 30000, async () => (await shown(this.page, Date.now() - 1000)).length >= 8, 100)
      this.note('steps_back', 'ms', Date.now() - at, 5000, 30000)
      await this.net.line.clean()
    })
  }

  close() {
    report(this.rows)
    this.tally.close()
  }
}
