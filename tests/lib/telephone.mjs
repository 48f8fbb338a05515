// telephone.mjs — a telephone for one call: sipp with a scenario of tests/sip, on a port of its own.
import { spawn, execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, sleep, until } from './world.mjs'

const freeUdp = () => new Promise((resolve) => {
  const s = createSocket('udp4')
  s.bind(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) })
})

export class Telephone {
  static async start(scenario) {
    const t = new Telephone()
    t.port = await freeUdp()
    t.dir = mkdtempSync(join(tmpdir(), 'mela-sipp-'))
    t.process = spawn('sipp', ['-sf', `${ROOT}/tests/sip/${scenario}.xml`, '-i', '127.0.0.1', '-p', String(t.port), '-m', '1', '-nostdin'], { cwd: t.dir, stdio: 'ignore' })
    t.ended = new Promise((r) => t.process.once('exit', (code) => { t.code = code; r(code) }))
    t.host = `127.0.0.1:${t.port}`
    await until('the telephone listens', 10000, () => execFileSync('ss', ['-lunH'], { encoding: 'utf8' }).includes(`:${t.port} `))
    return t
  }

  /** True if the call went as the scenario says. */
  async fulfilled(limitMs = 30000) { return (await Promise.race([this.ended, sleep(limitMs)])) === 0 }

  stop() {
    if (this.code === undefined) this.process.kill('SIGKILL')
    rmSync(this.dir, { recursive: true, force: true })
  }
}
