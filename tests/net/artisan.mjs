// artisan.mjs — an artisan on a bad network: the studio's own publishing code in a real browser at the far end of the line, watched
// from the server's side.
import { Hardship } from '../lib/hardship.mjs'
import { Net, seesPicture, sums } from '../lib/net.mjs'
import { until } from '../lib/world.mjs'

const net = await Net.open()
try {
  const b = net.world.booth()
  const artisan = await net.page('far')
  await artisan.evaluate(([slug, token]) => window.begin.publish(slug, token), [b.slug, b.publish_token])
  await until('the artisan is live', 20000, () => artisan.evaluate(() => window.whip.state.value === 'live'))
  const page = await net.page('near')
  await page.evaluate((slug) => window.begin.view(slug), b.slug)
  await seesPicture(page)
  const h = new Hardship('artisan', net, page, { data: 'to_a', beyond: artisan, sent: async () => (await sums(artisan))['video.framesSent'] })
  await h.tally.run('artisan: sound carries its own repair', async () => {
    const sdp = await artisan.evaluate(() => window.pcs[0].remoteDescription.sdp)
    const [, pt] = /a=rtpmap:(\d+) opus/i.exec(sdp)
    if (!new RegExp(`a=fmtp:${pt} .*useinbandfec=1`).test(sdp)) throw new Error(`no in-band FEC in the answer:\n${sdp}`)
  })
  await h.standsAll()
} finally { await net.close() }
process.exit()
