// Real threads in the tab: every way of sharing a job out comes to the same, and the page is free
// while workers work.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "../support/axe.mjs";
import { launch, open, started } from "../support/chromium.mjs";
import { serveFolder } from "../support/static_host.mjs";

const site = process.env.FAULTLINE_URL;
// As the command line and the unit tests have it too.
const PICTURE = { small: "7353a181", medium: "c0518a64" };
const PATIENCE = { timeout: 120_000 };
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const panel = (page) => page.locator(".threads-real");
const said = (page) => panel(page).getByRole("status");

async function choose(page, label, start) {
  const list = panel(page).getByLabel(label, { exact: true });
  // The panel comes with the lab, in its own time.
  await list.waitFor();
  const labels = await list.locator("option").allInnerTexts();
  await list.selectOption({ label: labels.find((text) => text.startsWith(start)) });
}

async function openPanel(page, where, job, size) {
  await page.goto(`${where}#/lab/threads`);
  await started(page);
  await page.getByRole("tab", { name: "For real" }).click();
  await choose(page, "Job", job);
  await choose(page, "Size", size);
  await choose(page, "Workers, at most", "2");
}

async function measure(page) {
  await panel(page).getByRole("button", { name: "Measure" }).click();
  await page.waitForFunction(
    () => /^(Measured|It could not)/.test(document.querySelector(".threads-real [role=status]").innerText),
    null,
    PATIENCE,
  );
  assert.match(await said(page).innerText(), /^Measured/);
}

// The rows of the table: who, how many, milliseconds, and the longest freeze in milliseconds.
const rows = (page) =>
  panel(page)
    .locator(".threads-table tbody")
    .evaluateAll((bodies) =>
      bodies.flatMap((body) => {
        const [head, ...lines] = [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
        return lines.map((cells) => ({
          who: head[0],
          count: Number(cells[0]),
          ms: Number(cells[1]),
          freeze: Number(/(\d+) ms/.exec(cells.at(-1))[1]),
        }));
      }),
    );

const steps = (measured) => measured.map(({ who, count }) => `${who} ${count}`);

test("page, shared memory and copies come to the same picture, and only the page freezes", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site, "a picture", "medium");
  await measure(page);
  const measured = await rows(page);
  for (const { who, count, ms, freeze } of measured) {
    t.diagnostic(`${who}, ${count}: ${ms} ms, longest freeze ${freeze} ms`);
  }
  assert.deepEqual(steps(measured), [
    "the page’s own thread, frozen 1",
    "workers that share memory 1",
    "workers that share memory 2",
    "workers that return copies 1",
    "workers that return copies 2",
  ]);
  assert.match(await panel(page).innerText(), new RegExp(`✓ All came to the same picture, checksum ${PICTURE.medium}`));
  const [alone, ...others] = measured;
  // The freeze is the time of the job, which a neighbour on the machine may stretch a little.
  assert.ok(alone.freeze > 0.8 * alone.ms, `${alone.freeze} of ${alone.ms} ms`);
  const best = Math.min(...others.map(({ freeze }) => freeze));
  assert.ok(best < 0.5 * alone.freeze, `${best} ms with workers, ${alone.freeze} ms without`);
  assert.deepEqual(complaints, []);
  await close();
});

test("primes are counted alike in every way, and what was measured is accessible", async () => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site, "primes", "small");
  assert.deepEqual(await violations(page), [], "before");
  await measure(page);
  assert.match(await panel(page).innerText(), /✓ All came to the same count, 41538 primes/);
  assert.deepEqual(await violations(page), [], "after");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await violations(page), [], "dark, on a phone");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.equal(overflow, 0);
  assert.deepEqual(complaints, []);
  await close();
});

test("waits wait for the companion, two at once in less time than one after the other", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site, "waits", "small");
  await page.waitForFunction(() => /companion’s slow answer/.test(document.querySelector(".threads-real").innerText));
  await measure(page);
  const measured = await rows(page);
  assert.equal(measured.length, 4);
  for (const { who, count, ms } of measured) {
    t.diagnostic(`${who}, ${count}: ${ms} ms`);
  }
  const [one, two] = measured;
  // Twelve waits of 40 milliseconds.
  assert.ok(one.ms >= 480, `${one.ms} ms`);
  assert.ok(two.ms < 0.85 * one.ms, `${two.ms} ms, and ${one.ms} ms one after the other`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a stop ends the workers, and it can be measured again", async () => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site, "a picture", "large");
  await panel(page).getByRole("button", { name: "Measure" }).click();
  await page.waitForFunction(
    () => /sharing memory/.test(document.querySelector(".threads-real [role=status]").innerText),
    null,
    PATIENCE,
  );
  assert.equal(page.workers().length, 2);
  await panel(page).getByRole("button", { name: "Stop" }).click();
  await panel(page).getByRole("button", { name: "Measure" }).waitFor();
  // The browser ends a worker in its own time.
  for (let look = 0; look < 100 && page.workers().length > 0; look += 1) {
    await page.waitForTimeout(100);
  }
  assert.equal(page.workers().length, 0);
  await choose(page, "Size", "small");
  await measure(page);
  assert.match(await panel(page).innerText(), new RegExp(PICTURE.small));
  assert.deepEqual(complaints, []);
  await close();
});

test("without shared memory that is said in place, and copies and timers work", async () => {
  const host = await serveFolder(process.env.FAULTLINE_SITE, "/some/sub/path/");
  const { page, complaints, close } = await open(browser, { serviceWorkers: "block" });
  await openPanel(page, host.url, "a picture", "small");
  const notice = panel(page).getByRole("note");
  await notice.waitFor();
  assert.match(await notice.innerText(), /no shared memory.*Cross-Origin-Opener-Policy/s);
  assert.deepEqual(await violations(page), []);
  await measure(page);
  assert.deepEqual(steps(await rows(page)), [
    "the page’s own thread, frozen 1",
    "workers that return copies 1",
    "workers that return copies 2",
  ]);
  assert.match(await panel(page).innerText(), new RegExp(PICTURE.small));
  await choose(page, "Job", "waits");
  await notice.waitFor({ state: "detached" });
  assert.match(await said(page).innerText(), /a timer/);
  await measure(page);
  assert.match(await panel(page).innerText(), /✓ All came to the end of all 12 waits/);
  // That no companion is there is all that the browser has to complain of.
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes("404")), []);
  await close();
  await host.close();
});
