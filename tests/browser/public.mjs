// A visitor walks through the public pages, in several languages, with scripts and without.

import { PHONE, WIDE, visit } from "./visit.mjs";

const [oaxaca] = process.env.NODES.split(" ");
const { host } = new URL(oaxaca);

/** The pages whose addresses are known, and those that a first link leads to. */
const PAGES = [
  ["home", "/"],
  ["organizations", "/organizations"],
  ["offers", "/offers"],
  ["search", "/search"],
  ["search-narrowed", "/search?q=cooperativa&kind=organization&place=Oaxaca"],
  ["friends", "/friends"],
  ["territory", "/t/MX-OAX"],
  ["channel", "/c/offers.MX-OAX"],
  ["concept", "/concepts/space-equipment"],
  ["data", "/data"],
  ["about", "/about"],
  ["join", "/join"],
  ["rules", "/rules"],
  ["follow", "/actor/follow"],
  ["actor", "/actor"],
  ["interaction", "/authorize_interaction?uri=https%3A%2F%2Fa.example%2Fo%2F1"],
  ["missing", "/no-such-page"],
];

await visit(async ({ open }) => {
  const first = await open({ hosts: [host], language: "es" });
  for (const [list, kind] of [["/organizations", "/o/"], ["/offers", "/offers/"]]) {
    await first.see(oaxaca + list);
    const link = first.page.locator(`main a[href^="${kind}"]`).first();
    PAGES.push([kind.replaceAll("/", "") + "-record", await link.getAttribute("href")]);
  }
  const [, record] = PAGES.find(([name]) => name === "o-record");
  PAGES.push(["amend", `${record}/amend`]);
  await first.close();

  for (const how of [
    { language: "es" },
    { language: "fr", screen: PHONE, scripts: false },
    { language: "en", screens: [WIDE], scheme: "dark" },
    { language: "pt", screen: PHONE, screens: [PHONE], scheme: "dark" },
  ]) {
    const visitor = await open({ hosts: [host], ...how });
    for (const [name, path] of PAGES) await visitor.see(oaxaca + path, name);
    await visitor.close();
  }
});
