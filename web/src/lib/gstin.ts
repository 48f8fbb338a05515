// The 15 characters of an Indian GST registration: a slip of the finger is found before anything is sent. The server looks again.
const SHAPE = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/;

/** Base 36, weights 1 and 2 in turn, quotient and remainder added up. */
function checkCharacter(first: string): string {
  let sum = 0;
  [...first].forEach((c, i) => {
    const product = Number.parseInt(c, 36) * (i % 2 ? 2 : 1);
    sum += Math.floor(product / 36) + (product % 36);
  });
  return ((36 - (sum % 36)) % 36).toString(36).toUpperCase();
}

export const isGstin = (text: string): boolean =>
  SHAPE.test(text) && checkCharacter(text.slice(0, 14)) === text[14];
