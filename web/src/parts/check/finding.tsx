// One line of a check: what was looked at, and how it stands.
import { Icon } from "../icon";

export type Standing = "good" | "bad" | "trying" | "none";

interface Props {
  name: string;
  said: string;
  standing: Standing;
}

export function Finding({ name, said, standing }: Props) {
  return (
    <li class={`finding ${standing}`}>
      {standing === "good" && <Icon name="check" />}
      {standing === "bad" && <Icon name="warn" />}
      {(standing === "trying" || standing === "none") && <span class="dot" aria-hidden="true" />}
      <span>{name}</span>
      <b>{said}</b>
    </li>
  );
}
