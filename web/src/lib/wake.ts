// Keeps the screen on while live. The browser lets go when the page is hidden, so it is asked again.
export class Wake {
  private lock: WakeLockSentinel | undefined;
  private wanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.hold());
  }

  set(on: boolean): void {
    this.wanted = on;
    if (on) void this.hold();
    else void this.lock?.release().catch(() => undefined);
  }

  private async hold(): Promise<void> {
    if (!this.wanted || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    // A phone that saves power refuses; the broadcast goes on.
    this.lock = await navigator.wakeLock.request("screen").catch(() => undefined);
  }
}
