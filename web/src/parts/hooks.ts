// Small hooks that pages share.
import { useEffect, useState } from "preact/hooks";
import { clock } from "../lib/clock";
import { type Problem, toProblem } from "../lib/problem";

/** The server's time, renewed every `everyMs` while `on`. */
export function useNow(everyMs: number, on = true): number {
  const [now, setNow] = useState(clock.now());
  useEffect(() => {
    if (!on) return;
    setNow(clock.now());
    const timer = setInterval(() => setNow(clock.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, on]);
  return now;
}

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  again: () => void;
}

/** Loads when `deps` change; an older answer that arrives late is dropped. */
export function useLoad<T>(load: () => Promise<T>, deps: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, "again">>({
    data: undefined,
    problem: undefined,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    setState(s => ({ ...s, loading: true, problem: undefined }));
    load().then(
      data => current && setState({ data, problem: undefined, loading: false }),
      e => current && setState(s => ({ ...s, problem: toProblem(e), loading: false })),
    );
    return () => {
      current = false;
    };
  }, [...deps, turn]);
  return { ...state, again: () => setTurn(n => n + 1) };
}

/** The network or the page came back: `back` runs at once. */
export function useReturn(back: () => void): void {
  useEffect(() => {
    const seen = () => document.visibilityState === "visible" && back();
    addEventListener("online", back);
    document.addEventListener("visibilitychange", seen);
    return () => {
      removeEventListener("online", back);
      document.removeEventListener("visibilitychange", seen);
    };
  }, []);
}

/** A form's submit without the browser's own. */
export const submits = (act: () => unknown) => (e: Event) => {
  e.preventDefault();
  void act();
};
