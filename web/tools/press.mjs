// Writes .br and .gz beside every file that gains from it, so that the server never compresses.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const out = process.env.MELA_WEB_OUT ?? join(import.meta.dirname, "../dist");
const texts = /\.(html|js|css|svg|json|txt|webmanifest)$/;

for (const name of readdirSync(out, { recursive: true })) {
  const path = join(out, name);
  if (!texts.test(path) || !statSync(path).isFile()) continue;
  const raw = readFileSync(path);
  const br = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const gz = gzipSync(raw, { level: 9 });
  if (br.length < raw.length) writeFileSync(`${path}.br`, br);
  if (gz.length < raw.length) writeFileSync(`${path}.gz`, gz);
}
