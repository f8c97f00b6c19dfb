// An officer who never sees a terminal: from the first link to two registers in the directory,
// records that stand twice decided, an import that stays, and another territory followed. All
// organizations are invented.

import { PHONE, WIDE, phrases, visit } from "./visit.mjs";

const [base, neighbour] = process.env.NODES.split(" ");
const { FIRST_LINK, NEIGHBOURS_LINK, SCRIPTS, LANGUAGE } = process.env;
const say = (key) => phrases[LANGUAGE][key];

/** How often the work is looked at; each look waits some seconds at the server. */
const LOOKS = 100;
/** How often a page is looked at for what another server sends. */
const PATIENCE = 1_000;

const PASSWORD = "cuatro lunas comen cal";
const KINDS = ["Cooperativa", "Asociación", "Mutual", "Fundación"];
const NAMES = ["Luna Clara", "Monte Azul", "Río Quieto", "Nube Roja", "Sol Manso", "Valle Hondo", "Piedra Viva", "Agua Dulce"];
const TOWNS = ["Oaxaca de Juárez", "Salina Cruz", "Tuxtepec"];

/** A register of invented organizations; some of them with another website in its later year. */
function register(year) {
  const rows = NAMES.flatMap((name, i) =>
    KINDS.map((kind, j) => {
      const number = i * KINDS.length + j;
      const site = year > 2017 && number % 5 === 0 ? "nuevo" : "inicio";
      return `RX-${1000 + number};${kind} ${name} ${number};${TOWNS[number % 3]};https://${site}-${number}.example/;coop${number}@correo.example`;
    }),
  );
  // The later register lacks the last two.
  const kept = year > 2017 ? rows.slice(0, -2) : rows;
  return ["Folio;Nombre de la organización;Municipio;Sitio web;Correo", ...kept].join("\r\n");
}

/** A federation's own list, in which ten of them stand under slightly other names. */
function federation() {
  const rows = Array.from({ length: 10 }, (_, number) => {
    const name = `${KINDS[number % 4]} ${NAMES[Math.floor(number / 4)]} ${number}`.toUpperCase();
    return `F${number},"${name}, S.C.",${TOWNS[number % 3]},inicio-${number}.example`;
  });
  return ["clave,nombre,localidad,pagina web", ...rows].join("\n");
}

const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

await visit(async ({ open }) => {
  const screen = SCRIPTS === "no" ? PHONE : WIDE;
  const officer = await begin(base, FIRST_LINK);
  const { page } = officer;

  await officer.look("office-new");
  if (new URL(page.url()).pathname !== "/office") officer.blame(`the first account lands on ${page.url()}`);

  await officer.see(`${base}/office/imports`, "imports");
  await page.setInputFiles("#file", { name: "photo.csv", mimeType: "text/csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) });
  await page.click(`main button:text-is("${say("import-bring")}")`);
  await officer.expect("#file-wrong");
  await officer.look("imports-refused");

  await bring(file("registro-de-oaxaca-2017.csv", register(2017)), "first");
  const changed = await changeByHand("Cooperativa Luna Clara 0");
  await bring(file("registro-de-oaxaca-2022.csv", register(2022)), "second");
  await officer.see(`${base}/office/conflicts`, "office-conflicts-waiting");
  await officer.expect("section.pair");
  await bring(file("federacion-del-valle.csv", federation()), "third");

  await officer.see(`${base}/office/duplicates`, "duplicates");
  const pairs = await page.locator("section.pair").count();
  if (pairs < 10) officer.blame(`only ${pairs} of ten pairs are found`);
  for (let decided = 0; decided < 10; decided += 1) {
    if (decided % 5 === 4) {
      await page.locator(`button:text-is("${say("duplicates-apart")}")`).first().click();
    } else {
      await page.locator(`a:text-is("${say("duplicates-merge")}")`).first().click();
      if (decided === 0) await officer.look("duplicates-join");
      await page.click(`main button:text-is("${say("duplicates-join-do")}")`);
    }
  }
  await officer.look("duplicates-decided");
  const left = await page.locator("section.pair").count();
  if (left !== pairs - 10) officer.blame(`${left} pairs wait after ten of ${pairs} were decided`);

  await officer.see(`${base}/office/duplicates?state=apart`, "duplicates-apart");
  await page.locator(`button:text-is("${say("duplicates-anew")}")`).first().click();
  await officer.see(`${base}/office/duplicates`, "duplicates-anew");
  const anew = await page.locator("section.pair").count();
  if (anew !== left + 1) officer.blame(`${anew} pairs wait after one of ${left} was taken back`);

  await officer.see(`${base}/organizations?q=nube+roja`, "organizations-imported");
  const found = await page.locator("main a[href^='/o/']").count();
  if (found < 4) officer.blame(`only ${found} of the imported organizations are found`);

  await officer.see(`${base}/office/imports`, "imports-made");
  await page.click(`a:text-is("registro-de-oaxaca-2017.csv")`);
  await page.click(`main a:text-is("${say("import-undo")}")`);
  // A later import changed the same records, so this one stays, and says why.
  await officer.expect("main .wrong");
  await officer.look("undo-refused");
  await officer.see(`${base}/office/imports`, "imports-made-again");
  await page.click(`a:text-is("registro-de-oaxaca-2022.csv")`);
  await page.click(`main a:text-is("${say("import-undo")}")`);
  await officer.expect(`main button:text-is("${say("import-undo")}")`);
  await officer.look("undo-asked");

  await befriend();
  await officer.see(`${base}/account/second`, "account-second");
  await officer.see(`${base}/office/organizations`, "office-organizations");
  const one = await page.locator("main a[href^='/office/organizations/']").first().getAttribute("href");
  await officer.see(base + one, "office-organization");
  for (const path of ["/account", "/office/acts", "/office/blocks", "/office/replies", "/office/reports", "/office/followers", "/office/deliveries", "/office/appeals", "/office/conflicts"]) {
    await officer.see(base + path, path.slice(1).replace("/", "-"));
  }
  await invite();
  await appeal(changed);
  await officer.see(`${base}/office`, "office-later");
  await officer.close();

  /** Writes another website into a record than its register has; gives where the record is. */
  async function changeByHand(name) {
    await officer.see(`${base}/office/organizations?q=${encodeURIComponent(name)}`);
    const path = await page.locator(`main a:text-is("${name}")`).first().getAttribute("href");
    await officer.see(`${base}${path}/record`);
    await page.fill("#website", "https://a-mano.example/");
    await page.click(`main button:text-is("${say("save")}")`);
    await page.waitForLoadState();
    await officer.see(base + path, "office-organization-changed");
    return path;
  }

  /** Refuses to attest something, which its representative appeals against; and erases it. */
  async function appeal(path) {
    await officer.see(base + path, "office-organization-conflict");
    await page.fill("#statement", "Is a co-operative");
    await page.fill("#method", "visit");
    await page.fill("#reason", "Nobody was there.");
    await page.click(`main button:text-is("${say("attest-refuse")}")`);
    await page.waitForLoadState();
    await page.fill("#made_for", "Berta Invented");
    await page.click(`main button:text-is("${say("link-make")}")`);
    await officer.expect("main code.copy");
    const link = await page.textContent("main code.copy");
    const berta = await open({ hosts: [new URL(base).host], language: LANGUAGE, screen, scripts: SCRIPTS !== "no" });
    await berta.see(link);
    await berta.page.fill("#name", "Berta Invented");
    await berta.page.fill("#function", "presidenta");
    await berta.page.fill("#mail", "berta@luna.example");
    await berta.page.fill("#password", PASSWORD);
    await berta.page.check("input[name=agreed]");
    await berta.page.click(`main button:text-is("${say("claim-button")}")`);
    await berta.page.waitForLoadState();
    await berta.see(`${base}/my/${path.split("/").pop()}/attestations`, "my-attestations");
    await berta.page.click("main summary");
    await berta.page.fill("main textarea", "We were at the market that day.");
    await berta.page.click(`main details button`);
    await berta.look("my-attestations-appealed");
    await berta.close();
    await officer.see(`${base}/office/appeals`, "office-appeals-waiting");
    await officer.expect("main textarea");
    await officer.see(base + path, "office-organization-active");
    await officer.see(`${base}${path}/erase`, "office-organization-erase");
    await page.fill("#handle", "another");
    await page.fill("#confirm", PASSWORD);
    await page.click(`main button:text-is("${say("record-erase-do")}")`);
    await officer.expect("#handle-wrong");
    await officer.look("office-organization-erase-refused");
  }

  /** Invites somebody, gives them another role, and ends their account. */
  async function invite() {
    await officer.see(`${base}/office/people`, "office-people");
    await page.fill("#mail", "eva@office.example");
    await page.fill("#name", "Eva Invented");
    await page.fill("#present", "not the password");
    await page.click(`main button:text-is("${say("person-invite-do")}")`);
    await officer.expect("#present-wrong");
    await page.fill("#present", PASSWORD);
    await page.click(`main button:text-is("${say("person-invite-do")}")`);
    await officer.expect("main [role=status] code");
    await officer.look("office-person-invited");
    const path = await page.locator(`main a:text-is("Eva Invented")`).getAttribute("href");
    await officer.see(base + path, "office-person");
    await page.check("input[name=do][value=admin]");
    await page.fill("#present", PASSWORD);
    await page.click(`main button:text-is("${say("person-change")}")`);
    await officer.expect("main [role=status]");
    await page.check("input[name=do][value=remove]");
    await page.fill("#present", PASSWORD);
    await page.click(`main button:text-is("${say("person-change")}")`);
    await page.waitForURL(`${base}/office/people`);
    if (await page.locator(`main a:text-is("Eva Invented")`).count()) officer.blame("an account that ended is listed");
  }

  /** An officer who opens a new directory by the link that it shows when it starts. */
  async function begin(of, link) {
    const scripts = SCRIPTS !== "no";
    const officer = await open({ hosts: [new URL(of).host], language: LANGUAGE, screen, scripts });
    await officer.see(link, "first-run");
    await officer.page.fill("#name", "Ana Invented");
    await officer.page.fill("#mail", "ana@office.example");
    await officer.page.fill("#password", PASSWORD);
    await officer.page.click("main form button:not(.plain)");
    return officer;
  }

  /** Follows another territory, whose officer lets this one in. */
  async function befriend() {
    await officer.see(`${base}/office/friends`, "friends-none");
    await page.fill("#address", "https://nobody.invalid");
    await page.click(`button:text-is("${say("friend-add")}")`);
    await officer.expect("#address-wrong");
    await page.fill("#address", neighbour);
    await page.click(`button:text-is("${say("friend-add")}")`);
    await officer.look("friends-asked");

    const other = await begin(neighbour, NEIGHBOURS_LINK);
    await until(other, `${neighbour}/office/friends`, `button:text-is("${say("friend-approve")}")`);
    await other.look("friends-waiting");
    await other.page.click(`button:text-is("${say("friend-approve")}")`);
    await until(officer, `${base}/office/friends`, `p:has-text("${say("friend-follows")}")`);
    await officer.look("friends-followed");
    await officer.see(`${base}/friends`);
    await page.locator('main a[href^="/friends/"]').first().click();
    await officer.look("friend");
    await until(other, `${neighbour}/search?q=nube`, `main a:has-text("Nube Roja")`);
    await other.look("search-of-friends");
    await other.close();
  }

  /** Looks at a page again until it has something. */
  async function until(visitor, address, selector) {
    for (let looks = 0; looks < PATIENCE; looks += 1) {
      await visitor.see(address);
      if (await visitor.page.locator(selector).count()) return;
    }
    throw new Error(`${address} never has ${selector}: ${await visitor.page.textContent("main")}`);
  }

  /** Brings a file, looks at what it would do, and imports it. */
  async function bring(register, name) {
    await officer.see(`${base}/office/imports`);
    await page.setInputFiles("#file", register);
    await page.click(`main button:text-is("${say("import-bring")}")`);
    await officer.look(`import-columns-${name}`);
    const tables = await page.locator("main .cards").evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth));
    if (screen === PHONE && tables.some((over) => over > 0)) officer.blame(`has columns that are ${tables} px wider than the screen`);
    if (await page.locator("#territory").count()) await page.fill("#territory", "MX-OAX");
    await page.check("input[name=publish][value=yes]");
    await page.click(`main button:text-is("${say("import-rehearse")}")`);
    await ended();
    await officer.look(`import-rehearsal-${name}`);
    await takeAway();
    await page.click(`main button:text-is("${say("import-now-publish")}")`);
    await ended();
    if (!page.url().includes("/made/")) officer.blame(`${register.name} was not imported: ${await page.textContent("main")}`);
    await officer.look(`import-made-${name}`);
    await takeAway();
  }

  /** Takes away every file that the page offers. */
  async function takeAway() {
    for (const link of await page.locator("main a[download]").all()) {
      await Promise.all([page.waitForEvent("download"), link.click()]);
    }
  }

  /** Looks again, as the page says, until the work is at its end. */
  async function ended() {
    await page.waitForLoadState();
    for (let looks = 0; await page.locator("main [role=status]").count(); looks += 1) {
      // The page looks again by itself; without its program somebody does.
      if (SCRIPTS !== "no") {
        await page.locator("main [role=status]").waitFor({ state: "detached" });
        break;
      }
      if (looks === LOOKS) throw new Error(`the work does not end: ${await page.textContent("main")}`);
      await page.click(`a:text-is("${say("import-look-again")}")`);
      await page.waitForLoadState();
    }
  }
});
