// What is half filled in, kept in this tab alone: a phone that throws a page out of its memory brings it back as it was.

/** What was left under `key`; undefined if nothing was, or it cannot be read. */
export function resumed<T>(key: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; undefined forgets it. Without a key nothing is kept. */
export function resume(key: string, value: unknown): void {
  if (!key) return;
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing: then it lasts as long as the page.
  }
}
