// The Check tab of the built site: a search in a worker, and the way to a breach.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open } from "../support/chromium.mjs";
import { framesIn } from "../support/frames.mjs";
import { link, openLab } from "../support/lab.mjs";
import { serveFolder } from "../support/static_host.mjs";

const site = process.env.FAULTLINE_URL;
// Small enough that no search takes long.
const MODULO = "strategy=modulo&shards=3&keys=100&seed=1";
// With three replicas one crash breaks nothing; there are more states than this test sees, and so
// many keys that none of them is judged quickly.
const ENDLESS = "shards=8&keys=50000&replicas=3&seed=1";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

const begin = (page) => page.getByRole("button", { name: "Check from the start" });

async function openCheck(page, where, run) {
  await openLab(page, where, run);
  await page.getByRole("tab", { name: "Check" }).click();
}

async function allow(page, limit, ...budgets) {
  for (const budget of budgets) {
    const field = page.locator(".check-form").getByLabel(budget);
    await field.fill(String(limit));
    await field.press("Tab");
  }
}

async function searchWithoutEnd(page) {
  await allow(page, 9, "Changes of the members", "Look-ups");
  await page.getByLabel("Most states").selectOption({ label: "4,000,000" });
  await begin(page).click();
  await page.waitForFunction(() => {
    const first = document.querySelector(".check-progress dd");
    return first && Number(first.textContent.replaceAll(",", "")) > 1;
  });
}

test("the search finds how modulo hashing moves keys without need, and shows it", async () => {
  const { page, complaints, close } = await open(browser);
  await openCheck(page, site, MODULO);
  await begin(page).click();
  const report = page.locator(".check-report");
  await report.waitFor();
  assert.match(await report.innerText(), /can be broken/);
  const watch = page.getByRole("button", { name: /^Watch how to break/ });
  const law = (await report.locator("tr", { has: watch }).first().locator("th").innerText()).slice(1).trim();
  await watch.first().click();
  const broken = page.locator(".aside .laws li", { has: page.locator(".tone-lost") }).first();
  await broken.waitFor();
  assert.equal((await broken.innerText()).split("\n")[1], law);
  // It stands at the last step of the way, and the address is the link to it.
  await page.waitForFunction(() => /cues=/.test(location.hash));
  const step = (await page.locator(".headline p").innerText()).split(" ").at(-1);
  assert.match(await broken.innerText(), new RegExp(`step ${step}:`));
  assert.ok(link(page).get("cues"));
  await page.goBack();
  await page.waitForFunction(() => !/cues=/.test(location.hash));
  assert.deepEqual(complaints, []);
  await close();
});

test("a small ring is proved, and the report says within what", async () => {
  const { page, close } = await open(browser);
  await openCheck(page, site, "shards=2&keys=100&virtual-nodes=2&seed=1");
  await allow(page, 0, "Changes of the members", "Crashes of shards or zones");
  await begin(page).click();
  const report = page.locator(".check-report");
  await report.waitFor();
  assert.match(await report.innerText(), /proved: holds in all [\d,]+ states within these budgets/);
  assert.match(await report.innerText(), /Starvation needs fairness, which is not modelled/);
  await close();
});

test("what was seen has a sample, which is watched as a run", async () => {
  const { page, complaints, close } = await open(browser);
  await openCheck(page, site, "shards=3&keys=100&virtual-nodes=2&replicas=2&seed=1");
  await begin(page).click();
  const report = page.locator(".check-report");
  await report.waitFor();
  assert.match(await report.innerText(), /No law can be broken/);
  const watch = page.getByRole("button", { name: /^Watch how to see/ });
  const row = report.locator("tr", { has: watch }).last();
  const law = (await row.locator("th").innerText()).slice(1).trim();
  const steps = Number(/(\d+) steps?/.exec(await row.innerText())[1]);
  await row.getByRole("button").click();
  await page.waitForFunction(
    (steps) => document.querySelector(".headline p")?.textContent.endsWith(`step ${steps}`),
    steps,
  );
  // The laws are read a moment after the picture, and stand folded away once they are seen.
  const seen = page.locator(".aside .laws li", { hasText: law });
  await seen.filter({ hasText: `seen at step ${steps}` }).waitFor({ state: "attached" });
  assert.deepEqual(complaints, []);
  await close();
});

test("a search that is too large says so before it stops at its limit", async () => {
  const { page, close } = await open(browser);
  await openCheck(page, site, "shards=6&keys=2000&replicas=3&seed=1");
  await allow(page, 9, "Changes of the members", "Look-ups");
  await page.getByLabel("Most states").selectOption({ label: "1,000,000" });
  await begin(page).click();
  const said = page.locator(".check-said").getByText(/oo large for the limit of 1,000,000 states/);
  await said.waitFor();
  const report = page.locator(".check-report");
  await report.waitFor({ timeout: 120_000 });
  assert.match(await report.innerText(), /This is no proof: the limit of 1,000,000 states was reached/);
  assert.match(await report.innerText(), /there seem to be between/);
  await close();
});

test("while it searches the page keeps its frames, and a cancelled search can be begun again", async (t) => {
  const { page, complaints, close } = await open(browser);
  await openCheck(page, site, ENDLESS);
  const idle = await framesIn(page, 2_000);
  await searchWithoutEnd(page);
  // The best of three: a neighbour on the machine may take a second away, a search on the page
  // would take them all.
  const windows = [await framesIn(page, 1_000), await framesIn(page, 1_000), await framesIn(page, 1_000)];
  const busy = Math.max(...windows);
  t.diagnostic(`frames a second: ${idle.toFixed(1)} idle, ${busy.toFixed(1)} while searching`);
  assert.ok(busy > 0.7 * idle, `${busy} frames a second while searching, ${idle} before`);
  await page.getByRole("button", { name: "Cancel" }).click();
  assert.match(await page.locator(".check-outcome").innerText(), /no proof/);
  await page.waitForTimeout(200);
  const again = Date.now();
  await begin(page).click();
  await page.waitForFunction(() => document.querySelector(".check-progress [role=status]")?.innerText === "Searching");
  t.diagnostic(`searching again after ${Date.now() - again} ms`);
  assert.deepEqual(complaints, []);
  await close();
});

test("a worker that does not start is said, and the search can be tried again", async () => {
  const { page, close } = await open(browser);
  await page.route("**/worker.js", (route) => route.abort());
  await openCheck(page, site, MODULO);
  await begin(page).click();
  const failure = page.locator(".check-outcome [role=alert]");
  await failure.waitFor();
  assert.match(await failure.innerText(), /did not come about/);
  await page.unroute("**/worker.js");
  await begin(page).click();
  await page.locator(".check-report").waitFor();
  await close();
});

test("the worker starts under a sub-path of plain files too", async () => {
  const host = await serveFolder(process.env.FAULTLINE_SITE, "/some/sub/path/");
  const { page, complaints, close } = await open(browser);
  await page.goto(host.url);
  await page.waitForFunction(() => crossOriginIsolated);
  await openCheck(page, host.url, MODULO);
  await begin(page).click();
  await page.locator(".check-report").waitFor();
  assert.deepEqual(complaints, []);
  await close();
  await host.close();
});
