// blocked.mjs — networks that let no UDP through: the picture comes over TCP on the same port; where that port is shut too, by TURN.
import { spawn } from 'node:child_process'
import { NEAR_IP, Net, inFar, seesPicture, shown } from '../lib/net.mjs'
import { Tally, until } from '../lib/world.mjs'

const SECRET = 'shared-with-coturn', TURN_PORT = 3478
const net = await Net.open({ MELA_TURN_URLS: `turn:${NEAR_IP}:${TURN_PORT}?transport=tcp`, MELA_TURN_SECRET: SECRET })
const turn = spawn('turnserver', ['-n', '--use-auth-secret', `--static-auth-secret=${SECRET}`, '--realm=fair.example', `--listening-ip=${NEAR_IP}`, `--relay-ip=${NEAR_IP}`,
  `--listening-port=${TURN_PORT}`, '--no-cli', '--no-tls', '--no-dtls', '--allow-loopback-peers', '--log-file=stdout', '--pidfile=', `--userdb=${net.world.dir}/turn.db`], { stdio: ['ignore', 'pipe', 'pipe'] })
let said = ''
turn.stdout.on('data', (d) => { said += d })
turn.stderr.on('data', (d) => { said += d })
const tally = new Tally()
const drop = (rule) => inFar('nft', 'add', 'rule', 'inet', 'blocked', 'out', ...rule.split(' '))
try {
  const b = net.world.booth()
  await net.phone(b)
  inFar('nft', 'add', 'table', 'inet', 'blocked')
  inFar('nft', 'add chain inet blocked out { type filter hook output priority 0 ; }')
  let page = await net.page('far')
  const pair = () => page.evaluate(async () => {
    const s = await window.pcs.at(-1).getStats(), all = [...s.values()]
    const p = all.find((x) => x.type === 'candidate-pair' && x.nominated && x.bytesReceived > 0)
    return p && { local: s.get(p.localCandidateId).candidateType, protocol: s.get(p.localCandidateId).protocol }
  })
  const sees = async (what, fits) => {
    await until(what, 30000, async () => { const p = await pair(); return p && fits(p) && (await shown(page, Date.now() - 1000)).length > 5 }, 200)
  }
  await tally.run('no UDP: the picture comes over TCP', async () => {
    drop('udp dport != 53 drop')
    await page.evaluate((slug) => window.begin.view(slug), b.slug)
    await seesPicture(page)
    await sees('a pair over TCP', (p) => p.protocol === 'tcp')
  })
  await tally.run('no UDP and the media port shut: the picture comes by TURN', async () => {
    drop(`tcp dport ${net.world.port + 2} drop`)
    page = await net.page('far')
    await page.evaluate((slug) => window.begin.view(slug), b.slug)
    await sees('a relayed pair', (p) => p.local === 'relay')
  })
  await tally.run('credentials of another secret are refused', async () => {
    const res = await fetch(`${net.world.origin}/whep/${b.slug}`, { method: 'POST', headers: { 'content-type': 'application/sdp', 'x-mela': '1' }, body: await page.evaluate(() => window.pcs[0].localDescription.sdp) })
    const link = res.headers.get('link') ?? ''
    const [, name, password] = /username="(\d+)"; credential="([^"]+)"; credential-type="password"/.exec(link) ?? []
    const left = Number(name) - Date.now() / 1000
    if (!password || !(left > 3600 && left < 86400)) throw new Error(`not time-limited: ${link}`)
  })
} catch (e) { console.log(said.slice(-3000)); throw e } finally {
  turn.kill('SIGTERM')
  await net.close()
}
if (tally.failed) console.log(said.slice(-3000))
tally.close()
process.exit()
