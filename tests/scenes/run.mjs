// run.mjs — plays tests/scenes/*.scene: the whole product in a small language, over real HTTP, WebSocket and RTP.
//
//   # a comment
//   artisan a opens booth 1 with test-picture        a step; two or more spaces divide steps on one line
//   b sees picture      a hears overlay.changed
//
// A step is a sentence of steps.mjs. A scene gets a server of its own. Names are one lower-case letter or word.
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Tally, World } from '../lib/world.mjs'
import { steps } from './steps.mjs'

const dir = new URL('.', import.meta.url).pathname
const only = process.argv.slice(2)
const files = readdirSync(dir).filter((f) => f.endsWith('.scene') && (!only.length || only.includes(basename(f, '.scene')))).sort()

function parse(text) {
  const list = []
  text.split('\n').forEach((line, i) => {
    const bare = line.replace(/(^|\s)#.*$/, '').trim()
    if (bare) for (const step of bare.split(/\s{2,}/)) list.push({ step, line: i + 1 })
  })
  return list
}

async function play(file) {
  const list = parse(readFileSync(join(dir, file), 'utf8'))
  if (list.length > 60) throw new Error('a scene is at most 60 steps')
  const world = await World.start()
  const scene = { world, people: new Map(), memory: {} }
  try {
    for (const { step, line } of list) {
      const row = steps.find(([pattern]) => pattern.test(step))
      if (!row) throw new Error(`${file}:${line}: no such step: ${step}`)
      try { await row[1](scene, row[0].exec(step).groups ?? {}) } catch (e) { throw new Error(`${file}:${line}: ${step}: ${e.message}`) }
    }
  } finally {
    for (const p of scene.people.values()) p.close()
    await world.stop()
  }
}

const tally = new Tally()
for (const f of files) await tally.run(f, () => play(f))
tally.close()
