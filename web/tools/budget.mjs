// Refuses a build whose first load of a booth is heavier than promised: all scripts and styles that the
// page needs before its first picture, with the words of the heavier language, as the wire carries them.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const LIMIT_BYTES = 60 * 1024;
const out = process.env.MELA_WEB_OUT ?? join(import.meta.dirname, "../dist");
const read = file => readFileSync(join(out, file), "utf8");
const size = (file, kind) => statSync(join(out, `${file}.${kind}`)).size;

/** The page's own files and what they import at once; what they import later is not part of a first load. */
function firstLoad(page) {
  const files = new Set(
    [...read(page).matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(m => m[1]),
  );
  for (const file of files) {
    if (!file.endsWith(".js")) continue;
    for (const m of read(file).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) files.add(`assets/${m[1]}`);
  }
  return [...files];
}

const words = readdirSync(join(out, "assets"))
  .filter(f => /^(en|hi)-.*\.js$/.test(f))
  .map(f => `assets/${f}`);
let tooMuch = false;
for (const page of readdirSync(out).filter(f => f.endsWith(".html"))) {
  const files = firstLoad(page);
  const total = kind =>
    files.reduce((n, f) => n + size(f, kind), 0) + Math.max(...words.map(f => size(f, kind)));
  const [br, gz] = [total("br"), total("gz")];
  if (page === "booth.html" && gz > LIMIT_BYTES) tooMuch = true;
  console.log(
    `  ${page.padEnd(14)} ${files.length + 1} files  br ${(br / 1024).toFixed(1)} KiB  gz ${(gz / 1024).toFixed(1)} KiB`,
  );
}
if (tooMuch) {
  console.error(`booth.html: more than ${LIMIT_BYTES / 1024} KiB at first load`);
  process.exit(1);
}
