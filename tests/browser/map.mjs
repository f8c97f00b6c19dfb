// A visitor who moves the map, with a pointer and with keys, in the light and in the dark, on
// another site's page too; and one whose browser cannot draw it. What it weighs is counted in
// bytes as they were sent, headers not among them.

import { BLIND, DRAWS, PHONE, WIDE, visit } from "./visit.mjs";

const [base] = process.env.NODES.split(" ");
const { host } = new URL(base);

/** What the page may weigh at most with its map, in bytes. */
const MOST_BYTES = 600 * 1024;

await visit(async ({ open }) => {
  const visitor = await open({ hosts: [host], language: "es", screens: [WIDE] });
  const { page } = visitor;
  const requests = [];
  page.on("requestfinished", (request) => requests.push(request));
  const answer = await page.goto(`${base}/search?kind=organization`);
  if (!(await answer.text()).includes("data-map")) {
    console.log("skipped: this program was built without npm, and its maps are drawings");
    return;
  }
  await drawn(page);
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all(requests.map(size));
  const bytes = sizes.reduce((sum, one) => sum + one, 0);
  if (sizes.some((one) => !(one > 0))) visitor.blame(`what cannot be counted was brought: ${sizes}`);
  console.log(`the search page with its map: ${bytes} bytes in ${requests.length} requests`);
  if (bytes > MOST_BYTES) visitor.blame(`weighs ${bytes} bytes`);
  await visitor.look("map");

  // By keys alone: to a place, nearer until it is told apart, what is there, and back.
  for (let steps = 0; (await page.locator(".maplibregl-popup").count()) === 0; steps += 1) {
    if (steps === 12) throw new Error("no place lists what is there");
    const before = await page.locator("a.here").getAttribute("href");
    await page.locator(".moving button.place").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (before) => document.querySelector(".maplibregl-popup") || document.querySelector("a.here").getAttribute("href") !== before,
      before,
    );
    await drawn(page);
  }
  const listed = await page.locator(".maplibregl-popup li a").first().textContent();
  const all = await page.textContent("#result-part ul.list");
  if (!all.includes(listed)) visitor.blame(`the map lists ${listed}, the list does not`);
  await visitor.look("map-place");
  await page.locator(".maplibregl-popup a").first().focus();
  await page.keyboard.press("Escape");
  await page.locator(".maplibregl-popup").waitFor({ state: "detached" });
  const focused = await page.evaluate(() => document.activeElement.className);
  if (!focused.includes("place")) visitor.blame(`the focus is lost: ${focused}`);

  // A place that cannot be listed leads to the search of that part.
  await page.route("**/embed?*", (route) => route.fulfill({ status: 429 }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?.*\bbox=/);
  await page.unroute("**/embed?*");
  await page.goto(`${base}/search?kind=organization`);
  await drawn(page);

  // Moved by keys, it offers to search there.
  await page.locator(".moving canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("a.here").click();
  await page.waitForURL(/[?&]box=/);
  if (!/[?&]kind=organization/.test(page.url())) visitor.blame("forgets what was asked");

  // The map of one town names it and its neighbours.
  await page.goto(`${base}/search?near=17.06,-96.72&km=10`);
  await drawn(page);
  await page.locator(".moving .town").nth(2).waitFor({ state: "attached" });
  const towns = await page.locator(".moving .town").allTextContents();
  if (!towns.includes("Oaxaca")) visitor.blame(`names ${towns} and not the town`);
  await visitor.look("map-town");

  // Results that are replaced as one types keep the map.
  await page.goto(`${base}/search`);
  await drawn(page);
  await page.evaluate(() => { document.querySelector(".moving").stays = true; });
  await page.locator("form.search input[name=q]").pressSequentially("coop");
  await page.waitForURL(/[?&]q=coop/);
  await drawn(page);
  if (!(await page.evaluate(() => document.querySelector(".moving").stays))) visitor.blame("draws another map");
  await visitor.close();

  for (const how of [{ screen: PHONE, screens: [PHONE], scheme: "dark" }, { screens: [WIDE] }]) {
    const other = await open({ hosts: [host], language: "fr", ...how });
    await other.page.goto(`${base}/embed/map?lang=fr`);
    await drawn(other.page);
    await other.look("map-embedded");
    await other.page.goto(`${base}/search?lang=fr`);
    // On a telephone the map is behind a press.
    const opens = other.page.locator("details.narrow > summary");
    if (await opens.isVisible()) await opens.click();
    await other.page.locator("figure[data-map]").scrollIntoViewIfNeeded();
    await drawn(other.page);
    await other.look("map-searched");
    await other.close();
  }
}, DRAWS);

await visit(async ({ open }) => {
  const visitor = await open({ hosts: [host], language: "es", screens: [WIDE] });
  const { page } = visitor;
  const brought = [];
  page.on("request", (request) => brought.push(new URL(request.url()).pathname));
  await page.goto(`${base}/search`, { waitUntil: "networkidle" });
  await page.locator("svg.map").scrollIntoViewIfNeeded();
  if (!(await page.locator("svg.map a").first().isVisible())) visitor.blame("the drawing does not stay");
  await page.goto(`${base}/search?near=17.06,-96.72&km=10`, { waitUntil: "networkidle" });
  await page.locator("svg.map").scrollIntoViewIfNeeded();
  if (!(await page.locator("svg.map .name", { hasText: /^Oaxaca$/ }).isVisible())) visitor.blame("the drawing does not name the town");
  await visitor.look("map-town-drawn");
  const vain = brought.filter((path) => path.startsWith("/assets/map/"));
  if (vain.length > 0) visitor.blame(`brings what cannot be drawn: ${vain}`);
  await visitor.close();
}, BLIND);

/** Waits until the map stands over the drawing, with a button for each place, and is still. */
async function drawn(page) {
  await page.waitForFunction(() => document.querySelector("figure.moved .moving:not([aria-busy]) button.place"));
}

/** What a request brought, in bytes; of what another thread asks for, as the server says. */
async function size(request) {
  const { responseBodySize } = await request.sizes();
  if (responseBodySize > 0) return responseBodySize;
  const response = await request.response();
  return Number(await response.headerValue("content-length"));
}
