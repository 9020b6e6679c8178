// Takes the pictures that stand in the repository, of the page as it is: the first lab of the
// gallery, playing. `cargo xtask pictures` builds the site, serves it and runs this.
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launch, open, started } from "./support/chromium.mjs";

// A preview is fetched by others for every link that is shared, so it is kept small.
const PICTURES = [
  { path: "docs/lab.png", viewport: { width: 1280, height: 800 }, limit: 250_000 },
  { path: "static/preview.jpg", viewport: { width: 1200, height: 630 }, quality: 75, limit: 80_000 },
];

const root = new URL("../../", import.meta.url);
mkdirSync(new URL("docs/", root), { recursive: true });
const browser = await launch();
try {
  for (const { path, viewport, quality, limit } of PICTURES) {
    const { page, close } = await open(browser, { viewport, colorScheme: "light" });
    await page.goto(process.env.FAULTLINE_URL);
    await started(page);
    await page.locator("a.card").first().click();
    await page.locator(".transport").first().waitFor();
    // The opening run has begun to tell something by then.
    await page.waitForTimeout(4_000);
    const file = fileURLToPath(new URL(path, root));
    await page.screenshot({ path: file, quality });
    await close();
    const { size } = statSync(file);
    if (size > limit) {
      throw new Error(`${path} has ${size} bytes; it may have ${limit}`);
    }
    console.log(`wrote ${path}, ${size} bytes`);
  }
} finally {
  await browser.close();
}
