// Names for things that a page makes up: request ids and idempotency keys.

/** 32 hexadecimal characters out of the browser's random source. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("");
}
