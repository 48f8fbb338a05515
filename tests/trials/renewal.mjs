// renewal.mjs — SIGHUP: a renewed certificate is shown to whoever comes from now on, a useless one changes nothing, and nobody is sent away.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { metrics, must, same } from '../lib/trial.mjs'
import { Tally, World, until } from '../lib/world.mjs'

const world = await World.start()
const tally = new Tally()
const shown = () => new Promise((done, failed) => {
  const s = connect({ port: world.port + 1, host: '127.0.0.1', rejectUnauthorized: false }, () => { done(s.getPeerCertificate().fingerprint256); s.destroy() }).on('error', failed)
})
const renew = () => execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
  '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(world.data, 'tls-key.pem'), '-out', join(world.data, 'tls-cert.pem')], { stdio: 'ignore' })
const hangUp = () => process.kill(world.server.pid, 'SIGHUP')
const guest = world.client()
await guest.get('me')
await guest.enter(world.demo.booths[0].slug, { name: 'Guest', country: 'DE' })

await tally.run('the renewed certificate is shown, and who was there stays', async () => {
  const before = await shown()
  renew()
  same(await shown(), before, 'before the signal')
  hangUp()
  await until('the new one', 5000, async () => (await shown()) !== before, 50)
  must(guest.ws.readyState === 1, 'the guest was sent away')
})

await tally.run('sec-40 a certificate that ends soon is told of, in the log and as a metric', async () => {
  await until('a word in the log', 20000, () => /the certificate ends on \d{4}-\d\d-\d\d/.test(readFileSync(world.logPath, 'utf8')))
  const left = (await metrics(world)).mela_certificate_ends_seconds - Date.now() / 1000
  must(left > 86400 && left < 3 * 86400, `${left} seconds are left`)
})

await tally.run('a key that does not belong to it changes nothing', async () => {
  const before = await shown()
  renew()
  writeFileSync(join(world.data, 'tls-key.pem'), 'nonsense')
  hangUp()
  hangUp()
  await guest.get('me')
  same(await shown(), before, 'the certificate')
  must(!world.gone, 'the server ended')
})

await world.stop()
tally.close()
process.exit()
