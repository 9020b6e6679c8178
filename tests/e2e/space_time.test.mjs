// The space-time diagram: seen, reached by keyboard, zoomed, gone through, and taken away as a file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";
import { workOfThePage } from "./support/frames.mjs";
import { openLab, pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const LAB = "two-phase-commit";
const MESSAGE = "#main .space-time .message[role]";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

// Plays a run with crashes until a few messages have been sent.
async function play(page, messages = 12) {
  await page.goto(`${site}#/lab/${LAB}`);
  await page.reload();
  await started(page);
  await page.getByRole("button", { name: "Crashes and repairs" }).click();
  await page.keyboard.press("]");
  await page.keyboard.press("]");
  await page.waitForFunction(
    ([selector, least]) => document.querySelectorAll(selector).length >= least,
    [MESSAGE, messages],
  );
}

async function played(page, messages) {
  await play(page, messages);
  await pause(page);
}

const clock = (page) => page.locator("output.clock").innerText();
const label = (locator) => locator.getAttribute("aria-label");
const view = (page) => page.locator(".space-time-panel figure svg svg").getAttribute("viewBox");
const said = (page) => page.locator(".space-time-foot p").innerText();

// A message that has arrived and whose line can be pointed at.
async function arrived(page) {
  const frame = await page.locator(".space-time-panel figure svg svg").boundingBox();
  for (const message of (await page.locator(MESSAGE).all()).reverse()) {
    const box = await message.locator(".grip").boundingBox();
    const isInside = box && box.x > frame.x + 8 && box.x + box.width < frame.x + frame.width;
    if (isInside && / arrived /.test(await label(message))) {
      return message;
    }
  }
  throw new Error("no message has arrived in sight");
}

test("a message says what it is, lights up its causes, and a click goes where it arrived", async () => {
  const { page, complaints, close } = await open(browser);
  await played(page);
  const message = await arrived(page);
  const words = await label(message);
  assert.match(words, /^\S.* from \S+ to \S+, sent \d+\.\d{3} s, arrived \d+\.\d{3} s$/);
  await message.locator(".line").hover({ force: true });
  await page.waitForFunction((selector) => document.querySelector(`${selector}.lit`), MESSAGE);
  const lit = page.locator(`${MESSAGE}.lit`);
  assert.ok((await lit.count()) > 1, "what it answers is lit, too");
  assert.equal(await said(page), await label(page.locator(`${MESSAGE}.lit:not(.chain, .cause)`)));
  const end = (await said(page)).match(/arrived (\d+\.\d{3} s)/)[1];
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForFunction((end) => document.querySelector("output.clock").innerText === end, end);
  assert.deepEqual(complaints, []);
  await close();
});

test("messages are reached by keyboard, one after the other", async () => {
  const { page, close } = await open(browser);
  await played(page);
  const first = page.locator(`${MESSAGE}[tabindex="0"]`);
  assert.equal(await first.count(), 1, "one of them is in the tab order");
  await first.focus();
  const focused = () => page.evaluate(() => Number(document.activeElement.dataset.message));
  const from = await focused();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((to) => Number(document.activeElement.dataset.message) === to, from + 1);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((to) => Number(document.activeElement.dataset.message) === to, from);
  const words = await page.evaluate(() => document.activeElement.ariaLabel);
  assert.equal(await said(page), words);
  const before = await clock(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.querySelector("output.clock").innerText !== before, before);
  assert.equal(await clock(page), words.match(/(\d+\.\d{3} s)$/)[1]);
  await close();
});

test("it is zoomed and moved by buttons, wheel and hand, and follows the playhead again", async () => {
  const { page, close } = await open(browser);
  await played(page, 24);
  const figure = page.locator(".space-time-panel figure");
  await figure.scrollIntoViewIfNeeded();
  const follow = page.getByRole("button", { name: "Follow" });
  const changed = async (act) => {
    const before = await view(page);
    await act();
    await page.waitForFunction(
      (before) =>
        document.querySelector(".space-time-panel figure svg svg").getAttribute("viewBox") !== before,
      before,
    );
  };
  const apart = async () => {
    const lines = page.locator(".space-time .tick path");
    const [a, b] = [await lines.nth(0).boundingBox(), await lines.nth(1).boundingBox()];
    return Math.abs(b.x - a.x);
  };
  await changed(() => page.getByRole("button", { name: "Zoom in" }).click());
  await changed(() => page.getByRole("button", { name: "Earlier" }).click());
  assert.equal(await follow.getAttribute("aria-pressed"), "false", "a hand holds it");
  await follow.click();
  assert.equal(await follow.getAttribute("aria-pressed"), "true");
  const box = await figure.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  const at = await clock(page);
  await changed(async () => {
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + 8, { steps: 5 });
    await page.mouse.up();
  });
  assert.equal(await clock(page), at, "to move it is not to click");
  await page.keyboard.down("Control");
  await changed(() => page.mouse.wheel(0, -200));
  await page.keyboard.up("Control");
  await page.getByRole("button", { name: "By step" }).click();
  await page.waitForFunction(
    () => !document.querySelector(".space-time .tick text")?.textContent.endsWith("s"),
  );
  assert.ok((await apart()) > 20, "its divisions can be told apart");
  await close();
});

test("a place that is clicked is gone to, and what the step changed is listed", async () => {
  const { page, close } = await open(browser);
  await played(page, 24);
  const figure = page.locator(".space-time-panel figure");
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.boundingBox();
  const before = await clock(page);
  await page.mouse.click(box.x + box.width / 3, box.y + 6);
  await page.waitForFunction((before) => document.querySelector("output.clock").innerText !== before, before);
  assert.ok(parseFloat(await clock(page)) < parseFloat(before));
  // Some step after it changed something; while the coordinator is down, few do.
  const rows = page.locator(".space-time-place .changes li");
  for (let steps = 0; steps < 80 && (await rows.count()) === 0; steps += 1) {
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await page.waitForTimeout(100);
  }
  assert.ok((await rows.count()) > 0);
  const step = (await page.locator(".headline p").innerText()).split(" ").at(-1);
  await page.getByRole("heading", { name: `What step ${step} changed` }).waitFor();
  assert.match(await rows.first().innerText(), /→|new: |gone: /);
  await close();
});

test("it is saved as SVG and copied as Mermaid text", async () => {
  const { page, complaints, close } = await open(browser, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await played(page);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as SVG" }).click();
  const download = await coming;
  assert.match(download.suggestedFilename(), /^two-phase-commit-step-\d+\.space-time\.svg$/);
  const svg = String(await readFile(await download.path()));
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(svg, />InventoryService</);
  assert.doesNotMatch(svg, /var\(|class=/, "it stands alone");
  await page.getByRole("button", { name: "Copy as Mermaid" }).click();
  await page.getByText("Mermaid text copied").waitFor();
  const [head, ...lines] = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n");
  assert.equal(head, "sequenceDiagram");
  const line = /^ {4}(participant n\d+ as \S|n\d+--?(>>|x|\))n\d+: \S|Note over n\d+: \S)/;
  assert.deepEqual(lines.filter((one) => !line.test(one)), []);
  assert.ok(lines.some((one) => one.includes("->>")));
  assert.deepEqual(complaints, []);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    test(`axe finds nothing, ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const { page, close } = await open(browser, { colorScheme, viewport });
      await played(page);
      assert.deepEqual(await violations(page, ".space-time-panel"), []);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, "it is no wider than the screen");
      const playhead = await page.locator(".space-time .playhead").boundingBox();
      const isUpright = playhead.width > playhead.height;
      assert.equal(isUpright, viewport.width < 640, "time goes downward on a narrow screen");
      await close();
    });
  }
}

test("while the run plays, the diagram takes little of the page's time", async () => {
  const { page, close } = await open(browser);
  await play(page, 24);
  const work = async (tab) => {
    await page.getByRole("tab", { name: tab }).click();
    return workOfThePage(page, 3_000);
  };
  const [without, within] = [await work("Lesson"), await work("Play")];
  const share = within - without;
  assert.ok(share < 0.3, `${within.toFixed(2)} of the time with it, ${without.toFixed(2)} without`);
  await close();
});

test("a lab without nodes has none", async () => {
  const { page, close } = await open(browser);
  await openLab(page, site, "shards=4&keys=1000&seed=7");
  assert.equal(await page.locator(".space-time-panel").count(), 0);
  assert.equal(await page.locator(".space-time-place").isVisible(), false);
  await close();
});
