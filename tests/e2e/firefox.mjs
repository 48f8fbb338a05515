// firefox.mjs — stock Firefox ESR over WebDriver BiDi: just enough to open a page and run a script in it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { freePort, until } from '../lib/world.mjs'

const PREFS = { 'media.autoplay.default': 0, 'media.peerconnection.ice.loopback': true, 'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false, 'extensions.getAddons.cache.enabled': false, 'remote.prefs.recommended': true }

export class Firefox {
  static async open() {
    const f = new Firefox()
    f.dir = mkdtempSync(join(tmpdir(), 'mela-firefox-'))
    writeFileSync(join(f.dir, 'user.js'), Object.entries(PREFS).map(([k, v]) => `user_pref(${JSON.stringify(k)}, ${JSON.stringify(v)});`).join('\n'))
    const port = await freePort()
    f.process = spawn(process.env.FIREFOX ?? '/usr/bin/firefox-esr', ['--headless', '--profile', f.dir, '--remote-debugging-port', String(port), '--no-remote', 'about:blank'],
      { stdio: 'ignore', env: { ...process.env, HOME: f.dir, MOZ_DISABLE_CONTENT_SANDBOX: '1' } })
    f.replies = new Map()
    f.next = 1
    await until('Firefox answers', 60000, async () => {
      try { await f.connect(`ws://127.0.0.1:${port}/session`); return true } catch { return false }
    }, 300)
    await f.command('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } })
    f.context = (await f.command('browsingContext.getTree', {})).contexts[0].context
    return f
  }

  connect(url) {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(url)
      ws.once('open', () => { this.ws = ws; resolve() })
      ws.once('error', reject)
      ws.on('message', (data) => {
        const m = JSON.parse(data)
        this.replies.get(m.id)?.(m)
      })
    })
  }

  command(method, params) {
    const id = this.next++
    return new Promise((resolve, reject) => {
      this.replies.set(id, (m) => (m.type === 'error' ? reject(new Error(`${m.error}: ${m.message}`)) : resolve(m.result)))
      this.ws.send(JSON.stringify({ id, method, params }))
    })
  }

  goto(url) { return this.command('browsingContext.navigate', { context: this.context, url, wait: 'complete' }) }

  // Runs an async function's text with JSON arguments; its JSON comes back.
  async evaluate(fn, ...args) {
    const expression = `(async () => JSON.stringify((await (${fn})(...${JSON.stringify(args)})) ?? null))()`
    const r = await this.command('script.evaluate', { expression, target: { context: this.context }, awaitPromise: true, userActivation: true })
    if (r.type === 'exception') throw new Error(r.exceptionDetails.text)
    return JSON.parse(r.result.value)
  }

  async close() {
    this.ws?.close()
    this.process.kill('SIGKILL')
    await new Promise((r) => this.process.once('exit', r))
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 })
  }
}
