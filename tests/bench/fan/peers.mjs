// peers.mjs — others under the same viewers: Janus' streaming plugin, and GStreamer with one webrtcbin per viewer.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, freePort, sleep, tool, until } from '../../lib/world.mjs'
import { start } from './measure.mjs'
import { loopback } from './wire.mjs'

const pumpTo = (port, load) => start('nice', ['-n', '-15', tool('pump'), '--rtp', `127.0.0.1:${port}`, '--seconds', '300', '--fps', String(load.fps), '--key-every', String(2 * load.fps)])

export function janusVersion() {
  try { return execFileSync('dpkg-query', ['-W', '-f=${Version}', 'janus'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString() } catch { return null }
}

function janusFolder(http, rtp) {
  const dir = mkdtempSync(join(tmpdir(), 'bench-janus-'))
  writeFileSync(join(dir, 'janus.jcfg'), `general: { configs_folder = "${dir}"; debug_level = 2; session_timeout = 0 }
certificates: { }
media: { }
nat: { ice_lite = true; full_trickle = false }
plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_videoroom.so,libjanus_voicemail.so" }
transports: { disable = "libjanus_websockets.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so" }
`)
  writeFileSync(join(dir, 'janus.transport.http.jcfg'), `general: { json = "compact"; base_path = "/janus"; http = true; port = ${http}; ip = "127.0.0.1"; https = false }
admin: { admin_http = false; admin_https = false }
`)
  writeFileSync(join(dir, 'janus.plugin.streaming.jcfg'), `fan: { type = "rtp"; id = 1; audio = false; video = true; videoport = ${rtp}; videopt = 102; videocodec = "h264"; videofmtp = "profile-level-id=42e01f;packetization-mode=1" }
`)
  return dir
}

export async function openJanus(load) {
  const port = await freePort()
  const dir = janusFolder(port, port + 2)
  const server = start('janus', ['-F', dir])
  const pump = pumpTo(port + 2, load)
  const close = async () => { await pump.end(); await server.end(); rmSync(dir, { recursive: true, force: true }) }
  try {
    await until('Janus answers', 20000, async () => { try { return (await fetch(`http://127.0.0.1:${port}/janus/info`)).ok } catch { return false } })
    return { pid: server.pid, wire: loopback, where: ['--janus', `http://127.0.0.1:${port}/janus`, '--mountpoint', '1'], close }
  } catch (e) { await close(); throw e }
}

export async function openWebrtcbin(load) {
  const port = await freePort()
  const server = start(bin('bench/webrtcbin_each'), [String(port), String(port + 1)])
  const pump = pumpTo(port, load)
  await sleep(1500)
  return { pid: server.pid, wire: loopback, where: ['--whep', `http://127.0.0.1:${port + 1}/`], close: async () => { await pump.end(); await server.end() } }
}
