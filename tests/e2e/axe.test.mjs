// Every kind of page, in both themes and on both sizes of screen: no violations, nothing cut off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";
import { SLUG } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const RUN = "shards=4&keys=1000&seed=7";
const BOTH = `a=${encodeURIComponent(RUN)}&b=${encodeURIComponent(`strategy=modulo&${RUN}`)}`;
const PAGES = [
  ["the gallery", "#/", ".gallery"],
  ["a lab", `#/lab/${SLUG}?${RUN}`, ".stage .fit svg"],
  ["a comparison", `#/compare/${SLUG}?${BOTH}`, ".compare-side svg"],
  ["a frame", `#/lab/${SLUG}?embed&${RUN}`, ".stage .fit svg"],
  ["no page", "#/nowhere", "h1"],
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const overflow = (page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    test(`axe finds nothing, ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const { page, close } = await open(browser, { colorScheme, viewport, reducedMotion: "reduce" });
      for (const [name, address, sign] of PAGES) {
        await page.goto(site + address);
        await page.reload();
        await started(page);
        await page.locator(sign).first().waitFor();
        assert.deepEqual(await violations(page), [], name);
        assert.equal(await overflow(page), 0, `${name} is wider than the screen`);
      }
      await close();
    });
  }
}

test("axe finds nothing in the tabs of a lab, in its sheets, and in the report of a search", async () => {
  const { page, close } = await open(browser);
  await page.goto(`${site}#/lab/${SLUG}?strategy=modulo&shards=3&keys=100&seed=1`);
  await started(page);
  for (const tab of ["Lesson", "Many runs", "Check"]) {
    await page.getByRole("tab", { name: tab }).click();
    assert.deepEqual(await violations(page), [], tab);
  }
  await page.getByRole("button", { name: "Check from the start" }).click();
  await page.locator(".check-report").waitFor();
  assert.deepEqual(await violations(page), [], "the report");
  await page.getByRole("tab", { name: "Many runs" }).click();
  await page.getByLabel("What is turned").selectOption({ label: "Strategy" });
  await page.locator("#many-runs").fill("0");
  await page.getByRole("button", { name: /^Run / }).click();
  await page.locator(".many-progress", { hasText: "Done" }).waitFor();
  assert.deepEqual(await violations(page), [], "the results of many runs");
  await page.getByRole("button", { name: "Export" }).click();
  assert.deepEqual(await violations(page), [], "the sheet of exports");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  assert.deepEqual(await violations(page), [], "the sheet of keys");
  await close();
});
