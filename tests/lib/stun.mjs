// stun.mjs — STUN binding requests by hand (RFC 8489), right and wrong ones.
import { createHmac, randomBytes } from 'node:crypto'

const CRC = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0 })
const crc32 = (b) => { let c = 0xffffffff; for (const x of b) c = CRC[(c ^ x) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0 }
const attribute = (type, value) => { const b = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4); b.writeUInt16BE(type, 0); b.writeUInt16BE(value.length, 2); value.copy(b, 4); return b }
export function stun({ user, key, fingerprint = true, type = 1 }) {
  const head = Buffer.alloc(20)
  head.writeUInt16BE(type, 0); head.writeUInt32BE(0x2112a442, 4); randomBytes(12).copy(head, 8)
  const long = (n) => { head.writeUInt16BE(n, 2); return head }
  let body = Buffer.concat([...(user ? [attribute(6, Buffer.from(user))] : []), attribute(0x24, Buffer.from([0x6e, 0, 1, 0xff])), attribute(0x802a, randomBytes(8)), attribute(0x25, Buffer.alloc(0))])
  if (key) body = Buffer.concat([body, attribute(8, createHmac('sha1', key).update(Buffer.concat([long(body.length + 24), body])).digest())])
  if (fingerprint) { const crc = Buffer.alloc(4); crc.writeUInt32BE((crc32(Buffer.concat([long(body.length + 8), body])) ^ 0x5354554e) >>> 0); body = Buffer.concat([body, attribute(0x8028, crc)]) }
  return Buffer.concat([long(body.length), body])
}
