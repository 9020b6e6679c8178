// Takes the pictures that stand in the repository, of the page as it is: the first lab of the
// gallery, playing. `cargo xtask pictures` builds the site, serves it and runs this.
import { mkdirSync } from "node:fs";

import { launch, open, started } from "./support/chromium.mjs";

const PICTURES = [
  { path: "docs/lab.png", viewport: { width: 1280, height: 800 } },
  { path: "static/preview.png", viewport: { width: 1200, height: 630 } },
];

const root = new URL("../../", import.meta.url);
mkdirSync(new URL("docs/", root), { recursive: true });
const browser = await launch();
try {
  for (const { path, viewport } of PICTURES) {
    const { page, close } = await open(browser, { viewport, colorScheme: "light" });
    await page.goto(process.env.FAULTLINE_URL);
    await started(page);
    await page.locator("a.card").first().click();
    await page.locator(".transport").first().waitFor();
    // The opening run has begun to tell something by then.
    await page.waitForTimeout(4_000);
    await page.screenshot({ path: new URL(path, root).pathname });
    await close();
    console.log(`wrote ${path}`);
  }
} finally {
  await browser.close();
}
