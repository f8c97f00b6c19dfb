// A co-operative on a telephone: it takes its record over, signs in, writes what it needs, sees
// who could meet it, asks a co-operative of another directory, and reads its answer. Both are
// invented.

import { PHONE, phrases, visit } from "./visit.mjs";

const [home, away] = process.env.NODES.split(" ");
const { ASKING_LINK, ASKED_LINK, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];

/** How often a page is looked at again for what another server sends. */
const LOOKS = 1_000;
const PASSWORD = "cuatro lunas comen cal";

await visit(async ({ open }) => {
  const on = (base) => open({ hosts: [new URL(base).host], language: LANGUAGE, screen: PHONE, scripts: SCRIPTS !== "no" });

  const asked = await on(away);
  await takeOver(asked, ASKED_LINK, "berta@taller.example");
  await asked.look("my-organization");
  const own = asked.page.url();
  for (const path of ["record", "pictures"]) await asked.see(`${own}/${path}`, `my-${path}`);
  await asked.see(`${away}/account/second`, "my-second");
  await asked.page.fill("#app-present", PASSWORD);
  await asked.page.click("form[action='/account/second/app'] button");
  await asked.expect("#code");
  await asked.look("my-second-app");

  const asking = await on(home);
  await takeOver(asking, ASKING_LINK, "ana@cafe.example");
  await signInAgain(asking, "ana@cafe.example");
  await writeNeed(asking);
  await ask(asking, "Taller Tostador", "¿Nos prestarían la tostadora en mayo?");

  await wait(asked, 1);
  await asked.look("messages");
  await answer(asked, "Sí, con gusto.");
  await asked.look("messages-answered");

  await wait(asking, 2);
  await asking.look("messages-both");
  const said = await asking.page.textContent("main");
  if (!said.includes("Sí, con gusto.")) asking.blame("the answer is not among the messages");
  await asking.close();
  await asked.close();
});

/** Takes a record over, and goes on to the organization's own pages. */
async function takeOver(visitor, link, mail) {
  const { page } = visitor;
  await visitor.see(link, "claim");
  await page.fill("#name", "Ana Invented");
  await page.fill("#function", "presidenta");
  await page.fill("#mail", mail);
  await page.fill("#password", PASSWORD);
  await page.check("input[name=agreed]");
  await page.click(`main button:text-is("${say("claim-button")}")`);
  await visitor.look("claimed");
  await page.click(`main a:text-is("${say("my-organizations")}")`);
}

async function signInAgain(visitor, mail) {
  const { page } = visitor;
  await page.click(`button:text-is("${say("sign-out")}")`);
  await visitor.see(`${home}/sign-in`, "sign-in");
  await page.fill("#mail", mail);
  await page.fill("#password", "not this one at all");
  await page.click("form:has(#password) button");
  await visitor.expect("main .wrong");
  await visitor.look("sign-in-refused");
  await page.fill("#mail", mail);
  await page.fill("#password", PASSWORD);
  await page.click("form:has(#password) button");
  await visitor.see(`${home}/my`);
}

/** Begins a need in one short form, goes on with it later, and publishes it after a look at how
 *  others will read it. */
async function writeNeed(visitor) {
  const { page } = visitor;
  await page.click(`a:text-is("${say("need-new")}")`);
  await visitor.look("need-new");
  await page.fill("#title", "Una tostadora grande");
  await page.fill("#text", "Para veinte kilos de café a la semana.");
  await page.selectOption("#what", "space-equipment");
  await page.selectOption("#terms", "lend");
  await page.click(`button:text-is("${say("draft-keep")}")`);
  await visitor.look("draft");
  await visitor.see(`${home}/my`, "drafts");
  await page.click('main a:text-is("Una tostadora grande")');
  await page.fill("#territory", "Narnia");
  await page.click(`button:text-is("${say("offer-look")}")`);
  await visitor.expect("#territory-wrong");
  await visitor.look("need-refused");
  await page.fill("#territory", "MX-OAX");
  await page.click(`button:text-is("${say("offer-look")}")`);
  await visitor.expect("article.reply");
  await visitor.look("need-preview");
  await page.click(`button:text-is("${say("offer-publish")}")`);
  await visitor.look("my-organization-need");
}

/** Asks one of those who could meet the need. */
async function ask(visitor, name, text) {
  const { page } = visitor;
  await page.click(`main a:text-is("${say("could-meet")}")`);
  await visitor.look("could-meet");
  await page.locator("main li", { hasText: name }).locator("a.button").click();
  await page.fill("#text", text);
  await visitor.look("ask");
  // Until this directory hears that the other was taken over, nobody answers there.
  for (let looks = 0; looks < LOOKS; looks += 1) {
    await page.click(`button:text-is("${say("ask-send")}")`);
    await page.waitForLoadState();
    if ((await page.locator("main .wrong").count()) === 0) break;
  }
  await visitor.look("asked");
}

/** Looks at the messages again until so many are there. */
async function wait(visitor, messages) {
  const { page } = visitor;
  const base = new URL(page.url()).origin;
  await visitor.see(`${base}/my`);
  await page.click(`main a:text-is("${say("messages")}")`);
  await page.waitForLoadState();
  for (let looks = 0; (await page.locator("main article").count()) < messages; looks += 1) {
    if (looks === LOOKS) throw new Error(`no message arrives: ${await page.textContent("main")}`);
    await page.reload();
  }
}

async function answer(visitor, text) {
  const { page } = visitor;
  await page.locator("main article a").first().click();
  await visitor.look("message");
  await page.fill("#text", text);
  await page.click(`button:text-is("${say("message-send")}")`);
}
