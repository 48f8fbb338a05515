// The statement of origin in a piece's QR code (docs/PROTOCOL.md, "The district guarantee"): read strictly and checked
// without a server, by the browser's own Ed25519 or, where it has none, by a library that is fetched then.
export interface Origin {
  key: string;
  /** CODE-n, as it is printed. */
  name: string;
  pieces: number;
  issuedMs: number;
  artisan: string;
  district: string;
  product: string;
  giUser: string | undefined;
  broadcast: string | undefined;
  mediaUs: number;
}
export interface OriginKey {
  id: string;
  public_key: string;
}
export type Verdict =
  | { verdict: "signed"; origin: Origin }
  | { verdict: "forged" | "malformed" | "unknown-key" };

const DOMAIN = new TextEncoder().encode("mela origin 1\n");
const SIGNATURE = 64;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const [KEY, CODE, PIECE, PIECES, ISSUED, ARTISAN, DISTRICT, PRODUCT, GI, BROADCAST, MEDIA] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
] as const;
const MUST = [KEY, CODE, PIECE, PIECES, ISSUED, ARTISAN, DISTRICT, PRODUCT];

const hex = (b: Uint8Array) => [...b].map(x => x.toString(16).padStart(2, "0")).join("");

/** Bytes of base64url without padding; undefined for anything else. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
  const back = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return back.replace(/=+$/, "") === text ? bytes : undefined;
}

function codeOf(bytes: Uint8Array): string {
  let n = 0n;
  for (const b of bytes) n = (n << 8n) | BigInt(b);
  return Array.from({ length: 16 }, (_, i) => LETTERS[Number((n >> BigInt(75 - 5 * i)) & 31n)]).join("");
}

function numberOf(b: Uint8Array): number | undefined {
  if (b[0] === 0 || b.length > 7) return undefined;
  const n = b.reduce((sum, x) => sum * 256 + x, 0);
  return Number.isSafeInteger(n) ? n : undefined;
}

function uuidOf(b: Uint8Array): string {
  return hex(b).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/** The fields by their tags, which must rise; undefined where the list is broken. */
function fieldsOf(bytes: Uint8Array): Map<number, Uint8Array> | undefined {
  const fields = new Map<number, Uint8Array>();
  let last = 0;
  for (let at = 1; at < bytes.length; ) {
    const [tag = 0, length = 0] = [bytes[at], bytes[at + 1]];
    const value = bytes.subarray(at + 2, at + 2 + length);
    if (tag <= last || tag > MEDIA || !length || value.length !== length) return undefined;
    fields.set(tag, value);
    last = tag;
    at += 2 + length;
  }
  return MUST.every(tag => fields.has(tag)) ? fields : undefined;
}

/** A statement without its signature; undefined for anything that the fair would not have written. */
export function readOrigin(bytes: Uint8Array): Origin | undefined {
  const fields = bytes[0] === 1 ? fieldsOf(bytes) : undefined;
  if (!fields) return undefined;
  const none = new Uint8Array();
  const get = (tag: number) => fields.get(tag) ?? none;
  const [piece, pieces, issued] = [numberOf(get(PIECE)), numberOf(get(PIECES)), numberOf(get(ISSUED))];
  const media = fields.has(MEDIA) ? numberOf(get(MEDIA)) : 0;
  if (!piece || !pieces || !issued || media === undefined || piece > pieces) return undefined;
  if (get(KEY).length !== 4 || get(CODE).length !== 10) return undefined;
  if (fields.has(BROADCAST) ? get(BROADCAST).length !== 16 : fields.has(MEDIA)) return undefined;
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  try {
    return {
      key: hex(get(KEY)),
      name: `${codeOf(get(CODE))}-${piece}`,
      pieces,
      issuedMs: issued * 1000,
      artisan: utf8.decode(get(ARTISAN)),
      district: utf8.decode(get(DISTRICT)),
      product: utf8.decode(get(PRODUCT)),
      giUser: fields.has(GI) ? utf8.decode(get(GI)) : undefined,
      broadcast: fields.has(BROADCAST) ? uuidOf(get(BROADCAST)) : undefined,
      mediaUs: media,
    };
  } catch {
    return undefined;
  }
}

type Check = (
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export const byBrowser: Check = async (key, signature, message) => {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
};
export const byLibrary: Check = async (key, signature, message) => {
  const { verifyAsync } = await import("@noble/ed25519");
  return verifyAsync(signature, message, key, { zip215: false });
};

/** Checks a token by the fair's published keys. */
export async function checkOrigin(
  token: string,
  keys: readonly OriginKey[],
  check?: Check,
): Promise<Verdict> {
  const bytes = fromBase64url(token);
  const statement = bytes?.subarray(0, Math.max(0, bytes.length - SIGNATURE));
  const origin = statement && readOrigin(statement);
  if (!bytes || !statement || !origin) return { verdict: "malformed" };
  const key = keys.find(k => k.id === origin.key);
  const raw = key && fromBase64url(key.public_key);
  if (!raw) return { verdict: "unknown-key" };
  const message = new Uint8Array([...DOMAIN, ...statement]);
  const signature = bytes.slice(bytes.length - SIGNATURE);
  const fits = check
    ? await check(raw, signature, message)
    : await byBrowser(raw, signature, message).catch(() => byLibrary(raw, signature, message));
  return fits ? { verdict: "signed", origin } : { verdict: "forged" };
}
