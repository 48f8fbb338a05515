// Reads schema/*.def and writes src/gen/: the live messages' types, rates and limits (live.ts), the error
// names (errors.ts), and the sentences that the schema carries in each language (en.json, hi.json).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const schema = join(import.meta.dirname, "../../schema");
const out = join(import.meta.dirname, "../src/gen");

/** The calls of the macro list `file`: [name, ...arguments], comments and quotes taken off. */
function calls(file) {
  const text = readFileSync(join(schema, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/^\s*([A-Z_]+)\((.*)\)\s*$/gm)].map(([, name, args]) => [
    name,
    ...[...args.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]+))\s*(?:,|$)/g)].map(m => (m[1] ?? m[2]).trim()),
  ]);
}

/** live.def as a list of {id, wire, dir, who, perMin, log, fields}. */
function messages() {
  const list = [];
  for (const [name, ...a] of calls("live.def")) {
    if (name === "LIVE") list.push({ id: a[0], wire: a[1], dir: a[2], who: a[3], perMin: +a[4], fields: [] });
    else if (name.startsWith("F_")) list.at(-1).fields.push(field(name, a.slice(1)));
    else if (name !== "LIVE_END") throw new Error(`live.def: unknown row ${name}`);
  }
  return list;
}

function field(macro, [name, ...rest]) {
  const need = rest.at(-1);
  const type = { F_STR: "string", F_ID: "string", F_INT: "number", F_BOOL: "boolean", F_RAW: "unknown" }[
    macro
  ];
  if (!type || (need !== "REQ" && need !== "OPT")) throw new Error(`live.def: bad field ${name}`);
  return { name, type, optional: need === "OPT", max: macro === "F_STR" ? +rest[0] : undefined };
}

function side(list, title) {
  const rows = list.map(m => {
    const fields = m.fields.map(f => `${f.name}${f.optional ? "?" : ""}: ${f.type}`).join("; ");
    return `  "${m.wire}": { ${fields} };`;
  });
  return `export interface ${title} {\n${rows.join("\n")}\n}\n`;
}

function liveModule() {
  const all = messages();
  const toServer = all.filter(m => m.dir === "C");
  const limits = toServer.flatMap(m =>
    m.fields.filter(f => f.max).map(f => `  "${m.wire} ${f.name}": ${f.max},`),
  );
  const rates = toServer.map(m => `  "${m.wire}": ${m.perMin},`);
  return [
    "// Made from schema/live.def by tools/gen.mjs.\n",
    side(toServer, "ToServer"),
    side(
      all.filter(m => m.dir === "S"),
      "FromServer",
    ),
    `/** Longest text of a field, in UTF-8 bytes: LIMITS["chat.say text"]. */\nexport const LIMITS = {\n${limits.join("\n")}\n} as const;\n`,
    `/** Most messages of a kind that one connection may send in a minute. */\nexport const PER_MINUTE = {\n${rates.join("\n")}\n} as const;\n`,
  ].join("\n");
}

const errors = calls("errors.def").map(([, , , wire, sentence]) => ({ wire, sentence }));
const phrases = calls("phrases.def").map(([, id, group, en, hi]) => ({ id, group, en, hi }));

const errorsModule = `// Made from schema/errors.def by tools/gen.mjs.
export const ERROR_CODES = [
${errors.map(e => `  "${e.wire}",`).join("\n")}
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
`;
const phrasesModule = `// Made from schema/phrases.def by tools/gen.mjs; the sentences are words, "phrase.<id>".
export const PHRASES = [
${phrases.map(p => `  { id: "${p.id}", group: "${p.group}" },`).join("\n")}
] as const;
`;
const sentences = lang => Object.fromEntries(phrases.map(p => [`phrase.${p.id}`, p[lang]]));
const problems = Object.fromEntries(errors.map(e => [`problem.${e.wire}`, e.sentence]));

mkdirSync(out, { recursive: true });
const write = (name, text) => writeFileSync(join(out, name), text);
write("live.ts", liveModule());
write("errors.ts", errorsModule);
write("phrases.ts", phrasesModule);
write("en.json", `${JSON.stringify({ ...problems, ...sentences("en") }, null, 1)}\n`);
write("hi.json", `${JSON.stringify(sentences("hi"), null, 1)}\n`);
