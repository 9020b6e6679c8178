// Handing a run on: its link, its file, its picture, and a frame in somebody else's page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { launch, open } from "./support/chromium.mjs";
import { link, openLab, pause } from "./support/lab.mjs";

const site = process.env.FAULTLINE_URL;
const RUN = "shards=4&keys=1000&seed=7";
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

async function save(page, name) {
  await page.getByRole("button", { name: "Export" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  const download = await coming;
  await page.keyboard.press("Escape");
  return readFile(await download.path());
}

test("the copied link is the moment that is seen", async () => {
  const { page, close } = await open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await openLab(page, site, RUN);
  await pause(page);
  await page.getByRole("button", { name: "Copy link" }).first().click();
  await page.getByText("Link copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.waitForFunction((copied) => location.href === copied, copied);
  await close();
});

test("without a clipboard the link is there to be copied by hand", async () => {
  const { page, close } = await open(browser);
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await openLab(page, site, RUN);
  await pause(page);
  await page.getByRole("button", { name: "Copy link" }).first().click();
  await page.getByLabel(/copy it from here/).waitFor();
  const selected = await page.evaluate(() => {
    const field = document.activeElement;
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  await page.waitForFunction((selected) => location.href === selected, selected);
  await close();
});

test("a saved run opens again at its moment", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, site, RUN);
  await page.getByRole("button", { name: "Break it" }).click();
  await pause(page);
  const before = String(link(page));
  const saved = await save(page, "Save the run as JSON");
  const run = JSON.parse(saved);
  assert.match(run.trace.digest, /^[0-9a-f]{16}$/);
  assert.ok(run.laws.length > 0 && run.figures.length > 0);
  await openLab(page, site, "seed=1");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByLabel("Open a saved run").setInputFiles({
    name: "run.json",
    mimeType: "application/json",
    buffer: saved,
  });
  await page.waitForFunction((link) => location.hash.endsWith(link), before.slice(-20));
  assert.equal(String(link(page)), before);
  await page.keyboard.press("Escape");
  await page.getByLabel("Open a saved run").setInputFiles({
    name: "shopping.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("milk, bread"),
  });
  await page.getByText("no run that was exported here").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("the picture stands alone, as drawing and in pixels", async () => {
  const { page, complaints, close } = await open(browser);
  await openLab(page, site, RUN);
  await pause(page);
  const svg = String(await save(page, "Save the picture as SVG"));
  assert.doesNotMatch(svg, / class=| style=|var\(/);
  assert.match(svg, /fill="rgb\(/);
  const png = await save(page, "Save the picture as PNG");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const width = Number(/width="(\d+)/.exec(svg)[1]);
  assert.equal(png.readUInt32BE(16), 2 * width);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [kind, headers] of [
  ["a plain page", {}],
  [
    "a page that is isolated itself",
    { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  ],
]) {
  test(`a lab runs in a frame of ${kind} of another origin`, async () => {
    const frame = `<!doctype html><title>Elsewhere</title>
      <iframe title="A lab" width="900" height="700" src="${site}#/lab/hash-ring?embed&${RUN}"></iframe>`;
    const host = createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "text/html", ...headers }).end(frame);
    });
    await new Promise((resolve) => host.listen(0, "localhost", resolve));
    const { page, complaints, close } = await open(browser);
    await page.goto(`http://localhost:${host.address().port}/`);
    const lab = page.frameLocator("iframe");
    await lab.locator(".stage .fit svg").first().waitFor();
    assert.equal(await lab.locator(".masthead, .aside, .tabs").count(), 0);
    await lab.getByRole("button", { name: "Pause" }).click();
    const before = await lab.locator(".clock").innerText();
    await lab.getByRole("button", { name: "Step", exact: true }).click();
    assert.notEqual(await lab.locator(".clock").innerText(), before);
    const home = lab.getByRole("link", { name: "Open in Faultline" });
    assert.match(await home.getAttribute("href"), /^#\/lab\/hash-ring\?.*seed=7/);
    assert.equal(await home.getAttribute("target"), "_blank");
    assert.deepEqual(complaints, []);
    await close();
    host.close();
  });
}
