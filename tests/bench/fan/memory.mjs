// memory.mjs — what one more viewer keeps resident: by how much a second crowd of a thousand raises what the first has left.
// Queues and tables that fill up once are then warm and not counted for the viewers.
import { sleep, tool, until } from '../../lib/world.mjs'
import { rssKb } from '../bench.mjs'
import { start } from './measure.mjs'
import { openOurs } from './ours.mjs'

const CROWD = 1000
const ENOUGH = 950   // on a busy machine a viewer may give up; those that are up are counted
const SETTLE_MS = 7000 // reports, the end of SSLs, and the heap given back

export async function residentPerViewer(wire) {
  const target = await openOurs(wire, { fps: 1 })
  const crowds = []
  const resident = [], up = []
  try {
    for (let i = 0; i < 2; i++) {
      const crowd = start(tool('viewers'), [...target.where, '--viewers', CROWD, '--seconds', 120, '--ramp', 1000].map(String), wire.prefix)
      crowds.push(crowd)
      await until('the crowd is up', 90000, () => crowd.lines.at(-1)?.up >= ENOUGH, 100)
      await sleep(SETTLE_MS)
      resident.push(rssKb(target.pid))
      up.push(crowd.lines.at(-1).up)
    }
    return { kb: Number(((resident[1] - resident[0]) / up[1]).toFixed(1)) }
  } finally {
    for (const c of crowds) await c.end()
    await target.close()
  }
}
