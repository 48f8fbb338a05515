// nat.mjs — both sides behind a NAT, made of network namespaces; the server announces the outer address of its router.
//
//   viewer, phone          home router             the fair's router           server (and this script)
//   10.77.1.2 ─ 10.77.1.1 [masquerade] 203.0.113.2 ─ 203.0.113.1 [dnat, masquerade] 10.77.2.1 ─ 10.77.2.2
//
// Run as root. Called plainly it makes the namespaces and calls itself inside the server's; they go with it.
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Tally, World, until } from '../lib/world.mjs'
import { floorIsFree, must, offer, roomy, same } from '../lib/trial.mjs'

const OUTER = '203.0.113.1'
const inside = process.argv[2] === 'inside'
const tag = inside ? process.argv[3] : `mela-${process.pid}`
const ns = (who) => `${tag}-${who}`
const ip = (...words) => execFileSync('ip', words)
// Not `ip netns exec`: that mounts, which a container's or a chroot's root does not bear.
const into = (who) => `--net=/run/netns/${ns(who)}`
const on = (who, ...words) => execFileSync('nsenter', [into(who), ...words])

// A wire between two namespaces, an address at each end.
function wire(a, aAddress, b, bAddress) {
  ip('link', 'add', `to-${b}`, 'netns', ns(a), 'type', 'veth', 'peer', 'name', `to-${a}`, 'netns', ns(b))
  for (const [at, other, address] of [[a, b, aAddress], [b, a, bAddress]]) {
    on(at, 'ip', 'address', 'add', `${address}/24`, 'dev', `to-${other}`)
    on(at, 'ip', 'link', 'set', `to-${other}`, 'up')
  }
}

function build() {
  for (const who of ['client', 'home', 'router', 'server']) { ip('netns', 'add', ns(who)); on(who, 'ip', 'link', 'set', 'lo', 'up') }
  wire('client', '10.77.1.2', 'home', '10.77.1.1')
  wire('home', '203.0.113.2', 'router', OUTER)
  wire('router', '10.77.2.1', 'server', '10.77.2.2')
  on('client', 'ip', 'route', 'add', 'default', 'via', '10.77.1.1')
  on('server', 'ip', 'route', 'add', 'default', 'via', '10.77.2.1')
  for (const who of ['home', 'router']) on(who, 'sysctl', '-qw', 'net.ipv4.ip_forward=1')
  on('home', 'nft', 'add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; add rule ip nat out oifname "to-router" masquerade')
  on('router', 'nft', 'add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; add rule ip nat out oifname "to-home" masquerade; ' +
    'add chain ip nat in { type nat hook prerouting priority -100; }; add rule ip nat in iifname "to-home" meta l4proto { tcp, udp } dnat to 10.77.2.2')
}

if (!inside) {
  let status = 1
  try {
    build()
    status = spawnSync('nsenter', [into('server'), process.execPath, fileURLToPath(import.meta.url), 'inside', tag], { stdio: 'inherit' }).status
  } finally {
    for (const who of ['client', 'home', 'router', 'server']) try { ip('netns', 'delete', ns(who)) } catch { /* was not made */ }
  }
  process.exit(status)
}

const world = await World.start({ env: { ...roomy, MELA_MEDIA_ANNOUNCE: OUTER, MELA_LIMITS_PER_IP: '8' } })
const tally = new Tally()
const [one, two] = world.demo.booths
const away = ['nsenter', into('client')]
const outer = (kind, b) => `https://${OUTER}:${world.port + 1}/${kind}/${b.slug}`
const sees = (v) => until('a picture across the NAT', 40000, () => { const l = v.lines.at(-1); return l?.frames > 30 && l.bad === 0 })

await tally.run('nothing of the server is reachable but by its router', () => {
  same(spawnSync('nsenter', [into('client'), 'curl', '-sk', '-m', '2', `https://10.77.2.2:${world.port + 1}/healthz`]).status !== 0, true, 'the inner address is closed')
  same(on('client', 'curl', '-sk', '-m', '5', `https://${OUTER}:${world.port + 1}/healthz`).toString(), 'ok\n', 'the outer one is open')
})

await tally.run('a publisher and a viewer behind another NAT', async () => {
  const p = world.run('pump', ['--whip', outer('whip', one), '--token', one.publish_token, '--seconds', '60', '--packets', '2'], away)
  await until('the publisher is up', 30000, () => p.lines.at(-1)?.state === 'up')
  await until('the booth is live', 20000, async () => (await world.client().get(`booths/${one.slug}`)).state === 'live')
  const v = world.run('viewers', ['--whep', outer('whep', one), '--seconds', '60', '--viewers', '3'], away)
  await sees(v)
  same(v.lines.at(-1).up, 3, 'viewers')
  for (const x of [p, v]) x.kill('SIGKILL')
})

await tally.run('a phone behind another NAT', async () => {
  const p = world.run('phone', ['--url', outer('whip', two), '--token', two.publish_token, '--seconds', '60', '--size', '320x240', '--fps', '15', '--kbps', '300', '--insecure'], away)
  await until('the booth is live', 40000, async () => (await world.client().get(`booths/${two.slug}`)).state === 'live')
  const v = world.run('viewers', ['--whep', outer('whep', two), '--seconds', '60'], away)
  await sees(v)
  for (const x of [p, v]) x.kill('SIGKILL')
})

await tally.run('sec-36 only the outer address is told', async () => {
  const p = world.run('pump', ['--whip', outer('whip', one), '--token', one.publish_token, '--seconds', '30', '--packets', '1'], away)
  await until('the publisher is up', 30000, () => p.lines.at(-1)?.state === 'up')
  const r = await fetch(`${world.origin}/whep/${one.slug}`, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: offer({ direction: 'recvonly' }) })
  const told = [...(await r.text()).matchAll(/a=candidate:\S+ 1 \w+ \d+ (\S+)/g)].map((m) => m[1])
  must(told.length > 0 && told.every((a) => a === OUTER), told.join())
  p.kill('SIGKILL')
})

// Opens connections one after the other, keeps them, and says what each was answered.
const knock = `
  process.removeAllListeners('warning')
  const tls = require('tls')
  const one = () => new Promise((done) => {
    const s = tls.connect({ host: '${OUTER}', port: ${world.port + 1}, rejectUnauthorized: false }, () => s.write('GET /api/v1/phrases HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'))
    s.once('data', (d) => done(String(d).split(' ')[1])).once('error', () => done('closed')).once('close', () => done('closed'))
  })
  ;(async () => { const said = []; for (let i = 0; i < 10; i++) said.push(await one()); console.log(said.join(' ')); process.exit() })()`
await tally.run('8 connections of one address and two more', () => {
  same(on('client', process.execPath, '-e', knock).toString().trim(), [...Array(8).fill('200'), '429', '429'].join(' '), 'answers')
})

await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
