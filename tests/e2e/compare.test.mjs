// Compare: two runs under one transport.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, started } from "./support/chromium.mjs";
import { openLab, pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("a run is laid beside another, and the address is the link to both", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, site, "shards=4&keys=1000&seed=7");
  await pause(page);
  await page.getByRole("button", { name: "Compare" }).first().click();
  const sides = page.locator(".compare-side");
  await sides.nth(1).locator("svg").first().waitFor();
  assert.match(await sides.nth(1).locator("h2").innerText(), /the same knobs/);
  await page.getByLabel("Strategy").selectOption("modulo");
  await page.waitForFunction(() => /strategy%3Dmodulo/.test(location.hash));
  assert.match(await sides.nth(1).locator("h2").innerText(), /strategy modulo/);
  assert.match(await sides.nth(0).locator("h2").innerText(), /strategy ring/);
  // What moves is one in B and other in A: the figures say by how much.
  await page.getByRole("button", { name: "Break both" }).click();
  const pauses = page.getByRole("button", { name: "Pause" });
  if (await pauses.count()) {
    await pauses.click();
  }
  const alive = page.locator(".compared tr", { hasText: "Of them alive" }).locator("td");
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".compared tr")].some((row) => /alive.*3.*3/s.test(row.innerText)),
  );
  assert.deepEqual(await alive.allInnerTexts(), ["3", "3", "="]);
  await page.waitForFunction(() => (location.hash.match(/cues%3D/g) ?? []).length === 2);
  const clock = await page.locator(".clock").innerText();
  await page.reload();
  await started(page);
  await page.waitForFunction((clock) => document.querySelector(".clock")?.innerText === clock, clock);
  assert.deepEqual(await alive.allInnerTexts(), ["3", "3", "="]);
  assert.equal(await page.locator(".notice").count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});
