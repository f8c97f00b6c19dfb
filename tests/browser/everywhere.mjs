// An officer who also represents a co-operative follows every link of a directory, as a screen
// reader or a curious person would, and looks at each page once: at a desk with scripts, on a
// telephone without. Pages that no link leads to are walked elsewhere, or named here with the
// reason. All names are invented.

import { PHONE, WIDE, phrases, visit } from "./visit.mjs";

const base = process.env.NODES;
const { host } = new URL(base);
const { FIRST_LINK, CLAIM_LINK, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];
const PASSWORD = "cuatro lunas comen cal";

/** Pages of the tables of routes, such as `/office/people/{account}`. */
const routes = process.env.ROUTES.split(" ");

/** Those that no link leads to here, and where else they are walked. */
const ELSEWHERE = new Map([
  ["/office/imports/{file}", "office.mjs brings a register"],
  ["/office/imports/{file}/mapping", "office.mjs brings a register"],
  ["/office/imports/made/{batch}", "office.mjs brings a register"],
  ["/my/{organization}/messages/{message}", "cooperative.mjs answers one"],
  ["/my/{organization}/offers", "a link leads there from a long list"],
  ["/office/blocks/export", "a file, which is there when somebody is blocked"],
  ["/office/replies/{reply}", "an answer comes from another server"],
  ["/my/{organization}/drafts/{draft}/photo/{photo}", "shown on the page of the draft"],
]);

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
  await begin(officer);

  const seen = new Set();
  const opened = new Set();
  const waiting = [`${base}/`, `${base}/my`, `${base}/office`];
  while (waiting.length > 0) {
    const address = waiting.shift();
    if (seen.has(shape(address))) continue;
    seen.add(shape(address));
    opened.add(new URL(address).pathname);
    const answer = await officer.see(address).catch((error) => {
      // A file is kept instead of shown.
      if (!error.message.includes("Download is starting")) throw error;
    });
    if (!answer) continue;
    opened.add(new URL(page.url()).pathname);
    if (answer.status() >= 400) officer.blame(`a link leads here, and the answer is ${answer.status()}`);
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    await officer.look(`everywhere${shape(address).replaceAll("/", "-").replaceAll(" ", "+")}`);
    const links = await page.$$eval("a[href]", (all) => all.map((one) => one.href.split("#")[0]));
    // In other languages others walk.
    waiting.push(...links.filter((link) => link.startsWith(`${base}/`) && !link.includes("lang=")));
  }
  await outlastSession(officer);
  opened.add("/account/unsaved");
  for (const route of routes) {
    const like = new RegExp(`^${route.replaceAll(/\{[a-z]+\}/g, "[^/]+")}$`);
    const is_opened = [...opened].some((path) => like.test(path));
    if (!is_opened && !ELSEWHERE.has(route)) officer.blame(`no link leads to ${route}, and no walk opens it`);
  }
  console.error(`${opened.size} addresses of ${seen.size} shapes`);
  await officer.close();
});

/** Publishes a need with a hashtag, and leaves a draft with a photo behind, so that their pages
 *  are there. */
async function begin(officer) {
  const { page } = officer;
  await page.click(`main a:text-is("${say("my-organizations")}")`);
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
