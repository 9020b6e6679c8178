// The ground of the page: it starts wherever it is served, isolated, under its own policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, started } from "./support/chromium.mjs";
import { serveFolder } from "./support/static_host.mjs";

const companion = process.env.FAULTLINE_URL;
const SUB_PATH = "/some/sub/path/";
let browser;
let host;

before(async () => {
  browser = await launch();
  host = await serveFolder(process.env.FAULTLINE_SITE, SUB_PATH);
});

after(async () => {
  await browser?.close();
  await host?.close();
});

test("the companion's page starts isolated, with no complaint from the browser", async () => {
  const { page, complaints, close } = await open(browser);
  await page.goto(companion);
  await started(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  assert.deepEqual(complaints, []);
  await close();
});

test("under a sub-path of a host without headers, one reload isolates the page and keeps the fragment", async () => {
  const { page, complaints, close } = await open(browser);
  // A reload may come before the page has fired its load event, so documents are counted.
  let documents = 0;
  page.on("request", (request) => (documents += request.isNavigationRequest() ? 1 : 0));
  await page.goto(`${host.url}#/?from=a-link`);
  await page.waitForFunction(() => crossOriginIsolated);
  await started(page);
  assert.equal(documents, 2);
  assert.ok(page.url().startsWith(host.url), page.url());
  assert.match(page.url(), /from=a-link/);
  assert.deepEqual(complaints, []);
  await close();
});

test("without service workers the page still starts, and does not reload for ever", async () => {
  const { page, complaints, close } = await open(browser, { serviceWorkers: "block" });
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.goto(host.url);
  await started(page);
  // Longer than a reload would take to begin.
  await page.waitForTimeout(1_000);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  assert.ok(loads <= 3, `${loads} loads`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a script that is put into the page does not run", async () => {
  const { page, close } = await open(browser);
  await page.goto(companion);
  await started(page);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.injected = true";
    document.head.append(script);
    return globalThis.injected === true;
  });
  assert.equal(ran, false);
  await close();
});

test("without JavaScript the page says what it needs", async () => {
  const { page, close } = await open(browser, { javaScriptEnabled: false });
  await page.goto(companion);
  assert.match(await page.locator("noscript, main").first().innerText(), /JavaScript and WebAssembly/);
  await close();
});

test("without WebAssembly the page says what it needs", async () => {
  const { page, close } = await open(browser);
  await page.addInitScript(() => {
    delete globalThis.WebAssembly;
  });
  await page.goto(companion);
  const failure = page.locator("#loading-failure");
  await failure.waitFor({ state: "visible" });
  assert.match(await failure.innerText(), /WebAssembly/);
  await close();
});

test("a chosen theme is there before the program", async () => {
  const { page, close } = await open(browser);
  await page.addInitScript(() => localStorage.setItem("faultline.theme", "dark"));
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(companion);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await close();
});

test("a fragment that is no route keeps the route and moves the focus", async () => {
  const { page, complaints, close } = await open(browser);
  await page.goto(`${companion}#/`);
  await started(page);
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "#a-place";
    link.id = "to-a-place";
    link.textContent = "to a place";
    const place = document.createElement("section");
    place.id = "a-place";
    document.body.append(link, place);
  });
  const before = new URL(page.url()).hash;
  await page.locator("#to-a-place").dispatchEvent("click");
  await page.waitForFunction(() => document.activeElement?.id === "a-place");
  assert.equal(new URL(page.url()).hash, before);
  assert.deepEqual(complaints, []);
  await close();
});
