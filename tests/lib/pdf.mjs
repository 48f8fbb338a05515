// pdf.mjs — the words of a PDF as cairo writes it: every string that is shown, in the order in which it is drawn, line breaks as spaces.
// Latin text stands as it is written; of Devanagari the letters come, not their order.
import { inflateSync } from 'node:zlib'

const OBJECT = /(\d+) 0 obj\s*(<<.*?>>|[^<]*?)\s*(?:stream\r?\n(.*?)\s*endstream\s*)?endobj/gs
const SHOWN = /\/([\w-]+) [\d.]+ Tf|(Tm|Td)\b|<([0-9a-f]+)>|\(((?:\\.|[^\\)])*)\)/gis

function objects(bytes) {
  const all = new Map()
  for (const [, id, dict, stream] of bytes.toString('latin1').matchAll(OBJECT)) {
    const raw = stream === undefined ? undefined : Buffer.from(stream, 'latin1')
    all.set(id, { dict, text: raw && (/FlateDecode/.test(dict) ? inflated(raw) : raw.toString('latin1')) })
  }
  return all
}

function inflated(raw) {
  try { return inflateSync(raw, { finishFlush: 2 }).toString('latin1') } catch { return '' }
}

// Two-byte codes of a font to what they mean.
function meanings(cmap) {
  const map = new Map()
  const said = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, block] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs))
    for (const [, code, to] of block.matchAll(/<(\w{4})> <(\w+)>/g)) map.set(code.toLowerCase(), said(to))
  return map
}

const plain = (s) => s.replace(/\\(\d{3})/g, (_, o) => String.fromCharCode(parseInt(o, 8))).replace(/\\(.)/g, '$1')

export function textOf(bytes) {
  const all = objects(bytes), fonts = new Map()
  for (const { dict } of all.values())
    for (const [, name, id] of dict.matchAll(/\/(f-[\d-]+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(all.get(id)?.dict)?.[1]
      if (cmap) fonts.set(name, meanings(all.get(cmap).text))
    }
  let out = '', font
  for (const { text } of all.values()) {
    if (!text?.includes(' Tf')) continue
    for (const [, to, moved, hex, literal] of text.matchAll(SHOWN)) {
      if (to) font = fonts.get(to)
      else if (moved) out += ' '
      else if (hex) out += hex.match(/.{4}/g)?.map((code) => font?.get(code.toLowerCase()) ?? '').join('') ?? ''
      else out += plain(literal)
    }
  }
  return out.normalize('NFKC').replace(/\s+/g, ' ').trim()
}
