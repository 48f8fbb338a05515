import { expect, test } from "vitest";
import { fragment, iceServers, withCredentials } from "../src/lib/ice";
import { withSoundRepair } from "../src/lib/whep";
import { preferred } from "../src/lib/whip";

const sdp = [
  "v=0",
  "a=group:BUNDLE 0 1",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "a=ice-ufrag:old1",
  "a=ice-pwd:oldpassword",
  "a=candidate:1 1 udp 1 10.0.0.1 4000 typ host",
  "a=end-of-candidates",
  "a=mid:0",
  "",
].join("\r\n");

test("a fragment carries the bundle, the credentials and the candidates", () => {
  expect(fragment(sdp, ["candidate:2 1 udp 9 10.0.0.2 5000 typ host"])).toBe(
    [
      "a=group:BUNDLE 0 1",
      "m=video 9 UDP/TLS/RTP/SAVPF 96",
      "a=mid:0",
      "a=ice-ufrag:old1",
      "a=ice-pwd:oldpassword",
      "a=candidate:2 1 udp 9 10.0.0.2 5000 typ host",
      "a=end-of-candidates",
      "",
    ].join("\r\n"),
  );
});

test("an ICE restart puts the new credentials and candidates into the old answer", () => {
  const frag =
    "a=ice-ufrag:new1\r\na=ice-pwd:newpassword\r\na=candidate:7 1 udp 9 10.0.0.9 6000 typ host\r\n";
  const fresh = withCredentials(sdp, frag);
  expect(fresh).toContain("a=ice-ufrag:new1\r\n");
  expect(fresh).toContain("a=ice-pwd:newpassword\r\na=candidate:7 ");
  expect(fresh).not.toMatch(/old1|oldpassword|10\.0\.0\.1/);
});

test("H264 42e01f mode 1 first, then VP8", () => {
  const codecs = [
    { mimeType: "video/AV1" },
    { mimeType: "video/VP8" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=0;profile-level-id=42e01f" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=1;profile-level-id=4d001f" },
    { mimeType: "video/H264", sdpFmtpLine: "packetization-mode=1;profile-level-id=42e01f" },
  ];
  expect(preferred(codecs).map(c => codecs.indexOf(c))).toEqual([4, 3, 1, 0, 2]);
});

test("sound is asked for again where it is Opus, and nothing else changes", () => {
  const offer = "m=audio 9 X 111 9\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:9 G722/8000\r\n";
  expect(withSoundRepair(offer)).toBe(
    "m=audio 9 X 111 9\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 nack\r\na=rtpmap:9 G722/8000\r\n",
  );
  expect(withSoundRepair(sdp)).toBe(sdp);
});

test("ICE servers are read from a Link header, with their credentials", () => {
  const link =
    '<stun:s.example>; rel="ice-server", <turn:t.example?transport=tcp>; rel="ice-server"; username="17"; credential="a+b="; credential-type="password", </x>; rel="next"';
  expect(iceServers(link)).toEqual([
    { urls: "stun:s.example" },
    { urls: "turn:t.example?transport=tcp", username: "17", credential: "a+b=" },
  ]);
  expect(iceServers(null)).toEqual([]);
});
