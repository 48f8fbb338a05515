// outlives.mjs — a broadcast outlives its connections, through the real pages: the other camera, a call, a page in the background, two phones
// that both want to be on air, and a minute without any. SHOTS=<folder> keeps pictures.
import { launch } from '../lib/browser.mjs'
import { cookiesOf } from '../lib/fullfair.mjs'
import { SAY, goLive, moves, person } from '../lib/pages.mjs'
import { count, must, same } from '../lib/trial.mjs'
import { Tally, World, sleep, until } from '../lib/world.mjs'

const AWAY_MS = Number(process.env.AWAY ?? 60) * 1000
const { en } = SAY
const world = await World.start({ env: { MELA_LIMITS_REQUESTS_PER_MIN: '100000' } })
const browser = await launch({ args: ['--use-fake-device-for-media-stream=device-count=2'] })
const tally = new Tally()
const b = world.demo.booths[0]
const booth = await world.client().get(`booths/${b.slug}`)
const host = world.client()
await host.post('sign-in/code', { code: b.artisan_code })

// Keeps the tracks that the page gets, so that a call can take them.
const keepTracks = () => {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  window.tracks = []
  navigator.mediaDevices.getUserMedia = async (...a) => { const s = await real(...a); window.tracks.push(...s.getTracks()); return s }
}
const newest = (page, kind, fn) => page.evaluate(`{ const t = window.tracks.findLast((t) => t.kind === '${kind}'); (${fn})(t) }`)

async function open(device, path, cookies) {
  const page = await person(browser, device, { locale: 'en-IN' })
  await page.addInitScript(keepTracks)
  await page.addInitScript(() => localStorage.setItem('mela.lang', 'en'))
  if (cookies) await page.context().addCookies(cookies)
  page.posts = { whip: 0, whep: 0 }
  page.on('request', (r) => { const kind = /\/(wh[ie]p)\//.exec(r.url())?.[1]; if (kind && r.method() === 'POST' && !r.url().endsWith('/layer')) page.posts[kind]++ })
  await page.goto(world.origin + path)
  return page
}
const studio = () => open('studio', '/studio', cookiesOf(host))
const shoot = (page, name) => process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/outlives-${name}.png` }) : undefined
const phase = (page) => page.locator('.viewfinder').getAttribute('class')
const onAir = async (page) => / live\b/.test(await phase(page))
const press = (page, words) => page.getByRole('button', { name: words }).click()
const broadcasts = () => count(world, `SELECT count(*) FROM broadcast WHERE booth = '${booth.id}'`)

// The picture goes on in the buyer's page, by the connections there are.
async function untouched(phone, buyer, fn) {
  const before = { whip: phone.posts.whip, whep: buyer.posts.whep }
  await fn()
  await moves(buyer)
  same(phone.posts.whip, before.whip, 'offers of the phone')
  same(buyer.posts.whep, before.whep, 'offers of the buyer')
  same(broadcasts(), 1, 'broadcasts')
}

let phone = await studio()
await phone.locator('.go-live:enabled').waitFor()
await goLive(phone, 'en')
await host.enter(b.slug, {})
await host.ask('pin.set', { product: booth.products[0].id })
const buyer = await open('phone', `/booth/${b.slug}`)
await moves(buyer)

await tally.run('the other camera: the same connection, the picture goes on', () => untouched(phone, buyer, async () => {
  const before = await phone.evaluate(() => window.tracks.filter((t) => t.kind === 'video').length)
  await press(phone, en['studio.turn'])
  await until('another camera', 10000, async () => (await phone.evaluate(() => window.tracks.filter((t) => t.kind === 'video').length)) > before)
}))

await tally.run('a call mutes the camera: the studio says so, and all is well when it is over', () => untouched(phone, buyer, async () => {
  await newest(phone, 'video', "(t) => { Object.defineProperty(t, 'muted', { value: true, configurable: true }); t.dispatchEvent(new Event('mute')) }")
  await phone.getByText(en['studio.interrupted']).waitFor()
  await shoot(phone, 'call')
  await newest(phone, 'video', "(t) => { delete t.muted; t.dispatchEvent(new Event('unmute')) }")
  await phone.getByText(en['studio.interrupted']).waitFor({ state: 'detached' })
}))

await tally.run('a call takes the camera for good: one tap, and the same broadcast goes on', () => untouched(phone, buyer, async () => {
  await newest(phone, 'video', "(t) => { t.stop(); t.dispatchEvent(new Event('ended')) }")
  await press(phone, en['studio.interrupted.do'])
  await phone.getByText(en['studio.interrupted']).waitFor({ state: 'detached' })
}))

await tally.run('pages in the background, and back: nothing is connected anew', () => untouched(phone, buyer, async () => {
  const turn = (page, state) => page.evaluate((s) => {
    Object.defineProperty(document, 'visibilityState', { value: s, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
  for (const page of [phone, buyer]) await turn(page, 'hidden')
  await sleep(8000)
  for (const page of [phone, buyer]) await turn(page, 'visible')
}))

await tally.run('a second phone takes over: the first says so and tries nothing more', async () => {
  const second = await studio()
  await press(second, en['studio.take.live'])
  await until('the second is on air', 20000, () => onAir(second))
  await phone.getByText(en['studio.replaced'], { exact: true }).waitFor()
  await shoot(phone, 'replaced')
  const before = phone.posts.whip
  await moves(buyer)
  await sleep(6000)
  same(phone.posts.whip, before, 'offers of the phone that was replaced')
  must(await onAir(second), 'the second phone is no longer on air')
  same(broadcasts(), 1, 'broadcasts')
  await phone.context().close()
  phone = second
})

await tally.run('two phones that both try again settle on one', async () => {
  await phone.context().setOffline(true) // it hears nothing of the other, and goes on trying
  const other = await studio()
  await press(other, new RegExp(`${en['studio.take.live']}|${en['studio.take.away']}`))
  await until('the other is on air', 20000, () => onAir(other))
  await until('the first has lost its connection', 40000, async () => !(await onAir(phone)))
  await phone.context().setOffline(false)
  const which = async () => (await onAir(phone)) !== (await onAir(other))
  await until('one of the two', 40000, which)
  await sleep(5000)
  const before = phone.posts.whip + other.posts.whip
  for (let i = 0; i < 8; i++) { must(await which(), 'both, or none'); await sleep(1000) }
  same(phone.posts.whip + other.posts.whip, before, 'offers of both together')
  await moves(buyer)
  same(broadcasts(), 1, 'broadcasts')
  const [stays, goes] = (await onAir(phone)) ? [phone, other] : [other, phone]
  await goes.context().close()
  phone = stays
})

await tally.run(`${AWAY_MS / 1000} s without any phone are one broadcast and one booth log; buyers see what is pinned meanwhile`, async () => {
  await phone.context().close()
  await buyer.getByText(en['slate.away']).waitFor({ timeout: 40000 })
  await buyer.getByText(en['slate.away.product'].replace('{0}', booth.products[0].name.en)).waitFor()
  await shoot(buyer, 'away')
  await sleep(AWAY_MS)
  phone = await studio()
  await press(phone, en['studio.take.away'])
  await until('on air again', 20000, () => onAir(phone))
  await moves(buyer)
  same(broadcasts(), 1, 'broadcasts')
  const log = (what) => count(world, `SELECT ${what} FROM booth_log WHERE booth = '${booth.id}'`)
  same(log('count(*)'), log('max(seq) - min(seq) + 1'), 'rows of the log, by its numbers')
  same(log("count(DISTINCT nullif(broadcast, ''))"), 1, 'broadcasts in the log')
})

await browser.close()
await world.stop()
tally.close()
process.exit()
