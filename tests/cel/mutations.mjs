// Asks usherctl about expressions that somebody mistyped: every line is answered, and an error has
// its place in the text.
//
// usage: node mutations.mjs USHERCTL [SEED]

import { evaluateAll } from "./batch.mjs";
import { Generator, Random, VARIABLES } from "./generator.mjs";

const JUNK = ["(", ")", "[", "]", "{", "}", "'", '"', "\\", "?", ":", ".", ",", "-", "!", "&&", "||", "u", "e", "0x", "//",
  "\n", " in ", "`", "r", "b", "é", "😀", "\u0000", "%", "1", "x", "#", "null", "'''", "9".repeat(30)];
const CASES = 5000;

const [usherctl, seed = "1"] = process.argv.slice(2);

function mutate(expr, random) {
  const points = [...expr];
  for (let changes = 1 + random.below(3); changes > 0; changes -= 1) {
    const at = random.below(points.length + 1);
    const added = random.chance(70) ? [random.pick(JUNK)] : [];
    points.splice(at, random.below(3), ...added);
  }
  return points.join("");
}

const vars = Object.fromEntries(VARIABLES.map(([name, , json]) => [name, json]));
const requests = Array.from({ length: CASES }, (_, index) => {
  const random = new Random(Math.imul(Number(seed), 7919) + index);
  return { expr: mutate(new Generator(random).expression(), random), vars, check: random.chance(50) };
});

let refused = 0;
let failures = 0;
evaluateAll(usherctl, requests).forEach((answer, index) => {
  if ("value" in answer) return;
  refused += 1;
  const { error, line, column } = answer;
  const lines = requests[index].expr.split("\n");
  const hasPlace = line >= 1 && line <= lines.length && column >= 1 && column <= [...lines[line - 1]].length + 1;
  // A value that JSON cannot express has no place in the expression.
  if (error !== "" && (hasPlace || error.startsWith("two keys of the map"))) return;
  failures += 1;
  console.log(`seed ${seed} case ${index}: ${JSON.stringify(requests[index].expr)}\n  ${JSON.stringify(answer)}`);
});
console.log(`${CASES} mistyped expressions answered, ${refused} refused, ${failures} without a place`);
process.exit(failures > 0 || refused < CASES / 2 ? 1 : 0);
