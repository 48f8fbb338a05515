// The server's time, kept beside the page's monotonic clock so that a wrong or adjusted phone clock
// never moves a countdown. The sample with the shortest round trip wins, until it is five minutes old.

const STALE_MS = 5 * 60_000;

export interface Clock {
  /** Epoch milliseconds as the server counts them. */
  now(): number;
  /** Takes the server's `now_ms`, heard now; `sentAt` is mono() when it was asked for. */
  heard(serverNow: number, sentAt?: number): void;
  mono(): number;
}

export function newClock(mono = () => performance.now(), wall = () => Date.now()): Clock {
  let offset = wall() - mono();
  let trip = Number.POSITIVE_INFINITY;
  let takenAt = Number.NEGATIVE_INFINITY;
  return {
    mono,
    now: () => mono() + offset,
    heard(serverNow, sentAt) {
      const here = mono();
      const thisTrip = sentAt === undefined ? 1_000 : here - sentAt;
      if (thisTrip > trip && here - takenAt < STALE_MS) return;
      offset = serverNow + (sentAt === undefined ? 0 : thisTrip / 2) - here;
      trip = thisTrip;
      takenAt = here;
    },
  };
}

export const clock = newClock();
