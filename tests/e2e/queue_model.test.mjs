// The blocking queue on the stage: a person is its scheduler, breaks it, and sees that it fits.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";
import { pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const PIPELINE = "stages=4&producers=8&when-full=drop-oldest&lock=hand-over&seed=1";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openQueue(page, link = "seed=7") {
  await page.goto(`${site}#/lab/blocking-queue?${link}`);
  await page.reload();
  await started(page);
  await page.locator(".blocking-queue .thread").first().waitFor();
}

const step = async (page) =>
  Number((await page.locator(".headline p").textContent()).split(" ").at(-1));

test("a thread that is pressed takes its next line, by mouse and by keyboard", async () => {
  const { page, complaints, close } = await open(browser);
  await openQueue(page);
  await pause(page);
  const before = await step(page);
  const steppable = page.locator(".blocking-queue .thread.can").first();
  const name = await steppable.locator(".name").textContent();
  await steppable.locator(".press").click();
  await page.waitForFunction(
    (last) => document.querySelector(".headline p").textContent.endsWith(`step ${last}`),
    before + 1,
  );
  const log = page.locator("[role=log]");
  assert.match(await log.textContent(), new RegExp(name), "what was told is of that thread");
  await page.locator(".blocking-queue .press").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (last) => document.querySelector(".headline p").textContent.endsWith(`step ${last}`),
    before + 2,
  );
  assert.deepEqual(complaints, []);
  await close();
});

test("whoever breaks it sees the lock stay locked", async () => {
  const { page, complaints, close } = await open(browser);
  await openQueue(page);
  await page.getByRole("button", { name: "Break it" }).click();
  await page.getByText("died with the lock, and everybody waits for it").waitFor();
  assert.equal(await page.locator(".blocking-queue .thread.lost").count(), 1);
  assert.equal(await page.locator(".blocking-queue .lock.held").count(), 1);
  assert.deepEqual(complaints, []);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    test(`axe finds nothing and nothing is cut off, ${colorScheme}, ${viewport.width} wide`, async () => {
      const { page, close } = await open(browser, { colorScheme, viewport, reducedMotion: "reduce" });
      for (const link of ["seed=7", PIPELINE]) {
        await openQueue(page, link);
        await pause(page);
        assert.deepEqual(await violations(page), [], link);
        const over = await page.evaluate(() => {
          const edge = document.querySelector(".blocking-queue .scene").getBoundingClientRect();
          const parts = [...document.querySelectorAll(".blocking-queue .scene :is(text, rect)")];
          const isOut = (box) => box.right > edge.right + 1 || box.left < edge.left - 1;
          return parts.filter((part) => isOut(part.getBoundingClientRect())).length;
        });
        assert.equal(over, 0, `${link}: parts stand out of the picture`);
      }
      await close();
    });
  }
}
