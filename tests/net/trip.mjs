// trip.mjs — how far the phone is, as the desk is told: with either of those who end phones' connections, and anew when it changes.
import { Net } from '../lib/net.mjs'
import { Tally, until } from '../lib/world.mjs'

const tally = new Tally()
for (const ingest of ['native', 'webrtcbin']) {
  const net = await Net.open({ MELA_MEDIA_INGEST: ingest })
  try {
    const b = net.world.booth()
    const desk = net.world.client()
    await desk.post('sign-in/password', net.world.demo.organizer)
    await desk.connect()
    await desk.ask('desk.watch')
    const told = async (ms) => {
      await net.line.say(`both delay ${ms / 2}`)
      const from = desk.heard.length
      const fits = (m) => m.t === 'desk.health' && m.booth === b.slug && m.d.rtt_ms >= ms - 5 && m.d.rtt_ms < ms + 80
      return (await until(`the desk is told ${ms} ms`, 20000, () => desk.heard.slice(from).find(fits))).d.rtt_ms
    }
    const artisan = await net.page('far')
    await artisan.evaluate(([slug, token]) => window.begin.publish(slug, token), [b.slug, b.publish_token])
    await until('the artisan is live', 20000, () => artisan.evaluate(() => window.whip.state.value === 'live'))
    await tally.run(`${ingest}: the desk is told the round trip to the phone`, async () => {
      console.log(`     100 ms: ${await told(100)} ms; 300 ms: ${await told(300)} ms`)
    })
  } finally { await net.close() }
}
tally.close()
process.exit()
