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
