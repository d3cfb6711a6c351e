// Compares usher's CEL with @bufbuild/cel on generated expressions.
//
// usage: node differential.mjs USHERCTL ORACLES [--cases N] [--seed S] [--case I]
// ORACLES is the folder with node_modules. Case I of seed S is always the same one.

import { createRequire } from "node:module";
import path from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";

import { evaluateAll } from "./batch.mjs";
import { Generator, Random, VARIABLES } from "./generator.mjs";
import { KNOWN_DIFFERENCES } from "./known_differences.mjs";

// Parts of times are computed by way of the host's zone there.
process.env.TZ = "UTC";

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: "string" }, seed: { type: "string" }, case: { type: "string" } },
});
const [usherctl, oracles] = positionals;
const caseCount = Number(options.cases ?? 10000);
const seed = Number(options.seed ?? 1);
const require = createRequire(path.resolve(oracles, "package.json"));
const { run, celUint, isCelUint, isCelError, isCelList, isCelMap, isCelType } = require("@bufbuild/cel");
const { strings } = require("@bufbuild/cel/ext");
const { create, fromJson, toJson } = require("@bufbuild/protobuf");
const { TimestampSchema, DurationSchema } = require("@bufbuild/protobuf/wkt");
const { isReflectMessage } = require("@bufbuild/protobuf/reflect");

// Parts of times in a zone are read from a text there, in which midnight is 24 o'clock of the day
// before with some versions of ICU.
const formatToParts = Intl.DateTimeFormat.prototype.formatToParts;
Intl.DateTimeFormat.prototype.formatToParts = function (date) {
  return formatToParts.call(this, date).map((part) =>
    part.type === "hour" && part.value === "24" ? { ...part, value: "00" } : part);
};

// The value of a variable there, from JSON and a type.
function toCel(json, type) {
  switch (type) {
    case "int":
      return BigInt(json);
    case "uint":
      return celUint(BigInt(json));
    case "double":
      return Number(json);
    case "bytes":
      return new Uint8Array(Buffer.from(json, "base64"));
    case "timestamp":
      return fromJson(TimestampSchema, json);
    case "duration":
      return fromJson(DurationSchema, json);
    case "list(int)":
      return json.map(BigInt);
    case "map(int, string)":
      return new Map(Object.entries(json).map(([key, value]) => [BigInt(key), value]));
    case "map(string, double)":
      return new Map(Object.entries(json));
    default:
      return json;
  }
}

// A value of theirs as usherctl would print it.
function toAnswer(value) {
  if (isCelUint(value)) return toAnswer(value.value);
  if (isCelType(value)) return value.name;
  if (isCelList(value)) return [...value].map(toAnswer);
  if (isCelMap(value)) {
    const entries = [...value].map(([key, member]) => [String(isCelUint(key) ? key.value : key), toAnswer(member)]);
    if (new Set(entries.map(([key]) => key)).size < entries.length) throw new Error("two keys become one in JSON");
    return Object.fromEntries(entries);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isReflectMessage(value)) return toJson(value.desc, value.message);
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}

const bindings = Object.fromEntries(VARIABLES.map(([name, type, json]) => [name, toCel(json, type)]));

function theirAnswer(expr) {
  try {
    const value = run(expr, bindings, { funcs: strings });
    return isCelError(value) ? { error: value.message } : { value: toAnswer(value) };
  } catch (error) {
    return { error: error.message };
  }
}

const vars = Object.fromEntries(VARIABLES.map(([name, , json]) => [name, json]));
const types = Object.fromEntries(VARIABLES.filter(([, type]) => type).map(([name, type]) => [name, type]));

function generate(index) {
  const generator = new Generator(new Random(Math.imul(seed, 1000003) + index));
  const expr = generator.expression();
  return { index, expr, features: generator.features };
}

function agree(ours, theirs) {
  if ("error" in theirs) return "error" in ours;
  return "value" in ours && isDeepStrictEqual(ours.value, theirs.value);
}

const first = options.case === undefined ? 0 : Number(options.case);
const cases = Array.from({ length: options.case === undefined ? caseCount : 1 }, (_, i) => generate(first + i));
const requests = cases.map(({ expr }) => ({ expr, vars, types }));
const ours = evaluateAll(usherctl, requests);
// Checking first may refuse an expression, but must not change what it comes to.
const checked = evaluateAll(usherctl, requests.map((request) => ({ ...request, check: true })));

const found = new Map(KNOWN_DIFFERENCES.map(({ name }) => [name, 0]));
let unexplained = 0;
let known = 0;
let errors = 0;
for (const [i, { index, expr, features }] of cases.entries()) {
  const theirs = theirAnswer(expr);
  if ("error" in theirs) errors += 1;
  if ("value" in checked[i] && !isDeepStrictEqual(checked[i], ours[i])) {
    unexplained += 1;
    console.log(`seed ${seed} case ${index}: ${expr}\n  unchecked: ${JSON.stringify(ours[i])}\n  checked:   ${JSON.stringify(checked[i])}`);
  }
  if (options.case !== undefined) console.log(`${expr}\n  ours:   ${JSON.stringify(ours[i])}\n  theirs: ${JSON.stringify(theirs)}`);
  if (agree(ours[i], theirs)) continue;
  const difference = KNOWN_DIFFERENCES.find((candidate) => candidate.covers({ expr, features, ours: ours[i], theirs }));
  if (difference) {
    known += 1;
    found.set(difference.name, found.get(difference.name) + 1);
    continue;
  }
  unexplained += 1;
  console.log(`seed ${seed} case ${index}: ${expr}\n  ours:   ${JSON.stringify(ours[i])}\n  theirs: ${JSON.stringify(theirs)}`);
}
for (const [name, count] of found) console.log(`${count} known: ${name}`);
console.log(`${cases.length} cases compared, ${known} known differences, ${unexplained} unexplained, ${errors} errors in both or theirs`);
process.exit(unexplained > 0 ? 1 : 0);
