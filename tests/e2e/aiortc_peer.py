"""aiortc as a foreign WHEP viewer and WHIP publisher: nobody here wrote it.

    aiortc_peer.py view URL SECONDS            prints {"frames": n, "audio": n}
    aiortc_peer.py publish URL TOKEN SECONDS   sends a moving picture and a tone; prints {"state": "connected"}
"""
import asyncio
import fractions
import json
import ssl
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import VideoFrame

CONTEXT = ssl._create_unverified_context()


def post(url, sdp, token=None):
    headers = {"content-type": "application/sdp", "x-mela": "1"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, data=sdp.encode(), headers=headers, method="POST")
    with urllib.request.urlopen(request, context=CONTEXT, timeout=20) as answer:
        return answer.read().decode()


async def exchange(pc, url, token=None):
    await pc.setLocalDescription(await pc.createOffer())
    loop = asyncio.get_running_loop()
    answer = await loop.run_in_executor(None, post, url, pc.localDescription.sdp, token)
    await pc.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))


async def view(url, seconds):
    pc = RTCPeerConnection()
    counts = {"frames": 0, "audio": 0}

    async def drain(track):
        while True:
            await track.recv()
            counts["frames" if track.kind == "video" else "audio"] += 1

    @pc.on("track")
    def on_track(track):
        asyncio.ensure_future(drain(track))

    pc.addTransceiver("video", direction="recvonly")
    pc.addTransceiver("audio", direction="recvonly")
    await exchange(pc, url)
    await asyncio.sleep(seconds)
    print(json.dumps(counts), flush=True)
    await pc.close()


class Moving(VideoStreamTrack):
    """Grey that grows lighter and starts again."""

    async def recv(self):
        pts, base = await self.next_timestamp()
        frame = VideoFrame(320, 240, "yuv420p")
        frame.planes[0].update(bytes([(pts // 3000) % 256]) * (frame.planes[0].line_size * 240))
        for plane in frame.planes[1:]:
            plane.update(bytes([128]) * (plane.line_size * 120))
        frame.pts, frame.time_base = pts, fractions.Fraction(base)
        return frame


async def publish(url, token, seconds):
    pc = RTCPeerConnection()
    pc.addTrack(Moving())
    pc.addTrack(AudioStreamTrack())

    @pc.on("connectionstatechange")
    def on_state():
        print(json.dumps({"state": pc.connectionState}), flush=True)

    await exchange(pc, url, token)
    await asyncio.sleep(seconds)
    await pc.close()


if sys.argv[1] == "view":
    asyncio.run(view(sys.argv[2], float(sys.argv[3])))
else:
    asyncio.run(publish(sys.argv[2], sys.argv[3], float(sys.argv[4])))
