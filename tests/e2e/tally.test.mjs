// A tally on the Check tab: every row is counted in the worker, and laid beside what is published; and
// the textbook's picture, whose buttons are the disjuncts of its specification.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";

const LAB = "#/lab/textbook-two-phase-commit?managers=3&steps=hand&guard=on&seed=1";
const site = process.env.FAULTLINE_URL;
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openTextbook(options) {
  const opened = await open(browser, options);
  await opened.page.goto(`${site}${LAB}`);
  await started(opened.page);
  await opened.page.locator(".textbook-picture").waitFor();
  return opened;
}

test("the counts are the published ones, in all and up to renaming", async () => {
  const { page, complaints, close } = await openTextbook();
  await page.getByRole("tab", { name: "Check" }).click();
  assert.equal(await page.locator(".check-form").getByLabel("Messages lost").count(), 0, "there are no messages to lose");
  const tally = page.getByRole("region", { name: "Published counts" });
  await tally.getByRole("button", { name: "Count them here" }).click();
  await tally.getByRole("button", { name: "Count again" }).waitFor({ timeout: 120_000 });
  const rows = await tally.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.innerText)),
  );
  const numbers = rows.map((row) => row.slice(1, 5));
  assert.deepEqual(numbers[2], ["288", "1,146", "11", "80"]);
  assert.deepEqual(numbers[4], ["8,832", "58,146", "17", "314"]);
  assert.deepEqual(numbers[6], ["296,448", "2,744,706", "23", "920"]);
  assert.deepEqual(
    rows.map((row) => row[0][0]),
    ["·", "·", "✓", "·", "✓", "✓", "·"],
  );
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await close();
});

test("managers are taken for alike where that is asked for, and both counts are told", async () => {
  const { page, close } = await openTextbook();
  await page.getByRole("tab", { name: "Check" }).click();
  await page.getByLabel("Take the 3 resource managers for alike").check();
  await page.getByRole("button", { name: "Check from the start" }).click();
  const report = page.locator(".check-report");
  await report.waitFor();
  assert.match(await report.innerText(), /288 states \(80 up to renaming of resource managers\)/);
  await close();
});

test("the disjuncts that are enabled are buttons, by mouse and by keyboard", async () => {
  const { page, close } = await openTextbook({ viewport: { width: 390, height: 844 } });
  const picture = page.locator(".textbook-picture");
  const button = (name) => picture.getByRole("button", { name });
  assert.equal(await button(/TMCommit/).count(), 0);
  for (const manager of [1, 2, 3]) {
    await button(`RMPrepare(${manager})`).click();
    await button(`TMRcvPrepared(${manager})`).focus();
    await page.keyboard.press("Enter");
  }
  await button(/TMCommit/).click();
  await button("RMRcvCommitMsg(2)").click();
  await page.getByText("manager 2 committed").first().waitFor();
  assert.equal(await button(/TMAbort|RMPrepare|RMRcvAbortMsg/).count(), 0);
  assert.deepEqual(await violations(page), []);
  await close();
});
