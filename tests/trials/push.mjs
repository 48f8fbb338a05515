// push.mjs — what our server seals for a browser is shown by the service worker in real Chromium, and a message that is nonsense is shown too.
// Browsers' own push services are out of reach of a test: the message goes to a service of ours, is opened with the browser's keys, and is
// handed to the worker by the developer protocol, as the browser itself would.
import { readFileSync } from 'node:fs'
import { context, launch } from '../lib/browser.mjs'
import { Browser, Carrier } from '../lib/carrier.mjs'
import { cookiesOf } from '../lib/fullfair.mjs'
import { buyers, must, roomy, same } from '../lib/trial.mjs'
import { ROOT, Tally, World, until } from '../lib/world.mjs'

const words = JSON.parse(readFileSync(`${ROOT}/web/src/words/notices.hi.json`, 'utf8'))
const carrier = await Carrier.start()
const world = await World.start({ env: { ...roomy, MELA_PUSH_EXEMPT: carrier.host } })
const tally = new Tally()
const [buyer] = await buyers(world, 1, 'listener')
const browser = await launch({ args: ['--ignore-certificate-errors'] })
const visit = async (path) => {
  const page = await (await context(browser, { permissions: ['notifications'], locale: 'hi-IN' })).newPage()
  await page.context().addCookies(cookiesOf(buyer))
  await page.goto(`${world.origin}${path}`)
  return page
}
const shown = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => ({ title: n.title, body: n.body, lang: n.lang, data: n.data })))
// Hands a message over, again each three seconds, until such a notice is shown: the developer protocol drops one now and then, where a push service keeps it.
const told = async (data, match) => {
  let next = 0
  return until('it is shown', 30000, async () => {
    if (Date.now() >= next) { await deliver(data); next = Date.now() + 3000 }
    return (await shown()).find(match)
  })
}
let page, deliver

await tally.run('the page registers its worker, and the house has a manifest', async () => {
  page = await visit('/mine')
  await page.getByRole('button', { name: words['notices.push.start'] }).click() // whether a push service can be reached or not
  await page.evaluate(() => navigator.serviceWorker.ready)
  const manifest = await (await fetch(`${world.origin}${await page.getAttribute('link[rel=manifest]', 'href')}`)).json()
  same(manifest.display, 'standalone', 'manifest')
})

// In another browser: Chromium hands nothing over any more where it has once asked its push service in vain.
await tally.run('a worker waits for messages', async () => {
  page = await visit('/') // a page that makes no policy of its own
  const devtools = await page.context().newCDPSession(page)
  let registration
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { registration = registrations.find((r) => !r.isDeleted) ?? registration })
  await devtools.send('ServiceWorker.enable')
  await page.evaluate(async () => {
    const policy = window.trustedTypes.createPolicy('mela', { createScriptURL: (url) => url })
    await navigator.serviceWorker.register(policy.createScriptURL('/sw.js'), { scope: '/' })
    await navigator.serviceWorker.ready
  })
  await until('the worker is known', 20000, () => registration)
  deliver = (data) => devtools.send('ServiceWorker.deliverPushMessage', { origin: world.origin, registrationId: registration.registrationId, data })
})

await tally.run('a message of ours is shown in its language, and leads to its page', async () => {
  const phone = new Browser(carrier.origin, 'listener')
  await buyer.post('me/notices/browsers', phone.subscription)
  await buyer.api('PUT', 'me/notices', { lang: 'hi', zone: 'Asia/Kolkata', mail: false, sms: false, whatsapp: false, push: true, quiet_from_min: 0, quiet_until_min: 0 })
  await buyer.post('me/notices/trial')
  const push = await until('a push message', 20000, () => carrier.pushes[0])
  const note = await told(JSON.stringify(phone.open(push.body)), () => true)
  same(note.title, 'मेला की सूचना', 'title')
  same(note.lang, 'hi', 'language')
  same(note.data.url, '/', 'where it leads')
})

await tally.run('a message that cannot be read is shown all the same', async () => {
  await told('{"title":', (n) => n.title === 'Mela' && n.data.url === '/')
})

await tally.run('a worker that is asked to lead elsewhere stays at home', async () => {
  const worker = page.context().serviceWorkers()[0]
  must(worker, 'no worker')
  const asked = await worker.evaluate(async () => {
    let opened
    self.clients.openWindow = (url) => { opened = url; return Promise.resolve() }
    await self.registration.showNotification('x', { tag: 'x', data: { url: 'https://elsewhere.example/' } })
    const [notification] = await self.registration.getNotifications({ tag: 'x' })
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
    await new Promise((r) => setTimeout(r, 300))
    return opened ?? null
  })
  same(asked, null, 'opened')
})

tally.close()
await browser.close()
await world.stop()
carrier.stop()
