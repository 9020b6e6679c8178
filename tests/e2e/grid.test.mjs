// A grid on the Check tab: every cell is judged in the worker and laid beside what is published.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";

const site = process.env.FAULTLINE_URL;
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openGrids(page) {
  await page.goto(`${site}#/lab/blocking-queue`);
  await started(page);
  await page.getByRole("tab", { name: "Check" }).click();
  return page.locator(".check-grid");
}

const judge = (grid) => grid.getByRole("button", { name: "Judge all 48 cells" });
const cell = (grid, name) => grid.getByRole("button", { name: new RegExp(`^${name}:`) });

test("the computed grid is the published law, and a cell opens its shortest deadlock", async (t) => {
  const { page, complaints, close } = await open(browser);
  const grid = (await openGrids(page)).first();
  const began = Date.now();
  await judge(grid).click();
  await grid.locator(".grid-summary [role=status]", { hasText: "48 cells" }).waitFor({ timeout: 120_000 });
  t.diagnostic(`48 cells in ${Date.now() - began} ms`);
  assert.equal(
    await grid.locator(".grid-summary [role=status]").innerText(),
    "48 cells: 20 hold, 28 broken; all that came out is as published.",
  );
  assert.equal(await grid.locator(".cell.differs").count(), 0);
  await cell(grid, "capacity 1, producers 2, consumers 2").click();
  const told = grid.locator(".grid-told");
  assert.match(await told.innerText(), /broken in 16 steps; published: broken/);
  assert.deepEqual(await violations(page, ".check"), []);
  await told.getByRole("button", { name: /^Watch/ }).click();
  const broken = page.locator(".aside .laws li", { hasText: "no deadlock" });
  await broken.locator(".tone-lost").waitFor();
  assert.match(await broken.innerText(), /step 16/);
  await page.waitForFunction(() => /capacity=1/.test(location.hash) && /cues=/.test(location.hash));
  assert.deepEqual(complaints, []);
  await close();
});

test("with a lock that is handed over eight cells differ, and the page says which and why", async () => {
  const { page, close } = await open(browser);
  const grid = (await openGrids(page)).nth(1);
  await judge(grid).click();
  const summary = grid.locator(".grid-summary");
  await summary.getByText("8 differ from what is published").waitFor({ timeout: 120_000 });
  assert.match(await summary.innerText(), /Handed over, the lock goes to/);
  const differing = await grid.locator(".cell.differs").evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
  assert.equal(differing.length, 8);
  assert.ok(differing.every((name) => /holds in all [\d,]+ states; published: broken, which differs$/.test(name)));
  await close();
});

test("arrow keys walk the grid, and a cancelled grid can be judged again", async () => {
  const { page, close } = await open(browser);
  const grid = (await openGrids(page)).first();
  await grid.locator(".cell").first().focus();
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"]) {
    await page.keyboard.press(key);
  }
  const chosen = grid.locator(".cell[aria-pressed=true]");
  assert.match(await chosen.getAttribute("aria-label"), /^capacity 1, producers 2, consumers 2:/);
  assert.ok(await chosen.evaluate((cell) => cell === document.activeElement));
  await judge(grid).click();
  await grid.getByRole("button", { name: "Cancel" }).click();
  await judge(grid).click();
  await page.waitForFunction(() => document.querySelector(".check-grid .cell .sign")?.textContent === "✓");
  await close();
});
