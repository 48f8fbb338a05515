// A picture that runs: silent until somebody asks for sound, in the page and never over it.
import type { RefObject } from "preact";

interface Props {
  of: RefObject<HTMLVideoElement | null>;
  mark: string | false;
  label: string;
}

export const Film = ({ of, mark, label }: Props) => (
  <video ref={of} playsInline autoPlay muted class={mark || ""} aria-label={label} />
);
