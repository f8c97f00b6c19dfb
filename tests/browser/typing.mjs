// A visitor who searches by typing, and one without scripts who presses the button. What the
// first pages weigh is counted in bytes as they were sent, headers not among them.

import { PHONE, visit } from "./visit.mjs";

const [oaxaca] = process.env.NODES.split(" ");
const { host } = new URL(oaxaca);

/** What a page may weigh at most on a first visit, in bytes, and in how many requests. */
const MOST_BYTES = 60 * 1024;
const MOST_REQUESTS = 8;

await visit(async ({ open }) => {
  await weigh(open, "/");
  const visitor = await weigh(open, "/search");
  const { page } = visitor;

  // What stands here is gone when a page is loaded anew.
  await page.evaluate(() => { window.stays = true; });
  const field = page.locator("form.search input[name=q]");
  await field.pressSequentially("tostador");
  await page.waitForURL(/[?&]q=tostador/);
  await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
  const listed = await page.locator("#result-part ul.list").first().textContent();
  if (!/tostad/i.test(listed)) visitor.blame(`does not show what was typed: ${listed.slice(0, 200)}`);
  if (!(await page.evaluate(() => window.stays))) visitor.blame("was loaded anew");
  const focused = await page.evaluate(() => document.activeElement?.name);
  if (focused !== "q") visitor.blame(`took the field away: ${focused}`);
  const said = await page.locator("#count[role=status]").textContent();
  if (!/\d|uno/.test(said)) visitor.blame(`does not say how much was found: ${said}`);
  await visitor.look("search-typed");

  await field.fill("xyzzyton");
  await page.waitForURL(/[?&]q=xyzzyton/);
  await page.waitForFunction(() => /No se encontró/.test(document.getElementById("count").textContent));
  await visitor.close();

  const plain = await open({ hosts: [host], language: "es", screen: PHONE, scripts: false });
  await plain.see(`${oaxaca}/search`);
  await plain.page.fill("form.search input[name=q]", "tostador");
  await plain.page.click("form.search button");
  await plain.expect("#result-part ul.list");
  await plain.close();
});

/** Somebody who has nothing of the pages yet opens one of them; it stays open. */
async function weigh(open, path) {
  const visitor = await open({ hosts: [host], language: "es", screen: PHONE });
  const requests = [];
  visitor.page.on("requestfinished", (request) => requests.push(request));
  await visitor.page.goto(oaxaca + path, { waitUntil: "networkidle" });
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  const bytes = sizes.reduce((sum, one) => sum + one.responseBodySize, 0);
  console.log(`${path}: ${bytes} bytes in ${requests.length} requests`);
  if (bytes > MOST_BYTES) visitor.blame(`weighs ${bytes} bytes`);
  if (requests.length > MOST_REQUESTS) visitor.blame(`needs ${requests.length} requests`);
  return visitor;
}
