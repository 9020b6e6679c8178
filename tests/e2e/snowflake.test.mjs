// Snowflake ids: clocks that are moved by keys and by a pointer, ids that are taken apart, layouts that
// follow the knobs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";
import { pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const PHONE = { width: 390, height: 844 };
// One worker that is asked often.
const ONE = "workers=1&load=10&seed=7";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openLab(page, link) {
  await page.goto(`${site}#/lab/snowflake?${link}`);
  await started(page);
  await page.locator(".flake-picture .watch").first().waitFor();
}

const clock = (page, nth = 1) => page.getByRole("slider", { name: `Clock of Worker ${nth}` });
const log = (page) => page.locator("[role=log]");
const decoder = (page) => page.locator(".flake-decoder");
const field = (page) => decoder(page).getByLabel("Paste an id");
const said = (page, name) =>
  decoder(page).locator(".verdict dl div", { hasText: name }).locator("dd").first().textContent();

// Plays for a while until the log says something.
async function playUntil(page, words) {
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await log(page).getByText(words).first().waitFor();
  await pause(page);
}

test("a clock is set back by keys, and its worker refuses", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, ONE);
  await log(page).getByText("made").first().waitFor();
  await pause(page);
  assert.equal(await clock(page).getAttribute("aria-valuenow"), "0");
  await clock(page).focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(
    () => document.querySelector('[role="slider"].handle').getAttribute("aria-valuenow") === "-500",
  );
  assert.match(await clock(page).getAttribute("aria-valuetext"), /500 ms behind/);
  assert.match(await log(page).textContent(), /the clock of worker 1 jumped by 250 ms back/);
  assert.match(await page.locator(".flake-picture .status").textContent(), /^✕ would refuse/);
  await playUntil(page, /refused/);
  assert.deepEqual(complaints, []);
  await close();
});

test("a clock is dragged, and a menu has it stepped by NTP", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, ONE);
  await pause(page);
  const box = await clock(page).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y);
  await page.mouse.move(x + 60, y);
  await page.getByText(/^set it: .* ahead$/).waitFor();
  await page.mouse.up();
  await page.getByText(/^\d+(\.\d)? ms ahead$/).waitFor();
  assert.ok(Number(await clock(page).getAttribute("aria-valuenow")) > 100);
  await page.getByRole("button", { name: /^Worker 1: / }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "NTP steps it" }).press("Enter");
  await page.getByText("right", { exact: true }).waitFor();
  await log(page).getByText(/stepped by NTP/).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("Discord’s own example is taken apart, and what is no id says why", async () => {
  const { page, complaints, close } = await open(browser, {
    timezoneId: "Asia/Kolkata",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await openLab(page, ONE);
  await field(page).fill("https://discord.com/channels/81384788765712384/175928847299117063");
  assert.equal(await said(page, "Made, UTC"), "2016-04-30 11:18:25.796");
  assert.equal(await said(page, "Made, here"), "2016-04-30 16:48:25.796 +05:30");
  assert.match(await said(page, "That is"), /years.* ago$/);
  assert.equal(await said(page, "By"), "worker 1 · process 0 · increment 7");
  // Under another layout the same bits say something else.
  await decoder(page).getByLabel(/^Twitter/).check();
  assert.match(await said(page, "By"), /^datacenter 1 · worker 0 · sequence 7$/);
  await decoder(page).getByRole("button", { name: "Copy the hexadecimal form" }).click();
  await decoder(page).getByText("0x0271065ac1020007 copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "0x0271065ac1020007");
  await field(page).fill("99999999999999999999");
  await decoder(page).getByText(/larger than 64 bits/).waitFor();
  assert.equal(await field(page).getAttribute("aria-invalid"), "true");
  await decoder(page).getByRole("button", { name: "A UUID" }).click();
  await decoder(page).getByText(/version 7/).waitFor();
  assert.equal(await said(page, "Made, UTC"), "2022-02-22 19:22:22.000");
  assert.deepEqual(complaints, []);
  await close();
});

test("an id of the run that is pressed is shown in bits, and taken apart", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, ONE);
  await page.locator(".flake-picture .made").nth(2).waitFor();
  await pause(page);
  const token = page.locator(".flake-picture .made .press").first();
  const id = (await token.getAttribute("aria-label")).match(/^Id (\d+)/)[1];
  await token.focus();
  await page.keyboard.press("Enter");
  await page.getByText("The id that was chosen").waitFor();
  assert.equal(await page.locator(".of-id .sum .value").textContent(), id);
  assert.equal(await field(page).inputValue(), id);
  assert.match(await said(page, "Made, UTC"), /^202[56]-/);
  assert.deepEqual(complaints, []);
  await close();
});

test("what the layouts hold follows the knobs", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, "layout=discord&seed=7");
  const explorer = page.locator(".flake-explorer");
  const chosen = explorer.locator("tr.chosen");
  assert.match(await chosen.textContent(), /^Discord/);
  assert.match(await explorer.getByRole("status").textContent(), /1,024 workers of 4,096 ids every 1 ms/);
  assert.match(await chosen.textContent(), /2154-05-15/);
  await page.getByLabel("layout").first().selectOption("sonyflake");
  await explorer.locator("tr.chosen", { hasText: "Sonyflake" }).waitFor();
  assert.match(await explorer.getByRole("status").textContent(), /65,536 workers of 256 ids every 10 ms/);
  assert.deepEqual(complaints, []);
  await close();
});

test("stage, decoder and table are accessible in both themes and on a phone", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
      const { page, complaints, close } = await open(browser, { colorScheme, viewport });
      await openLab(page, "numbers=alike&load=20&seed=3");
      await page.locator(".flake-picture .made").nth(2).waitFor();
      await pause(page);
      const what = `${colorScheme}, ${viewport.width} pixels`;
      for (const part of [".stage", ".flake-tools"]) {
        assert.deepEqual(await violations(page, part), [], `${what}, ${part}`);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(overflow, 0, what);
      const small = await page
        .locator(".flake text, .flake span, .flake-tools :is(text, small, span, th)")
        .evaluateAll((texts) => texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 11).length);
      assert.equal(small, 0, `${what}: text of less than 11 pixels`);
      assert.deepEqual(complaints, []);
      await close();
    }
  }
});
