// story.mjs — the whole fair through the real pages in real Chromium: a desk, two artisan's phones, a buyer's phone and a buyer's desk.
// SHOTS=<folder> keeps a picture of every act.
import { execFileSync } from 'node:child_process'
import { launch } from '../lib/browser.mjs'
import { SAY, codeFor, confirmEmail, fillAddress, goLive, heard, hears, moves, openStudio, person, say, sayPhrase, signInAtDesk, studioTab } from '../lib/pages.mjs'
import { Tally, World, sleep } from '../lib/world.mjs'

const { en, hi } = SAY
const world = await World.start({ publishers: 0 })
const browser = await launch()
const tally = new Tally()
const sql = (text) => execFileSync('sqlite3', [`file:${world.data}/mela.db?mode=ro`, text], { encoding: 'utf8' }).trim()
const slug = world.demo.booths[0].slug
const booth = await world.client().get(`booths/${slug}`)
const product = booth.products.find((p) => p.direct) ?? booth.products[0]

const desk = await person(browser, 'desk', { locale: 'en-GB' })
const artisan = await person(browser, 'studio', { locale: 'hi-IN', timezoneId: 'Asia/Kolkata' })
const india = await person(browser, 'phone', { locale: 'en-IN', timezoneId: 'Asia/Kolkata' })
const germany = await person(browser, 'desk', { locale: 'en-DE', timezoneId: 'Europe/Berlin' })

// An act stands on those before it: behind one that failed there is nothing to see.
const act = (name, play) => tally.run(name, () => {
  if (tally.failed) throw new Error('an earlier act failed')
  return play().catch(async (e) => {
    for (const [who, page] of Object.entries({ desk, artisan, india, germany })) {
      await shoot(page, `failed-${who}`)
      if (page.wrong.length) console.log(`${who}: ${page.wrong.join('; ')}`)
    }
    throw e
  })
})
let acts = 0
const shoot = (page, name) => process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${String(++acts).padStart(2, '0')}-${name}.png` }) : undefined
const pin = (page) => page.getByRole('region', { name: en['pins.title'] }).getByRole('article', { name: product.name.en })
const buyers = [india, germany]

await act('the organizer signs in and makes the artisan a code; the artisan sees the own picture', async () => {
  await signInAtDesk(desk, world)
  const code = await codeFor(desk, booth.name.en, () => shoot(desk, 'desk-code'))
  await openStudio(artisan, world, code)
  await moves(artisan)
  await shoot(artisan, 'studio-preview')
})

await act('one tap goes live; two buyers see the picture move and hear sound', async () => {
  for (const page of buyers) await page.goto(`${world.origin}/booth/${slug}`)
  await germany.getByText(en['slate.before']).waitFor()
  await shoot(germany, 'before')
  await goLive(artisan)
  for (const page of buyers) {
    await moves(page)
    await page.getByRole('button', { name: en['sound.on'] }).click()
    await hears(page)
  }
  await shoot(india, 'booth-phone')
})

await act('they talk both ways, and a phrase is read in the other language', async () => {
  await studioTab(artisan, 'chat')
  await say(india, 'Namaste from Pune', { name: 'Pune buyer', country: 'IN' })
  await say(germany, 'Hello from Berlin', { name: 'Berlin buyer', country: 'DE' })
  for (const line of ['Namaste from Pune', 'Hello from Berlin']) await heard(artisan, line)
  await say(artisan, 'आप सबका स्वागत है', undefined, 'hi')
  await sayPhrase(germany, 'Is it made by hand?')
  await heard(artisan, 'क्या यह हाथ से बना है?')
  await sayPhrase(artisan, 'यह हाथ से बना है।', 'hi')
  for (const page of buyers) {
    await heard(page, 'आप सबका स्वागत है')
    await heard(page, 'It is made by hand.')
  }
  await shoot(artisan, 'studio-chat')
})

await act('a product that the artisan taps lies on the picture of both', async () => {
  await studioTab(artisan, 'shelf')
  await artisan.getByRole('button', { name: product.name.hi, pressed: false }).first().click()
  for (const page of buyers) await pin(page).waitFor()
  await shoot(artisan, 'studio-shelf')
  for (const [page, name] of [[india, 'phone'], [germany, 'desk']]) await shoot(page, `pinned-${name}`)
})

await act('the buyer in India buys from the picture', async () => {
  await pin(india).getByRole('button', { name: en['buy.short'] }).click()
  await confirmEmail(india, world, 'pune@example.org')
  await fillAddress(india)
  await shoot(india, 'buy')
  await india.getByRole('dialog').getByRole('button', { name: /^Order for/ }).click()
  await india.getByText(/^Order .* is placed\.$/).waitFor()
  await shoot(india, 'bought')
  await india.keyboard.press('Escape')
})

await act('the buyer in Germany asks from the picture, then opens a trade lead', async () => {
  await pin(germany).getByRole('button', { name: en['enquire.short'] }).click()
  const sheet = germany.getByRole('dialog')
  await sheet.getByLabel(en['field.quantity']).fill('40')
  await sheet.getByLabel(en['field.note']).fill('In indigo, for a shop')
  await shoot(germany, 'enquiry')
  await sheet.getByRole('button', { name: en['enquire.do'] }).click()
  await germany.getByText(en['enquire.done']).waitFor()
  await germany.keyboard.press('Escape')
  await pin(germany).getByRole('button', { name: en['lead.short'] }).click()
  await confirmEmail(germany, world, 'berlin@example.org')
  await sheet.getByLabel(en['field.quantity']).fill('200')
  await sheet.getByLabel(en['lead.company']).fill('Test Imports')
  await sheet.getByLabel(en['lead.destination']).fill('Hamburg')
  await shoot(germany, 'lead')
  await sheet.getByRole('button', { name: en['lead.do'] }).click()
  await germany.getByText(/^Trade lead .* is open\.$/).waitFor()
  await germany.keyboard.press('Escape')
})

await act('the artisan sees all three and accepts the order', async () => {
  await studioTab(artisan, 'enquiries')
  await artisan.getByText('In indigo, for a shop').first().waitFor()
  await shoot(artisan, 'studio-enquiries')
  await studioTab(artisan, 'orders')
  await artisan.getByRole('heading', { name: hi['host.leads'] }).waitFor()
  await artisan.getByText('Test Imports').first().waitFor()
  await artisan.getByRole('button', { name: hi['event.accept'] }).click()
  await artisan.getByText(hi['order.state.accepted'], { exact: true }).waitFor()
  await shoot(artisan, 'studio-orders')
})

await act('the desk sees the picture, the order and the lead', async () => {
  await desk.getByRole('link', { name: en['desk.part.now'] }).click()
  await desk.getByRole('article', { name: booth.name.en }).waitFor()
  await moves(desk)
  await shoot(desk, 'desk-now')
  await desk.getByRole('link', { name: en['desk.part.orders'] }).click()
  await desk.getByRole('row', { name: /Pune buyer|Test Buyer/ }).getByText(en['order.state.accepted']).waitFor()
  await shoot(desk, 'desk-orders')
  await desk.getByRole('navigation', { name: en['desk.part.orders'] }).getByRole('button', { name: en['host.leads'] }).click()
  await desk.getByRole('row', { name: /Berlin buyer/ }).waitFor()
  await desk.getByRole('link', { name: en['desk.part.now'] }).click()
})

const counts = () => sql("SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM enquiry), (SELECT count(*) FROM lead), (SELECT count(*) FROM broadcast)")
let before
await act('the server is killed and restarted; every page comes back by itself, and so does the picture', async () => {
  before = counts()
  await world.kill()
  await germany.getByText(en['booth.offline']).waitFor()
  await shoot(germany, 'offline')
  await world.boot()
  for (const page of buyers) await page.getByText(en['booth.offline']).waitFor({ state: 'detached', timeout: 60000 })
  await artisan.locator('.viewfinder.live').waitFor({ timeout: 60000 })
  for (const page of [...buyers, desk]) await moves(page, 60000)
  if (counts() !== before || before.split('|')[3] !== '1') throw new Error(`before ${before}, after ${counts()}`)
  await shoot(germany, 'back')
})

await act('the order, the enquiry and the lead stand on the buyers\' own pages', async () => {
  const mine = await india.context().newPage()
  await mine.goto(`${world.origin}/mine`)
  await mine.getByRole('region', { name: en['mine.orders'] }).getByText(en['order.state.accepted']).waitFor()
  await shoot(mine, 'mine-india')
  await mine.goto('about:blank')
  const theirs = await germany.context().newPage()
  await theirs.goto(`${world.origin}/mine`)
  for (const part of ['mine.leads', 'mine.enquiries']) await theirs.getByRole('region', { name: en[part] }).waitFor()
  await theirs.getByText('In indigo, for a shop').waitFor()
  await shoot(theirs, 'mine-germany')
  await Promise.all([mine.close(), theirs.close()])
})

const second = await person(browser, 'studio', { locale: 'hi-IN', timezoneId: 'Asia/Kolkata' })
await act('a second phone of the artisan takes over; the first says so and lets it be', async () => {
  const code = await codeFor(desk, booth.name.en)
  await openStudio(second, world, code)
  await second.getByRole('button', { name: hi['studio.take.live'] }).click()
  await second.locator('.viewfinder.live').waitFor()
  await artisan.getByText(hi['studio.replaced'], { exact: true }).waitFor()
  await shoot(artisan, 'replaced')
  await sleep(4000) // a page that fought for the booth would have it back by now
  await artisan.locator('.viewfinder.replaced').waitFor()
  await second.locator('.viewfinder.live').waitFor()
  for (const page of buyers) await moves(page)
  if (sql('SELECT count(*) FROM broadcast') !== '1') throw new Error('a take-over made another broadcast')
})

await act('the artisan ends the broadcast; the buyers see the end, and the lobby no longer shows it', async () => {
  const lobby = await person(browser, 'desk', { locale: 'en-GB' })
  await lobby.goto(world.origin)
  const door = lobby.getByRole('region', { name: en['lobby.live'] }).getByRole('link', { name: booth.name.en })
  await door.waitFor()
  await shoot(lobby, 'lobby-live')
  await second.getByRole('button', { name: hi['studio.end'], exact: true }).click()
  await second.getByRole('dialog').getByRole('button', { name: hi['studio.end.yes'] }).click()
  await second.getByText(hi['studio.ended'], { exact: true }).waitFor()
  for (const page of buyers) await page.getByText(en['slate.ended']).waitFor()
  await shoot(second, 'studio-ended')
  for (const [page, name] of [[india, 'phone'], [germany, 'desk']]) await shoot(page, `ended-${name}`)
  await door.waitFor({ state: 'detached', timeout: 60000 })
  if (sql('SELECT count(*) FROM broadcast WHERE ended_ms > 0') !== '1') throw new Error('the broadcast is not over in the store')
})

await act('no page of the story was refused anything by its own policy, or failed in its scripts', async () => {
  for (const [who, page] of Object.entries({ desk, artisan, india, germany, second })) {
    const refused = await page.evaluate(() => window.refused)
    const thrown = page.wrong.filter((w) => !/Failed to load resource|WebSocket connection/.test(w)) // the server was away for a while
    if (refused.length || thrown.length) throw new Error(`${who}: ${[...refused, ...thrown].join('; ')}`)
  }
})

await browser.close()
await world.stop()
tally.close()
process.exit()
