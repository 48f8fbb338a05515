// forgers.mjs — somebody who can write anybody's address on his envelopes, but cannot read the answers, says alerts, ClientHellos, keys and record
// numbers in the names of phones and viewers, 5,000 a second, from before their first check on: all come in, and nobody loses a picture.
import { must, roomy, same } from '../lib/trial.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const RATE = 5000, CROWD = 200
const world = await World.start({ env: { ...roomy, MELA_MEDIA_ANNOUNCE: '127.0.0.1' } })
const tally = new Tally()
const [one, two] = world.demo.booths
const ports = [2, 3].flatMap((n) => ['--to', String(world.port + n)]) // two workers
const FIRST = 20000 + ((world.port * 7) % 10000)
const pids = (...victims) => victims.flatMap((p) => ['--pid', String(p.pid)])
const forge = (whom) => world.run('forger', [...whom, ...ports, '--rate', String(RATE), '--seconds', '60'])
const pump = (b) => world.run('pump', ['--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', '120', '--packets', '2', '--key-every', '15'])
const watch = (b, n, sample, ...more) => world.run('viewers', ['--whep', `${world.origin}/whep/${b.slug}`, '--viewers', String(n), '--seconds', '60', '--sample', String(sample), ...more])
const over = async (...list) => { for (const p of list) p.kill('SIGTERM'); await Promise.all(list.map((p) => until('it ends', 5000, () => p.exitCode !== null || p.signalCode !== null))) }

const calm = pump(one)
await until('on air', 20000, () => calm.lines.at(-1)?.state === 'up')
const seen = watch(one, 1, 1)
await until('seen', 30000, () => (seen.lines.at(-1)?.frames ?? 0) > 20)

await tally.run('a phone in whose name others speak is on air all the same', async () => {
  const phone = pump(two), forger = forge(pids(phone))
  await until('on air', 10000, () => phone.lines.at(-1)?.state === 'up')
  await until('forged', 5000, () => (forger.lines.at(-1)?.sent ?? 0) > RATE / 2)
  same(forger.lines.at(-1).sockets, 1, 'sockets in whose name is spoken')
  await over(forger, phone)
})

await tally.run(`${CROWD} viewers in whose names others speak all come in, and see`, async () => {
  const before = seen.lines.at(-1), began = Date.now()
  const forger = forge(['--first', FIRST, '--count', CROWD].map(String)), crowd = watch(one, CROWD, 50, '--ramp', '40', '--port', String(FIRST))
  await until('all are in', 30000, () => { const l = crowd.lines.at(-1); must(!(l?.failed > 0), `${l?.failed} failed`); return l?.up === CROWD }, 100)
  const at = crowd.lines.at(-1)
  await until('all see', 10000, () => crowd.lines.at(-1).frames - at.frames > 5 * CROWD)
  const { sent } = forger.lines.at(-1), seconds = (Date.now() - began) / 1000
  console.log(`     ${sent} forged in ${seconds.toFixed(1)} s; joins ${JSON.stringify(crowd.lines.at(-1).join_ms)}`)
  must(sent > (RATE / 2) * seconds, `${sent} forged in ${seconds} s`)
  same(crowd.lines.at(-1).bad, 0, 'broken packets')
  await until('the one before sees on', 5000, () => seen.lines.at(-1).frames - before.frames > 20)
  same(seen.lines.at(-1).bad, 0, 'broken packets of the one before')
  await over(forger, crowd)
})

await over(seen, calm)
await world.stop()
tally.close()
process.exit()
