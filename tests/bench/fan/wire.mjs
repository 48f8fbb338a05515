// wire.mjs — where viewers stand: on loopback, or behind a veth pair in a network namespace of their own.
import { execFileSync } from 'node:child_process'

const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] })

export const loopback = { name: 'loopback', host: '127.0.0.1', prefix: [], close() {} }

// Throws where namespaces may not be made.
export function openVeth() {
  const tag = `mb${process.pid % 100000}`
  const net = 64 + (process.pid % 128)
  const [near, far] = [`100.${net}.0.1`, `100.${net}.0.2`]
  ip('netns', 'add', tag)
  const prefix = ['nsenter', `--net=/run/netns/${tag}`]
  const within = (...args) => execFileSync(prefix[0], [prefix[1], ...args])
  const close = () => ip('netns', 'del', tag)
  try {
    ip('link', 'add', `${tag}a`, 'type', 'veth', 'peer', 'name', `${tag}b`, 'netns', tag)
    ip('addr', 'add', `${near}/30`, 'dev', `${tag}a`)
    ip('link', 'set', `${tag}a`, 'up')
    within('ip', 'addr', 'add', `${far}/30`, 'dev', `${tag}b`)
    within('ip', 'link', 'set', `${tag}b`, 'up')
    within('ip', 'link', 'set', 'lo', 'up')
  } catch (e) { close(); throw e }
  return { name: 'veth', host: near, prefix, close }
}
