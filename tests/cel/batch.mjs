// Asks `usherctl eval --batch`.

import { spawnSync } from "node:child_process";

// The answers to `requests`, in order.
export function evaluateAll(usherctl, requests) {
  const run = spawnSync(usherctl, ["eval", "--batch"], {
    input: requests.map((request) => JSON.stringify(request) + "\n").join(""),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(`${usherctl}: exit ${run.status ?? run.signal}: ${run.stderr}`);
  const answers = run.stdout.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  if (answers.length !== requests.length) {
    throw new Error(`${requests.length} requests, ${answers.length} answers`);
  }
  return answers;
}
