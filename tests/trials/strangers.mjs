// strangers.mjs — datagrams from where nobody was invited: no answer, no harm. Only the pair that ICE has checked speaks DTLS and SRTP.
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { stun } from '../lib/stun.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'
import { floorIsFree, metrics, must, offer, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const [one] = world.demo.booths
const port = world.port + 2
const pump = world.run('pump', ['--whip', `${world.origin}/whip/${one.slug}`, '--token', one.publish_token, '--seconds', '120', '--packets', '2', '--key-every', '15'])
await until('on air', 20000, () => pump.lines.at(-1)?.state === 'up')
const seen = world.run('viewers', ['--whep', `${world.origin}/whep/${one.slug}`, '--seconds', '120'])
await until('seen', 30000, () => (seen.lines.at(-1)?.frames ?? 0) > 20)

const socket = createSocket('udp4')
let answers = []
socket.on('message', (m) => answers.push(m))
await new Promise((r) => socket.bind(0, '127.0.0.1', r))
const address = '127.0.0.1'
const send = (bytes, to = port) => new Promise((r) => socket.send(bytes, to, address, r))
async function silence(what, list, to = port) {
  answers = []
  for (const bytes of list) await send(bytes, to)
  await sleep(400)
  same(answers.length, 0, `answers to ${what}`)
}

const view = await fetch(`${world.origin}/whep/${one.slug}`, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: offer({ direction: 'recvonly' }) })
const sdp = await view.text()
const [, ufrag] = /a=ice-ufrag:(\S+)/.exec(sdp), [, pwd] = /a=ice-pwd:(\S+)/.exec(sdp)
const user = `${ufrag}:rigu`

await tally.run('sec-35 STUN without a known name and a valid integrity gets no answer at all', async () => {
  const before = (await metrics(world)).mela_media_stun_refused_total
  await silence('STUN', [
    stun({}), stun({ user }), stun({ user, key: 'wrong'.repeat(5) }), stun({ user: 'nobody00:rigu', key: pwd }), stun({ user: ufrag, key: pwd }),
    stun({ user: `${ufrag}:`.padEnd(514, 'x'), key: pwd }), stun({ user, key: pwd, type: 3 }), stun({ user, key: pwd }).subarray(0, 40), Buffer.from([0, 1, 0, 0]),
  ])
  must((await metrics(world)).mela_media_stun_refused_total > before, 'refusals are not counted')
})

await tally.run('sec-30 RTP, RTCP and DTLS from an address that ICE has not checked are dropped', async () => {
  const rtp = Buffer.concat([Buffer.from([0x80, 102, 0, 1, 0, 0, 0, 1, 0x5e, 0xed, 0, 1]), randomBytes(200)])
  const rtcp = Buffer.concat([Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0x5e, 0xed, 0, 1]), randomBytes(14)])
  const hello = Buffer.concat([Buffer.from([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 48, 0xfe, 0xfd]), randomBytes(46)])
  await silence('media', [rtp, rtcp, hello, randomBytes(1200), Buffer.alloc(0), Buffer.from([22]), Buffer.alloc(1472, 0x80)])
})

await tally.run('the same STUN with the right name and key is answered', async () => {
  answers = []
  await send(stun({ user, key: pwd }))
  await until('an answer', 5000, () => answers.length > 0, 10)
  same(answers[0].readUInt16BE(0), 0x0101, 'a success')
})

await tally.run('a checked pair that speaks nonsense is not answered and harms nobody', async () => {
  await silence('nonsense', [randomBytes(300), Buffer.concat([Buffer.from([0x80, 102]), randomBytes(100)]), Buffer.concat([Buffer.from([0x81, 201, 0, 7]), randomBytes(60)]), Buffer.concat([Buffer.from([23, 0xfe, 0xfd]), randomBytes(80)])])
})

await tally.run('a flood of a stranger\'s datagrams, to the port of viewers and phones, costs nobody a frame', async () => {
    const from = seen.lines.at(-1), began = Date.now()
  for (let i = 0; i < 3000; i++) await send(i % 3 ? stun({ user, key: 'wrong'.repeat(5) }) : randomBytes(400), port)
  await sleep(2500)
  const now = seen.lines.at(-1), seconds = (Date.now() - began) / 1000
  same(now.bad, 0, 'broken packets')
  must(now.frames - from.frames > 30 * (seconds - 2), `${now.frames - from.frames} frames in ${seconds} s`)
  must(!world.gone, 'the server ended')
})

await tally.run('sec-33 what was sent once counts once: replayed SRTP is dropped', async () => {
  const b = world.demo.booths[1]
  const p = world.run('pump', ['--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', '60', '--packets', '2', '--key-every', '600', '--twice'])
  await until('on air', 20000, () => p.lines.at(-1)?.state === 'up')
  const v = world.run('viewers', ['--whep', `${world.origin}/whep/${b.slug}`, '--seconds', '60'])
  await until('seen', 30000, () => (v.lines.at(-1)?.frames ?? 0) > 90)
  const { packets, frames, bad, gaps } = v.lines.at(-1)
  must(bad === 0 && gaps === 0, `${bad} broken, ${gaps} missing`)
  must(packets <= 2 * frames + 20, `${packets} packets for ${frames} frames of 2`)
})

socket.close()
await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
