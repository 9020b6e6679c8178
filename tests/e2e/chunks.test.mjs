// Each lab's code is a chunk of its own: it is loaded when the lab is wanted, and not before.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open, started } from "./support/chromium.mjs";
import { SLUG, openLab } from "./support/lab.mjs";
import { serveFolder } from "./support/static_host.mjs";

const site = process.env.FAULTLINE_URL;
const record = join(process.env.FAULTLINE_SITE, ".chunks.json");
// By slug, the chunks that a lab needs; the last one is its own.
const needs = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(record, "utf8"))).map(([folder, files]) => [
    folder.replaceAll("_", "-"),
    files,
  ]),
);
// What is no lab is a part of the page.
const slugs = Object.keys(needs).filter((name) => !/^(page|worker)-/.test(name));
const own = (slug) => needs[slug].at(-1);
const OWN = own(SLUG);
// With one replica a single crash leaves a look-up without an answer, and few states are looked at.
const FRAGILE = "shards=3&keys=100&seed=1";
let browser;
let host;

before(async () => {
  browser = await launch();
  host = await serveFolder(process.env.FAULTLINE_SITE, "/some/sub/path/");
});

after(async () => {
  await browser?.close();
  await host?.close();
});

// Which chunks the page and its workers ask for from now on.
function chunksAskedBy(page) {
  const files = new Set(Object.values(needs).flat());
  const asked = new Set();
  page.context().on("request", (request) => {
    const file = new URL(request.url()).pathname.split("/").at(-1);
    if (files.has(file)) {
      asked.add(file);
    }
  });
  return asked;
}

const card = (page, slug) => page.locator(`a.card[href="#/lab/${slug}"]`);

test("the gallery loads the labs whose cards are seen, when they are seen", async () => {
  const { page, complaints, close } = await open(browser, {
    viewport: { width: 800, height: 40 },
  });
  const asked = chunksAskedBy(page);
  await page.goto(`${site}#/`);
  await started(page);
  await card(page, slugs.at(-1)).waitFor({ state: "attached" });
  assert.deepEqual([...asked], []);
  for (const slug of slugs) {
    await card(page, slug).locator(".thumb").scrollIntoViewIfNeeded();
    await card(page, slug).locator(".stage-blank").waitFor({ state: "detached" });
    for (const file of needs[slug]) {
      assert.ok(asked.has(file), `${slug} is drawn without ${file}`);
    }
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("under a sub-path, a lab's page loads that lab alone, and its search what it needs to search", async () => {
  const { page, complaints, close } = await open(browser);
  const asked = chunksAskedBy(page);
  await openLab(page, host.url, FRAGILE);
  assert.deepEqual([...asked].sort(), [...needs[SLUG]].sort());
  await page.getByRole("tab", { name: "Check" }).click();
  await page.getByRole("button", { name: "Check from the start" }).click();
  await page.getByRole("button", { name: /^Watch how/ }).first().waitFor();
  const searched = new Set([SLUG, "page-check", "worker-search"].flatMap((name) => needs[name]));
  assert.deepEqual([...asked].sort(), [...searched].sort());
  assert.deepEqual(complaints, []);
  await close();
});

test("a lab that does not come says so in place, and comes when it is asked for again", async () => {
  const { page, close } = await open(browser);
  await page.route(`**/${OWN}`, (route) => route.abort());
  await page.goto(`${site}#/lab/${SLUG}?${FRAGILE}`);
  const why = page.getByRole("alert").filter({ hasText: "This lab could not be loaded" });
  await why.waitFor();
  assert.equal(await page.locator("h1").count(), 1);
  await page.unroute(`**/${OWN}`);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".stage .fit svg").first().waitFor();
  assert.equal(await why.count(), 0);
  await close();
});

test("a tab that does not come says so in place, and comes when it is asked for again", async () => {
  const { page, close } = await open(browser);
  const file = own("page-many");
  await page.route(`**/${file}`, (route) => route.abort());
  await openLab(page, site, FRAGILE);
  await page.getByRole("tab", { name: "Many runs" }).click();
  const why = page.getByRole("alert").filter({ hasText: "This part of the page could not be loaded" });
  await why.waitFor();
  await page.unroute(`**/${file}`);
  await why.getByRole("button", { name: "Try again" }).click();
  await page.locator("#many-runs").waitFor();
  assert.equal(await why.count(), 0);
  await close();
});

test("a chunk that is not the one that was built is refused", async () => {
  const { page, complaints, close } = await open(browser);
  const other = own(slugs.find((slug) => slug !== SLUG));
  await page.route(`**/${OWN}`, async (route) =>
    route.fulfill({ response: await route.fetch({ url: `${site}${other}` }) }),
  );
  await page.goto(`${site}#/lab/${SLUG}`);
  await page.getByRole("button", { name: "Try again" }).waitFor();
  assert.match(complaints.join("\n"), /integrity/);
  await close();
});

test("a search whose lab does not come says why", async () => {
  const { page, close } = await open(browser);
  await openLab(page, site, FRAGILE);
  // What the page has kept may answer the worker, unless its cache is passed by.
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await page.route(`**/${OWN}`, (route) => route.abort());
  await page.getByRole("tab", { name: "Check" }).click();
  await page.getByRole("button", { name: "Check from the start" }).click();
  await page.getByText("” could not be loaded").waitFor();
  await close();
});
