// Each *.html beside this file is a page. The server maps /booth/{slug} to booth.html and so on;
// `pages` does the same for `npm run dev` and `vite preview`. Nothing is inlined: the pages' CSP
// allows scripts and styles from our own origin only.
import { readdirSync } from "node:fs";
import { parse } from "@formatjs/icu-messageformat-parser";
import { defineConfig, type Plugin } from "vite";

const pageFiles = readdirSync(import.meta.dirname).filter(name => name.endsWith(".html"));
const api = process.env.MELA_ORIGIN ?? "https://127.0.0.1:8081";

function pages(): Plugin {
  const names = pageFiles.map(file => file.slice(0, -5));
  const rewrite = (req: { url?: string | undefined }, _res: unknown, next: () => void) => {
    const first = req.url?.split(/[/?]/)[1] ?? "";
    if (names.includes(first)) req.url = `/${first}.html`;
    next();
  };
  return {
    name: "mela-pages",
    configureServer: server => void server.middlewares.use(rewrite),
    configurePreviewServer: server => void server.middlewares.use(rewrite),
  };
}

/** Messages with plural forms are parsed here, so that no reader needs to be given a parser. */
function messages(): Plugin {
  const ready = (text: string) => (/\{\d+,/.test(text) ? parse(text, { captureLocation: false }) : text);
  return {
    name: "mela-messages",
    apply: "build",
    enforce: "pre",
    config: () => ({
      resolve: {
        alias: { "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js" },
      },
    }),
    transform(code, id) {
      if (!/[/](words|gen)[/][\w.]+\.json$/.test(id)) return;
      const words = JSON.parse(code) as Record<string, string>;
      return JSON.stringify(
        Object.fromEntries(Object.entries(words).map(([key, text]) => [key, ready(text)])),
      );
    },
  };
}

const target = { target: api, secure: false };
const proxy = { "/api": target, "/whep": target, "/whip": target, "/live": { ...target, ws: true } };

export default defineConfig({
  plugins: [pages(), messages()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    outDir: process.env.MELA_WEB_OUT ?? "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What three pages or more share is one file, so that a first visit asks for few; but not what a booth does without.
    rolldownOptions: {
      input: pageFiles,
      output: {
        // The server takes assets/name-XXXXXXXX.ext for immutable; a hash without "-" keeps that simple.
        hashCharacters: "base36",
        codeSplitting: {
          groups: [
            {
              name: "base",
              minShareCount: 3,
              test: /^(?!.*\/(hurdle|later|boothcard|leadcard|ordercard|orderpapers|parcel|books|pay|thread|uplink|camera|tick|papers|way|confirmsheet|draft)\.tsx?$).*\.(tsx?|m?js)$/,
            },
          ],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});
