// authenticator.mjs — the app on somebody's phone, written apart from the server (RFC 6238, 4648).
import { createHmac } from 'node:crypto'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The number of the half minute. */
export const stepNow = () => Math.floor(Date.now() / 30000)

export function codeOf(secret, step) {
  const bits = [...secret].map((c) => LETTERS.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}
