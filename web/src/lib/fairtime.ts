// Times that an organizer types are the fair's own: "2026-12-01T18:30" in the fair's zone, not in the
// browser's. The server reads them so; these turn them about for the page.

/** An instant as a `datetime-local` value of `zone`. */
export function inZone(at: string | number | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(at));
  const of = (type: string) => parts.find(p => p.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/** The instant of a `datetime-local` value of `zone`; NaN where it is none. */
export function fromZone(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return Number.NaN;
  // The zone's offset at the guess, then at what the guess led to: right on both sides of a change of clocks.
  const offset = (at: number) => Date.parse(`${inZone(at, zone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const guess = wanted - offset(wanted);
  return wanted - offset(guess);
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** True where two zones show different clocks at that moment. */
export const zonesDiffer = (at: number | string, a: string, b: string) => inZone(at, a) !== inZone(at, b);

export function zones(): string[] {
  return Intl.supportedValuesOf?.("timeZone") ?? ["Asia/Kolkata", "UTC"];
}
