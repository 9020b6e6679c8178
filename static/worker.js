// The module worker of the one wasm: the page sends the address of the glue and the module it
// has already compiled, so that a worker costs no second download and no second compilation.
// What the program then does here, and how it says that it is ready, is the program's matter.
addEventListener(
  "message",
  ({ data }) => {
    import(data.glue)
      .then((glue) => glue.default({ module_or_path: data.module }))
      .catch((error) => {
        // Thrown outside the promise, so that the page's `error` listener hears of it.
        setTimeout(() => {
          throw error;
        });
      });
  },
  { once: true },
);
