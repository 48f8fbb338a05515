// A product's picture: its first photo, or the motif of its craft while it has none.
import { photoUrl } from "../lib/photo";
import type { Card } from "../lib/wire";
import { Motif } from "./motif";

interface Props {
  card: Pick<Card, "photo" | "motif" | "seed">;
  size?: "s" | "m";
  class?: string;
  framed?: boolean;
}

export function Picture({ card, size = "s", class: cls = "", framed = false }: Props) {
  if (!card.photo) return <Motif kind={card.motif} seed={card.seed} class={cls} framed={framed} />;
  return (
    <img class={`photo ${cls}`} src={photoUrl(card.photo, size)} alt="" loading="lazy" decoding="async" />
  );
}
