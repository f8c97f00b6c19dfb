// An officer gives the directory its name, colours, logo and rules; visitors see them, also in
// frames of other sites. A council asks to take part and is listed, a second is told why not.
// All names are invented.

import { PHONE, WIDE, phrases, visit } from "./visit.mjs";

const base = process.env.NODES;
const { host } = new URL(base);
const { FIRST_LINK, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];
const COLOR = "rgb(122, 31, 92)";

await visit(async ({ open }) => {
  const of = (how) => open({ hosts: [host], language: LANGUAGE, scripts: SCRIPTS !== "no", ...how });
  const officer = await of({ screen: SCRIPTS === "no" ? PHONE : WIDE });
  const { page } = officer;
  await officer.see(FIRST_LINK);
  await page.fill("#name", "Ana Invented");
  await page.fill("#mail", "ana@office.example");
  await page.fill("#password", "cuatro lunas comen cal");
  await page.click("main form button:not(.plain)");

  await officer.see(`${base}/office/site`, "site");
  await page.fill("#color-light", "#ffcc00");
  await page.click(`main button:text-is("${say("site-save")}")`);
  await officer.expect("#color-light-wrong");
  await officer.look("site-refused");
  await page.fill("#color-light", "#7a1f5c");
  // The words of the first language stand open.
  const closed = page.locator(`main details:not([open]):has(#name-${LANGUAGE}) > summary`);
  if (await closed.count()) await closed.click();
  await page.fill(`#name-${LANGUAGE}`, "Red del Valle Quieto");
  await page.fill(`#welcome-${LANGUAGE}`, "Aquí se encuentran quienes trabajan juntos.\n\nPasen.");
  await page.fill(`#rules-${LANGUAGE}`, "Cada quien responde por lo que dice.\n\nNo se repite lo que otra persona pidió callar.");
  await page.uncheck("input[name=shown-pt]");
  await page.click(`main button:text-is("${say("site-save")}")`);
  await officer.expect('link[href^="/assets/colors/7a1f5c-"]');
  const drawn = await page.locator("main button").first().screenshot();
  await page.setInputFiles("#file", { name: "logo.png", mimeType: "image/png", buffer: drawn });
  await page.click(`main button:text-is("${say("picture-give")}")`);
  await officer.expect("header img.sign");
  await officer.look("site-changed");

  for (const scheme of ["light", "dark"]) {
    const visitor = await of({ scheme });
    for (const [name, path] of [["home", "/"], ["rules", "/rules"], ["embed", "/embed"], ["embed-map", "/embed/map"], ["embed-both", "/embed?show=both"], ["join", "/join"]]) {
      await visitor.see(base + path, `site-${name}`);
      await visitor.expect("img.sign");
      const link = visitor.page.locator("main a").first();
      if (scheme === "light" && (await link.count())) {
        const color = await link.evaluate((one) => getComputedStyle(one).color);
        if (color !== COLOR && !(await link.evaluate((one) => one.matches(".button")))) visitor.blame(`a link is ${color}`);
      }
    }
    await visitor.close();
  }

  const council = await of({ screen: PHONE });
  await council.see(`${base}/`);
  await council.page.click(`main a:text-is("${say("join")}")`);
  await council.page.fill("#organization", "Ayuntamiento de Valle Quieto");
  await council.page.fill("#territory", "Narnia");
  await council.page.check("input[value=local-government]");
  await apply();
  await council.expect("#territory-wrong");
  await council.look("join-refused");
  await council.page.fill("#territory", "Oaxaca");
  await apply();
  await council.expect("main [role=status]");
  await council.look("join-sent");
  await council.see(`${base}/join`);
  await council.page.fill("#organization", "Ayuntamiento de Valle Quieto, otra vez");
  await council.page.check("input[value=local-government]");
  await apply();
  await council.expect("main [role=status]");

  await officer.see(`${base}/office/applications`, "applications");
  await page.locator(`main button:text-is("${say("application-accept")}")`).first().click();
  await officer.expect("main code.copy");
  await officer.look("applications-listed");
  await page.click(`main summary:text-is("${say("application-refuse")}")`);
  await page.fill("main textarea[name=reason]", "Ya está en el directorio.");
  await page.click(`main button:text-is("${say("application-do-refuse")}")`);
  await officer.expect("main [role=status]");
  await officer.look("applications-refused");
  await council.see(`${base}/organizations`);
  await council.expect(`main a:has-text("Ayuntamiento de Valle Quieto")`);
  await council.close();
  await officer.close();

  /** Says who writes, and sends the form. */
  async function apply() {
    await council.page.fill("#name", "Eva Invented");
    await council.page.fill("#function", "concejala");
    await council.page.fill("#mail", "eva@council.example");
    await council.page.click(`main button:text-is("${say("join-send")}")`);
    await council.page.waitForLoadState();
  }
});
