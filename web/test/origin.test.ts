import { expect, test } from "vitest";
import { byBrowser, byLibrary, checkOrigin, fromBase64url, readOrigin } from "../src/lib/origin";

// The same vector as tests/unit/trade/origin_test.c: RFC 8032 §7.1, TEST 1, signed with OpenSSL.
const keys = [{ id: "21fe31df", public_key: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }];
const token =
  "AQEEIf4x3wIKAQIDBAUGBwgJCgMBAgQBBQUEaSSBAAYJQXNoYSBEZXZpBwh2YXJhbmFzaQgfWmFyaSBTaWxrIFNhcmVlIMK3IOCknOCkvOCksOClgAkNQVUvMTIzNC9HSS85" +
  "OQoQAZq83gEjcACAAAEjRWeJqwsELPYGaKL2xVWJOmcp9ZI8kHrKl1-zDu_A7ylxqA7r633vRrzCe3o03TI9Hkb1Yq3UEIOlBA96vp1FQTEeDq9nUUzyjgw";
const toToken = (b: Uint8Array) =>
  btoa(String.fromCharCode(...b))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
const bytes = fromBase64url(token) ?? new Uint8Array();

for (const [by, check] of [
  ["the browser", byBrowser],
  ["the library", byLibrary],
] as const) {
  test(`a statement signed elsewhere is read and checked by ${by}`, async () => {
    const seen = await checkOrigin(token, keys, check);
    expect(seen).toEqual({
      verdict: "signed",
      origin: {
        key: "21fe31df",
        name: "041061050R3GG28A-2",
        pieces: 5,
        issuedMs: 1764000000000,
        artisan: "Asha Devi",
        district: "varanasi",
        product: "Zari Silk Saree · ज़री",
        giUser: "AU/1234/GI/99",
        broadcast: "019abcde-0123-7000-8000-0123456789ab",
        mediaUs: 754321000,
      },
    });
  });
}

test("no flipped bit is taken for genuine", async () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const bad = bytes.slice();
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect((await checkOrigin(toToken(bad), keys)).verdict, `bit ${bit}`).not.toBe("signed");
  }
});

test("what is cut, padded or signed by a stranger is not genuine", async () => {
  for (const text of ["", "x", token.slice(0, -1), `${token}A`, `${token}=`, token.replace("A", "!")])
    expect((await checkOrigin(text, keys)).verdict).toBe("malformed");
  expect((await checkOrigin(token, [])).verdict).toBe("unknown-key");
  const other = { id: "21fe31df", public_key: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw" };
  expect((await checkOrigin(token, [other])).verdict).toBe("forged");
});

test("a statement has one form only", () => {
  const statement = bytes.subarray(0, bytes.length - 64);
  expect(readOrigin(statement)?.name).toBe("041061050R3GG28A-2");
  for (let cut = 0; cut < statement.length; cut++) {
    const part = readOrigin(statement.subarray(0, cut));
    if (part) expect(part.mediaUs).toBe(0); // the last fields may be absent
  }
  expect(readOrigin(new Uint8Array([...statement, 0]))).toBeUndefined();
  expect(readOrigin(new Uint8Array([2, ...statement.subarray(1)]))).toBeUndefined();
});
