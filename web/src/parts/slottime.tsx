// A planned time in the reader's zone, with the fair's beside it where they differ.
import { dayTime, t, time, zoneName } from "../lib/i18n";

interface Props {
  begins: string;
  ends?: string | undefined;
  zone?: string | undefined;
}

export function SlotTime({ begins, ends, zone }: Props) {
  const own = dayTime(begins);
  const fair = zone ? dayTime(begins, zone) : own;
  return (
    <span class="slot-time">
      <time dateTime={begins}>
        {own}
        {ends && `–${time(ends)}`}
        {fair !== own && ` ${zoneName(begins)}`}
      </time>
      {fair !== own && <small>{t("slot.fair", `${time(begins, zone)} ${zoneName(begins, zone)}`)}</small>}
    </span>
  );
}
