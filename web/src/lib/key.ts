// Names for things that a page makes up: request ids and idempotency keys.

/** 32 hexadecimal characters out of the browser's random source. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("");
}

/** A key per wish: the same while the body stays the same, so that a second press repeats and never doubles. */
export function onceKey(): (body: unknown) => string {
  let last = "";
  let key = "";
  return body => {
    const text = JSON.stringify(body);
    if (text !== last || !key) {
      last = text;
      key = newKey();
    }
    return key;
  };
}
