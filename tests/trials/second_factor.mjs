// second_factor.mjs — a fair that requires a second factor: what is open without one, setting it up, signing in with it, and the operator's way out.
import { execFileSync } from 'node:child_process'
import { codeOf, stepNow } from '../lib/authenticator.mjs'
import { Tally, World, bin } from '../lib/world.mjs'
import { ask, must, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: { ...roomy, MELA_AUTH_STAFF_SECOND_FACTOR: 'required' } })
const tally = new Tally()
const { email, password } = world.demo.organizer
const desk = world.client()

const status = async (client, method, path, body) => { const r = await client.raw(method, path, body); await r.arrayBuffer(); return r.status }
let secret, used, codes

await tally.run('sec-13 without a second factor nothing else is open where one is required', async () => {
  same((await desk.post('sign-in/password', { email, password })).second_factor_needed, true, 'needed')
  for (const path of ['desk/fair', 'orders', 'fair', 'me/notices', 'me/data', 'desk/sellers']) {
    const r = await desk.raw('GET', `/api/v1/${path}`)
    same(`${r.status} ${(await r.json()).code}`, '403 second-factor-needed', path)
  }
  same(await status(desk, 'GET', '/api/v1/me'), 200, 'who I am')
  const closed = await desk.connect().then(() => false, () => true)
  must(closed, 'the live channel was open')
  same(await status(world.client(), 'GET', '/api/v1/fair'), 200, 'a visitor')
})

await tally.run('it is set up, and the desk opens', async () => {
  ({ secret } = await desk.post('me/second-factor', { password }))
  used = stepNow()
  codes = (await desk.post('me/second-factor/confirm', { code: codeOf(secret, used) })).recovery_codes
  same(codes.length, 10, 'recovery codes')
  same(await status(desk, 'GET', '/api/v1/desk/fair'), 200, 'the desk')
  must(!ask(world, 'SELECT secret FROM second_factor').includes(secret), 'the secret stands in the store')
})

await tally.run('signing in takes two steps', async () => {
  const c = world.client()
  same(await status(c, 'POST', '/api/v1/sign-in/password', { email, password }), 202, 'the password')
  same(await status(c, 'GET', '/api/v1/desk/fair'), 401, 'half way')
  same(await status(c, 'POST', '/api/v1/sign-in/second', { code: codeOf(secret, used) }), 401, 'a code that was used')
  same(await status(world.client(), 'POST', '/api/v1/sign-in/second', { code: codeOf(secret, used + 1) }), 401, 'another browser')
  same(await status(c, 'POST', '/api/v1/sign-in/second', { code: codeOf(secret, Math.max(used + 1, stepNow())) }), 200, 'the next code')
  same(await status(c, 'GET', '/api/v1/desk/fair'), 200, 'the desk')
  const paper = world.client()
  await paper.raw('POST', '/api/v1/sign-in/password', { email, password })
  same((await paper.post('sign-in/second', { code: codes[9].toLowerCase().replace(/(.{4})/g, '$1-').slice(0, -1) })).role, 'organizer', 'by paper')
  await world.mail(email, 20000, /recovery|बचाव/)
})

await tally.run('mela user takes a lost one away beside the server', async () => {
  execFileSync(bin('mela'), ['user', '--data', world.data, '--no-second-factor', email])
  same(await status(desk, 'GET', '/api/v1/desk/fair'), 401, 'signed out')
  same((await world.client().post('sign-in/password', { email, password })).second_factor_needed, true, 'the password alone')
})

await world.stop()
tally.close()
process.exit()
