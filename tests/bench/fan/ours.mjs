// ours.mjs — this server with its publishers, for one load.
import { World, sleep, tool, until } from '../../lib/world.mjs'
import { start } from './measure.mjs'

// `more`: settings for the environment. Gives { pid, where, wire, close }.
export async function openOurs(wire, load, more = {}) {
  const world = await World.start({ env: { MELA_LIMITS_REQUESTS_PER_MIN: '1000000', MELA_LIMITS_PER_IP: '10000', MELA_LIMITS_VIEWERS: '10000', ...more } })
  const pumps = []
  const close = async () => { for (const p of pumps) await p.end(); await world.stop() }
  try {
    const booths = world.demo.booths.slice(0, load.booths ?? 1)
    if (booths.length < (load.booths ?? 1)) throw new Error(`the demonstration has ${booths.length} booths`)
    for (const b of booths) {
      // Publishers stand for other machines: their stamps are not to wait for ours.
      pumps.push(start('nice', ['-n', '-15', tool('pump'), '--whip', `${world.origin}/whip/${b.slug}`, '--token', b.publish_token, '--seconds', '300', '--fps', String(load.fps),
        '--key-every', String(Math.max(1, 2 * load.fps)), ...(load.audio ? ['--audio'] : [])]))
      await until('the publisher is up', 20000, () => pumps.at(-1).lines.some((l) => l.state === 'up'))
    }
    await sleep(500)
    const origin = `https://${wire.host}:${world.port + 1}`
    return { pid: world.server.pid, wire, where: [...booths.flatMap((b) => ['--whep', `${origin}/whep/${b.slug}`]), '--host', wire.host], close }
  } catch (e) { await close(); throw e }
}
