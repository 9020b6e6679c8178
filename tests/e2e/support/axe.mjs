// What axe finds fault with on a page, or in a part of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function violations(page, part = "html") {
  await page.evaluate(source);
  const found = await page.evaluate((part) => globalThis.axe.run(part), part);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join("; ")}`);
}
