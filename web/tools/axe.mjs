// node web/tools/axe.mjs ORIGIN PATH… — opens each page in Chromium, in both languages, at a phone's and a
// desk's size, and lists what axe finds; ends with 1 where anything is serious or critical. It wants
// playwright-core and @axe-core/playwright in the caller's modules, and CHROME (default /usr/bin/chromium).
// Lighthouse for the same page: CHROME_PATH=/usr/bin/chromium npx lighthouse URL --only-categories=accessibility,best-practices
// --chrome-flags="--headless=new --no-sandbox --ignore-certificate-errors"
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const wanted = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
const { chromium } = wanted("playwright-core");
const { AxeBuilder } = wanted("@axe-core/playwright");

const [origin, ...paths] = process.argv.slice(2);
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
const browser = await chromium.launch({
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let looked = 0;
let bad = 0;
for (const locale of ["en-GB", "hi-IN"]) {
  for (const viewport of sizes) {
    const context = await browser.newContext({ locale, viewport, ignoreHTTPSErrors: true });
    for (const path of paths) {
      const page = await context.newPage();
      await page.goto(origin + path);
      await page.waitForSelector("main h1, main h2");
      await page.waitForTimeout(800);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(v => v.impact === "serious" || v.impact === "critical");
      looked++;
      if (serious.length) bad++;
      for (const v of violations) {
        console.log(
          `${v.impact}\t${path}\t${locale} ${viewport.width}\t${v.id}\t${v.nodes[0]?.html.slice(0, 100)}`,
        );
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(`${looked - bad} passed, ${bad} failed`);
process.exit(bad ? 1 : 0);
