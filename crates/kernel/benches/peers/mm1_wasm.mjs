// The example mm1 in wasm, under Node, beside the same example as a native program: nanoseconds
// for all of its events. Both are built here, in a folder of their own under target.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const target = `${root}target/bench-wasm`;
const triple = "wasm32-unknown-unknown";

function build(...more) {
  // A person's own wish for a target folder would hide what is built.
  const env = { ...process.env, CARGO_TARGET_DIR: target, CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" };
  const args = ["build", "--quiet", "--release", "--package", "kernel", "--example", "mm1", ...more];
  execFileSync("cargo", args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
}

function timed(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

build("--target", triple);
build();
const module = new WebAssembly.Module(readFileSync(`${target}/${triple}/release/examples/mm1.wasm`));
const inWasm = () => timed(() => new WebAssembly.Instance(module).exports.main(0, 0));
const native = () => timed(() => execFileSync(`${target}/release/examples/mm1`));

// Turn about, because the machine's speed drifts; the least of each is disturbed the least.
const least = { wasm: Infinity, native: Infinity };
for (let round = 0; round < 5; round += 1) {
  least.native = Math.min(least.native, native());
  least.wasm = Math.min(least.wasm, inWasm());
}
const group = "simulation/mm1-20000000-events";
console.log(JSON.stringify({ group, function: "faultline", nanoseconds: least.native }));
console.log(JSON.stringify({ group, function: "the same in wasm, under Node", nanoseconds: least.wasm }));
