// The tab Many runs of the built site: a pool of workers, its results, and what is taken away.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { launch, open, started } from "../support/chromium.mjs";
import { framesIn, workOfThePage } from "../support/frames.mjs";
import { SLUG, pause } from "../support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const program = process.env.FAULTLINE_PROGRAM;
const RUN = "shards=4&keys=100&seed=7";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openMany(page, experiment, run = RUN) {
  await page.goto(`${site}#/lab/${SLUG}?many=${experiment}&${run}`);
  await started(page);
  await page.locator(".stage .fit svg").first().waitFor();
}

const run = (page) => page.getByRole("button", { name: /^Run / }).click();
const word = (page) => page.locator(".many-progress [role=status]");

async function done(page) {
  await word(page).filter({ hasText: "Done" }).waitFor({ timeout: 120_000 });
  // The numbers of the last runs are worked out in the frames after.
  await page.waitForTimeout(300);
}

async function save(page, name) {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFile(await (await coming).path(), "utf8");
}

// What the command line gives for the same plan.
async function sweep(page, ...options) {
  const arguments_ = ["sweep", SLUG, "--from", page.url(), "--csv", "-", ...options];
  const { stdout } = await promisify(execFile)(program, arguments_, { maxBuffer: 1 << 26 });
  return stdout;
}

test("the tab and the command line give the same results, byte for byte", async () => {
  const { page, complaints, close } = await open(browser);
  // Nature kills and adds shards, so that laws break and every metric has something to measure.
  await openMany(page, "runs:100,turn:shards:2:5:4,nature:0:0:2000000,length:0:-:300");
  await pause(page);
  await run(page);
  await done(page);
  const plan = ["--knob", "shards=2..5", "--seeds", "100", "--steps", "300", "--mishap-every", "2"];
  assert.equal(await save(page, "Every run as CSV"), await sweep(page, "--per-seed", ...plan));
  assert.equal(await save(page, "Summary as CSV"), await sweep(page, ...plan));
  const svg = await save(page, "Picture as SVG");
  assert.match(svg, /^<svg[^>]*>.*Shards.*<\/svg>$/s);
  assert.deepEqual(complaints, []);
  await close();
});

test("a turned knob gives a curve, a point of it a distribution, and the address the experiment", async () => {
  const { page, complaints, close } = await open(browser);
  await openMany(page, "runs:100");
  await page.getByLabel("What is turned").selectOption({ label: "Shards" });
  for (const [name, value] of [["From", "2"], ["To", "6"]]) {
    const field = page.locator(".many-fields .field", { hasText: name }).locator("input");
    await field.fill(value);
    await field.press("Tab");
  }
  await run(page);
  await done(page);
  const picture = page.locator(".many-picture svg.plot");
  assert.match(await picture.getAttribute("aria-label"), /^Mean keys of the shard that answers over shards: .* at 2, .* at 6$/);
  await page.getByRole("button", { name: "Look-ups answered" }).click();
  assert.match(await picture.getAttribute("aria-label"), /^Mean look-ups answered over/);
  await page.getByLabel(/or one value/).selectOption({ label: "At 4" });
  assert.match(await picture.getAttribute("aria-label"), /over 100 runs: mean [\d.]+ \(95 %: /);
  await page.getByText("The picture as a table").click();
  assert.ok((await page.locator(".plot-table tbody tr").count()) > 2);
  await page.waitForFunction(() => /many=runs:100,turn:shards:2:6:16,show:answered/.test(location.hash));
  await page.reload();
  await started(page);
  assert.equal(await page.getByLabel("What is turned").inputValue(), "Shards");
  assert.equal(await page.getByRole("tab", { name: "Many runs" }).getAttribute("aria-selected"), "true");
  await run(page);
  await done(page);
  assert.match(await picture.getAttribute("aria-label"), /^Mean look-ups answered over/);
  assert.deepEqual(complaints, []);
  await close();
});

test("every lab is measured", async (t) => {
  const { page, complaints, close } = await open(browser);
  await page.goto(`${site}#/`);
  await started(page);
  const labs = await page.locator("a.card").evaluateAll((cards) => cards.map((card) => card.hash));
  assert.ok(labs.length > 0);
  for (const lab of labs) {
    await page.goto(`${site}${lab}?many=runs:100`);
    await page.locator(".stage .fit svg").first().waitFor();
    await run(page);
    await done(page);
    assert.ok((await page.locator(".many-metrics tbody tr").count()) > 0, lab);
    t.diagnostic(`${lab} ${await page.locator(".many-progress p").innerText()}`);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("a law that breaks is watched in the first run in which it does", async () => {
  const { page, complaints, close } = await open(browser);
  await openMany(page, "runs:100,nature:0:0:500000,length:0:-:300");
  await run(page);
  await done(page);
  const watch = page.getByRole("button", { name: /^Watch the first/ }).first();
  const law = (await page.locator(".many .laws li", { has: watch }).innerText()).split("\n")[1];
  await watch.click();
  const broken = page.locator(".aside .laws li", { has: page.locator(".tone-lost") }).first();
  await broken.waitFor();
  assert.ok((await broken.innerText()).includes(law), law);
  assert.deepEqual(complaints, []);
  await close();
});

test("an experiment in the address that is none is told in place", async () => {
  const { page, complaints, close } = await open(browser);
  await openMany(page, "runs:many,gibberish");
  assert.match(await page.locator(".many [role=alert]").first().innerText(), /“runs:many” says nothing/);
  await run(page);
  await done(page);
  assert.deepEqual(complaints, []);
  await close();
});

test("while runs go on the page keeps its frames; cancelled, it keeps what came in", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openMany(page, "runs:100000");
  await pause(page);
  const idle = await framesIn(page, 2_000);
  await run(page);
  await page.waitForFunction(() => Number(document.querySelector(".many-progress progress")?.value) > 0);
  // The best of three: a neighbour on the machine may take a second away.
  const windows = [await framesIn(page, 1_000), await framesIn(page, 1_000), await framesIn(page, 1_000)];
  const busy = Math.max(...windows);
  t.diagnostic(`frames a second: ${idle.toFixed(1)} idle, ${busy.toFixed(1)} while running`);
  // The workers take every core there is, and neighbours may take more: frames fall then, whatever
  // the page does. How long its own thread works is the page's doing alone.
  assert.ok(busy > 0.2 * idle, `${busy} frames a second while running, ${idle} before`);
  const share = await workOfThePage(page, 3_000);
  t.diagnostic(`the page's own thread works ${(share * 100).toFixed(1)} % of the time`);
  assert.ok(share < 0.4, `the page's own thread works ${share} of the time`);
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.match(await word(page).innerText(), /^Cancelled/);
  assert.ok((await page.locator(".many-metrics tbody tr").count()) > 3);
  await page.locator("#many-runs").fill("0");
  await run(page);
  await done(page);
  assert.match(await page.locator(".many-progress").innerText(), /100 of 100 runs/);
  assert.deepEqual(complaints, []);
  await close();
});

test("ten thousand runs of a thousand steps take seconds", async (t) => {
  const { page, close } = await open(browser);
  await openMany(page, "runs:10000,unjudged,length:0:-:1000");
  await pause(page);
  await run(page);
  await done(page);
  const told = await page.locator(".many-progress p").innerText();
  t.diagnostic(told);
  const seconds = Number(told.match(/([\d.]+) s$/)[1]);
  // Ten on a quiet machine with two cores; a shared one may take several times as long.
  assert.ok(seconds < 60, told);
  await close();
});

test("two runs are compared under the same seeds", async () => {
  const { page, complaints, close } = await open(browser);
  const side = (shards) => encodeURIComponent(`shards=${shards}&keys=100&virtual-nodes=1&seed=7`);
  await page.goto(`${site}#/compare/${SLUG}?a=${side(2)}&b=${side(8)}&many=runs:100,unjudged`);
  await started(page);
  await run(page);
  await done(page);
  const row = (name) => page.locator(".many-metrics tr", { hasText: name }).locator(".said");
  assert.match(await row("Keys of the shard that answers").innerText(), /^B has .* ‰ of a fair share more \(95 %: /);
  assert.equal(await row("Keys moved, keys").innerText(), "the same in every run");
  assert.match(await save(page, "Differences as CSV"), /^metric,unit,n,missing,mean,/);
  assert.deepEqual(complaints, []);
  await close();
});
