// steps.mjs — the sentences a scene may say. Each is a pattern with names, and what it does.
import { randomUUID } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { until } from '../lib/world.mjs'

const person = (s, name) => {
  const p = s.people.get(name)
  if (!p) throw new Error(`nobody is called ${name}`)
  return p
}
const boothOf = (s, word) => (/^\d+$/.test(word) ? s.world.demo.booths[Number(word) - 1] : s.world.booth(word))

// "first", "second", "third" of the booth; or a slug.
async function product(s, p, word) {
  const detail = await p.get(`booths/${p.slug}`)
  const at = ['first', 'second', 'third', 'fourth'].indexOf(word)
  const found = at >= 0 ? detail.products[at] : detail.products.find((x) => x.slug === word)
  if (!found) throw new Error(`no product ${word}`)
  return found
}

async function artisan(s, name, word) {
  const b = boothOf(s, word)
  const a = s.world.client()
  await a.post('sign-in/code', { code: b.artisan_code })
  a.slug = b.slug
  s.people.set(name, a)
  await a.enter(b.slug, { lang: 'hi' })
  return [a, b]
}

function publish(s, a, b, codec = 'h264') {
  a.publisher = s.world.run('phone', ['--url', s.world.origin + new URL(b.whip, s.world.origin).pathname, '--token', b.publish_token, '--codec', codec, '--seconds', '300', '--size', '320x240', '--fps', '15', '--kbps', '300', '--insecure'])
}

async function seesPicture(s, p) {
  p.viewer?.kill('SIGKILL')
  p.viewer = null
  const url = `${s.world.origin}/whep/${p.slug}`
  let first = null
  await until(`${p.slug} shows a picture`, 30000, async () => {
    if (!p.viewer || p.viewer.exitCode !== null || p.viewer.lines.at(-1)?.failed) {
      p.viewer?.kill('SIGKILL')
      p.viewer = s.world.run('viewers', ['--whep', url, '--seconds', '120'])
      first = null
    }
    const l = p.viewer.lines.at(-1)
    if (!l?.frames) return false
    first ??= l.frames
    return l.frames > first + 5 && l.bad === 0
  }, 200)
}

function rows(s, sql) {
  return Number(execFileSync('sqlite3', [`file:${s.world.data}/mela.db?mode=ro`, sql], { encoding: 'utf8' }).trim())
}

// "product=first qty=2 text=…" against a message's fields
async function fits(s, p, m, words) {
  for (const w of (words ?? '').trim().split(/\s+/).filter(Boolean)) {
    const at = w.indexOf('=')
    const key = w.slice(0, at), want = w.slice(at + 1)
    const value = key === 'product' ? (await product(s, p, want)).id : want
    if (String(m.d[{ qty: 'quantity' }[key] ?? key] ?? '') !== value) return false
  }
  return true
}

const alice = { name: 'Test Buyer', phone: '+919800000000', line1: '1 Fair Road', city: 'Lucknow', state: 'UP', pin: '226001', country: 'IN' }

export const steps = [
  [/^artisan +(?<a>\w+) opens booth (?<booth>[\w-]+) with test-picture(?: in (?<codec>h264|vp8))?$/, async (s, g) => {
    const [a, b] = await artisan(s, g.a, g.booth)
    publish(s, a, b, g.codec)
    await a.hear('live.started', (m) => m.t === 'live.started', 30000)
  }],
  [/^artisan +(?<a>\w+) stands in booth (?<booth>[\w-]+)$/, (s, g) => artisan(s, g.a, g.booth)],
  [/^buyer +(?<b>\w+) enters booth (?<booth>[\w-]+)(?: from (?<country>[A-Z]{2}))?$/, async (s, g) => {
    const b = s.people.get(g.b) ?? s.world.client()
    b.slug = boothOf(s, g.booth).slug
    s.people.set(g.b, b)
    await b.get('me')
    await b.enter(b.slug, { name: `Guest ${g.b}`, country: g.country ?? 'DE', lang: 'en' })
  }],
  [/^(?<b>\w+) signs in as (?<email>\S+@\S+)$/, async (s, g) => {
    const b = s.people.get(g.b) ?? s.world.client()
    s.people.set(g.b, b)
    await b.signInByMail(g.email)
    if (b.slug) { b.close(); await b.connect(); await b.enter(b.slug, { country: 'IN', lang: 'en' }) }
  }],
  [/^organizer +(?<o>\w+) signs in$/, async (s, g) => {
    const o = s.world.client()
    await o.post('sign-in/password', s.world.demo.organizer)
    s.people.set(g.o, o)
  }],
  [/^(?<b>\w+) sees picture$/, (s, g) => seesPicture(s, person(s, g.b))],
  [/^(?<a>\w+) (?<verb>pins|unpins) (?<product>[\w-]+)$/, async (s, g) => {
    const a = person(s, g.a)
    await a.ask(g.verb === 'pins' ? 'pin.set' : 'pin.clear', { product: (await product(s, a, g.product)).id })
  }],
  [/^(?<a>\w+) is refused pinning (?<product>[\w-]+) with (?<code>[\w-]+)$/, async (s, g) => {
    const a = person(s, g.a)
    await refused(g.code, async () => a.ask('pin.set', { product: (await product(s, a, g.product)).id }))
  }],
  [/^(?<b>\w+) says "(?<text>[^"]*)"$/, (s, g) => person(s, g.b).ask('chat.say', { text: g.text, lang: 'en', key: randomUUID() })],
  [/^(?<b>\w+) is refused saying "(?<text>[^"]*)" with (?<code>[\w-]+)$/, (s, g) => refused(g.code, () => person(s, g.b).ask('chat.say', { text: g.text, key: randomUUID() }))],
  [/^(?<b>\w+) says phrase (?<phrase>\w+)$/, (s, g) => person(s, g.b).ask('chat.phrase', { phrase: g.phrase, key: randomUUID() })],
  [/^(?<a>\w+) sets slow mode to (?<n>\d+) s$/, (s, g) => person(s, g.a).ask('slow.set', { seconds: Number(g.n) })],
  [/^(?<a>\w+) mutes (?<b>\w+)$/, (s, g) => person(s, g.a).ask('person.mute', { person: person(s, g.b).snapshot.person, minutes: 5 })],
  [/^(?<a>\w+) removes the last line$/, async (s, g) => {
    const a = person(s, g.a)
    await a.ask('line.remove', { line_seq: a.heard.filter((m) => m.t === 'chat.said').at(-1).seq })
  }],
  [/^(?<a>\w+) offers (?<product>[\w-]+) for (?<price>\d+) paise, (?<n>\d+) pieces, (?<s>\d+) s$/, async (s, g) => {
    const a = person(s, g.a)
    await a.ask('flash.start', { product: (await product(s, a, g.product)).id, price_minor: Number(g.price), quantity: Number(g.n), lasts_s: Number(g.s) })
  }],
  [/^(?<b>\w+) hears (?<t>[a-z]+\.[a-z]+|snapshot|resumed)(?<words>(?: \w+=\S+)*)$/, async (s, g) => {
    const b = person(s, g.b)
    await until(`${g.b} hears ${g.t}${g.words}`, 20000, async () => {
      for (const m of b.heard.filter((x) => x.t === g.t)) if (await fits(s, b, m, g.words)) return true
      return false
    })
  }],
  [/^(?<b>\w+) asks for (?<product>[\w-]+) qty (?<n>\d+)$/, async (s, g) => {
    const b = person(s, g.b)
    const m = await b.ask('enquiry.open', { product: (await product(s, b, g.product)).id, quantity: Number(g.n), unit: 'piece', country: 'DE', note: 'please', key: randomUUID() })
    b.enquiry = m.d.enquiry
    s.memory.enquiry = b.enquiry
  }],
  [/^(?<a>\w+) writes "(?<text>[^"]*)" to the enquiry$/, (s, g) => person(s, g.a).ask('enquiry.write', { enquiry: s.memory.enquiry, text: g.text, lang: 'hi', key: randomUUID() })],
  [/^(?<b>\w+) finds (?<n>\d+) (?<what>enquiry|enquiries|lead|leads|order|orders) at mine$/, async (s, g) => {
    const mine = await person(s, g.b).get('mine')
    const key = { enquiry: 'enquiries', lead: 'leads', order: 'orders' }[g.what] ?? g.what
    if (mine[key].length !== Number(g.n)) throw new Error(`${mine[key].length} ${key}`)
  }],
  [/^(?<b>\w+) makes a lead of it$/, async (s, g) => {
    s.memory.lead = await person(s, g.b).post(`enquiries/${s.memory.enquiry}/lead`, { quantity: 500, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg', company: 'Test Imports' })
  }],
  [/^(?<b>\w+) is refused a second conversion with (?<code>[\w-]+)$/, (s, g) => refused(g.code, () => person(s, g.b).post(`enquiries/${s.memory.enquiry}/lead`, { quantity: 5, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg' }))],
  [/^(?<b>\w+) is refused a lead with (?<code>[\w-]+)$/, (s, g) => refused(g.code, () => person(s, g.b).post(`enquiries/${s.memory.enquiry}/lead`, { quantity: 5, unit: 'piece', incoterm: 'FOB', destination: 'Hamburg' }))],
  [/^(?<b>\w+) orders (?<product>[\w-]+) qty (?<n>\d+)$/, async (s, g) => { s.memory.order = await order(s, g) }],
  [/^(?<b>\w+) orders (?<product>[\w-]+) qty (?<n>\d+) twice with one key$/, async (s, g) => {
    const key = randomUUID()
    const [x, y] = [await order(s, g, key), await order(s, g, key)]
    if (x.id !== y.id) throw new Error('two orders')
    s.memory.order = x
  }],
  [/^(?<b>\w+) puts (?<product>[\w-]+) qty (?<n>\d+) into the cart$/, async (s, g) => {
    const b = person(s, g.b), p = await product(s, b, g.product)
    await b.api('PUT', `cart/lines/${p.id}`, { quantity: Number(g.n), shown_minor: p.price.minor })
  }],
  [/^(?<b>\w+) has (?<n>\d+) lines? in the cart$/, async (s, g) => {
    const { count } = await person(s, g.b).get('cart?country=IN')
    if (count !== Number(g.n)) throw new Error(`${count} lines`)
  }],
  [/^(?<b>\w+) orders the cart$/, async (s, g) => { s.memory.order = await person(s, g.b).post('cart/order', { address: alice }) }],
  [/^(?<b>\w+) is refused ordering (?<product>[\w-]+) qty (?<n>\d+)(?: to (?<country>[A-Z]{2}))? with (?<code>[\w-]+)$/, (s, g) => refused(g.code, () => order(s, g))],
  [/^(?<a>\w+) moves the order by (?<event>\w+)$/, async (s, g) => { s.memory.order = await person(s, g.a).post(`orders/${s.memory.order.id}/state`, { event: g.event }) }],
  [/^(?<a>\w+) is refused moving the order by (?<event>\w+) with (?<code>[\w-]+)$/, (s, g) => refused(g.code, () => person(s, g.a).post(`orders/${s.memory.order.id}/state`, { event: g.event }))],
  [/^the order is (?<state>\w+)$/, (s, g) => { if (s.memory.order.state !== g.state) throw new Error(s.memory.order.state) }],
  [/^server is killed and restarted$/, async (s) => { await s.world.kill(); await s.world.boot() }],
  [/^(?<b>\w+) comes back$/, async (s, g) => {
    const b = person(s, g.b)
    b.ws?.terminate()
    b.heard.length = 0
    await b.connect()
    await b.enter(b.slug, { since_seq: b.seq ?? 0, country: 'DE', lang: 'en' })
  }],
  [/^phones end in children$/, async (s) => { Object.assign(s.world.options, { env: { ...s.world.options.env, MELA_MEDIA_INGEST: 'webrtcbin' } }); await s.world.kill(); await s.world.boot() }],
  [/^(?<a>\w+)'s ingest is killed$/, (s, g) => {
    person(s, g.a)
    for (const pid of children(s.world.server.pid, 'mela-ingest')) process.kill(pid, 'SIGKILL')
  }],
  [/^(?<a>\w+)'s phone stops$/, (s, g) => { person(s, g.a).publisher.kill('SIGKILL') }],
  [/^(?<a>\w+)'s phone publishes again$/, (s, g) => { const a = person(s, g.a); publish(s, a, s.world.booth(a.slug)) }],
  [/^(?<a>\w+) ends the broadcast$/, (s, g) => person(s, g.a).ask('broadcast.end')],
  [/^store has (?<n>\d+) (?<table>\w+)$/, (s, g) => {
    const table = { enquiry: 'enquiry', enquiries: 'enquiry', lead: 'lead', leads: 'lead', order: 'orders', orders: 'orders', broadcast: 'broadcast', broadcasts: 'broadcast' }[g.table]
    const n = rows(s, `SELECT count(*) FROM ${table}`)
    if (n !== Number(g.n)) throw new Error(`${n} ${g.table}`)
  }],
]

async function refused(code, fn) {
  try { await fn() } catch (e) {
    if (e.code === code) return
    throw new Error(`refused with ${e.code ?? e.message} instead of ${code}`)
  }
  throw new Error('was not refused')
}

async function order(s, g, key) {
  const b = person(s, g.b)
  return b.post('orders', { lines: [{ product: (await product(s, b, g.product)).id, quantity: Number(g.n) }], address: { ...alice, country: g.country ?? 'IN' } }, key)
}

// Processes of that name below `pid`.
function children(pid, name) {
  return readdirSync('/proc').filter((d) => /^\d+$/.test(d)).map(Number).filter((p) => {
    try {
      const stat = readFileSync(`/proc/${p}/stat`, 'utf8')
      const end = stat.lastIndexOf(')')
      return stat.slice(stat.indexOf('(') + 1, end) === name.slice(0, 15) && Number(stat.slice(end + 2).split(' ')[1]) === pid
    } catch { return false }
  })
}
