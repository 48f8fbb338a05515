// Line icons, 24 × 24.
const paths = {
  close: "M6 6l12 12M18 6L6 18",
  sound: "M4 10v4h4l5 4V6l-5 4zM17 9a4 4 0 010 6M19.5 6.5a8 8 0 010 11",
  muted: "M4 10v4h4l5 4V6l-5 4zM17 10l4 4M21 10l-4 4",
  send: "M4 12l16-7-6 15-3-6z",
  people:
    "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M16 4.5a3.5 3.5 0 010 6.3M18 14.4c2 .8 3.2 2.700 3.500 5.600",
  search: "M11 18a7 7 0 100-14 7 7 0 000 14zM16 16l5 5",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  phrases: "M4 6h16M4 11h10M4 16h13M18 19l3-3-3-3",
  ask: "M12 20a8 8 0 10-7-4l-1 4 4-1c1.200.6 2.600 1 4 1zM9.800 9.500a2.300 2.300 0 113.200 2.100c-.7.3-1 .8-1 1.600M12 15.700v.1",
  bag: "M5 8h14l-1 12H6zM9 8a3 3 0 016 0",
  bell: "M6 16v-5a6 6 0 0112 0v5l2 2H4zM10 21h4",
  phone:
    "M6 4h4l1.500 4.500-2.500 1.500a11 11 0 005 5l1.500-2.500L20 14v4a2 2 0 01-2 2A14 14 0 014 6a2 2 0 012-2z",
  check: "M5 13l4 4L19 7",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2",
  warn: "M12 4l9 16H3zM12 10v4M12 17v.1",
  turn: "M4 9a8 8 0 0114-3l2 2M20 4v4h-4M20 15a8 8 0 01-14 3l-2-2M4 20v-4h4",
  mic: "M12 15a3.500 3.500 0 003.500-3.500v-5a3.500 3.500 0 00-7 0v5A3.500 3.500 0 0012 15zM5.500 11.500a6.500 6.500 0 0013 0M12 18v3",
  mute: "M12 15a3.500 3.500 0 003.500-3.500v-5a3.500 3.500 0 00-7 0v5A3.500 3.500 0 0012 15zM5.500 11.500a6.500 6.500 0 0013 0M12 18v3M4 4l16 16",
  stop: "M7 7h10v10H7z",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  ladder: "M5 20v-4M10 20v-8M15 20V8M20 20V4",
  photo: "M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
