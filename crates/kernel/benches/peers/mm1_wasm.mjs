// The example mm1 in wasm, under Node: nanoseconds for as many events as benches/simulation.rs
// makes in its comparison of the native program with this one.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MADE = 20_000_000;
const WANTED = 200_000;

const root = fileURLToPath(new URL("../../../../", import.meta.url));
// A folder of its own, because the site's build has another optimisation for size.
const target = `${root}target/bench-wasm`;
const triple = "wasm32-unknown-unknown";

execFileSync(
  "cargo",
  ["build", "--quiet", "--release", "--package", "kernel", "--example", "mm1", "--target", triple],
  {
    cwd: root,
    env: { ...process.env, CARGO_TARGET_DIR: target, CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
const module = new WebAssembly.Module(readFileSync(`${target}/${triple}/release/examples/mm1.wasm`));

function run() {
  const start = process.hrtime.bigint();
  new WebAssembly.Instance(module).exports.main(0, 0);
  return (Number(process.hrtime.bigint() - start) * WANTED) / MADE;
}

// The first run also compiles: it is left out.
run();
const times = Array.from({ length: 7 }, run).sort((a, b) => a - b);
console.log(JSON.stringify({
  group: "simulation/mm1-native-and-wasm",
  function: "faultline in wasm, under Node",
  nanoseconds: times[3],
}));
