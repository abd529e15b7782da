// Journeys through the pages in Firefox over WebDriver BiDi: node journeys.mjs FIREFOX URL JOURNEY [FILE].
// Ends with what was not as it should be, else in silence.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [executablePath, url, journey, file] = process.argv.slice(2);
// It ends what hangs and judges nothing.
const PATIENCE = 100_000;
const SHAPES = ["cards", "table", "map", "matrix", "timeline", "money"].map((shape) => `/explore?as=${shape}`);
const PAGES = ["/", ...SHAPES, "/view/lineage/CT.0921", "/doc/CT.0921", "/compare?seeds=CT.0921,MA.1147", "/known", "/sparql", "/questions", "/organisations", "/about", "/data", "/docs", "/nosuch"];

/** Opens a page; what goes wrong in it ends the journey. */
async function open(browser, path, [width, height] = [1280, 900]) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width, height });
  page.on("pageerror", (error) => { throw error; });
  await page.goto(url + path);
  return page;
}
const until = (page, holds, ...given) => page.waitForFunction(holds, { timeout: PATIENCE }, ...given);
const at = (page, part) => until(page, (wanted) => location.href.includes(wanted), part);
async function press(page, ...keys) { for (const key of keys) await page.keyboard.press(key); }
async function chord(page, key) { await page.keyboard.down("Control"); await page.keyboard.press(key); await page.keyboard.up("Control"); }

const JOURNEYS = {
  async search(browser) {
    const page = await open(browser, "/");
    await press(page, "/");
    await page.keyboard.type("border tim");
    await page.waitForSelector("[role=option]");
    await press(page, "Escape");
    assert.equal(await page.$eval("input[name=q]", (field) => field.ariaExpanded), "false");
    await press(page, "ArrowDown", "Enter");
    await at(page, "/view/lineage/IB.0123");
  },

  async choices(browser) {
    const page = await open(browser, "/explore");
    await page.evaluate(() => [...document.querySelectorAll(".filters a")].find((link) => link.textContent.includes("Brazil")).click());
    await at(page, "country=BR");
    await page.evaluate(() => { [...document.querySelectorAll(".filters summary")].find((one) => one.textContent.includes("Funding year")).parentElement.open = true; });
    await page.type("input[name='year.to']", "2018");
    await page.click("details:has(> form input[name='year.to']) button");
    await at(page, "year.to=2018");
    await until(page, () => document.querySelectorAll(".results h2").length === 1);
    await page.evaluate(() => history.back());
    await until(page, () => document.querySelectorAll(".results h2").length === 2);
  },

  async lineage(browser) {
    const page = await open(browser, "/view/lineage/CT.0921");
    const open_ = (name) => until(page, (wanted) => (document.querySelector(".panel .detail.open")?.id ?? "") === wanted, name);
    const seed = await page.$eval(".canvas .sl-seed", (node) => node.closest("a").getAttribute("href").slice(1));
    await page.click(`.canvas a[href="#${seed}"] text`);
    await open_(seed);
    await press(page, "Escape");
    await open_("");
    await page.evaluate(() => history.back());
    await open_(seed);
    await page.$eval(`.canvas a[href="#${seed}"]`, (link) => link.focus());
    await press(page, "ArrowRight");
    const step = await page.evaluate(() => document.activeElement.getAttribute("href").slice(1));
    assert.match(step, /^step-/);
    await press(page, "Enter");
    await open_(step);
    assert.equal(await page.evaluate(() => document.activeElement.id), step);
    await page.focus("[data-find]");
    await page.keyboard.type("crest");
    await until(page, () => /^1 \/ \d+$/.test(document.querySelector("output[data-found]").textContent) && document.querySelectorAll(".canvas .found").length > 1);
    await page.click("[data-full]");
    await until(page, () => document.fullscreenElement?.id === "graph");
    await page.click("[data-zoom=in]");
    await until(page, () => document.querySelector(".canvas svg").getBoundingClientRect().width > 0.9 * document.querySelector(".canvas").getBoundingClientRect().width);
    await page.evaluate(() => document.exitFullscreen());
    await page.goto(`${url}/view/lineage/CT.0921?up=0&down=1`);
    await page.click("a.sl-more text");
    await at(page, "more=");
    await page.evaluate(() => history.back());
    await until(page, () => !location.href.includes("more="));
  },

  async compare(browser) {
    const page = await open(browser, "/compare");
    for (const code of ["CT.0921", "MA.1147"]) {
      await page.evaluate((wanted) => [...document.querySelectorAll(".chips a")].find((link) => link.textContent.includes(wanted)).click(), code);
      await at(page, code);
    }
    await until(page, () => document.querySelector("main").textContent.includes("at least USD 14.5m"));
  },

  async sparql(browser) {
    const page = await open(browser, "/sparql");
    await page.waitForSelector(".cm-content");
    await page.click(".cm-content");
    await chord(page, "a");
    await page.keyboard.type("SELECT * { ?s a sl:SeedPr");
    await page.waitForSelector(".cm-tooltip-autocomplete li[aria-selected]");
    await page.click(".cm-tooltip-autocomplete li[aria-selected]");
    await page.keyboard.type(" } LIMIT 3");
    await chord(page, "Enter");
    await until(page, () => document.querySelectorAll("#result tbody tr").length === 3);
    await at(page, "query=SELECT");
  },

  async copy(browser) {
    const told = (page) => until(page, () => /^5 of 5 /.test(document.getElementById("copy-told").textContent));
    const chosen = await open(browser, "/view/lineage/ZZ.0001");
    await (await chosen.$("#copy-file")).uploadFile(file);
    await told(chosen);
    const dropped = await open(browser, "/view/lineage/ZZ.0001");
    await dropped.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "copy.txt", { type: "text/plain" }));
      for (const kind of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
    }, readFileSync(file, "utf-8"));
    await told(dropped);
  },

  async phone(browser) {
    const page = await open(browser, "/", [360, 740]);
    for (const path of PAGES) {
      await page.goto(url + path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), path);
    }
    await page.goto(`${url}/view/lineage/CT.0921`);
    await page.click(".listed a[href^='#step-']");
    await until(page, () => document.querySelector(".panel .detail.open")?.checkVisibility() && !document.querySelector(".canvas").checkVisibility());
  },

  async dark(browser) {
    const page = await open(browser, "/view/lineage/CT.0921");
    const dark = (element) => Math.max(...getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number)) < 60;
    assert.ok(await page.$eval("body", dark));
  },
};
const PREFERENCES = { dark: { "layout.css.prefers-color-scheme.content-override": 0 } };

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox: PREFERENCES[journey] ?? {}, protocolTimeout: PATIENCE });
try { await JOURNEYS[journey](browser); } finally { await browser.close(); }
