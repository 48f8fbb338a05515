import { expect, test } from "vitest";
import { causeOf, judged, looked, NO_WAYS, offered, refusedBy } from "../src/lib/ways";

const local = (id: string, protocol: string, candidateType = "host") => ({
  id,
  type: "local-candidate",
  protocol,
  candidateType,
});
const pair = (localCandidateId: string, more: object) => ({
  id: `p${localCandidateId}`,
  type: "candidate-pair",
  localCandidateId,
  ...more,
});

test("each way is told by its own candidates", () => {
  const ways = looked(
    NO_WAYS,
    [
      local("u", "udp"),
      local("t", "tcp"),
      local("r", "udp", "relay"),
      pair("u", { state: "in-progress", requestsSent: 9, responsesReceived: 0 }),
      pair("t", { state: "in-progress", requestsSent: 1, responsesReceived: 0 }),
      pair("r", { state: "succeeded", requestsSent: 1, responsesReceived: 1 }),
    ],
    true,
  );
  expect(ways).toEqual({ udp: "silent", tcp: "trying", relay: "works" });
  expect(judged(ways)).toEqual({ udp: "silent", tcp: "silent", relay: "works" });
});

test("what an answer offers has been tried, whether the browser shows it or not", () => {
  const sdp =
    "a=candidate:1 1 udp 9 192.0.2.1 5000 typ host\r\na=candidate:2 1 tcp 8 192.0.2.1 5000 typ host tcptype passive\r\n";
  expect(judged(offered(sdp, true))).toEqual({ udp: "silent", tcp: "silent", relay: "silent" });
  expect(offered(sdp.replace(/.* tcp .*\r\n/, ""), false)).toEqual({
    udp: "trying",
    tcp: "none",
    relay: "none",
  });
});

test("what was seen once stays when the browser forgets the pair", () => {
  const first = looked(NO_WAYS, [local("u", "udp"), pair("u", { state: "failed" })], false);
  expect(looked(first, [], false)).toEqual({ udp: "silent", tcp: "none", relay: "none" });
});

test("a relay that gives no address has not answered; without relays there is nothing to say", () => {
  expect(judged(looked(NO_WAYS, [local("u", "udp")], true)).relay).toBe("silent");
  expect(judged(looked(NO_WAYS, [local("u", "udp")], false)).relay).toBe("none");
});

test("the cause is the last way that was left, or what failed behind a way that works", () => {
  expect(causeOf({ udp: "silent", tcp: "silent", relay: "none" })).toBe("blocked");
  expect(causeOf({ udp: "silent", tcp: "silent", relay: "trying" })).toBe("relay");
  expect(causeOf({ udp: "silent", tcp: "works", relay: "none" })).toBe("secure");
});

test("a refusal is told by its code, and an absent server from an absent network", () => {
  expect(refusedBy("offline", false)).toBe("offline");
  expect(refusedBy("offline", true)).toBe("server");
  expect(refusedBy("not-acceptable", true)).toBe("codec");
  expect(refusedBy("full", true)).toBe("full");
  expect(refusedBy("forbidden", true)).toBe("refused");
});
