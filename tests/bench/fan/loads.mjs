// loads.mjs — what is measured. Frames of 4 packets × 1,200 bytes; each viewer sends RR and REMB 1/s, STUN 0.4/s, NACK of 0.5 %.
// Above 1,000 viewers there are fewer frames, so that the server needs at most half a core and the viewers have room.
const fan = (name, viewers, fps, more) => ({ name, viewers, fps, seconds: Number(process.env.SECONDS ?? 8), ramp: viewers < 1000 ? 150 : 400, ...more })

export const pictures = [
  fan('fan_1to1000', 1000, 30),
  fan('fan_1to100', 100, 30),
  fan('fan_1to4000', 4000, 12),
  fan('fan_10x400', 4000, 12, { booths: 10 }),
]
// With Opus, 50 packets a second to each: single packets, which no run makes cheaper.
export const withSound = pictures.map((l) => ({ ...l, name: `${l.name}_opus`, audio: true, fps: l.viewers > 1000 ? 4 : l.fps }))

// Beside others, at what they can bear: the same load for both, one after the other.
export const beside = {
  janus: [fan('fan_1to200', 200, 30), fan('fan_1to1000_slow', 1000, 4, { sample: 8 })],
  webrtcbin: [fan('fan_1to20', 20, 30, { sample: 8 })],
}
export const oneWorker = fan('fan_1to1000', 1000, 30)
// Half a core's work, of booths small enough that one frame's fan-out is short.
export const halfLoad = fan('fan_10x150', 1500, 60, { booths: 10 })
export const slowSrtp = fan('fan_1to300', 300, 30)
export const joins = fan('joins', 1000, 1, { ramp: 1000, seconds: 3 })
export const quiet = fan('allocations', 100, 30)
