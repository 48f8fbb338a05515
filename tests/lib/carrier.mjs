// carrier.mjs — a carrier's stand-in over real HTTP: an SMS gateway that misbehaves on demand, and a push service whose browsers are ours.
import { createDecipheriv, createECDH, createHmac, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'

const b64 = (b) => Buffer.from(b).toString('base64url')

/** A browser's side of RFC 8291: keys, and opening what was sealed for it. */
export class Browser {
  constructor(origin, name) {
    this.ecdh = createECDH('prime256v1')
    this.public = this.ecdh.generateKeys()
    this.auth = randomBytes(16)
    this.endpoint = `${origin}/push/${name}`
  }

  get subscription() { return { endpoint: this.endpoint, p256dh: b64(this.public), auth: b64(this.auth) } }

  open(body) {
    const salt = body.subarray(0, 16), idLength = body[20], theirs = body.subarray(21, 21 + idLength), sealed = body.subarray(21 + idLength)
    const shared = this.ecdh.computeSecret(theirs)
    const ikm = Buffer.from(hkdfSync('sha256', shared, this.auth, Buffer.concat([Buffer.from('WebPush: info\0'), this.public, theirs]), 32))
    const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16))
    const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12))
    const d = createDecipheriv('aes-128-gcm', key, nonce)
    d.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([d.update(sealed.subarray(0, -16)), d.final()])
    return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)))
  }
}

/** The claims of a VAPID header (RFC 8292) whose signature fits its own key; throws if it does not. */
export function vapidClaims(header) {
  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(header)
  const [head, claims, signature] = token.split('.'), point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: b64(point.subarray(1, 33)), y: b64(point.subarray(33)) }
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')))
    throw new Error('the token is not signed by its key')
  return JSON.parse(Buffer.from(claims, 'base64url'))
}

export class Carrier {
  static async start() {
    const c = new Carrier()
    c.sms = []
    c.pushes = []
    c.moods = []                       // for the next messages: 'late', 500, 429, 'hang'; none is well-behaved
    c.server = createServer((rq, rs) => c.on(rq, rs))
    await new Promise((r) => c.server.listen(0, '127.0.0.1', r))
    c.host = `127.0.0.1:${c.server.address().port}`
    c.origin = `http://${c.host}`
    return c
  }

  async on(rq, rs) {
    const parts = []
    for await (const p of rq) parts.push(p)
    const body = Buffer.concat(parts), at = Date.now()
    if (rq.url.startsWith('/push/')) {
      this.pushes.push({ at, url: rq.url, headers: rq.headers, body })
      return rs.writeHead(rq.url.endsWith('gone') ? 410 : 201).end()
    }
    const mood = this.moods.shift()
    const said = { at, mood, headers: rq.headers, ...JSON.parse(body) }
    this.sms.push(said)
    if (mood === 'hang') return                        // has it, and never answers
    if (mood === 500) return rs.writeHead(500).end()
    if (mood === 429) return rs.writeHead(429, { 'retry-after': '1' }).end()
    if (mood === 'late') await new Promise((r) => setTimeout(r, 2000))
    rs.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `c-${this.sms.length}` }))
  }

  /** A delivery report, signed as the door wants it (Standard Webhooks). */
  async report(world, secret, body, id = randomBytes(8).toString('hex')) {
    const text = JSON.stringify(body), at = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', secret).update(`${id}.${at}.${text}`).digest('base64')
    return fetch(`${world.origin}/hooks/sms`, { method: 'POST', body: text,
      headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` } })
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }
}
