// A part that is fetched when it is first shown, with its words: what few people open costs nobody else anything.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../lib/i18n";

type Loader<P> = () => Promise<{ part: ComponentType<P>; words: Promise<unknown> }>;

export function later<P extends object>(load: Loader<P>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | undefined>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load()
        .then(async m => {
          await m.words;
          loaded = m.part;
          setPart(() => m.part);
        })
        .catch(() => setFailed(true));
    }, []);
    if (Part) return <Part {...props} />;
    return <p role="status">{t(failed ? "problem.offline" : "loading")}</p>;
  };
}
