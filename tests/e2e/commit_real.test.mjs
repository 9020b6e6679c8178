// Two-phase commit between real workers with real files: orders are committed, a coordinator that
// crashes leaves the services in doubt until it has read its log again, and whatever crashes, the
// model finds nothing to object to.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";

const site = process.env.FAULTLINE_URL;
const PATIENCE = { timeout: 120_000 };
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const panel = (page) => page.locator(".commit-real");
const button = (page, name) => panel(page).getByRole("button", { name, exact: true });

async function openPanel(page) {
  await page.goto(`${site}#/lab/two-phase-commit`);
  await started(page);
  await page.getByRole("tab", { name: "For real" }).click();
  await panel(page).waitFor();
}

const choose = (page, label, option) =>
  panel(page).locator("label", { hasText: label }).locator("select").selectOption({ label: option });

// Starts servers with these settings, and waits until all are up.
async function start(page, settings = {}) {
  await openPanel(page);
  for (const [label, option] of Object.entries(settings)) {
    await choose(page, label, option);
  }
  await button(page, "Start the servers").click();
  await said(page, /^Running/);
  for (const name of ["Coordinator", "InventoryService", "DeliveryService"]) {
    await isSo(page, name, /: (up|◷ (waits|in doubt))/);
  }
}

// Waits until the line that says what goes on is so.
const said = (page, pattern) =>
  page.waitForFunction(
    ([source]) => new RegExp(source).test(document.querySelector(".commit-real [role=status]")?.innerText),
    [pattern.source],
    PATIENCE,
  );

// Waits until a server says that of itself.
const isSo = (page, name, pattern) =>
  page.waitForFunction(
    ([name, source]) => {
      const cards = document.querySelectorAll(".commit-real .servers [role=button]");
      const labels = [...cards].map((card) => card.getAttribute("aria-label"));
      return labels.some((label) => label?.startsWith(`${name}: `) && new RegExp(source).test(label));
    },
    [name, pattern.source],
    PATIENCE,
  );

const figures = async (page) => {
  const read = (rows) =>
    rows.map((row) => [row.querySelector("dt").innerText, row.querySelector("dd").innerText]);
  return Object.fromEntries(await panel(page).locator(".commit-figures div").evaluateAll(read));
};

const count = async (page, name) => Number((await figures(page))[name].replaceAll(",", ""));

// Waits until so many orders were committed.
const committed = (page, least) =>
  page.waitForFunction(
    (least) => {
      const rows = [...document.querySelectorAll(".commit-figures div")];
      const row = rows.find((row) => row.querySelector("dt").innerText === "Committed");
      return Number(row?.querySelector("dd").innerText.replaceAll(",", "")) >= least;
    },
    least,
    PATIENCE,
  );

// Stops, waits until the model has judged, and returns what stands beside each law.
async function judge(page) {
  await button(page, "Stop and judge").click();
  await said(page, /At rest, and judged|has not come to rest|refuses|is broken/);
  const status = await panel(page).getByRole("status").innerText();
  assert.match(status, /^✓ At rest, and judged: all [\d,]+ steps are steps of the model, and every law holds\.$/);
  return panel(page)
    .locator(".commit-laws li")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((part) => part.textContent)));
}

// Picks a message as soon as it is on its way, and does something with it. A busy machine could
// come too late from outside of the page.
const meddle = (page, message, what) =>
  page.waitForFunction(
    ([message, what]) => {
      const find = (where, is) => [...document.querySelectorAll(where)].find(is);
      const choice = find(".commit-real .pick button", (button) => button.textContent === what);
      choice?.click();
      const pill = find(".commit-real .messages [role=button]", (button) =>
        button.getAttribute("aria-label").startsWith(message),
      );
      if (!choice) {
        pill?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      }
      return Boolean(choice);
    },
    [message, what],
    PATIENCE,
  );

// The names of the folders that runs have in the browser's own files.
const folders = (page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names = [];
    for await (const [name, shelf] of root.entries()) {
      if (name === "two-phase-commit") {
        for await (const folder of shelf.keys()) {
          names.push(folder);
        }
      }
    }
    return names;
  });

async function folderCount(page, wanted) {
  const end = Date.now() + PATIENCE.timeout;
  let names = await folders(page);
  while (names.length !== wanted && Date.now() < end) {
    await page.waitForTimeout(100);
    names = await folders(page);
  }
  assert.equal(names.length, wanted);
}

test("orders are committed by workers whose logs are files, and the model agrees with each step", async (t) => {
  const { page, complaints, close } = await open(browser);
  await start(page, { "A message takes": "20 ms", "An order every": "300 ms" });
  assert.equal(page.workers().length, 3);
  await committed(page, 5);
  await folderCount(page, 1);
  const rows = await judge(page);
  const find = (name) => rows.find(([, law]) => law === name)?.[2];
  assert.equal(find("all agree"), "held at every step");
  assert.equal(find("nothing is in doubt and no lock is held"), "held at rest");
  assert.match(find("an order can be committed everywhere"), /^seen: step \d+/);
  // The journal can be had as a file, and the files show what the servers wrote.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    button(page, "Save the journal").click(),
  ]);
  assert.equal(download.suggestedFilename(), "two-phase-commit-journal.txt");
  assert.match(await panel(page).locator(".commit-file", { hasText: "InventoryService" }).innerText(), /prepared|settled|back/);
  t.diagnostic(JSON.stringify(await figures(page)));
  // It goes on, and ends with its workers and files.
  const before = await count(page, "Committed");
  await button(page, "Go on").click();
  await committed(page, before + 1);
  await button(page, "End it and remove the files").click();
  await said(page, /^Nothing runs yet/);
  await folderCount(page, 0);
  assert.equal(page.workers().length, 0);
  assert.deepEqual(complaints, []);
  await close();
});

test("a coordinator that crashes leaves the services in doubt until it has read its log", async () => {
  const { page, complaints, close } = await open(browser);
  await start(page, { "An order every": "by hand" });
  await button(page, "Crash Coordinator when all are in doubt").click();
  await button(page, "Order ramen").click();
  await isSo(page, "Coordinator", /crashed/);
  await said(page, /has said yes and may not decide alone.*Down: Coordinator/);
  // They stay so: longer than they would wait for an answer, and ask for it, several times.
  await page.waitForTimeout(2_500);
  for (const name of ["InventoryService", "DeliveryService"]) {
    await isSo(page, name, /in doubt [2-9]/);
  }
  assert.equal(await count(page, "In doubt now"), 2);
  assert.equal(await count(page, "Committed") + (await count(page, "Aborted")), 0);
  await button(page, "Restart Coordinator").click();
  for (const name of ["InventoryService", "DeliveryService"]) {
    await isSo(page, name, /: up/);
  }
  assert.equal(await count(page, "In doubt now"), 0);
  await judge(page);
  assert.deepEqual(complaints, []);
  await close();
});

test("a storm of crashes breaks no law", async (t) => {
  const { page, complaints, close } = await open(browser);
  await start(page, {
    "Messages lost": "2 %",
    "Crash somebody every": "2 s",
  });
  await page.waitForFunction(
    () => {
      const rows = [...document.querySelectorAll(".commit-figures div")];
      const value = (name) => {
        const row = rows.find((row) => row.querySelector("dt").innerText === name);
        return Number(row?.querySelector("dd").innerText.replaceAll(",", ""));
      };
      return value("Crashes") >= 5 && value("Committed") >= 1;
    },
    undefined,
    PATIENCE,
  );
  const rows = await judge(page);
  for (const name of ["all agree", "stock and riders are conserved", "a decision once taken never changes"]) {
    assert.equal(rows.find(([, law]) => law === name)?.[2], "held at every step", name);
  }
  t.diagnostic(JSON.stringify(await figures(page)));
  assert.deepEqual(complaints, []);
  await close();
});

test("the files of a closed tab are removed at the next start, those of an open one are not", async () => {
  const context = await browser.newContext();
  const [closed, open, next] = [await context.newPage(), await context.newPage(), await context.newPage()];
  await start(closed);
  await closed.close();
  await start(open);
  await folderCount(open, 1);
  await start(next);
  await folderCount(next, 2);
  await open.close();
  await context.close();
});

test("a message that is dropped and one that is doubled change nothing", async () => {
  const { page, complaints, close } = await open(browser);
  await start(page, { "A message takes": "1500 ms", "An order every": "by hand" });
  await button(page, "Order ramen").click();
  await meddle(page, "work 1, from Coordinator to InventoryService", "Double");
  await meddle(page, "prepare 1, from Coordinator to DeliveryService", "Drop");
  await page.waitForFunction(
    () => /Order 1 is (confirmed|refused)/.test(document.querySelector(".commit-said").innerText),
    undefined,
    PATIENCE,
  );
  await judge(page);
  assert.equal(await count(page, "of them lost"), 1);
  assert.deepEqual(complaints, []);
  await close();
});

test("the panel is accessible, whatever has happened on it", async () => {
  const { page, close } = await open(browser);
  await openPanel(page);
  assert.deepEqual(await violations(page), [], "before it starts");
  await start(page);
  await button(page, "Crash DeliveryService").click();
  await isSo(page, "DeliveryService", /crashed/);
  assert.deepEqual(await violations(page), [], "with a server down");
  await judge(page);
  assert.deepEqual(await violations(page), [], "judged");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await panel(page).locator(".cluster.narrow").waitFor(PATIENCE);
  assert.deepEqual(await violations(page), [], "dark, on a phone");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await close();
});

test("without files of its own the page says so in place", async () => {
  const { page, complaints, close } = await open(browser);
  await page.addInitScript(() => {
    delete StorageManager.prototype.getDirectory;
  });
  await openPanel(page);
  const note = panel(page).getByRole("note");
  await note.waitFor(PATIENCE);
  assert.match(await note.innerText(), /no files of its own.*origin-private file system.*ordinary window/s);
  assert.equal(await button(page, "Start the servers").count(), 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await close();
});

test("a worker that cannot open its log says so in place", async () => {
  const { page, close } = await open(browser);
  // Workers have globals of their own, so the page hands them a former world: its files are gone.
  await page.route("**/worker.js", async (route) => {
    const answer = await route.fetch();
    const body = `delete FileSystemFileHandle.prototype.createSyncAccessHandle;\n${await answer.text()}`;
    await route.fulfill({ response: answer, body });
  });
  await openPanel(page);
  await button(page, "Start the servers").click();
  await said(page, /^✕ It could not be done: .* cannot go on: its log cannot be opened: .*createSyncAccessHandle/);
  assert.equal(page.workers().length, 0);
  await close();
});
