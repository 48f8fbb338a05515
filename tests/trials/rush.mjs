// rush.mjs — one unit and 500 buyers at once; and 200 orders that arrive together share few commits.
import { Tally, World } from '../lib/world.mjs'
import { buyers, count, directProduct, floorIsFree, metrics, must, order, roomy, same } from '../lib/trial.mjs'

const world = await World.start({ env: roomy })
const tally = new Tally()
const all = await buyers(world, 500)
const rare = await directProduct(world, 1, [world.demo.booths[0].slug])
const common = await directProduct(world, 200, world.demo.booths.slice(1).map((b) => b.slug))
const stock = (p) => count(world, `SELECT stock FROM product WHERE id = '${p.id}'`)
const answers = (results) => {
  const n = {}
  for (const r of results) { const k = r.status === 'fulfilled' ? 'ordered' : `${r.reason.status ?? r.reason.cause?.code ?? r.reason.message} ${r.reason.code ?? ''}`.trim(); n[k] = (n[k] ?? 0) + 1 }
  return n
}

await tally.run('sec-21 one unit and 500 buyers: one order, the others hear that it is sold out', async () => {
  if (stock(rare) > 1) await order(all[0], rare.id, stock(rare) - 1)
  const before = count(world, 'SELECT count(*) FROM orders')
  const n = answers(await Promise.allSettled(all.map((c) => order(c, rare.id))))
  must(n.ordered === 1 && n['409 sold-out'] === 499, JSON.stringify(n))
  same(count(world, 'SELECT count(*) FROM orders') - before, 1, 'orders')
  same(stock(rare), 0, 'stock')
  same(count(world, 'SELECT count(*) FROM product WHERE stock < 0'), 0, 'products below nothing')
})

await tally.run('200 orders that arrive together share few commits', async () => {
  await Promise.all(all.slice(0, 200).map((c) => c.get('me'))) // warm connections, so that they really arrive together
  const before = await metrics(world)
  const n = answers(await Promise.allSettled(all.slice(0, 200).map((c) => order(c, common.id))))
  const after = await metrics(world)
  const commits = after.mela_ticks_total - before.mela_ticks_total
  console.log(`     ${JSON.stringify(n)} in ${commits} commits`)
  same(n.ordered, 200, 'orders')
  must(commits <= 100, `${commits} commits`)
})

await tally.run('nothing was lost or doubled on the way', async () => {
  same(count(world, 'SELECT count(*) FROM orders WHERE id NOT IN (SELECT orders FROM order_child)'), 0, 'orders without a child')
})
await tally.run('the floor was free', () => floorIsFree(world))
await world.stop()
tally.close()
process.exit()
