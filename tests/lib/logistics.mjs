// logistics.mjs — a logistics partner's stand-in over real HTTP: books pickups, lets them go, and tells its news signed; it misbehaves on demand.
import { createHmac, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

export class Logistics {
  static async start(secret = 'a-secret-of-the-logistics-partner') {
    const l = new Logistics()
    l.secret = secret
    l.booked = new Map()               // shipment code → what was asked
    l.keys = new Map()                 // idempotency key → answer, as a careful partner keeps them
    l.cancelled = []
    l.moods = []                       // for the next questions: 500, 429, 400, 'hang', 'garbage'; none is well-behaved
    l.server = createServer((rq, rs) => l.on(rq, rs))
    await new Promise((r) => l.server.listen(0, '127.0.0.1', r))
    l.url = `http://127.0.0.1:${l.server.address().port}`
    return l
  }

  get env() { return { MELA_LOGISTICS_URL: this.url, MELA_LOGISTICS_TOKEN: 'token', MELA_LOGISTICS_HOOK_SECRETS: this.secret } }

  async on(rq, rs) {
    const parts = []
    for await (const p of rq) parts.push(p)
    const body = JSON.parse(Buffer.concat(parts) || '{}'), mood = this.moods.shift(), key = rq.headers['idempotency-key']
    if (mood === 'hang') return
    if (mood === 'garbage') return rs.writeHead(200).end('<html>')
    if (mood) return rs.writeHead(mood, mood === 429 ? { 'retry-after': '1' } : {}).end()
    const cancel = /^\/pickups\/(\w+)\/cancel$/.exec(rq.url)
    if (cancel) this.cancelled.push(cancel[1])
    else if (!this.keys.has(key)) {
      this.keys.set(key, { ref: `AWB-${this.keys.size + 1}` })
      this.booked.set(body.shipment, body)
    }
    rs.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.keys.get(key) ?? {}))
  }

  /** Sends one piece of news; `forge` changes what is sent after it was signed. Gives the status. */
  async tell(world, shipment, state, { at = Date.now(), place, photo, id = randomUUID(), sentAt = Date.now(), forge = (b) => b } = {}) {
    const body = JSON.stringify({ shipment, state, at_ms: at, ...(place ? { place } : {}), ...(photo ? { photo } : {}) })
    const stamp = String(Math.floor(sentAt / 1000))
    const mac = createHmac('sha256', this.secret).update(`${id}.${stamp}.${body}`).digest('base64')
    const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': `v1,${mac}` }
    return (await fetch(`${world.origin}/hooks/logistics`, { method: 'POST', headers, body: forge(body) })).status
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }
}
