// catalogue.mjs — from the artisan's camera to the buyer's page: five fields on a phone in Hindi, the desk approves, changes and undoes,
// and a piece held up to the camera becomes a draft.
import { launch } from '../lib/browser.mjs'
import { SAY, goLive, openStudio, person, signInAtDesk, studioTab } from '../lib/pages.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const PHOTO = new URL('../unit/store/photos/tall.jpg', import.meta.url).pathname
const world = await World.start()
const browser = await launch()
const tally = new Tally()
const hi = SAY.hi
const en = SAY.en
const shot = async (page, name) => { if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/catalogue-${name}.png`, fullPage: false }) }
const words = (template, ...args) => args.reduce((w, a, i) => w.replace(`{${i}}`, a), template)
const NAME = 'सुनहरी बूटी वाला दुपट्टा'

const artisan = await person(browser, 'studio', { locale: 'hi-IN', timezoneId: 'Asia/Kolkata' })
const desk = await person(browser, 'desk', { locale: 'en-IN', timezoneId: 'Asia/Kolkata' })
const buyer = await person(browser, 'phone', { locale: 'en-IN', timezoneId: 'Asia/Kolkata' })

await tally.run('the artisan offers a product with five fields and a photo', async () => {
  await openStudio(artisan, world, world.demo.booths[0].artisan_code)
  await studioTab(artisan, 'mine')
  await artisan.getByRole('button', { name: hi['catalogue.new'] }).click()
  const sheet = artisan.getByRole('dialog')
  await sheet.locator('input[type=file]').setInputFiles(PHOTO)
  await sheet.locator('img.photo').waitFor()
  await sheet.getByLabel(hi['catalogue.field.name_hi']).fill(NAME)
  await sheet.getByLabel(hi['catalogue.field.price_minor']).fill('1,450.50')
  await sheet.getByLabel(hi['catalogue.field.stock']).fill('3')
  await shot(artisan, 'five-fields-hi')
  await sheet.getByRole('button', { name: hi['catalogue.offer'] }).click()
  await artisan.locator('.slip', { hasText: NAME }).getByText(hi['catalogue.state.offered']).waitFor()
  await shot(artisan, 'mine-hi')
})

let slug = ''
await tally.run('the desk approves it, and anyone sees it with its photo', async () => {
  await signInAtDesk(desk, world)
  await desk.goto(`${world.origin}/desk#catalogue`)
  await desk.getByLabel(en['catalogue.state']).selectOption('offered')
  const row = desk.locator('.slip', { hasText: NAME })
  await row.waitFor()
  await shot(desk, 'desk-en')
  await row.getByRole('button').click()
  await desk.getByRole('dialog').getByRole('button', { name: en['catalogue.do.approve'], exact: true }).click()
  await row.waitFor({ state: 'detached' })
  const found = await (await fetch(`${world.origin}/api/v1/products?q=${encodeURIComponent('दुपट्टा')}&booth=${world.demo.booths[0].slug}`)).json()
  const card = found.items.find((p) => p.name.hi === NAME)
  if (!card?.photo || card.price.minor !== 145050) throw new Error(JSON.stringify(found))
  slug = card.slug
  const photo = await fetch(`${world.origin}/photos/${card.photo}-s.webp`)
  if (photo.headers.get('content-type') !== 'image/webp' || !photo.headers.get('cache-control').includes('immutable')) throw new Error('the photo')
  await buyer.goto(`${world.origin}/product/${slug}`)
  await buyer.locator('.photos img').waitFor()
  await until('the photo is painted', 10000, () => buyer.locator('.photos img').evaluate((i) => i.complete && i.naturalWidth > 0))
  await shot(buyer, 'product-en')
})

await tally.run('a change with sizes and tiers shows on the page, and the desk undoes it', async () => {
  await desk.reload()
  await desk.getByRole('searchbox').fill('बूटी')
  await desk.getByRole('searchbox').press('Enter')
  const row = desk.locator('.slip', { hasText: NAME })
  await row.getByRole('button').click()
  const sheet = desk.getByRole('dialog')
  await sheet.locator('summary').first().click()
  await sheet.getByRole('button', { name: en['catalogue.tier.add'] }).click()
  await sheet.getByRole('group', { name: en['catalogue.tiers'] }).getByLabel(en['catalogue.tier.price']).fill('1200')
  await sheet.getByRole('button', { name: en['catalogue.variant.add'] }).click()
  await sheet.getByLabel(en['catalogue.variant.name'], { exact: true }).fill('Long')
  await sheet.getByLabel(en['catalogue.variant.extra']).fill('100')
  await sheet.getByLabel(en['catalogue.field.stock']).last().fill('5')
  await shot(desk, 'desk-form-en')
  await sheet.getByRole('button', { name: en['catalogue.save'], exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  const read = async () => (await fetch(`${world.origin}/api/v1/products/${slug}`)).json()
  const changed = await read()
  if (changed.tiers[0]?.price.minor !== 120000 || changed.variants[0]?.price.minor !== 155050 || changed.available !== 5) throw new Error(JSON.stringify(changed))
  await buyer.reload()
  await buyer.getByText('Long').waitFor()
  await shot(buyer, 'product-tiers-en')
  await row.getByRole('button').click()
  await sheet.locator('.versions summary').click()
  await shot(desk, 'desk-versions-en')
  await sheet.getByRole('button', { name: words(en['catalogue.undo'], 1) }).click()
  await until('it is as before', 10000, async () => (await read()).tiers.length === 0)
})

await tally.run('what is not of the district is refused with what is', async () => {
  const organizer = world.client()
  await organizer.post('sign-in/password', world.demo.organizer)
  const answer = await organizer.post('catalogue/products', { booth: world.demo.booths[0].slug, listing: { name_en: 'Brass lamp', price_minor: 100, category: 'metal', hsn: '8306' } }, 'not-of-the-district-1').catch((e) => e)
  if (!/not-registered/.test(JSON.stringify(answer) + String(answer?.message))) throw new Error(JSON.stringify(answer))
})

await tally.run('a piece held up to the camera becomes a draft', async () => {
  await artisan.reload()
  await goLive(artisan)
  await artisan.getByRole('button', { name: hi['studio.snap'] }).click()
  await artisan.getByText(hi['studio.snap.kept']).waitFor({ timeout: 30000 })
  await studioTab(artisan, 'mine')
  const slip = artisan.locator('.slip', { hasText: hi['catalogue.draft.untitled'] })
  await slip.locator('img').waitFor()
  await shot(artisan, 'draft-hi')
})

for (const page of [artisan, desk, buyer]) if (page.wrong.length) await tally.run('nothing in the console', async () => { throw new Error(page.wrong.join('; ')) })
await browser.close()
await world.stop()
tally.close()
process.exit()
