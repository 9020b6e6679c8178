// The pages of a lab, as a person finds their way on them.
import { started } from "./chromium.mjs";

export const SLUG = "hash-ring";

// Opens a run of the lab and waits for its picture.
export async function openLab(page, site, link = "") {
  await page.goto(`${site}#/lab/${SLUG}${link && `?${link}`}`);
  await started(page);
  await page.locator(".stage .fit svg").first().waitFor();
}

// Stops the time, and waits until the address says where.
export async function pause(page) {
  const button = page.getByRole("button", { name: "Pause" });
  if (await button.count()) {
    await button.click();
  }
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.waitForFunction(() => {
    const step = document.querySelector(".headline p")?.textContent.split(" ").at(-1);
    return location.hash.includes(`at=${step}.`) || step === "0";
  });
}

// The parts of the link in the address.
export const link = (page) => new URLSearchParams(new URL(page.url()).hash.split("?")[1]);
