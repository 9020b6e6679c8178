// The examples of M/M/1 in wasm, under Node: nanoseconds for as much as benches/simulation.rs does in
// its comparisons of the native program with these.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// What each example does, as a share of what its comparison does.
const EXAMPLES = [
  { example: "mm1", group: "simulation/mm1-native-and-wasm", share: 200_000 / 20_000_000 },
  { example: "many_mm1", group: "simulation/mm1-1000-runs-of-1000-events", share: 1_000 / 20_000 },
];

const root = fileURLToPath(new URL("../../../../", import.meta.url));
// A folder of its own, because the site's build has another optimisation for size.
const target = `${root}target/bench-wasm`;
const triple = "wasm32-unknown-unknown";

execFileSync(
  "cargo",
  ["build", "--quiet", "--release", "--package", "kernel", "--examples", "--target", triple],
  {
    cwd: root,
    env: { ...process.env, CARGO_TARGET_DIR: target, CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" },
    stdio: ["ignore", "ignore", "inherit"],
  },
);

for (const { example, group, share } of EXAMPLES) {
  const file = `${target}/${triple}/release/examples/${example}.wasm`;
  const module = new WebAssembly.Module(readFileSync(file));
  const run = () => {
    const start = process.hrtime.bigint();
    new WebAssembly.Instance(module).exports.main(0, 0);
    return Number(process.hrtime.bigint() - start) * share;
  };
  // The first run also compiles: it is left out.
  run();
  const times = Array.from({ length: 5 }, run).sort((a, b) => a - b);
  const nanoseconds = times[2];
  console.log(JSON.stringify({ group, function: "faultline in wasm, under Node", nanoseconds }));
}
