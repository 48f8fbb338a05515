// world.mjs — a whole Mela for a test: a fresh data folder, the real server, its doors, and clients that keep cookies.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, existsSync, createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0' // the demonstration's certificate is its own
process.removeAllListeners('warning')

export const ROOT = new URL('../..', import.meta.url).pathname
export const BUILD = process.env.B ? (process.env.B.startsWith('/') ? process.env.B : join(ROOT, process.env.B)) : join(ROOT, 'build')
export const VARIANT = process.env.V || 'debug'
export const bin = (name) => join(BUILD, VARIANT, name)
export const tool = (name) => join(BUILD, VARIANT, 'tools', name)
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms))

// Asks again until it is true; ten times the promise is the limit, given by the caller.
export async function until(what, limitMs, ask, everyMs = 50) {
  const end = Date.now() + limitMs
  for (;;) {
    const got = await ask()
    if (got) return got
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await sleep(everyMs)
  }
}

const portFree = (port) => new Promise((resolve) => {
  const s = createServer().once('error', () => resolve(false))
  s.listen(port, () => s.close(() => resolve(true)))
})

// A base port with a hundred free ones behind it (the demonstration's other ports follow from it), below the range from which the
// kernel takes the ports of outgoing connections: one of those could stand in a restarted server's place. Scripts that run side by
// side (LANE) take from different ones, or a server that is just down would lose its place to the neighbour's.
export async function freePort() {
  const lane = Number(process.env.LANE ?? 0) % 4
  for (let i = 0; i < 50; i++) {
    const port = 10000 + 200 * (4 * Math.floor(Math.random() * 27) + lane)
    if ((await portFree(port)) && (await portFree(port + 1)) && (await portFree(port + 2))) return port
  }
  throw new Error('no free ports')
}

export class World {
  static async start(options = {}) {
    const w = new World()
    w.dir = mkdtempSync(join(tmpdir(), 'mela-world-'))
    w.data = join(w.dir, 'data')
    w.port = await freePort()
    w.options = options
    w.children = new Set()
    mkdirSync(join(BUILD, 'log'), { recursive: true })
    w.logPath = join(BUILD, 'log', `server-${w.port}.log`)
    w.log = createWriteStream(w.logPath, { flags: 'a' })
    options.prepare?.(w)
    await w.boot()
    return w
  }

  // Starts the server and waits until its doors are open.
  async boot() {
    const args = ['demo', '--port', String(this.port), '--data', this.data, '--publishers', String(this.options.publishers ?? 0)]
    // One buyer of a test orders faster than a person can, and what else lies on this disk is no matter of the test.
    const env = { ...process.env, MELA_MEDIA_WORKERS: '1', MELA_LIMITS_ORDERS_PER_MIN: '1000000', MELA_LIMITS_UNPAID_SCARCE: '0', MELA_LIMITS_WITHDRAWALS: '0', MELA_LIMITS_GUEST_HOLDS: '1000000', MELA_LIMITS_PRODUCT_READS: '1000000', MELA_LIMITS_LEAD_READS: '1000000', MELA_LIMITS_DISK_PERCENT: '100', ...this.options.env }
    this.server = spawn(this.options.program ?? bin('mela'), args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    this.server.stdout.pipe(this.log, { end: false })
    this.server.stderr.pipe(this.log, { end: false })
    this.exited = new Promise((r) => this.server.once('exit', (code, signal) => { this.gone = { code, signal }; r() }))
    this.gone = null
    this.origin = `https://localhost:${this.port + 1}`
    await until('the server is ready', 60000, async () => {
      if (this.gone) throw new Error(`the server ended: ${JSON.stringify(this.gone)}, see ${this.logPath}`)
      try { return (await fetch(`${this.origin}/readyz`)).ok } catch { return false }
    })
    await until('demo.json is there', 10000, () => existsSync(join(this.data, 'demo.json')))
    this.demo = JSON.parse(readFileSync(join(this.data, 'demo.json'), 'utf8'))
  }

  async kill() {
    this.server.kill('SIGKILL')
    await this.exited
  }

  async stop() {
    for (const c of this.children) c.kill('SIGKILL')
    if (!this.gone) {
      this.server.kill('SIGTERM')
      const late = setTimeout(() => this.server.kill('SIGKILL'), 10000)
      await this.exited
      clearTimeout(late)
    }
    this.log.end()
    this.options.cleanup?.(this)
    if (!process.env.KEEP) rmSync(this.dir, { recursive: true, force: true })
  }

  booth(slug) {
    const b = this.demo.booths.find((x) => x.slug === slug || !slug)
    if (!b) throw new Error(`no booth ${slug}`)
    return b
  }

  client() { return new Client(this) }

  // A program of build/<variant>/tools that prints JSON lines; `lines` grows. `before`: words in front of it, such as nsenter.
  run(name, args, before = []) {
    const [program, ...words] = [...before, tool(name), ...args]
    const p = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    p.lines = []
    let rest = ''
    p.stdout.on('data', (d) => {
      rest += d
      for (let at; (at = rest.indexOf('\n')) >= 0; rest = rest.slice(at + 1)) {
        try { p.lines.push(JSON.parse(rest.slice(0, at))) } catch { /* not a line of state */ }
      }
    })
    p.stderr.pipe(this.log, { end: false })
    this.children.add(p)
    p.once('exit', () => this.children.delete(p))
    return p
  }

  // Waits for a mail to `address` that nobody asked for yet and whose subject fits, and gives its text.
  async mail(address, limitMs = 20000, subject = /./) {
    const path = join(this.data, 'mail', 'mails.jsonl')
    this.mailsRead ??= new Set()
    return until(`a mail to ${address}`, limitMs, () => {
      if (!existsSync(path)) return false
      const mails = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l))
      const at = mails.findLastIndex((m, i) => m.to.includes(address) && subject.test(m.subject) && !this.mailsRead.has(i))
      if (at < 0) return false
      this.mailsRead.add(at)
      return `${mails[at].subject}\n${mails[at].body}`
    })
  }
}

export class Problem extends Error {
  constructor(status, body) {
    super(`${status} ${body?.code ?? ""} ${body?.field ?? ""} ${body?.detail ?? ""}`)
    this.status = status
    this.code = body?.code
    this.body = body
  }
}

// A browser without a screen: cookies, the JSON API, the live channel.
export class Client {
  constructor(world) { this.world = world; this.cookies = new Map(); this.heard = []; this.said = 0 }

  cookie() { return [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') }

  async raw(method, path, body, headers = {}) {
    const res = await fetch(this.world.origin + path, {
      method,
      headers: { 'x-mela': '1', origin: this.world.origin, ...(this.cookies.size ? { cookie: this.cookie() } : {}),
        ...(body !== undefined ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
    })
    for (const line of res.headers.getSetCookie()) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return res
  }

  async api(method, path, body, headers) {
    const res = await this.raw(method, path.startsWith('/') ? path : `/api/v1/${path}`, body, headers)
    const text = await res.text()
    const parsed = text && /json/.test(res.headers.get('content-type') ?? '') ? JSON.parse(text) : text
    if (!res.ok) throw new Problem(res.status, parsed)
    return parsed
  }

  get(path) { return this.api('GET', path) }
  // A POST that creates something carries a key.
  post(path, body = {}, key = randomUUID()) { return this.api('POST', path, body, { 'idempotency-key': key }) }

  async signInByMail(email, name = 'Buyer') {
    await this.post('sign-in/email', { email, name, lang: 'en' })
    const mail = await this.world.mail(email, 20000, /code|कोड/) // there may be letters about orders too
    const code = /\b(\d{6})\b/.exec(mail)?.[1]
    if (!code) throw new Error(`no code in: ${mail}`)
    return this.post('sign-in/email/confirm', { email, code })
  }

  // Opens the live channel and keeps it; with `stay` it reconnects by itself as the pages do.
  async connect() {
    const ws = new WebSocket(`${this.world.origin.replace('https', 'wss')}/live`, 'mela.v1', {
      rejectUnauthorized: false, headers: { origin: this.world.origin, ...(this.cookies.size ? { cookie: this.cookie() } : {}) } })
    ws.on('message', (data) => { const m = JSON.parse(data); if (m.seq) this.seq = Math.max(this.seq ?? 0, m.seq); this.heard.push(m) })
    ws.on('error', () => {})
    await new Promise((resolve, reject) => { ws.once('open', resolve); ws.once('close', (code) => reject(new Error(`closed ${code}`))) })
    this.ws = ws
  }

  send(t, d = {}, booth = this.booth) {
    const id = `r${++this.said}`
    this.ws.send(JSON.stringify({ t, id, ...(booth ? { booth } : {}), d }))
    return id
  }

  // Sends and waits for the ok or the error that answers it.
  async ask(t, d, booth, limitMs = 20000) {
    const id = this.send(t, d, booth)
    const m = await this.hear(`an answer to ${t}`, (x) => x.id === id, limitMs)
    if (m.t === 'error') throw new Problem(0, m.d)
    return m
  }

  hear(what, match, limitMs = 20000) { return until(what, limitMs, () => this.heard.find(match)) }

  async enter(slug, d = {}) {
    if (!this.ws || this.ws.readyState !== WebSocket.OPEN) await this.connect()
    this.booth = slug
    const m = await this.ask('enter', d, slug)
    if (m.t === 'snapshot') this.snapshot = m.d
    return m
  }

  close() { this.ws?.close() }
}

// Counts like a test runner: named checks, one line each that fails, and the closing line.
export class Tally {
  passed = 0
  failed = 0
  async run(name, fn) {
    const began = Date.now()
    try {
      await fn()
      this.passed++
      console.log(`ok   ${name} (${Date.now() - began} ms)`)
    } catch (e) {
      this.failed++
      console.log(`FAIL ${name}: ${e.stack ?? e}`)
    }
  }
  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed || !this.passed ? 1 : 0
  }
}
