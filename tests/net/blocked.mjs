// blocked.mjs — networks that let no UDP through, from the start or all at once in the middle: the picture comes over TCP on the same
// port; where that port is shut too, by TURN. For a buyer and for an artisan. A browser that may go either way takes either: for TCP to be
// tried, TURN's port is shut.
import { spawn } from 'node:child_process'
import { NEAR_IP, Net, ROUNDS, inFar, loadNow, seesPicture, shown } from '../lib/net.mjs'
import { settle } from '../lib/promises.mjs'
import { Tally, sleep, until } from '../lib/world.mjs'

const SECRET = 'shared-with-coturn', TURN_PORT = 3478
const BACK_MS = 30000
const net = await Net.open({ MELA_TURN_URLS: `turn:${NEAR_IP}:${TURN_PORT}?transport=tcp`, MELA_TURN_SECRET: SECRET })
const turn = spawn('turnserver', ['-n', '--use-auth-secret', `--static-auth-secret=${SECRET}`, '--realm=fair.example', `--listening-ip=${NEAR_IP}`, `--relay-ip=${NEAR_IP}`,
  `--listening-port=${TURN_PORT}`, '--no-cli', '--no-tls', '--no-dtls', '--allow-loopback-peers', '--log-file=stdout', '--pidfile=', `--userdb=${net.world.dir}/turn.db`], { stdio: ['ignore', 'pipe', 'pipe'] })
let said = ''
turn.stdout.on('data', (d) => { said += d })
turn.stderr.on('data', (d) => { said += d })
const tally = new Tally()

const NO_UDP = 'udp dport != 53 drop', NO_MEDIA_TCP = `tcp dport { ${net.world.port + 2}, ${net.world.port + 3} } drop`, NO_TURN = `tcp dport ${TURN_PORT} drop`
inFar('nft', 'add', 'table', 'inet', 'blocked')
inFar('nft', 'add chain inet blocked out { type filter hook output priority 0 ; }')
const drop = (...rules) => { for (const r of rules) inFar('nft', 'add', 'rule', 'inet', 'blocked', 'out', ...r.split(' ')) }
const open = () => inFar('nft', 'flush', 'chain', 'inet', 'blocked', 'out')

// The way that the bytes of a page's newest connection take.
const pair = (page) => page.evaluate(async () => {
  const s = await window.pcs.at(-1).getStats(), all = [...s.values()]
  const p = all.filter((x) => x.type === 'candidate-pair' && x.nominated).sort((a, b) => b.lastPacketReceivedTimestamp - a.lastPacketReceivedTimestamp)[0]
  return p && { local: s.get(p.localCandidateId).candidateType, protocol: s.get(p.localCandidateId).protocol }
})
const moves = async (page) => (await shown(page, Date.now() - 1000)).length > 5
const overUdp = (p) => p.protocol === 'udp' && p.local !== 'relay', overTcp = (p) => p.protocol === 'tcp' && p.local !== 'relay', overRelay = (p) => p.local === 'relay'

// Milliseconds until `watcher` sees frames again and `page` goes by a way that fits.
async function back(page, watcher, fits) {
  const at = Date.now()
  await sleep(2000) // what had been buffered is shown first
  let way, moving
  await until('the picture is back that way', BACK_MS, async () => {
    way = await pair(page).catch(() => null)
    moving = await moves(watcher)
    return way && fits(way) && moving
  }, 200).catch((e) => { throw new Error(`${e.message}: it goes by ${JSON.stringify(way)} and ${moving ? 'moves' : 'stands still'}`) })
  return Date.now() - at
}

const most = {}
const longest = (id, ms) => { most[id] = Math.max(most[id] ?? 0, ms) }

const opened = async (slug) => {
  const page = await net.page('far')
  await page.evaluate((s) => window.begin.view(s), slug)
  await seesPicture(page)
  return page
}

async function viewerInTheMiddle(slug, rules, fits) {
  open()
  const page = await opened(slug)
  await until('UDP at first', 10000, async () => { const p = await pair(page); return p && overUdp(p) }, 100)
  drop(...rules)
  try {
    const ms = await back(page, page, fits)
    console.log(`     ${ms} ms, ${await page.evaluate(() => window.pcs.length)} connections`)
    return ms
  } finally { await page.context().browser().close() }
}

try {
  const b = net.world.booth()
  await net.phone(b)
  drop(NO_UDP, NO_TURN)
  let page = await net.page('far')
  await tally.run('no UDP: the picture comes over TCP', async () => {
    await page.evaluate((slug) => window.begin.view(slug), b.slug)
    await seesPicture(page)
    await back(page, page, overTcp)
  })
  await tally.run('no UDP and the media port shut: the picture comes by TURN', async () => {
    open()
    drop(NO_UDP, NO_MEDIA_TCP)
    page = await net.page('far')
    await page.evaluate((slug) => window.begin.view(slug), b.slug)
    await back(page, page, overRelay)
  })
  await tally.run('credentials end with the day', async () => {
    const res = await fetch(`${net.world.origin}/whep/${b.slug}`, { method: 'POST', headers: { 'content-type': 'application/sdp', 'x-mela': '1' }, body: await page.evaluate(() => window.pcs[0].localDescription.sdp) })
    const link = res.headers.get('link') ?? ''
    const [, name, password] = /username="(\d+)"; credential="([^"]+)"; credential-type="password"/.exec(link) ?? []
    const left = Number(name) - Date.now() / 1000
    if (!password || !(left > 3600 && left < 86400)) throw new Error(`not time-limited: ${link}`)
  })
  for (let i = 1; i <= ROUNDS; i++) {
    await tally.run(`UDP ends in the middle: the picture is back over TCP (${i})`, async () => longest('tcp', await viewerInTheMiddle(b.slug, [NO_UDP, NO_TURN], overTcp)))
    await tally.run(`UDP and the media port end in the middle: the picture is back by TURN (${i})`, async () => longest('turn', await viewerInTheMiddle(b.slug, [NO_UDP, NO_MEDIA_TCP], overRelay)))
  }
  const c = net.world.booth()
  open()
  const artisan = await net.page('far')
  await artisan.evaluate(([slug, token]) => window.begin.publish(slug, token), [c.slug, c.publish_token])
  await until('the artisan is live', 20000, () => artisan.evaluate(() => window.whip.state.value === 'live'))
  const watcher = await net.page('near')
  await watcher.evaluate((slug) => window.begin.view(slug), c.slug)
  await seesPicture(watcher)
  await tally.run("UDP ends in the middle of an artisan's broadcast: it goes on by TCP or TURN", async () => {
    drop(NO_UDP)
    longest('artisan', await back(artisan, watcher, (p) => !overUdp(p)))
  })
  settle(Object.entries(most).map(([id, value]) => ({ name: `net_blocked_${id}_longest`, unit: 'ms', value, better: 'lower', target: BACK_MS, seed: Number(process.env.SEED ?? 1), load: loadNow() })), tally)
} catch (e) { console.log(said.slice(-3000)); throw e } finally {
  turn.kill('SIGTERM')
  inFar('nft', 'delete', 'table', 'inet', 'blocked')
  await net.close()
}
if (tally.failed) console.log(said.slice(-3000))
tally.close()
process.exit()
