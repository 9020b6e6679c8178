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
  // A shard that is added on one side is added on both, and modulo moves far more keys.
  await sides.nth(0).getByRole("button", { name: "Add", exact: true }).click();
  const moved = page.locator(".compared tr", { hasText: "Keys moved by the last change" });
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".compared tr")].some((row) => /moved.*\d+ keys.*\+\d+ keys/s.test(row.innerText)),
  );
  const [ring, modulo] = (await moved.locator("td").allInnerTexts()).map(Number.parseFloat);
  assert.ok(modulo > 2 * ring, `${modulo} keys moved by modulo, ${ring} on the ring`);
  await page.getByRole("button", { name: "Break both" }).click();
  const pauses = page.getByRole("button", { name: "Pause" });
  if (await pauses.count()) {
    await pauses.click();
  }
  const alive = page.locator(".compared tr", { hasText: "Of them alive" }).locator("td");
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".compared tr")].some((row) => /alive.*4.*4/s.test(row.innerText)),
  );
  assert.deepEqual(await alive.allInnerTexts(), ["4", "4", "="]);
  await page.waitForFunction(() => (location.hash.match(/cues%3D/g) ?? []).length === 2 && /_/.test(location.hash));
  const clock = await page.locator(".clock").innerText();
  await page.reload();
  await started(page);
  await page.waitForFunction((clock) => document.querySelector(".clock")?.innerText === clock, clock);
  assert.deepEqual(await alive.allInnerTexts(), ["4", "4", "="]);
  assert.equal(await page.locator(".notice").count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});
