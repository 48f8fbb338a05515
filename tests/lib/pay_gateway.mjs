// pay_gateway.mjs — a payment gateway of our own, in the form of Razorpay's payment links, that can also misbehave: answers lost after the
// work was done, errors, messages late, twice, out of order and forged.
import { createHmac, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { sleep } from './world.mjs'

export class Gateway {
  links = new Map()     // by id
  refunds = new Map()   // payment id -> refund
  calls = []            // "POST /v1/payment_links 200"
  mood = []             // what happens to the next requests: 'lose' (done, no answer), 'error' (500, not done), 'slow'
  events = 0

  static async start({ key = 'rzp_test', secret = 'standin', hookSecret = 'standin-hook-secret' } = {}) {
    const g = Object.assign(new Gateway(), { auth: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`, hookSecret })
    g.server = createServer((req, res) => void g.serve(req, res))
    await new Promise((r) => g.server.listen(0, '127.0.0.1', r))
    g.url = `http://127.0.0.1:${g.server.address().port}`
    g.env = { MELA_GATEWAY_URL: g.url, MELA_GATEWAY_KEY: key, MELA_GATEWAY_SECRET: secret, MELA_GATEWAY_HOOK_SECRET: hookSecret }
    return g
  }
  stop() { this.server.closeAllConnections(); this.server.close() }

  async serve(req, res) {
    let body = ''
    for await (const part of req) body += part
    const mood = this.mood.shift()
    if (mood === 'slow') await sleep(1500)
    const [status, answer] = req.headers.authorization !== this.auth ? [401, {}] : mood === 'error' ? [500, {}] : this.answer(req.method, new URL(req.url, this.url), body)
    this.calls.push(`${req.method} ${req.url.replace(/[?].*/, '?')} ${mood ?? status}`)
    if (mood === 'lose') return req.socket.destroy()
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  answer(method, url, body) {
    const [, , noun, id, what] = url.pathname.split('/')
    if (noun === 'payment_links' && method === 'POST') return this.make(JSON.parse(body))
    if (noun === 'payment_links' && id) return this.links.has(id) ? [200, this.links.get(id)] : [404, {}]
    if (noun === 'payment_links') return [200, { payment_links: [...this.links.values()].filter((l) => l.reference_id === url.searchParams.get('reference_id')) }]
    if (noun === 'payments' && what === 'refund') return this.refund(id, JSON.parse(body))
    if (noun === 'payments' && what === 'refunds') return [200, { entity: 'collection', items: this.refunds.has(id) ? [this.refunds.get(id)] : [] }]
    return [404, {}]
  }

  make(b) {
    if ([...this.links.values()].some((l) => l.reference_id === b.reference_id)) return [400, { error: { description: 'reference_id exists' } }]
    const id = `plink_${randomBytes(7).toString('hex')}`
    const link = { id, entity: 'payment_link', short_url: `${this.url}/i/${id}`, status: 'created', amount: b.amount, amount_paid: 0, currency: b.currency, reference_id: b.reference_id, notes: b.notes, payments: [] }
    this.links.set(id, link)
    return [200, link]
  }

  refund(payment, b) {
    if (this.refunds.has(payment)) return [400, { error: { description: 'fully refunded already' } }]
    this.refunds.set(payment, { id: `rfnd_${randomBytes(7).toString('hex')}`, entity: 'refund', payment_id: payment, amount: b.amount, status: 'processed' })
    return [200, this.refunds.get(payment)]
  }

  byMark(mark) { return [...this.links.values()].find((l) => l.reference_id === mark) }

  // The buyer pays on the gateway's own page. Gives the messages that it would send.
  pay(mark, amount = undefined) {
    const link = this.byMark(mark)
    const payment = { id: `pay_${randomBytes(7).toString('hex')}`, entity: 'payment', amount: amount ?? link.amount, currency: link.currency, status: 'captured', notes: link.notes }
    Object.assign(link, { status: 'paid', amount_paid: payment.amount, payments: [{ payment_id: payment.id }] })
    const message = (event, p) => ({ entity: 'event', event, contains: ['payment'], payload: { payment: { entity: p }, ...(event.startsWith('payment_link') ? { payment_link: { entity: link } } : {}) } })
    return { payment, failed: message('payment.failed', { ...payment, id: `${payment.id}x`, status: 'failed' }), captured: message('payment.captured', payment), paid: message('payment_link.paid', payment) }
  }

  // Sends a message as the gateway does; `secret` and `id` may be others, to forge and to repeat.
  async send(world, message, { secret = this.hookSecret, id = `evt_${++this.events}` } = {}) {
    const body = JSON.stringify(message)
    const res = await fetch(`${world.origin}/hooks/gateway`, { method: 'POST', body, headers: {
      'content-type': 'application/json', 'x-razorpay-event-id': id, 'x-razorpay-signature': createHmac('sha256', secret).update(body).digest('hex') } })
    return res.status
  }
}
