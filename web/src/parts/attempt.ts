// What is sent at the press of a button: one at a time, with what went wrong, and never twice for one wish.
import { useRef, useState } from "preact/hooks";
import { create } from "../lib/api";
import { onceKey } from "../lib/key";
import { type Problem, toProblem } from "../lib/problem";

export interface Attempt {
  busy: boolean;
  problem: Problem | undefined;
  /** Runs `act`; what it throws becomes the problem. True when it went well. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
  /** What went wrong beside it, or with one of several things of a run that go on without it. */
  fail: (thrown: unknown) => void;
  /** The idempotency key of a wish: the same in a second try, a new one after a success. */
  once: (wish: unknown) => string;
  /** POSTs inside `run` what must happen once. */
  send: <T>(path: string, body: unknown) => Promise<T>;
}

/** `first` is a problem that stood before anything was tried. */
export function useAttempt(first?: Problem): Attempt {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(first);
  const key = useRef(onceKey());
  const fail = (thrown: unknown) => setProblem(toProblem(thrown));
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
      key.current = onceKey();
      return true;
    } catch (e) {
      fail(e);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const once = (wish: unknown) => key.current(wish);
  return { busy, problem, run, fail, once, send: (path, body) => create(path, body, once([path, body])) };
}
