// The list of parts (CycloneDX 1.5, JSON): what the programs link, what they load while they run, and what the pages ship.
//   node .ci/sbom.mjs FOLDER_OF_PROGRAMS > sbom.json        offline; needs ldd and, for versions, dpkg-query
// Libraries and what a program loads by name (the packages that .ci/packages says it runs with) are Debian packages with their versions; packages of
// the pages come from web/package-lock.json: "required" is what a page imports, and what that needs; "excluded" is what builds and tests the pages.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");
const [programs] = process.argv.slice(2);

function run(command, args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 });
  } catch (e) {
    return e.stdout ?? ""; // dpkg-query leaves out what it does not know, and says so by its code
  }
}

// ── Debian ──

const os = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
const distro = `${/^ID=(.*)$/m.exec(os)?.[1] ?? "linux"}-${/^VERSION_ID="?([^"\n]*)/m.exec(os)?.[1] ?? ""}`;

/** path → package; a library may be known under /lib or under /usr/lib. */
function owners(paths) {
  const asked = paths.flatMap(p => [p, p.startsWith("/usr") ? p.slice(4) : `/usr${p}`]);
  const lines = asked.length ? run("dpkg-query", ["-S", ...asked]).split("\n") : [];
  return new Map(
    lines.flatMap(line => {
      const [, names, path] = /^([^ ]+(?:, [^ ]+)*): (\/.*)$/.exec(line) ?? [];
      return path ? [[path.replace(/^\/usr/, ""), names.split(", ")[0]]] : [];
    }),
  );
}

function debian(names) {
  const form = "${binary:Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\n";
  const rows = names.length ? run("dpkg-query", ["-W", "-f", form, ...names]).split("\n") : [];
  return rows
    .map(row => row.split("\t"))
    .filter(([, version]) => version)
    .map(([binary, version, arch, source]) => {
      const name = binary.replace(/:.*/, "");
      const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${arch}&distro=${distro}`;
      return {
        type: "library",
        "bom-ref": `deb:${name}`,
        name,
        version,
        purl,
        scope: "required",
        properties: [{ name: "debian:source", value: source }],
      };
    });
}

/** soname → path of each library that the loader would give this program. */
const linked = program =>
  run("ldd", [program])
    .split("\n")
    .flatMap(line => /=> (\/[^ ]+)/.exec(line)?.[1] ?? []);

function server() {
  const files = readdirSync(programs).filter(f => /^mela(-[a-z]+)?$/.test(f));
  const needs = new Map(files.map(f => [f, linked(join(programs, f))]));
  const paths = [...new Set([...needs.values()].flat())];
  const real = new Map(paths.map(p => [p, realpathSync(p)]));
  const owner = owners([...new Set([...paths, ...real.values()])]);
  const packageOf = p => owner.get(p.replace(/^\/usr/, "")) ?? owner.get(real.get(p).replace(/^\/usr/, ""));
  const known = debian([...new Set(paths.map(packageOf).filter(Boolean))]);
  const strays = paths.filter(p => !packageOf(p)).map(p => ({ type: "library", "bom-ref": `file:${basename(p)}`, name: basename(p), version: "", scope: "required" }));
  const refOf = p => (packageOf(p) ? `deb:${packageOf(p).replace(/:.*/, "")}` : `file:${basename(p)}`);
  const apps = files.map(f => ({ type: "application", "bom-ref": `program:${f}`, name: f, version, scope: "required" }));
  const links = files.map(f => ({ ref: `program:${f}`, dependsOn: [...new Set(needs.get(f).map(refOf))].sort() }));
  return { parts: [...apps, ...known, ...strays], links };
}

const loaded = () =>
  debian(
    readFileSync(join(root, ".ci/packages"), "utf8")
      .split("\n")
      .flatMap(line => (/^run\s/.test(line) ? line.trim().split(/\s+/).slice(1) : [])),
  );

// ── the pages ──

const lock = JSON.parse(readFileSync(join(root, "web/package-lock.json"), "utf8"));
const version = lock.version;
const nameOf = path => path.replace(/^.*node_modules\//, "");
const npmRef = path => `npm:${nameOf(path)}@${lock.packages[path].version}`;

/** Where `name` is found from the package at `path`, as Node looks for it. */
function resolve(path, name) {
  for (let at = path; ; at = at.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    const there = `${at ? `${at}/` : ""}node_modules/${name}`;
    if (lock.packages[there]) return there;
    if (!at) return undefined;
  }
}

const needsOf = path =>
  Object.keys({ ...lock.packages[path].dependencies, ...lock.packages[path].optionalDependencies })
    .map(name => resolve(path, name))
    .filter(Boolean);

function* sources(folder) {
  for (const f of readdirSync(folder, { withFileTypes: true })) {
    if (f.isDirectory()) yield* sources(join(folder, f.name));
    else if (/\.tsx?$/.test(f.name)) yield readFileSync(join(folder, f.name), "utf8");
  }
}

/** The packages that a page imports, and all that they need. */
function shipped() {
  const found = new Set();
  const add = path => {
    if (!path || found.has(path)) return;
    found.add(path);
    needsOf(path).forEach(add);
  };
  for (const text of sources(join(root, "web/src")))
    for (const [, name] of text.matchAll(/(?:from|import|import\()\s*["']((?:@[^/"']+\/)?[^./"'][^/"']*)/g)) add(resolve("", name));
  return found;
}

function pages() {
  const paths = Object.keys(lock.packages).filter(Boolean);
  const ships = shipped();
  const parts = paths.map(path => {
    const p = lock.packages[path];
    const [alg, digest] = (p.integrity ?? "").split("-");
    return {
      type: "library",
      "bom-ref": npmRef(path),
      name: nameOf(path),
      version: p.version,
      purl: `pkg:npm/${nameOf(path).replace("@", "%40")}@${p.version}`,
      scope: ships.has(path) ? "required" : "excluded",
      ...(p.license ? { licenses: [{ expression: p.license }] } : {}),
      ...(alg === "sha512" ? { hashes: [{ alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") }] } : {}),
    };
  });
  const links = [...ships].map(path => ({ ref: npmRef(path), dependsOn: needsOf(path).map(npmRef).sort() }));
  const { dependencies = {}, devDependencies = {} } = lock.packages[""];
  const direct = [...ships].filter(path => nameOf(path) in { ...dependencies, ...devDependencies });
  return {
    parts: [{ type: "application", "bom-ref": "program:pages", name: "pages", version, scope: "required" }, ...parts],
    links: [{ ref: "program:pages", dependsOn: direct.map(npmRef).sort() }, ...links],
  };
}

// ── all of it ──

/** One of each, in the order of their names, so that two lists can be compared line by line. */
const once = (list, key) => [...new Map(list.map(x => [x[key], x])).values()].sort((a, b) => (a[key] < b[key] ? -1 : 1));

const made = [server(), pages()];
const atRunTime = loaded();
const main = { type: "application", "bom-ref": "mela", name: "mela", version, licenses: [{ expression: lock.packages[""].license }] };
const links = [
  { ref: "mela", dependsOn: [...made.flatMap(m => m.parts).filter(p => p.type === "application"), ...atRunTime].map(p => p["bom-ref"]).sort() },
  ...made.flatMap(m => m.links),
];
const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: { component: main },
  components: once([...atRunTime, ...made.flatMap(m => m.parts)], "bom-ref"),
  dependencies: once(links, "ref"),
};
process.stdout.write(`${JSON.stringify(bom, null, 1)}\n`);
