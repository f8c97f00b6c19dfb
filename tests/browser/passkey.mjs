// Somebody whose device keeps a passkey: made on the account's page, then shown at the door
// instead of password and code; and what is said when the device has none. The device is
// Chromium's own (WebAuthn domain of the DevTools protocol).

import { PHONE, phrases, visit } from "./visit.mjs";

const [base] = process.env.NODES.split(" ");
const { FIRST_LINK, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];
const WORD = "cuatro lunas comen cal";

await visit(async ({ open }) => {
  const person = await open({ hosts: [new URL(base).host], language: LANGUAGE, screen: PHONE });
  const { page } = person;
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });

  await person.see(FIRST_LINK);
  await page.fill("#name", "Ana Invented");
  await page.fill("#mail", "ana@office.example");
  await page.fill("#password", WORD);
  await page.click("main form button:not(.plain)");

  await person.see(`${base}/account/second`, "passkey-none");
  await page.fill("#passkey-name", "Lo de Ana");
  await page.fill("#passkey-present", "otra cosa");
  await page.click(`button:text-is("${say("passkey-begin")}")`);
  await person.expect("#passkey-present-wrong");
  await person.look("passkey-refused");
  await page.fill("#passkey-present", WORD);
  await page.click(`button:text-is("${say("passkey-begin")}")`);
  await person.look("passkey-asked");
  await page.click(`button:text-is("${say("passkey-make")}")`);
  await page.waitForSelector("main [role=status] code");
  await person.look("passkey-made");

  await out();
  await person.look("passkey-door");
  await page.click(`button:text-is("${say("passkey-sign-in")}")`);
  await page.waitForURL(/\/(account|my|office)$/);

  await devices.send("WebAuthn.clearCredentials", { authenticatorId });
  await out();
  await page.click(`button:text-is("${say("passkey-sign-in")}")`);
  await page.waitForSelector(`[role=alert]:has-text("${say("passkey-not-shown")}")`);
  await person.look("passkey-not-shown");

  /** Signs out, and comes to the door. */
  async function out() {
    await page.click(`button:text-is("${say("sign-out")}")`);
    await person.see(`${base}/sign-in`);
  }
});
