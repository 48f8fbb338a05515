// A link from the desk carries the artisan's one-time secret, behind "?code=" or "#". It is taken out of the
// address before anything else, so that it stays in no history, and used once.
import { post } from "./api";
import type { Me } from "./wire";

/** The secret of an address, and the address without it. */
export function takeCode(href: string): { code: string; rest: string } {
  const url = new URL(href);
  const code = url.searchParams.get("code") || decodeURIComponent(url.hash.slice(1));
  url.searchParams.delete("code");
  url.hash = "";
  return { code, rest: url.pathname + url.search };
}

/** Signs in with the secret of this page's address; undefined where there is none. */
export async function spendCode(): Promise<Me | undefined> {
  const { code, rest } = takeCode(location.href);
  if (!code) return undefined;
  history.replaceState(null, "", rest);
  return post<Me>("/sign-in/code", { code });
}
