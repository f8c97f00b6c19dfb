// An officer who also represents a co-operative follows every link of a directory, as a screen
// reader or a curious person would, and looks at each page once: with scripts, and without.
// Somebody of another server has answered and reported what stands there. Pages that no link
// leads to are walked elsewhere, which routes.mjs tells. All names are invented.

import { ELSEWHERE, isOpened } from "./routes.mjs";
import { somebody } from "./server.mjs";
import { PHONE, WIDE, phrases, visit } from "./visit.mjs";

const base = process.env.NODES;
const { host } = new URL(base);
const { FIRST_LINK, CLAIM_LINK, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];
const PASSWORD = "cuatro lunas comen cal";

/** Pages of the tables of routes, such as `/office/people/{account}`. */
const routes = process.env.ROUTES.split(" ");

/** How often a page is looked at again for what another server sends. */
const LOOKS = 1_000;

/** What a part of an address is called that names one thing of many. */
const NAMES = [
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/, "{id}"],
  [/^@.+/, "@{handle}"],
];
/** What comes before a part that is one of many. */
const MANY = ["t", "c", "tags", "concepts", "friends", "searches"];

/** The shape of an address: one page stands for all that differ only in what they are about. */
function shape(address) {
  const { pathname, searchParams } = new URL(address);
  const parts = pathname.split("/").map((part, at, all) => {
    if (MANY.includes(all[at - 1]) && part) return "{name}";
    return NAMES.find(([named]) => named.test(part))?.[1] ?? part;
  });
  return [parts.join("/"), ...searchParams.getAll("state")].join(" ");
}

await visit(async ({ open }) => {
  const how = SCRIPTS === "no" ? { screen: PHONE, scheme: "dark", scripts: false } : { screen: WIDE };
  const officer = await open({ hosts: [host], language: LANGUAGE, ...how });
  const { page } = officer;
  await officer.see(FIRST_LINK);
  await page.fill("#name", "Ana Invented");
  await page.fill("#mail", "ana@office.example");
  await page.fill("#password", PASSWORD);
  await page.click("main form button:not(.plain)");
  await officer.see(CLAIM_LINK);
  await page.fill("#name", "Ana Invented");
  await page.fill("#function", "presidenta");
  await page.check("input[name=agreed]");
  await page.click(`main button:text-is("${say("claim-button")}")`);
  await officer.expect(`main a:text-is("${say("my-organizations")}")`);
  const own = await begin(officer);
  const reply = await beAnswered(officer, own);
  await officer.see(`${base}/office/blocks`);
  await page.fill("#subject", "spam.example");
  await page.click(`main button:text-is("${say("block-add")}")`);
  await officer.expect("main form[action='/office/blocks/remove']");

  const seen = new Set();
  const { opened } = officer;
  await officer.see(`${own}/leave`);
  const [handle] = (await page.textContent("label[for=handle]")).match(/@\S+/);
  // A link leads to one answer in a letter alone, and what only leads on is typed.
  const waiting = [`${base}/`, `${base}/my`, `${base}/office`, reply, `${own}/offers`, `${base}/${handle}`];
  while (waiting.length > 0) {
    const address = waiting.shift();
    if (seen.has(shape(address))) continue;
    seen.add(shape(address));
    const answer = await officer.see(address).catch((error) => {
      // A file is kept instead of shown.
      if (!error.message.includes("Download is starting")) throw error;
    });
    if (!answer) continue;
    if (answer.status() >= 400) officer.blame(`a link leads here, and the answer is ${answer.status()}`);
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    await officer.look(`everywhere${shape(address).replaceAll("/", "-").replaceAll(" ", "+")}`);
    const links = await page.$$eval("a[href]", (all) => all.map((one) => one.href.split("#")[0]));
    // In other languages others walk.
    waiting.push(...links.filter((link) => link.startsWith(`${base}/`) && !link.includes("lang=")));
  }
  await outlastSession(officer);
  await leave(officer, own);
  const walked = Object.values(ELSEWHERE).flat();
  for (const route of routes) {
    if (!isOpened(route, opened) && !walked.includes(route)) officer.blame(`no link leads to ${route}, and no walk opens it`);
  }
  for (const route of walked) if (!routes.includes(route)) officer.blame(`there is no ${route}`);
  console.error(`${opened.size} addresses of ${seen.size} shapes`);
  await officer.close();
});

/** Publishes a need with a hashtag, and leaves a draft with a photo behind, so that their pages
 *  are there; gives the organization's own page. */
async function begin(officer) {
  const { page } = officer;
  await page.click(`main a:text-is("${say("my-organizations")}")`);
  await page.waitForURL(`${base}/my/*`);
  const own = page.url();
  for (const [title, button] of [["Una tostadora #Comercio", "offer-publish"], ["Un molino", "photo-add"]]) {
    await page.click(`main a:text-is("${say("need-new")}")`);
    await page.fill("#title", title);
    await page.fill("#text", "Para veinte kilos de café a la semana.");
    await page.selectOption("#what", "space-equipment");
    await page.selectOption("#terms", "lend");
    if (button === "photo-add") {
      const drawn = await page.locator("header").first().screenshot();
      await page.setInputFiles("#file", { name: "molino.png", mimeType: "image/png", buffer: drawn });
      await page.fill("#alt", "Un molino de mano");
    }
    await page.click(`button:text-is("${say(button)}")`);
    await page.waitForLoadState();
    if (button === "photo-add") {
      await officer.expect('main img.thumb[src*="/photo/"]');
      const isDrawn = await page.locator("main img.thumb").evaluate((one) => one.naturalWidth > 0);
      if (!isDrawn) officer.blame("the photo of the draft is not shown");
      await page.click(`button:text-is("${say("offer-look")}")`);
      await officer.expect("article.reply img");
      await officer.look("everywhere-preview-with-photo");
    }
    await page.goto(`${base}/my`);
  }
  return own;
}

/** Somebody of another server answers the need three times, of which one answer is shown, one is
 *  hidden and one waits, and reports it; gives the page of the one that waits. */
async function beAnswered(officer, own) {
  const { page } = officer;
  const link = await page.locator('main a[href*="/offers/"]', { hasText: "Una tostadora" }).first().getAttribute("href");
  const need = `${base}/offers/${link.split("/").pop()}`;
  const eva = await somebody("eva");
  for (const text of ["Tengo una que casi no uso.", "Compre ahora, casi gratis.", "¿De cuántos kilos?"]) await eva.answers(need, text);
  await eva.reports(need, "Ya no la buscan.");
  await until(`${base}/office/replies`, "main li form[action$='approve']", 3);
  await until(`${base}/office/reports`, "main form[action$='resolve']", 1);
  eva.leaves();
  for (const [list, button, left] of [[`${base}/office/replies`, "form[action$='approve'] button", 2], [`${own}/replies`, "button[value=hide]", 1]]) {
    await officer.see(list);
    await page.locator(`main li ${button}`).first().click();
    await until(list, "main li:has(input[name=reply])", left);
  }
  await officer.see(`${base}/office/replies`);
  return `${base}/office/replies/${await page.locator("main input[name=reply]").first().inputValue()}`;

  /** Looks at a page again until so many are there. */
  async function until(address, selector, count) {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      await officer.see(address);
      if ((await page.locator(selector).count()) === count) return;
    }
    throw new Error(`${address} never has ${count} ${selector}: ${await page.textContent("main")}`);
  }
}

/** Types while the session ends, signs in again, and sends what was typed. */
async function outlastSession(officer) {
  const { page } = officer;
  await officer.see(`${base}/account`);
  await page.fill("#name", "Ana Inventada del Valle");
  await page.context().clearCookies({ name: /session$/ });
  await page.click(`form[action="/account"] button`);
  await page.waitForURL("**/sign-in?**");
  await officer.look("everywhere-sign-in-again");
  await page.fill("#mail", "ana@office.example");
  await page.fill("#password", PASSWORD);
  await page.click("form:has(#password) button");
  await officer.expect('main :text("Ana Inventada del Valle")');
  await officer.look("everywhere-unsaved");
  await page.click(`button:text-is("${say("unsaved-send")}")`);
  await page.waitForLoadState();
  await officer.see(`${base}/account`);
  const kept = await page.inputValue("#name");
  if (kept !== "Ana Inventada del Valle") officer.blame(`what was typed is lost: ${kept}`);
}

/** Represents the organization no more. */
async function leave(officer, own) {
  const { page } = officer;
  await officer.see(`${own}/leave`);
  await page.check("input[name=what][value=represent]");
  await page.fill("#confirm", PASSWORD);
  await page.click(`main button:text-is("${say("leave")}")`);
  await officer.expect('main a[href="/account"]');
  await officer.look("everywhere-left");
  await officer.see(`${base}/my`, "everywhere-my-none");
}
