// How many frames a second the page draws, over so many milliseconds.
export const framesIn = (page, ms) =>
  page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const start = performance.now();
        let frames = 0;
        const count = (now) => {
          frames += 1;
          if (now - start < ms) {
            requestAnimationFrame(count);
          } else {
            resolve((frames * 1000) / (now - start));
          }
        };
        requestAnimationFrame(count);
      }),
    ms,
  );

// Which share of so many milliseconds the page's own thread works, by processor time.
export async function workOfThePage(page, ms) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const [before, began] = [await worked(), Date.now()];
  await page.waitForTimeout(ms);
  const share = ((await worked()) - before) / ((Date.now() - began) / 1000);
  await session.detach();
  return share;
}
