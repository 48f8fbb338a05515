// papers.mjs — from the order to the payout through the real doors: invoices without gaps though the server is killed in the middle, PDFs for
// those they concern, an export's papers under letter of undertaking, books that add up, a payout by two people; and its pages.
// Pictures go to SHOTS, where that is set.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { context, launch } from '../lib/browser.mjs'
import { studioTab } from '../lib/pages.mjs'
import { address, ask, buyers, count, directProduct, inTurns, metrics, must, roomy, same } from '../lib/trial.mjs'
import { Tally, World, bin, until } from '../lib/world.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const shots = process.env.SHOTS
const [buyer, stranger] = await buyers(world, 2)
const desk = world.client()
const signIn = (c, email) => c.post('sign-in/password', { email, password: world.demo.organizer.password })
await signIn(desk, world.demo.organizer.email)
const act = (id, event) => desk.post(`orders/${id}/state`, { event })
const placed = (product, to = address) => buyer.post('orders', { lines: [{ product: product.id, quantity: product.moq }], address: to })
const sizes = { phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, desk: { viewport: { width: 1280, height: 900 } } }
const sql = (text) => execFileSync('sqlite3', [`${world.data}/mela.db`, text])
const product = await directProduct(world, 60)
let order

async function pdf(c, path) {
  const res = await c.raw('GET', path)
  const bytes = Buffer.from(await res.arrayBuffer())
  if (res.ok) must(bytes.subarray(0, 5).toString() === '%PDF-', `${path} is no PDF`)
  if (shots && res.ok) writeFileSync(`${shots}/${path.replace(/\W+/g, '-').slice(-40)}.pdf`, bytes)
  return res.status
}

await tally.run('an order delivered at the door has its invoice, for those it concerns', async () => {
  order = await placed(product)
  for (const event of ['accept', 'ready', 'hand_over', 'deliver']) await act(order.id, event)
  const { items } = await buyer.get(`orders/${order.id}/papers`)
  same(items.map((p) => p.kind).join(), 'tax-invoice', 'papers')
  same(items[0].total.minor, order.total.minor, 'total')
  const paper = await buyer.get(`papers/${items[0].id}`)
  same(paper.taxable_minor + paper.cgst_minor + paper.sgst_minor + paper.igst_minor, order.total.minor, 'the parts')
  same(await pdf(buyer, `/api/v1/papers/${items[0].id}/pdf`), 200, 'the buyer')
  same(await pdf(desk, `/api/v1/papers/${items[0].id}/pdf?form=label`), 200, 'the desk')
  same(await pdf(stranger, `/api/v1/papers/${items[0].id}/pdf`), 404, 'a stranger')
  same((await stranger.raw('GET', `/api/v1/orders/${order.id}/papers`)).status, 403, 'a stranger asks for the list')
})

await tally.run('an order to Germany leaves under letter of undertaking', async () => {
  const abroad = { ...address, city: 'Berlin', state: 'Berlin', pin: '10115', country: 'DE' }
  const all = world.demo.booths.map((b) => b.slug)
  for (const slug of all) {
    const found = (await stranger.get(`booths/${slug}`)).products.find((p) => p.available >= p.moq)
    const sent = found && await placed(found, abroad).catch(() => undefined)
    if (!sent) continue
    for (const event of ['accept', 'ready']) await act(sent.id, event)
    const { items } = await buyer.get(`orders/${sent.id}/papers`)
    same(items.map((p) => p.kind).sort().join(), 'export-invoice,packing-list', 'papers')
    const invoice = await buyer.get(`papers/${items.find((p) => p.kind === 'export-invoice').id}`)
    must(/LETTER OF UNDERTAKING/.test(invoice.words) && invoice.from_lut && invoice.from_iec, 'the words and numbers of an export')
    same(invoice.igst_minor ?? 0, 0, 'tax')
    for (const p of items) same(await pdf(buyer, `/api/v1/papers/${p.id}/pdf`), 200, p.kind)
    return
  }
  throw new Error('nothing could be sold to Germany')
})

await tally.run('killed while papers are written, numbers have neither gap nor double', async () => {
  const orders = []
  await inTurns([...Array(40).keys()], 8, async () => { const o = await placed(product); await act(o.id, 'accept'); orders.push(o) })
  const done = new Set()
  const ready = inTurns(orders, 8, async (o) => { if (await act(o.id, 'ready').catch(() => undefined)) done.add(o.id) })
  while (done.size < 12) await new Promise((r) => setTimeout(r, 2))
  await world.kill()
  await ready
  must(done.size < orders.length, 'the server was killed too late')
  const second = spawnUser('two@example.org')
  execFileSync('sqlite3', [`${world.data}/mela.db`, `INSERT INTO seller_form (seller, phone, pehchan, pan, ifsc, account, upi, claim, claim_number, person, created_ms)
    SELECT id, '', '', '', 'DEMO0000001', '123456789012', '', 'regular', '', '', 1 FROM seller WHERE id NOT IN (SELECT seller FROM seller_form)`])
  await second
  await world.boot()
  for (const id of done) must(count(world, `SELECT count(*) FROM paper WHERE orders = '${id}' AND kind = 'tax-invoice'`) === 1, 'an acknowledged invoice is lost')
  await inTurns(orders.filter((o) => !done.has(o.id)), 4, async (o) => act(o.id, 'ready').catch(() => undefined)) // what was lost on the way is asked again
  for (const o of orders) same(count(world, `SELECT count(*) FROM paper WHERE orders = '${o.id}' AND kind = 'tax-invoice'`), 1, `invoices of ${o.number}`)
  same(ask(world, 'SELECT count(*) FROM (SELECT seller, year, kind, count(*) AS n, max(serial) AS top, min(serial) AS low FROM paper GROUP BY 1, 2, 3 HAVING n <> top OR low <> 1)'), '0', 'series with a gap or a double')
  const books = await desk.get('desk/books')
  must(books.sound && books.paper_gaps === 0, JSON.stringify(books))
})

async function spawnUser(email) { execFileSync(bin('mela'), ['user', '--data', world.data, email], { input: `${world.demo.organizer.password}\n` }) }

await tally.run('mela user asks the server that runs: whoever is made signs in at once', async () => {
  await spawnUser('third@example.org')
  await signIn(world.client(), 'third@example.org')
})

await tally.run('sec-11 a payout takes two people and leaves sound books', async () => {
  const second = world.client()
  await signIn(second, 'two@example.org')
  const { runs: [run], payments } = await desk.post('desk/settlements')
  same(payments.length, run.parties, 'payments')
  same((await desk.raw('GET', `/api/v1/desk/settlements/${run.id}/payout.csv`)).status, 409, 'the file before the approval')
  same((await desk.raw('POST', `/api/v1/desk/settlements/${run.id}/state`, { event: 'approve' }, { 'idempotency-key': 'approve-by-the-drafter' })).status, 403, 'the drafter approves')
  if (shots) await pictures(run)
  await second.post(`desk/settlements/${run.id}/state`, { event: 'approve' })
  const file = await desk.get(`desk/settlements/${run.id}/payout.csv`)
  must(file.includes('"NEFT"') && file.includes('"DEMO0000001"'), file)
  await desk.post(`desk/settlements/${run.id}/state`, { event: 'sent' })
  must((await desk.get('desk/books')).sound, 'the books')
  same(await pdf(desk, `/api/v1/desk/sellers/${payments[0].party}/money.pdf`), 200, 'a statement')
})

// A row far back, changed by a hand: behind the mark nothing is wrong, so that the start passes over it; the walk through the whole does not.
await tally.run('a posting changed long ago raises the alarm', async () => {
  await until('the books were walked whole', 60000, async () => (await metrics(world)).mela_books_walked_seconds > 0, 500)
  same((await metrics(world)).mela_books_faults, 0, 'faults before')
  await world.kill()
  await world.boot() // the mark goes to the newest journal
  await world.kill()
  sql("UPDATE posting SET amount_minor = amount_minor + 100 WHERE rowid = (SELECT rowid FROM posting ORDER BY journal LIMIT 1); UPDATE setting SET value = '0' WHERE name = 'books.walked_ms'")
  await world.boot()
  await until('the alarm', 60000, async () => (await metrics(world)).mela_books_faults === 2, 500) // the journal, and its account
  const books = await desk.get('desk/books')
  must(!books.sound && books.walk_faults === 2 && books.unbalanced === 0, JSON.stringify(books))
  if (shots) await alarmed()
})

// ── the pages, where pictures are wanted ──

async function alarmed() {
  const browser = await launch()
  for (const lang of ['en', 'hi']) for (const [size, shape] of Object.entries(sizes)) {
    const c = await context(browser, shape)
    await c.addCookies([...desk.cookies].map(([k, v]) => ({ name: k, value: v, url: world.origin })))
    const page = await c.newPage()
    await page.addInitScript((l) => localStorage.setItem('mela.lang', l), lang)
    await page.goto(`${world.origin}/desk#settlement`)
    await page.locator('.sound.wrong').waitFor()
    await page.screenshot({ path: `${shots}/alarm-${lang}-${size}.png` })
    await c.close()
  }
  await browser.close()
}

async function pictures() {
  await desk.post('desk/rates', { csv: 'currency,date,inr\nUSD,2026-11-20,88.75\nEUR,2026-11-20,102.4\n', source: 'example of the trial' })
  const browser = await launch()
  const seller = ask(world, `SELECT b.slug FROM paper p JOIN seller s ON s.id = p.seller JOIN booth b ON b.id = s.booth WHERE p.orders = '${order.id}'`)
  const artisan = world.client()
  await artisan.post('sign-in/code', { code: world.demo.booths.find((b) => b.slug === seller).artisan_code })
  const views = [['mine', '/mine', buyer, '.paper-list'], ['desk', '/desk#settlement', desk, '.runs .slip'], ['studio', '/studio', artisan, '.studio-tabs']]
  for (const [name, path, who, ready] of views) for (const lang of ['en', 'hi']) for (const size of Object.keys(sizes)) {
    const c = await context(browser, sizes[size])
    await c.addCookies([...who.cookies].map(([k, v]) => ({ name: k, value: v, url: world.origin })))
    const page = await c.newPage()
    await page.addInitScript((l) => localStorage.setItem('mela.lang', l), lang)
    await page.goto(world.origin + path)
    await page.locator(ready).first().waitFor()
    if (name === 'studio') { await studioTab(page, 'selling', lang); await page.locator('.account').first().waitFor(); await page.locator('#earnings').scrollIntoViewIfNeeded() }
    if (name === 'mine') await page.locator('.paper-list').last().scrollIntoViewIfNeeded()
    if (name === 'desk') { await page.locator('.runs .slip > .button').first().click(); await page.locator('.runs .lines li').first().waitFor() }
    await page.screenshot({ path: `${shots}/${name}-${lang}-${size}.png`, fullPage: name === 'desk' })
    if (name === 'desk') for (const nth of [1, 2]) {
      await page.locator('.shelves button').nth(nth).click()
      await page.waitForTimeout(500)
      await page.screenshot({ path: `${shots}/desk-${nth}-${lang}-${size}.png`, fullPage: true })
    }
    await c.close()
  }
  await browser.close()
}

await world.stop()
tally.close()
process.exit()
