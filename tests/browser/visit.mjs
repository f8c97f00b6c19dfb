// A visitor with Chromium, who notices what a person might not: a word in another language, an
// error of the console, a request that leaves the host, a barrier (WCAG 2.2 A and AA). Each page
// is looked at on a wide screen and on a telephone, in the light and in the dark.

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";

import { ELSEWHERE, isOpened, leadsOn } from "./routes.mjs";

// Where scripts are off no timer rings, so what axe puts off is done at once.
const axe = `((setTimeout) => {${readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")}})((later) => {
  Promise.resolve().then(later);
  return 0;
})`;
const { PICTURES, LOCALES, CHROMIUM } = process.env;

/** How long anything may take before a walk gives up, in ms; machines that build are slow. */
const PATIENCE = 120_000;

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** What the pages say in each language, by key. */
export const phrases = Object.fromEntries(
  readdirSync(LOCALES).map((tag) => {
    const files = readdirSync(join(LOCALES, tag));
    const lines = files.flatMap((file) => readFileSync(join(LOCALES, tag, file), "utf8").split("\n"));
    const pairs = lines.map((line) => line.split(/ = (.*)/s)).filter(([key, text]) => text && /^[a-z]/.test(key));
    return [tag, Object.fromEntries(pairs)];
  }),
);

/** What lets a browser without a graphics card draw what is made for one (WebGL). */
export const DRAWS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** What keeps every browser from it. */
export const BLIND = ["--disable-gpu", "--disable-3d-apis"];

/** Runs a walk in a browser of its own, and tells everything that was noticed on it. */
export async function visit(walk, graphics = ["--disable-gpu"]) {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      ...graphics,
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const faults = [];
  const opened = new Set();
  try {
    await walk({ open: (how) => open(browser, faults, opened, how) });
    const name = basename(process.argv[1]);
    for (const route of ELSEWHERE[name] ?? []) {
      if (!isOpened(route, opened)) faults.push(`${name} does not look at ${route}, as routes.mjs says`);
    }
  } catch (error) {
    faults.push(error.stack);
  } finally {
    await browser.close();
  }
  for (const fault of new Set(faults)) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** A new visitor: on which screen, which language, dark or light, with scripts or without; the
 *  last of `screens` is the one on which the visitor goes on. */
async function open(browser, faults, opened, { hosts, screen = WIDE, screens, language = "en", scheme = "light", scripts = true }) {
  const context = await browser.newContext({
    viewport: screen,
    locale: language,
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  screens ??= [screen === WIDE ? PHONE : WIDE, screen];
  const visitor = new Visitor(page, { language, scheme, scripts, screens, faults, opened });
  const { blame } = visitor;
  // A page that is refused on purpose is no fault of the console.
  const refused = /the server responded with a status of 4\d\d/;
  page.on("console", (said) => {
    if (said.type() === "error" && !refused.test(said.text())) blame(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => blame(`script: ${error.message}`));
  context.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && !hosts.includes(host)) blame(`asks another host: ${request.url()}`);
  });
  page.on("response", (response) => visitor.hear(response));
  page.on("download", (file) => opened.add(new URL(file.url()).pathname));
  return visitor;
}

class Visitor {
  constructor(page, { language, scheme, scripts, screens, faults, opened }) {
    Object.assign(this, { page, language, scheme, scripts, screens, opened });
    this.blame = (fault) => faults.push(`${page.url()} (${this.who()}): ${fault}`);
  }

  /** Who looks, and on which screen. */
  who() {
    const { width } = this.page.viewportSize();
    return `${this.language} ${width} ${this.scheme}${this.scripts ? "" : " without scripts"}`;
  }

  /** Notes what the server answers: a file counts as opened at once, a page when it is looked at. */
  hear(response) {
    const request = response.request();
    const path = new URL(response.url()).pathname;
    const isPage = response.headers()["content-type"]?.startsWith("text/html");
    if (request.isNavigationRequest()) {
      // What answers a form stands at an address that shows something else to whoever asks.
      this.isShown = request.method() === "GET" && (response.ok() || response.status() === 304);
    }
    if ((response.ok() && !isPage) || (response.headers().location && leadsOn(path))) this.opened.add(path);
  }

  /** Goes to an address and looks around; tells the response. */
  async see(address, name) {
    const response = await this.page.goto(address, { waitUntil: "load" });
    if (name) await this.look(name);
    return response;
  }

  /** Looks at the page as it is: words, barriers, width; keeps pictures of it. */
  async look(name) {
    // A click that sends a form may be over before the page that answers it is there.
    await this.page.waitForLoadState();
    if (this.isShown) this.opened.add(new URL(this.page.url()).pathname);
    await this.#words();
    for (const screen of this.screens) {
      await this.page.setViewportSize(screen);
      await this.#width();
      await this.#barriers();
      if (PICTURES) {
        const folder = join(PICTURES, name);
        mkdirSync(folder, { recursive: true });
        await this.page.screenshot({ path: join(folder, `${this.who().replaceAll(" ", "-")}.png`), fullPage: true });
      }
    }
  }

  /** Blames the page where something is not on it. */
  async expect(selector) {
    await this.page.waitForLoadState();
    const found = await this.page.locator(selector).count();
    if (found === 0) this.blame(`${selector} is missing: ${(await this.page.textContent("main")).slice(0, 400)}`);
  }

  async close() {
    await this.page.context().close();
  }

  /** Nothing may be wider than the screen. */
  async #width() {
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) this.blame(`is ${over} px wider than the screen`);
  }

  /** What the page says itself must be in its language, and say what it was meant to say. */
  async #words() {
    const { tag, texts } = await this.page.evaluate(() => {
      const tag = document.documentElement.lang;
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) {
        const { parentElement: parent, textContent } = walker.currentNode;
        if (parent.closest("[lang]").lang === tag && textContent.trim()) texts.push(textContent.trim());
      }
      return { tag, texts };
    });
    if (tag !== this.language) this.blame(`is in ${tag}`);
    const own = new Set(Object.values(phrases[tag] ?? {}));
    for (const [other, said] of Object.entries(phrases)) {
      if (other === tag) continue;
      const foreign = new Set(Object.values(said).filter((text) => !own.has(text) && text.length > 5));
      for (const text of texts) if (foreign.has(text)) this.blame(`says "${text}" in ${other}`);
    }
    for (const text of texts) {
      if (Object.hasOwn(phrases.en, text) && !own.has(text) && text.includes("-")) this.blame(`shows the key ${text}`);
    }
  }

  /** In the light and in the dark. */
  async #barriers() {
    if (!(await this.page.evaluate("Boolean(window.axe)"))) await this.page.evaluate(axe);
    for (const colorScheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const result = await this.page.evaluate(
        'axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})',
      );
      for (const { id, help, nodes } of result.violations) {
        this.blame(`barrier ${id} (${colorScheme}): ${help}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
      }
    }
    await this.page.emulateMedia({ colorScheme: this.scheme, reducedMotion: "reduce" });
  }
}
