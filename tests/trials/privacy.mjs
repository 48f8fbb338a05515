// privacy.mjs — one person's data: exported whole, erased whole; what the law wants kept is kept, and nothing personal is left elsewhere.
// Canaries stand in every text that a buyer can write; after the erasure the store is searched for them byte by byte.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { Tally, World } from '../lib/world.mjs'
import { address, ask, buyers, directProduct, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_ACCOUNT_ERASE_HOURS: '0' } }) // the wait is tried on the fake clock
const tally = new Tally()
const [leaver, stays] = await buyers(world, 2, 'canary')
const desk = world.client()
await desk.post('sign-in/password', { email: world.demo.organizer.email, password: world.demo.organizer.password })
const product = await directProduct(world, 10)
const MARK = 'qzcanary'
const secret = (what) => `${MARK}${what}`
const theirs = { ...address, name: secret('name'), phone: '+919911220033', line1: secret('line'), line2: secret('second') }

// The person table has no way to write the name but signing in; the address of the mail is the first canary.
const email = 'canary0@example.org'
const order = await leaver.post('orders', { lines: [{ product: product.id, quantity: 1 }], address: theirs })
const enquiry = await leaver.post('enquiries', { product: product.id, quantity: 2, unit: 'piece', country: 'IN', note: secret('note') })
await leaver.post(`enquiries/${enquiry.id}/messages`, { text: secret('word'), lang: 'en' })
await leaver.post('leads', { product: product.id, quantity: 500, unit: 'piece', incoterm: 'FOB', destination: secret('port'), company: secret('house') })
await leaver.api('PUT', 'me/notices', { ...(await leaver.get('me/notices').then((n) => ({ lang: n.lang, zone: n.zone }))), phone: '+919911220033' }).catch(() => {})
await leaver.enter(product.slug, { country: 'IN', lang: 'en' })
await leaver.ask('chat.say', { text: secret('said'), key: randomUUID() })
await leaver.api('PUT', 'me/consents', { purpose: 'fair-news', given: true })
await stays.post('enquiries', { product: product.id, quantity: 2, unit: 'piece', country: 'IN', note: 'still here' })
const CANARIES = ['name', 'line', 'second', 'note', 'word', 'port', 'house', 'said'].map(secret)

await tally.run('the export holds every word that was given, and nobody else\'s', async () => {
  const text = JSON.stringify(await leaver.get('me/data'))
  for (const c of [...CANARIES, email, 'fair-news', order.number]) must(text.includes(c), `${c} is missing`)
  must(!text.includes('still here') && !text.includes('canary1@'), 'another person\'s words')
})

await tally.run('a consent is taken back as easily as it was given, and both are remembered', async () => {
  const { items } = await leaver.api('PUT', 'me/consents', { purpose: 'fair-news', given: false })
  same(items.find((c) => c.purpose === 'fair-news').given, false, 'given')
  same((await leaver.get('me/data')).consents.length, 2, 'rows')
})

await tally.run('while a parcel is under way the address is needed: refused', async () => {
  let code
  try { await leaver.post('me/erase', { erase: 'erase' }) } catch (e) { code = e.code }
  same(code, 'bad-state', 'the answer')
})

await tally.run('sec-43 who works for the fair does not end by a button', async () => {
  let code
  try { await desk.post('me/erase', { erase: 'erase' }) } catch (e) { code = e.code }
  same(code, 'forbidden', 'the answer')
})

await tally.run('erased: the login is over, the invoice stays, and the rest is empty', async () => {
  for (const event of ['accept', 'ready', 'hand_over', 'deliver']) await desk.post(`orders/${order.id}/state`, { event })
  const papers = Number(ask(world, `SELECT count(*) FROM paper WHERE orders = '${order.id}'`))
  must(papers > 0, 'no paper')
  await leaver.post('me/erase', { erase: 'erase' })
  same((await leaver.raw('GET', '/api/v1/me/data')).status, 401, 'the old login')
  same(Number(ask(world, `SELECT count(*) FROM paper WHERE orders = '${order.id}' AND to_name = '${secret('name')}'`)) > 0, true, 'the invoice')
  same(ask(world, `SELECT state || to_name || to_line1 FROM orders WHERE id = '${order.id}'`), 'delivered', 'the order')
  const guest = world.client()
  await guest.enter(product.slug, { name: 'Reader', country: 'DE' })
  must(!JSON.stringify(guest.heard).includes(MARK), 'the chat still shows it')
})

await tally.run('no canary is left in the store but in papers, in the log nowhere', async () => {
  const left = execFileSync('sqlite3', [`file:${world.data}/mela.db?mode=ro`, '.dump'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n')
    .filter((l) => (l.includes(MARK) || l.includes(email) || l.includes('9911220033')) && !/^INSERT INTO paper(_line)? /.test(l))
  must(left.length === 0, left.map((l) => l.slice(0, 160)).join('\n'))
  must(!readFileSync(world.logPath, 'utf8').includes(MARK), 'the log')
})

await tally.run('nor in its files, byte by byte, once they are closed', async () => {
  const onPapers = execFileSync('sqlite3', [`file:${world.data}/mela.db?mode=ro`, '.dump paper paper_line'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  process.env.KEEP = '1'
  await world.stop()
  for (const name of ['mela.db', 'mela.db-wal'].filter((n) => existsSync(join(world.data, n)))) {
    const bytes = readFileSync(join(world.data, name)).toString('latin1')
    for (const c of [...CANARIES, email]) {
      const found = bytes.split(c).length - 1, allowed = onPapers.split(c).length - 1
      must(found <= allowed, `${c} ${found} times in ${name}, ${allowed} of them on papers`)
    }
  }
  rmSync(world.dir, { recursive: true })
})

tally.close()
process.exit()
