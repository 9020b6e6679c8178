// What was split off, labs and parts of the page: which chunks each needs, and what a browser must
// get for them. The program asks here, and hears through its table of functions whether it has come.
const chunks = (() => {
  const needs = NEEDS;
  const loading = {};
  const arriving = {};

  // A chunk is fetched and linked once; what failed is forgotten, so that asking again tries again.
  const once = (known, key, begin) =>
    (known[key] ??= begin().catch((error) => {
      delete known[key];
      throw error;
    }));

  const load = ([file, integrity]) =>
    once(loading, file, async () => {
      const response = await fetch(new URL(file, import.meta.url), { integrity });
      if (!response.ok) {
        throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
      }
      return response.arrayBuffer();
    });

  const link = (chunk) =>
    once(arriving, chunk[0], async () => {
      const instantiate = (bytes) => WebAssembly.instantiate(bytes, { __wasm_split: wasm });
      const { module } = await instantiate(await load(chunk));
      // What is shared comes in few files, with a section for each set of those that share it.
      await Promise.all(WebAssembly.Module.customSections(module, "part").map(instantiate));
    });

  // Where the address names a lab, its code comes together with the program's.
  const [, wanted] = /^#\/(?:lab|compare)\/([\w-]+)/.exec(globalThis.location?.hash) ?? [];
  needs[wanted?.replaceAll("-", "_")]?.forEach((chunk) => load(chunk).catch(() => {}));

  const arrive = (root) => async (tell, told) => {
    let has_come = true;
    try {
      await Promise.all(needs[root].map(link));
    } catch (error) {
      console.error(error);
      has_come = false;
    }
    wasm.__indirect_function_table.get(tell)(told, has_come);
  };

  return Object.fromEntries(
    Object.keys(needs).map((root) => [`__wasm_split_load_${root}`, arrive(root)]),
  );
})();
