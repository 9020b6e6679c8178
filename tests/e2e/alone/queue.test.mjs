// The blocking queue between real workers: nothing is lost, close lets everybody go, and a thread
// that dies with the lock holds everybody up until the lock is taken over.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "../support/axe.mjs";
import { launch, open, started } from "../support/chromium.mjs";
import { serveFolder } from "../support/static_host.mjs";

const site = process.env.FAULTLINE_URL;
const PATIENCE = { timeout: 120_000 };
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const panel = (page) => page.locator(".queue-real");
const button = (page, name) => panel(page).getByRole("button", { name, exact: true });
const sheet = (page, name) => panel(page).locator(".queue-thread", { hasText: name });

async function openPanel(page, where) {
  await page.goto(`${where}#/lab/blocking-queue`);
  await started(page);
  await page.getByRole("tab", { name: "For real" }).click();
  await panel(page).waitFor();
}

async function start(page) {
  await openPanel(page, site);
  await button(page, "Start the threads").click();
  await said(page, /^Running/);
}

// Waits until the line that says what goes on is so.
const said = (page, pattern) =>
  page.waitForFunction(
    ([source]) => new RegExp(source).test(document.querySelector(".queue-real [role=status]").innerText),
    [pattern.source],
    PATIENCE,
  );

// Waits until the sheet of a thread is so.
const shows = (page, name, pattern) => sheet(page, name).filter({ hasText: pattern }).waitFor(PATIENCE);

const total = async (page) => {
  const figure = panel(page).locator(".queue-figures div", { hasText: "Items in all" }).locator("dd");
  return Number((await figure.innerText()).replaceAll(",", ""));
};

async function moves(page) {
  const before = await total(page);
  await page.waitForFunction(
    (before) => {
      const figures = [...document.querySelectorAll(".queue-figures div")];
      const figure = figures.find((div) => div.innerText.startsWith("Items in all")).querySelector("dd");
      return Number(figure.innerText.replaceAll(",", "")) > before + 10;
    },
    before,
    PATIENCE,
  );
}

// The rows of a table below a heading, cell by cell.
const rows = (page, heading) =>
  panel(page)
    .locator("section", { hasText: heading })
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

test("of a million items none is lost, doubled, torn or out of order", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site);
  await button(page, "Check 1 million items").click();
  await said(page, /Everybody has left|lost/);
  const checked = Object.fromEntries(await rows(page, "Nothing lost"));
  t.diagnostic(`${checked["Items a second"]} items a second, two and two, 16 slots`);
  delete checked["Items a second"];
  assert.deepEqual(checked, {
    Put: "1,000,000",
    Got: "1,000,000",
    "Sums of their fingerprints": "equal",
    "Out of order, by producer": "0",
    Torn: "0",
  });
  assert.deepEqual(complaints, []);
  await close();
});

test("the fast side waits for the slow one, and close lets everybody go", async () => {
  const { page, complaints, close } = await open(browser);
  await start(page);
  // Consumers rest longer than producers: the queue fills, and producers wait.
  await shows(page, "P1", "waits until not full");
  await panel(page).getByText("16 of 16").waitFor(PATIENCE);
  assert.equal(page.workers().length, 4);
  await button(page, "Close the queue").click();
  for (const name of ["P1", "P2", "C1", "C2"]) {
    await shows(page, name, "has left");
  }
  await said(page, /^✓ Everybody has left\. \d+ items were put and arrived: once, in order, whole/);
  assert.deepEqual(complaints, []);
  await close();
});

test("who dies with nothing in hand holds nobody up", async () => {
  const { page, complaints, close } = await open(browser);
  await start(page);
  await button(page, "Kill, holding nothing: C1").click();
  await shows(page, "C1", "killed");
  await said(page, /C1 died and held nothing/);
  while (page.workers().length > 3) {
    await page.waitForTimeout(20);
  }
  await moves(page);
  await button(page, "Close the queue").click();
  await said(page, /^Everybody who lived has left/);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [victim, fellow, lock] of [
  ["P1", "P2", "entry"],
  ["C1", "C2", "exit"],
]) {
  test(`${victim} dies with the lock: all wait until it is taken over`, async () => {
    const { page, complaints, close } = await open(browser);
    await start(page);
    await moves(page);
    await button(page, `Kill with the lock in hand: ${victim}`).click();
    await shows(page, victim, "killed");
    await said(page, new RegExp(`${victim} died with the ${lock}’s lock`));
    await panel(page).getByText(`${lock}: held by ${victim}, dead`).waitFor();
    // The time-out of a fellow tells, and nothing moves any more.
    await shows(page, fellow, "waits for the lock");
    await shows(page, fellow, "time-out");
    await page.waitForTimeout(1_000);
    const stuck = await total(page);
    await page.waitForTimeout(1_000);
    assert.equal(await total(page), stuck);
    await panel(page).getByRole("switch").check();
    await said(page, /^✓ The supervisor found that .* was dead and took the lock over/);
    await moves(page);
    await button(page, "Close the queue").click();
    await said(page, /^Everybody who lived has left; 0 items stayed/);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("the ring is many times as fast as messages", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openPanel(page, site);
  for (const side of ["Producers", "Consumers"]) {
    await panel(page).locator("label", { hasText: side }).locator("select").selectOption("1");
  }
  await button(page, "Race with postMessage").click();
  await said(page, /^✓ The race is over|lost/);
  for (const [together, ring, messages, ratio] of await rows(page, "Beside messages")) {
    t.diagnostic(`${together} together: ${ring} through the ring, ${messages} by messages, ${ratio}`);
    // What a machine with nothing else to do reaches is told in ARCHITECTURE.md.
    assert.ok(Number.parseFloat(ratio) > 2, ratio);
  }
  assert.doesNotMatch(await panel(page).innerText(), /lost on the way/);
  assert.deepEqual(complaints, []);
  await close();
});

test("the panel is accessible, whatever has happened on it", async () => {
  const { page, close } = await open(browser);
  await start(page);
  assert.deepEqual(await violations(page), [], "running");
  await button(page, "Kill with the lock in hand: P1").click();
  await shows(page, "P1", "killed");
  await shows(page, "P2", "time-out");
  assert.deepEqual(await violations(page), [], "stuck");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await violations(page), [], "dark, on a phone");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await close();
});

test("without shared memory that is said in place", async () => {
  const host = await serveFolder(process.env.FAULTLINE_SITE, "/some/sub/path/");
  const { page, complaints, close } = await open(browser, { serviceWorkers: "block" });
  await openPanel(page, host.url);
  assert.match(await panel(page).getByRole("note").innerText(), /no shared memory.*Cross-Origin/s);
  assert.equal(await panel(page).getByRole("button", { name: "Start" }).count(), 0);
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes("404")), []);
  await close();
  await host.close();
});
