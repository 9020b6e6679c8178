// The blog: what a person does in its picture, and what is marked there; posts from a file and back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch, open, started } from "./support/chromium.mjs";

const site = process.env.FAULTLINE_URL;
const PHONE = { width: 390, height: 844 };
// Seven users on three shards, and nothing that goes on by itself but the clocks.
const CALM = "writes=0&reads=0&patience=0&seed=1";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function openLab(page, link) {
  await page.goto(`${site}#/lab/blog?${link}`);
  await started(page);
  await page.locator(".blog .shard").first().waitFor();
  const pause = page.getByRole("button", { name: "Pause" });
  if (await pause.count()) {
    await pause.click();
  }
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const status = (page) => page.locator(".reading .status");

// Steps on until something is said on the reader's page.
async function until(page, said) {
  await page.locator("h1").click();
  for (let step = 0; step < 60; step += 1) {
    if (said.test(await status(page).textContent())) {
      return;
    }
    await page.keyboard.press("ArrowRight");
  }
  assert.fail(`${said} does not come: ${await status(page).textContent()}`);
}

// Posts as Ada and steps on until her shard has one post more.
async function post(page) {
  const rows = () => page.locator(".blog .shard .post").count();
  const before = await rows();
  await press(page, "Post as Ada");
  await page.locator("h1").click();
  for (let step = 0; (await rows()) === before; step += 1) {
    assert.ok(step < 30, "the post does not come");
    await page.keyboard.press("ArrowRight");
  }
}

test("what is posted in the picture is on top of a follower's timeline, from its shard", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, CALM);
  await post(page);
  await press(page, "Read the home timeline of Eve");
  await until(page, /✓ complete/);
  const first = page.locator(".reading .line.post").first();
  assert.match(await first.textContent(), /Ada/);
  // It stands in the lane of the shard that has it, and that shard has it on top.
  const from = (await first.getAttribute("title")).match(/from shard (\d+), id (\d+)/);
  const shard = page.locator(".blog .shard", { hasText: `shard ${from[1]}` });
  assert.match(await shard.locator(".post .id").first().textContent(), new RegExp(`^${from[2]}`));
  assert.deepEqual(complaints, []);
  await close();
});

test("by offset a post in between doubles a row, and by cursor it does not", async () => {
  for (const [paging, said, twice] of [["offset", /1 row twice/, 1], ["cursor", /✓ complete.* 2 pages/, 0]]) {
    const { page, complaints, close } = await open(browser);
    await openLab(page, `${CALM}&paging=${paging}`);
    await press(page, "Read the home timeline of Eve");
    await until(page, /✓ complete/);
    await post(page);
    await press(page, "Next page");
    await until(page, said);
    assert.equal(await page.locator(".reading .line.again").count(), twice, paging);
    assert.equal(await page.locator(".reading .line.page").count(), 2);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("a request is delivered by the keyboard, a crashed shard's page is waited for", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, CALM);
  await press(page, "Read the home timeline of Eve");
  const messages = page.locator(".blog .message .press");
  const count = await messages.count();
  assert.ok(count > 0);
  await messages.first().focus();
  await page.keyboard.press("Enter");
  const drop = page.locator(".blog .pick").getByRole("button", { name: "Drop" });
  await drop.press("Enter");
  await page.waitForFunction(
    (count) => document.querySelectorAll(".blog .message").length === count - 1,
    count,
  );
  await page.locator('.blog .press[aria-label^="Shard 3: up"]').focus();
  await page.keyboard.press("Enter");
  await page.locator(".blog .pick").getByRole("button", { name: "Crash" }).press("Enter");
  await page.locator('.blog .press[aria-label^="Shard 3: crashed"]').waitFor();
  assert.equal(await page.locator(".blog .shard.down").count(), 1);
  assert.match(await status(page).textContent(), /waits for/);
  assert.deepEqual(complaints, []);
  await close();
});

test("who follows whom is switched by keys, one switch in the tab order", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, CALM);
  const cell = (name) => page.getByRole("button", { name, exact: true });
  assert.equal(await page.locator('.matrix .cell[tabindex="0"]').count(), 1);
  await page.locator('.matrix .cell[tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.equal(await focused(), "Ada follows Bob");
  assert.equal(await cell("Ada follows Bob").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("Enter");
  await page.locator('.cell[aria-label="Ada follows Bob"][aria-pressed="false"]').waitFor();
  assert.equal(await focused(), "Ada follows Bob");
  assert.deepEqual(complaints, []);
  await close();
});

test("posts come from a file whose bad line is named, and go to a file that is read again", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, "reads=0&writes=100&seed=1");
  const lines = [
    '{"user": "zoë", "text": "Grüße, \\"all\\""}',
    '{"user": "max", "text": }',
    '{"user": "max", "text": "hello, world", "at": "2024-05-01T12:00:00Z"}',
  ];
  const file = { name: "posts.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(lines.join("\n")) };
  await page.locator('.own-data input[type="file"]').setInputFiles(file);
  await page.locator(".own-data .held").getByText(/line 2/).waitFor();
  assert.match(await page.locator(".own-data .held").textContent(), /2 posts/);
  await page.locator("h1").click();
  const rows = page.locator(".blog .shard .post");
  for (let step = 0; (await rows.count()) < 2; step += 1) {
    assert.ok(step < 80, "the file's posts do not come");
    await page.keyboard.press("ArrowRight");
  }
  const save = async (name) => {
    const coming = page.waitForEvent("download");
    await press(page, name);
    return readFile(await (await coming).path(), "utf8");
  };
  const saved = (await save("Save as JSON lines")).trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(saved.map(({ user, text }) => `${user}: ${text}`).sort(), [
    "max: hello, world",
    'zoë: Grüße, "all"',
  ]);
  assert.ok(saved.every(({ id }) => /^\d+$/.test(id)), "ids are texts");
  const csv = await save("Save as CSV");
  assert.match(csv, /^shard,id,user,text,at\n/);
  assert.match(csv, /,"Grüße, ""all""",\n/);
  // What was saved is read again.
  const again = { name: "saved.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.locator('.own-data input[type="file"]').setInputFiles(again);
  await page.locator(".own-data .held").getByText("saved.csv").waitFor();
  assert.match(await page.locator(".own-data .held").textContent(), /2 posts/);
  assert.deepEqual(complaints, []);
  await close();
});

test("the picture is accessible in both themes, with a menu, and on a phone", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
      const { page, complaints, close } = await open(browser, { colorScheme, viewport });
      await openLab(page, `${CALM}&keys=auto-increment`);
      await press(page, "Read the home timeline of Eve");
      await until(page, /page 1|complete|✕/);
      await page.locator('.blog .press[aria-label^="Shard 1"]').focus();
      await page.keyboard.press("Enter");
      await page.locator(".blog .pick").getByRole("button", { name: "Crash" }).waitFor();
      const what = `${colorScheme}, ${viewport.width} pixels`;
      assert.deepEqual(await violations(page, ".stage"), [], what);
      assert.deepEqual(await violations(page, ".blog-below"), [], `${what}, below`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(overflow, 0, what);
      const small = await page
        .locator(".blog text, .blog .line, .blog button, .blog-below button")
        .evaluateAll((texts) => texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 11).length);
      assert.equal(small, 0, `${what}: text of less than 11 pixels`);
      assert.deepEqual(complaints, []);
      await close();
    }
  }
});
