// A representative who signs in by letters, forgets the password, is asked for a second factor
// and saves a search; and a neighbour who says what is wrong in a record and asks to take part,
// each confirmed by a letter. All names are invented.

import { createHmac } from "node:crypto";

import { postbox } from "./postbox.mjs";
import { PHONE, WIDE, phrases, visit } from "./visit.mjs";

const [base] = process.env.NODES.split(" ");
const { CLAIM_LINK, MAIL_PORT, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];
const ANA = "ana@cafe.example";
const EVA = "eva@vecinas.example";
const FORGOTTEN = "cuatro lunas comen cal";
const PASSWORD = "siete soles beben agua";

const letters = await postbox(Number(MAIL_PORT));

await visit(async ({ open }) => {
  const of = (screen) => open({ hosts: [new URL(base).host], language: LANGUAGE, screen, scripts: SCRIPTS !== "no" });
  const ana = await of(PHONE);
  const { page } = ana;
  await takeOver();
  const link = await page.locator(`main a:text-is("${say("my-public-page")}")`).getAttribute("href");
  const record = new URL(link, base).pathname;

  await askForLetter("sign-in");
  await ana.look("letter-sign-in-sent");
  await ana.see(await letters.link(ANA, `${base}/sign-in/`), "letter-sign-in");
  await page.click("main form.typed button");
  await ana.expect(`button:text-is("${say("sign-out")}")`);

  await askForLetter("new-password");
  await ana.see(await letters.link(ANA, `${base}/new-password/`), "letter-new-password");
  await page.fill("#password", "passwordpassword");
  await page.click("main form.typed button");
  await ana.expect("#password-wrong");
  await ana.look("letter-new-password-refused");
  await page.fill("#password", PASSWORD);
  await page.click("main form.typed button");
  await page.waitForLoadState();

  await ana.see(`${base}/account/second`);
  await page.fill("#app-present", PASSWORD);
  await page.click("form[action='/account/second/app'] button");
  await ana.expect("#code");
  await page.fill("#code", code(await page.locator("main p code").first().textContent()));
  await page.click("form[action='/account/second/app/confirm'] button");
  await ana.expect("main [role=status] li code");
  await ana.look("second-app-on");
  const written = await page.locator("main [role=status] li code").first().textContent();
  await signOut();
  await page.fill("#mail", ANA);
  await page.fill("#password", PASSWORD);
  await page.click("form:has(#password) button");
  await page.waitForURL(`${base}/sign-in/step`);
  await ana.look("sign-in-step");
  await page.fill("#code", "000000");
  await page.click("form:has(#code) button");
  await ana.expect("#code-wrong");
  await ana.look("sign-in-step-refused");
  await page.fill("#code", written);
  await page.click("form:has(#code) button");
  await page.waitForLoadState();

  await ana.see(`${base}/search?q=molino`);
  await page.click("details.save:not([id]) summary");
  await page.fill("details.save #mail", ANA);
  await page.click("details.save form[action='/searches'] button");
  await ana.expect("main [role=status]");
  await ana.look("search-sent");
  await ana.see(await letters.link(ANA, `${base}/searches/confirm/`), "search-question");
  await page.click("main form.typed button");
  await ana.expect("main [role=status]");
  await ana.look("search-kept");
  await ana.see(`${base}/account/searches`, "account-searches");
  await page.click('main a[href^="/searches/"]');
  await ana.look("search-end");
  await page.click("main button[value=end]");
  await ana.expect("main [role=status]");
  await ana.close();

  const eva = await of(WIDE);
  await eva.see(`${base}${record}/amend`);
  await eva.page.locator("input[name=wish]").first().check();
  await eva.page.fill("#text", "El taller se mudó al otro lado del mercado.");
  await eva.page.fill("#mail", EVA);
  await eva.page.click(`main button:text-is("${say("amend-send")}")`);
  await eva.expect("main [role=status]");
  await eva.look("amend-sent");
  await eva.see(await letters.link(EVA, `${base}${record}/amend/`), "amend-question");
  await eva.page.click("main form button");
  await eva.expect("main [role=status]");
  await eva.look("amend-confirmed");

  await eva.see(`${base}/join`);
  await eva.page.check("input[value=local-government]");
  await eva.page.fill("#organization", "Ayuntamiento de Valle Quieto");
  await eva.page.fill("#name", "Eva Invented");
  await eva.page.fill("#function", "concejala");
  await eva.page.fill("#mail", EVA);
  await eva.page.click(`main button:text-is("${say("join-send")}")`);
  await eva.expect("main [role=status]");
  await eva.see(await letters.link(EVA, `${base}/join/`), "join-question");
  await eva.page.click("main form button");
  await eva.expect("main [role=status]");
  await eva.look("join-confirmed");
  await eva.close();

  async function takeOver() {
    await ana.see(CLAIM_LINK);
    await page.fill("#name", "Ana Invented");
    await page.fill("#function", "presidenta");
    await page.fill("#mail", ANA);
    await page.fill("#password", FORGOTTEN);
    await page.check("input[name=agreed]");
    await page.click(`main button:text-is("${say("claim-button")}")`);
    await ana.see(`${base}/my`);
  }

  /** Signs out, and comes to the door. */
  async function signOut() {
    await page.click(`button:text-is("${say("sign-out")}")`);
    await page.waitForLoadState();
    await ana.see(`${base}/sign-in`);
  }

  /** Asks at the door for a letter that leads in. */
  async function askForLetter(what) {
    await signOut();
    await page.fill("#link-mail", ANA);
    await page.click(`button[name=for][value=${what}]`);
    await ana.expect("main [role=status]");
  }
});
letters.close();

/** What an app that has this key shows now (RFC 6238). */
function code(key) {
  const bits = [...key.replaceAll(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", secret).update(moment).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
