// The JSON API. A failure is always a Problem. What creates something carries an Idempotency-Key, and
// `create` repeats it with the same key while the server or the network is in the way.
import { newKey } from "./key";
import { Problem } from "./problem";

const TRIES = 3;
const TIMEOUT_MS = 15_000;

type Query = Record<string, string | number | undefined | null>;

export function query(path: string, q: Query): string {
  const pairs = Object.entries(q).filter(([, v]) => v !== undefined && v !== null && v !== "");
  if (!pairs.length) return path;
  return `${path}?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}

async function problemOf(answer: Response): Promise<Problem> {
  const after = Number(answer.headers.get("retry-after"));
  const retryMs = after > 0 ? after * 1000 : undefined;
  try {
    const doc = (await answer.json()) as { code?: string; field?: string; detail?: string };
    return new Problem(doc.code ?? "internal", doc.field, retryMs, answer.status, doc.detail);
  } catch {
    return new Problem(answer.status === 404 ? "not-found" : "internal", undefined, retryMs, answer.status);
  }
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  key?: string,
  match?: string,
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-mela"] = "1";
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  if (match) headers["if-match"] = match;
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
  if (body !== undefined) init.body = JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, init);
  } catch (e) {
    throw new Problem((e as Error).name === "TimeoutError" ? "timeout" : "offline");
  }
  if (!answer.ok) throw await problemOf(answer);
  if (answer.status === 204 || answer.headers.get("content-length") === "0") return undefined as T;
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string, q: Query = {}) => call<T>("GET", query(path, q));
export const post = <T>(path: string, body: unknown = {}) => call<T>("POST", path, body);
export const put = <T>(path: string, body: unknown) => call<T>("PUT", path, body);
/** Changes only what is still as the page saw it. */
export const putIf = <T>(path: string, body: unknown, match: string) =>
  call<T>("PUT", path, body, undefined, match);
export const patch = <T>(path: string, body: unknown) => call<T>("PATCH", path, body);
export const del = (path: string) => call<void>("DELETE", path);

/** POSTs what must happen once: the same `key` in every try, also in a later call by the same button. */
export async function create<T>(path: string, body: unknown, key = newKey()): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await call<T>("POST", path, body, key);
    } catch (e) {
      const problem = e as Problem;
      if (!problem.passing || tried >= TRIES) throw problem;
      const wait = Math.min(problem.retryMs ?? 400 * 2 ** tried, 5_000);
      await new Promise(done => setTimeout(done, wait * (0.75 + Math.random() / 2)));
    }
  }
}
