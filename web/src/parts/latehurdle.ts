// The hurdle, fetched when the page has begun: it is wanted when a network breaks, so it is there before that.
import { useEffect, useState } from "preact/hooks";
import type { Hurdle } from "./hurdle";

async function load(): Promise<typeof Hurdle> {
  const [part, words] = await Promise.all([import("./hurdle"), import("../words/trouble")]);
  await words.troubleWords;
  return part.Hurdle;
}

/** The part, or nothing while it is not there yet. */
export function useHurdle(): typeof Hurdle {
  const [found, setFound] = useState<{ part: typeof Hurdle }>();
  useEffect(() => {
    load().then(
      part => setFound({ part }),
      () => undefined,
    );
  }, []);
  return found?.part ?? (() => null);
}
