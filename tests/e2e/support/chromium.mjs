// Pages in headless Chromium that keep whatever the browser complains about.
import { chromium } from "playwright-core";

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    // A container has neither a sandbox nor much shared memory for a browser.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"],
  });
}

// Opens a page of its own storage; `complaints` fills with errors, refusals of the security
// policy included, as they come.
export async function open(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints, close: () => context.close() };
}

// Waits until the app has taken the place of the loading screen.
export async function started(page) {
  await page.waitForFunction(() => !document.getElementById("loading") && globalThis.wasmBindings);
}
