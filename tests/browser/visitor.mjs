// A visitor without an account writes about an offer from a telephone, confirms it by the letter,
// and is answered by one. The mail server is this program; everybody is invented.

import { createServer } from "node:net";

import { PHONE, phrases, visit } from "./visit.mjs";

const [base] = process.env.NODES.split(" ");
const { CLAIM_LINK, MAIL_PORT, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];

/** How often a letter or page is looked for. */
const LOOKS = 600;
const PASSWORD = "cuatro lunas comen cal";
const MAIL = "eva@vecinas.example";

/** Every letter so far, its lines put together again. */
const letters = [];
const server = createServer((socket) => {
  let [rest, letter] = ["", null];
  socket.write("220 postbox.example\r\n");
  socket.on("error", () => {});
  socket.on("data", (data) => {
    const lines = (rest + data).split("\r\n");
    rest = lines.pop();
    for (const line of lines) {
      if (letter === null) {
        const verb = line.split(" ")[0].toUpperCase();
        if (verb === "DATA") letter = [];
        socket.write({ EHLO: "250-postbox.example\r\n250 8BITMIME\r\n", DATA: "354 go on\r\n", QUIT: "221 bye\r\n" }[verb] ?? "250 ok\r\n");
      } else if (line === ".") {
        letters.push(letter.join("\n").replaceAll("=\n", ""));
        letter = null;
        socket.write("250 ok\r\n");
      } else letter.push(line);
    }
  });
});
await new Promise((done) => server.listen(Number(MAIL_PORT), "127.0.0.1", done));

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

  await eva.see(await link(1), "visit-question");
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

  await eva.see(await link(2), "visit-again");
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
server.close();

/** The link in the letter of that number, once it is there. */
async function link(number) {
  for (let looks = 0; letters.length < number; looks += 1) {
    if (looks === LOOKS) throw new Error(`only ${letters.length} letters arrive`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const letter = letters[number - 1];
  if (!letter.includes(`To: ${MAIL}`)) throw new Error(`a letter to somebody else: ${letter}`);
  const found = letter.match(new RegExp(`${base}/visits/[\\w-]+`));
  if (!found) throw new Error(`no link in ${letter}`);
  return found[0];
}

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
