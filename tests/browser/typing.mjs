// A visitor who searches by typing, and one without scripts who presses the button. What the
// page weighs is counted in bytes as they were sent, headers not among them.

import { PHONE, visit } from "./visit.mjs";

const [oaxaca] = process.env.NODES.split(" ");
const { host } = new URL(oaxaca);

/** What the page may weigh at most, in bytes, and in how many requests. */
const MOST_BYTES = 60 * 1024;
const MOST_REQUESTS = 8;

await visit(async ({ open }) => {
  const visitor = await open({ hosts: [host], language: "es", screen: PHONE });
  const { page } = visitor;
  const requests = [];
  page.on("requestfinished", (request) => requests.push(request));
  await page.goto(`${oaxaca}/search`, { waitUntil: "networkidle" });
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  const bytes = sizes.reduce((sum, one) => sum + one.responseBodySize, 0);
  console.log(`the search page: ${bytes} bytes in ${requests.length} requests`);
  if (bytes > MOST_BYTES) visitor.blame(`weighs ${bytes} bytes`);
  if (requests.length > MOST_REQUESTS) visitor.blame(`needs ${requests.length} requests`);

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
