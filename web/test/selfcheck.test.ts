import { expect, test } from "vitest";
import { codecsOf, onlyBy } from "../src/lib/selfcheck";

const answer = [
  "v=0",
  "a=candidate:1 1 udp 2130706431 192.0.2.2 5000 typ host",
  "a=candidate:2 1 udp 2130706175 2001:db8::2 5000 typ host",
  "a=candidate:3 1 tcp 1526726655 192.0.2.2 5000 typ host tcptype passive",
  "a=end-of-candidates",
  "",
].join("\r\n");

test("one way's candidates alone are left in an answer", () => {
  expect(onlyBy("udp", answer).match(/candidate:\d/g)).toEqual(["candidate:1", "candidate:2"]);
  expect(onlyBy("tcp", answer).match(/candidate:\d/g)).toEqual(["candidate:3"]);
  expect(onlyBy("tcp", answer)).toContain("v=0\r\na=candidate:3 ");
});

test("codecs are found whatever their letters, and none where the browser tells none", () => {
  const codecs = { video: ["video/H264", "video/VP9"], audio: ["audio/opus"] };
  const side = {
    getCapabilities: (kind: string) => ({
      codecs: codecs[kind as "video" | "audio"].map(mimeType => ({ mimeType, clockRate: 90000 })),
      headerExtensions: [],
    }),
  };
  expect(codecsOf(side)).toEqual({ h264: true, vp8: false, opus: true });
  expect(codecsOf({ getCapabilities: () => null })).toEqual({ h264: false, vp8: false, opus: false });
});
