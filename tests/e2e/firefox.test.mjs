// A smoke run of the built site in Firefox.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Builder } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

const { FIREFOX, GECKODRIVER, FAULTLINE_URL } = process.env;
const skip = FIREFOX && GECKODRIVER ? false : "no firefox with geckodriver";

test("the site starts in Firefox, isolated", { skip }, async () => {
  const driver = await new Builder()
    .forBrowser("firefox")
    .setFirefoxOptions(new firefox.Options().setBinary(FIREFOX).addArguments("-headless"))
    .setFirefoxService(new firefox.ServiceBuilder(GECKODRIVER))
    .build();
  try {
    await driver.get(FAULTLINE_URL);
    const started = () =>
      driver.executeScript(
        "return !document.getElementById('loading') && Boolean(window.wasmBindings)",
      );
    await driver.wait(started, 30_000);
    assert.equal(await driver.executeScript("return crossOriginIsolated"), true);
    const heading = await driver.executeScript("return document.querySelector('h1')?.innerText");
    assert.ok(heading, "the page has a heading");
  } finally {
    await driver.quit();
  }
});
