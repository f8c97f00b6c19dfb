// A visitor without an account writes about an offer from a telephone, confirms it by the letter,
// and is answered by one. The mail server is this program; everybody is invented.

import { postbox } from "./postbox.mjs";
import { PHONE, phrases, visit } from "./visit.mjs";

const [base] = process.env.NODES.split(" ");
const { CLAIM_LINK, MAIL_PORT, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];

const PASSWORD = "cuatro lunas comen cal";
const MAIL = "eva@vecinas.example";

const letters = await postbox(Number(MAIL_PORT));

await visit(async ({ open }) => {
  const of = () => open({ hosts: [new URL(base).host], language: LANGUAGE, screen: PHONE, scripts: SCRIPTS !== "no" });
  const coop = await of();
  await takeOver(coop);
  const offer = await publish(coop);

  const eva = await of();
  await eva.see(offer, "offer-of-others");
  await eva.page.click(`main a:text-is("${say("write-it")}")`);
  await eva.look("visit-form");
  await eva.page.fill("#name", "Eva Invented");
  await eva.page.fill("#mail", "eva@vecinas");
  await eva.page.fill("#text", " ");
  await eva.page.click(`main button:text-is("${say("visit-send")}")`);
  await eva.expect("#text-wrong");
  await eva.look("visit-refused");
  await eva.page.fill("#mail", MAIL);
  await eva.page.fill("#text", "¿Sirve para veinte kilos a la semana?");
  await eva.page.click(`main button:text-is("${say("visit-send")}")`);
  await eva.expect("main [role=status]");
  await eva.look("visit-sent");

  await eva.see(await letters.link(MAIL, `${base}/visits/`), "visit-question");
  await eva.page.click(`main button:text-is("${say("visit-confirm")}")`);
  await eva.expect("main [role=status]");
  await eva.look("visit-arrived");

  await coop.see(`${base}/my`, "my-organization-visited");
  await coop.page.click(`main a:text-is("${say("messages")}")`);
  await coop.look("messages-of-visitor");
  await coop.page.locator("main article a").first().click();
  await coop.look("message-of-visitor");
  const shown = await coop.page.textContent("main");
  if (!shown.includes("Eva Invented") || shown.includes("vecinas")) coop.blame(`the visitor is shown as ${shown}`);
  await coop.page.fill("#text", "Sí, hasta treinta. Pase cuando quiera.");
  await coop.page.click(`main button:text-is("${say("message-send")}")`);
  await coop.look("messages-of-visitor-answered");

  await eva.see(await letters.link(MAIL, `${base}/visits/`, 2), "visit-again");
  await eva.page.fill("#text", "Gracias, voy el lunes.");
  await eva.page.click(`main button:text-is("${say("visit-send-again")}")`);
  await eva.expect("main [role=status]");
  await coop.see(`${base}/my`);
  await coop.page.click(`main a:text-is("${say("messages")}")`);
  await coop.expect("main article:nth-of-type(3)");
  await eva.page.click("main summary");
  await eva.page.click(`main button:text-is("${say("visit-forget")}")`);
  await eva.expect("main [role=status]");
  await eva.look("visit-forgotten");
  await coop.page.reload();
  if (await coop.page.locator("main article").count()) coop.blame("what was forgotten is among the messages");
  await eva.close();
  await coop.close();
});
letters.close();

async function takeOver(visitor) {
  const { page } = visitor;
  await visitor.see(CLAIM_LINK);
  await page.fill("#name", "Ana Invented");
  await page.fill("#function", "presidenta");
  await page.fill("#mail", "ana@cafe.example");
  await page.fill("#password", PASSWORD);
  await page.check("input[name=agreed]");
  await page.click(`main button:text-is("${say("claim-button")}")`);
  await visitor.see(`${base}/my`);
}

/** Offers something; gives its public page. */
async function publish(visitor) {
  const { page } = visitor;
  await page.click(`a:text-is("${say("offer-new")}")`);
  await page.fill("#title", "Una tostadora grande");
  await page.fill("#text", "La prestamos los lunes.");
  await page.selectOption("#what", "space-equipment");
  await page.selectOption("#terms", "lend");
  await page.fill("#territory", "MX-OAX");
  await page.click(`button:text-is("${say("offer-look")}")`);
  await page.click(`button:text-is("${say("offer-publish")}")`);
  await page.waitForLoadState();
  const own = await page.locator(`main a:text-is("Una tostadora grande")`).getAttribute("href");
  return `${base}/offers/${own.split("/").pop()}`;
}
