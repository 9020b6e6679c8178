// The labs' own code: which chunks each lab needs, and what a browser must get for them. The
// program asks for a lab here, and hears through its table of functions whether the lab has come.
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
      // What several labs share is one file, with a section for each set of labs.
      await Promise.all(WebAssembly.Module.customSections(module, "part").map(instantiate));
    });

  // Where the address names a lab, its code comes together with the program's.
  const [, wanted] = /^#\/(?:lab|compare)\/([\w-]+)/.exec(globalThis.location?.hash) ?? [];
  needs[wanted?.replaceAll("-", "_")]?.forEach((chunk) => load(chunk).catch(() => {}));

  const arrive = (lab) => async (tell, told) => {
    let has_come = true;
    try {
      await Promise.all(needs[lab].map(link));
    } catch (error) {
      console.error(error);
      has_come = false;
    }
    wasm.__indirect_function_table.get(tell)(told, has_come);
  };

  return Object.fromEntries(
    Object.keys(needs).map((lab) => [`__wasm_split_load_${lab}`, arrive(lab)]),
  );
})();
