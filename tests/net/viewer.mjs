// viewer.mjs — a buyer on a bad network: the booth page's own player in a real browser at the far end of the line. A second one in the
// server's own namespace, on a perfect network, tells what was sent.
import { Hardship } from '../lib/hardship.mjs'
import { Net, seesPicture, sums } from '../lib/net.mjs'

const net = await Net.open()
try {
  const b = net.world.booth()
  await net.phone(b)
  const [page, near] = [await net.page('far'), await net.page('near')]
  for (const p of [page, near]) {
    await p.evaluate((slug) => window.begin.view(slug), b.slug)
    await seesPicture(p)
  }
  const h = new Hardship('viewer', net, page, { data: 'to_b', sent: async () => (await sums(near))['video.framesReceived'] })
  await h.tally.run('viewer: sound is repaired by the packet behind, by the code and by asking again', async () => {
    const sdp = await page.evaluate(() => window.pcs[0].remoteDescription.sdp)
    const [, pt] = /a=rtpmap:(\d+) opus/.exec(sdp)
    for (const line of [`a=fmtp:${pt} .*useinbandfec=1`, `a=rtcp-fb:${pt} nack`, `a=fmtp:\\d+ ${pt}/${pt}`]) if (!new RegExp(line).test(sdp)) throw new Error(`not agreed on: ${line}`)
  })
  await h.standsAll()
} finally { await net.close() }
process.exit()
