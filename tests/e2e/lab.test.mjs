// A lab as a newcomer meets it: play it, break it, send the moment on; by mouse and by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, started } from "./support/chromium.mjs";
import { SLUG, link, openLab, pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

test("from the gallery into a lab; broken, a law says where and why", async () => {
  const { page, complaints, close } = await open(browser);
  await page.goto(`${site}#/`);
  await started(page);
  await page.locator(`a[href="#/lab/${SLUG}"]`).first().click();
  await page.locator(".stage .fit svg").first().waitFor();
  assert.equal(await page.locator(".aside .laws .tone-lost").count(), 0);
  await page.getByRole("button", { name: "Break it" }).click();
  for (let faster = 0; faster < 3; faster += 1) {
    await page.keyboard.press("]");
  }
  const broken = page.locator(".aside .laws li", { has: page.locator(".tone-lost") }).first();
  await broken.waitFor();
  assert.match(await broken.innerText(), /broken\s+step \d+: \S+/);
  assert.deepEqual(complaints, []);
  await close();
});

test("a reloaded link, and Back, show the same moment", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, site, "shards=4&keys=1000&seed=7");
  await page.waitForFunction(() => /at=[2-9]\./.test(location.hash));
  await page.getByRole("button", { name: "Break it" }).click();
  await pause(page);
  const before = { link: String(link(page)), clock: await page.locator(".clock").innerText() };
  assert.match(before.link, /fp=[0-9a-f]{4}$/);
  await page.reload();
  await started(page);
  await page.waitForFunction((clock) => document.querySelector(".clock")?.innerText === clock, before.clock);
  assert.equal(String(link(page)), before.link);
  // A run that differs from what its link says would be told.
  assert.equal(await page.locator(".notice").count(), 0);
  await page.getByRole("link", { name: "Faultline" }).click();
  await page.locator(".gallery").waitFor();
  await page.goBack();
  await page.waitForFunction((clock) => document.querySelector(".clock")?.innerText === clock, before.clock);
  assert.deepEqual(complaints, []);
  await close();
});

test("everything on a lab's page is reached by keyboard and has a name", async () => {
  const { page, close } = await open(browser);
  await openLab(page, site, "shards=4&keys=1000&seed=7");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  const names = [];
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) {
        return null;
      }
      const labels = [...(element.labels ?? [])].map((label) => label.innerText).join(" ");
      const titled = element.getAttribute("aria-labelledby");
      return (
        element.getAttribute("aria-label") ||
        (titled && document.getElementById(titled)?.innerText) ||
        labels ||
        element.innerText ||
        `nameless ${element.outerHTML.slice(0, 80)}`
      ).trim();
    });
    if (name === null) {
      break;
    }
    names.push(name);
  }
  assert.deepEqual(names.filter((name) => name.startsWith("nameless")), []);
  for (const wanted of ["Skip to the content", "Copy link", "Play", "Step", "Break it", "Shards", "Seed"]) {
    assert.ok(names.includes(wanted), `${wanted} is not among ${names.join(", ")}`);
  }
  await close();
});

test("the skip link leads to the content", async () => {
  const { page, close } = await open(browser);
  await openLab(page, site);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "main");
  await close();
});

test("a link of an older model says what was lost, and leads to the release that made it", async () => {
  const { page, close } = await open(browser);
  await page.route("**/v/by-model/hash-ring-1.txt", (route) => route.fulfill({ body: "0.0.9\n" }));
  await openLab(page, site, "shards=4&seed=7&cues=1A&at=2.500000&v=1&fp=0000");
  const notices = page.locator(".notices");
  await notices.getByRole("link", { name: "Open it there" }).waitFor();
  assert.match(await notices.innerText(), /made by version 1 of the model/);
  const href = await notices.getByRole("link", { name: "Open it there" }).getAttribute("href");
  assert.equal(href, "v/0.0.9/#/lab/hash-ring?shards=4&seed=7&cues=1A&at=2.500000&v=1&fp=0000");
  await close();
});
