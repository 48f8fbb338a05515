// imports.mjs — tables of products: a dry run that says row and column, all or nothing, photos by ZIP, what is refused and in which words,
// and a kill -9 in the middle, after which nothing of it is there and it can be run again.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Tally, World, until } from '../lib/world.mjs'
import { roomy } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const booth = world.demo.booths[0].slug
const dir = mkdtempSync(join(tmpdir(), 'mela-import-'))
const desk = world.client()
await desk.post('sign-in/password', world.demo.organizer)
const same = (got, want) => { if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${JSON.stringify(got)} instead of ${JSON.stringify(want)}`) }
const put = (as, path, body) => new Promise((done, fail) => {
  const headers = { 'x-mela': '1', origin: world.origin, cookie: as.cookie(), 'content-type': 'application/octet-stream', 'content-length': body.length }
  const r = request(`${world.origin}/api/v1/catalogue/${path}`, { method: 'POST', headers, agent: false, rejectUnauthorized: false }, (res) => {
    const parts = []
    res.on('data', (p) => parts.push(p)).on('end', () => done({ status: res.statusCode, ok: res.statusCode < 300, json: () => JSON.parse(Buffer.concat(parts)) }))
  })
  r.on('error', fail).end(body)
})

const send = async (kind, body, as = desk) => {
  const r = await put(as, `imports?kind=${kind}&file=t.${kind}&booth=${booth}`, body)
  const said = await r.json()
  if (!r.ok) return { status: r.status, ...said }
  return looked(said.id, as)
}
const looked = (id, as = desk) => until('the table is looked through', 60000, async () => {
  const b = await as.get(`catalogue/imports/${id}`)
  return b.state === 'reading' ? null : b
})
const raw = (text) => Buffer.isBuffer(text) ? text : Buffer.from(text)
const csv = async (text) => send('csv', raw(text))
const staged = (id, limitMs = 120000) => until('it is done', limitMs, async () => {
  const b = await desk.get(`catalogue/imports/${id}`)
  return b.state === 'staging' ? null : b
}, 100)
const seen = async (q) => (await (await fetch(`${world.origin}/api/v1/products?q=${encodeURIComponent(q)}&limit=100`)).json()).items
const problem = (b, i = 0) => { const p = b.problems[i]; return p && `${p.row}:${p.col} ${p.field} ${p.code}` }
const rows = (n, from = 0, word = 'Tumbler') => Array.from({ length: n }, (_, i) => `T${from + i},काँच का गिलास ${from + i},${word} number ${from + i},${100 + (i % 900)}.50,${5 + (i % 50)}`).join('\n')
const HEAD = 'sku,name_hi,name_en,price,stock'

await tally.run('a dry run names row, column and reason, and stages nothing', async () => {
  const b = await csv(`${HEAD}\nA1,गिलास,Glass,100,5\nA2,गिलास,Glass,cheap,5\nA3,,,100,5\nA1,गिलास,Glass,100,5\n`)
  same(b.state, 'refused')
  same(b.problems.map((p) => `${p.row}:${p.col} ${p.field} ${p.code}`), ['3:4 price bad-field', '4:2 name_hi missing-field', '5:1 sku conflict'])
  same((await seen('Glass')).some((p) => p.name.en === 'Glass'), false)
  const report = await (await desk.raw('GET', `/api/v1/catalogue/imports/${b.id}/problems.csv`)).text()
  if (!report.includes('पंक्ति') || !report.includes('3,4,"Price of one, rupees / एक का दाम, रुपये","bad-field","cheap"')) throw new Error(report)
  same(b.problems[0].column, { en: 'Price of one, rupees', hi: 'एक का दाम, रुपये' })
  await desk.post(`catalogue/imports/${b.id}/run`).then(() => { throw new Error('it ran') }, (e) => same(e.status, 409))
})

await tally.run('sec-26 a sound table is seen as a whole, formulas are texts, and its numbers are exact', async () => {
  const b = await csv(`﻿${HEAD}\nअपना नंबर,नाम,नाम,दाम,कितने\n${HEAD.replaceAll('sku', 'B0').replace('name_hi', '=2+3').replace('name_en', '@SUM(A1)').replace('price', '"1,450.05"').replace('stock', '7')}\n`)
  same([b.state, b.rows, b.problems_total], ['checked', 1, 0])
  await desk.post(`catalogue/imports/${b.id}/run`)
  same((await staged(b.id)).state, 'done')
  const found = (await seen('SUM')).find((p) => p.name.en === '@SUM(A1)')
  same([found.name.hi, found.price.minor, found.available], ['=2+3', 145005, 7])
})

await tally.run('columns, encodings and quotes that are wrong', async () => {
  same(problem(await csv('sku,nmae_hi,price\nA,B,1\n')), '1:2  unknown-field')
  same(problem(await csv('sku,stock\nA,1\n')), '1:0 name_hi missing-field')
  same(problem(await csv(Buffer.from(`${HEAD}\nA1,x,y,1,1\n`, 'utf16le'))), '0:0  bad-utf8')
  same(problem(await csv(Buffer.concat([Buffer.from(`${HEAD}\nA1,caf`), Buffer.from([0xe9]), Buffer.from(',y,1,1\n')]))), '0:0  bad-utf8')
  same(problem(await csv(`${HEAD}\nA1,"x,y,1,1\n`)), '0:0  malformed')
  same((await csv('')).status, 422)
  same(problem(await csv(`${HEAD},category\nC1,कुर्सी,Chair,100,1,wood\n`)), '2:6 category not-registered')
})

await tally.run('a body of any size arrives: also one whose last TLS record is not read at once', async () => {
  for (const n of [7000, 8000, 12000, 15000, 16384, 28000, 31000, 40000]) same((await put(desk, `imports?kind=csv&file=t&booth=${booth}`, Buffer.alloc(n, 65))).status, 201)
})

const zip = (name, files) => {
  const path = join(dir, name)
  execFileSync('python3', ['-c', `
import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    for name, what in json.load(sys.stdin).items():
        z.writestr(name, b'\\0' * what if isinstance(what, int) else open(what[1:], 'rb').read() if what.startswith('@') else what)
`, path], { input: JSON.stringify(files) })
  return readFileSync(path)
}
const sheet = (rowsXml, head = '<?xml version="1.0"?>') => `${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rowsXml}</sheetData></worksheet>`
const cell = (ref, text) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`

await tally.run('a workbook: our own template, shared strings, numbers as a spreadsheet writes them, formulas not followed', async () => {
  const template = Buffer.from(await (await desk.raw('GET', '/api/v1/catalogue/template.xlsx')).arrayBuffer())
  same(problem(await send('xlsx', template)), '0:0  missing-field') // two rows of names and nothing below
  const strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>name_hi</t></si><si><r><t>pri</t></r><r><t>ce</t></r></si><si><t>कटोरी</t></si></sst>'
  const b = await send('xlsx', zip('ok.xlsx', { 'xl/sharedStrings.xml': strings, 'xl/worksheets/sheet1.xml': sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2"><f>1+1</f><v>99.499999999999986</v></c></row>') }))
  same([b.state, b.rows], ['checked', 1])
  await desk.post(`catalogue/imports/${b.id}/run`)
  await staged(b.id)
  same((await seen('कटोरी')).find((p) => p.name.hi === 'कटोरी').price.minor, 9950)
})

await tally.run('sec-27 bombs and what is no workbook', async () => {
  same(problem(await send('xlsx', zip('bomb.xlsx', { 'xl/worksheets/sheet1.xml': 70 * 1024 * 1024 }))), '0:0  too-big')
  same(problem(await send('xlsx', zip('ratio.xlsx', { 'xl/worksheets/sheet1.xml': 30 * 1024 * 1024 }))), '0:0  too-big')
  const laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
  same(problem(await send('xlsx', zip('laughs.xlsx', { 'xl/worksheets/sheet1.xml': sheet(`<row>${cell('A1', '&b;')}</row>`, laughs) }))), '0:0  malformed')
  same(problem(await send('xlsx', raw('this is no workbook'))), '0:0  bad-type')
  same(problem(await send('xlsx', zip('empty.xlsx', { 'readme.txt': 'hello' }))), '0:0  bad-type')
  same(problem(await send('xlsx', zip('many.xlsx', Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`f${i}`, 'x']))))), '0:0  too-big')
})

await tally.run('photos come as a ZIP and are found by their names', async () => {
  const b = await csv(`${HEAD},photo_1\nP1,फूलदान,Vase,900,2,vase.jpg\n`)
  same(problem(b), '2:6 photos not-found')
  const photo = new URL('../unit/store/photos/tall.jpg', import.meta.url).pathname
  const r = await put(desk, `imports/${b.id}/photos`, zip('photos.zip', { 'folder/vase.jpg': `@${photo}`, 'notes.txt': 'no photo' }))
  same(r.status, 202)
  const again = await looked(b.id)
  same([again.state, again.photos, again.photo_problems], ['checked', 1, [{ name: 'notes.txt', code: 'bad-type' }]])
  await desk.post(`catalogue/imports/${b.id}/run`)
  await staged(b.id)
  if (!(await seen('Vase')).find((p) => p.name.en === 'Vase')?.photo) throw new Error('no photo')
})

await tally.run('a photo that cannot be read is told by its name, also in the row that wants it', async () => {
  const b = await csv(`${HEAD},photo_1\nQ1,फूलदान,Jug,900,2,jug.jpg\n`)
  await put(desk, `imports/${b.id}/photos`, zip('spoilt.zip', { 'jug.jpg': 'this is no photo' }))
  const again = await looked(b.id)
  same([problem(again), again.photo_problems], ['2:6 photos bad-type', [{ name: 'jug.jpg', code: 'bad-type' }]])
  const report = await (await desk.raw('GET', `/api/v1/catalogue/imports/${b.id}/problems.csv`)).text()
  if (!report.includes('"ZIP","bad-type","jug.jpg"')) throw new Error(report)
})

await tally.run('rows of one code are one product in its sizes', async () => {
  const b = await csv(`sku,name_hi,name_en,variant_sku,variant_en,price,stock\nV1,कुर्ता,Kurta of sizes,M,Medium,800,3\nV1,,,L,Large,950.50,2\n`)
  same([b.state, b.rows, b.products], ['checked', 2, 1])
  await desk.post(`catalogue/imports/${b.id}/run`)
  same((await staged(b.id)).done, 1)
  const found = (await seen('Kurta')).find((p) => p.name.en === 'Kurta of sizes')
  const whole = await (await fetch(`${world.origin}/api/v1/products/${found.slug}`)).json()
  same([whole.available, whole.variants.map((v) => [v.sku, v.price.minor, v.available])], [5, [['M', 80000, 3], ['L', 95050, 2]]])
})

await tally.run('an artisan’s own table waits for the desk, and is a small one', async () => {
  const maker = world.client()
  await maker.post('sign-in/code', { code: world.demo.booths[0].artisan_code })
  const table = (n, word) => raw(`${HEAD}\n${rows(n, 0, word).replaceAll(/^T/gm, word)}\n`)
  const b = await send('csv', table(200, 'Zwergel'), maker)
  same([b.state, b.products], ['checked', 200])
  same(problem(await send('csv', table(201, 'Longer'), maker)), '0:0  too-big')
  await maker.post(`catalogue/imports/${b.id}/run`)
  same((await staged(b.id)).state, 'done')
  same((await seen('Zwergel')).length, 0)
  same((await maker.get('catalogue/products?state=offered&limit=99')).items.length, 99)
})

await tally.run('sec-09 another booth’s artisan sees nothing of it', async () => {
  const b = await csv(`${HEAD}\nX1,गिलास,Glass,100,5\n`)
  const other = world.client()
  await other.post('sign-in/code', { code: world.demo.booths[1].artisan_code })
  for (const [method, path] of [['GET', ''], ['GET', '/problems.csv'], ['POST', '/run']]) {
    const r = await other.raw(method, `/api/v1/catalogue/imports/${b.id}${path}`, method === 'POST' ? {} : undefined, { 'idempotency-key': 'another-booths-artisan' })
    same(r.status, 404)
  }
  same((await send('csv', raw(`${HEAD}\nX2,ग,G,1,1\n`), other)).status, 403)
})

await tally.run('killed in the middle, nothing of it is left, and it runs again to the end', async () => {
  const b = await csv(`${HEAD}\n${rows(3000, 0, 'Sparkling')}\n`)
  same([b.state, b.rows], ['checked', 3000])
  await desk.post(`catalogue/imports/${b.id}/run`)
  await until('some rows are staged', 30000, async () => (await desk.get(`catalogue/imports/${b.id}`)).done > 200, 20)
  same((await seen('Sparkling')).length, 0)
  await world.kill()
  await world.boot()
  const swept = await until('it is swept', 60000, async () => { const x = await desk.get(`catalogue/imports/${b.id}`); return x.state === 'checked' ? x : null }, 100)
  same(swept.done, 0)
  same((await seen('Sparkling')).length, 0)
  await desk.post(`catalogue/imports/${b.id}/run`)
  same((await staged(b.id)).state, 'done')
  same((await seen('Sparkling')).length, 100)
})

writeFileSync(join(dir, 'done'), '')
await world.stop()
tally.close()
process.exit()
