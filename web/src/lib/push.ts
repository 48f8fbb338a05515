// This browser as one that listens for push messages: asking for leave, subscribing at its push service, telling our server.
import { create, del } from "./api";

export interface Listener {
  id: string;
  endpoint: string;
}

export const canPush = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
/** The visitor has said no; only the browser's own settings change that. */
export const isForbidden = () => canPush() && Notification.permission === "denied";

const bytes = (base64url: string) =>
  Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));

/** The endpoint of this browser's subscription; undefined while it has none. */
export async function ownEndpoint(): Promise<string | undefined> {
  const registration = canPush() ? await navigator.serviceWorker.getRegistration("/") : undefined;
  return (await registration?.pushManager.getSubscription())?.endpoint;
}

const WORKER = "/sw.js";

interface Policies {
  createPolicy(name: string, rules: Pick<Policy, "createScriptURL">): Policy;
}
interface Policy {
  createScriptURL: (url: string) => unknown;
}

/** Our pages take no address of a script but from this one policy, and it knows one (Trusted Types). */
const { trustedTypes } = globalThis as { trustedTypes?: Policies };
const policy = trustedTypes?.createPolicy("mela", { createScriptURL: () => WORKER });
const worker = (policy?.createScriptURL(WORKER) ?? WORKER) as string;

/** A subscription under an older key of the server is of no use, and is replaced. */
async function subscription(key: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  try {
    return await pushManager.subscribe(options);
  } catch (e) {
    const old = await pushManager.getSubscription();
    if (!old) throw e;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** False if the visitor does not want it. */
export async function listen(key: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { endpoint, keys } = (await subscription(key)).toJSON();
  await create("/me/notices/browsers", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth });
  return true;
}

export async function listenNoMore(listener: Listener): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  const own = await registration?.pushManager.getSubscription();
  if (own?.endpoint === listener.endpoint) await own.unsubscribe();
  await del(`/me/notices/browsers/${listener.id}`);
}
