// Runs the conformance cases of the CEL standard that need no protocol buffer messages.
//
// usage: node conformance.mjs USHERCTL ORACLES [NAME...]
// ORACLES is the folder with node_modules. With names such as "string/size", only those cases.

import { createRequire } from "node:module";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";

import { evaluateAll } from "./batch.mjs";

// Files that are about something usher leaves out.
const LEFT_OUT_FILES = {
  bindings_ext: "extension cel.bind",
  block_ext: "extension cel.block",
  encoders_ext: "extension base64",
  macros2: "extension of macros with two variables",
  math_ext: "extension math",
  optionals: "extension of optional values",
  proto2_ext: "protocol buffer messages",
  proto2: "protocol buffer messages",
  proto3: "protocol buffer messages",
  enums: "protocol buffer messages",
  wrappers: "protocol buffer messages",
};

// Cases that usher answers otherwise, each with the reason.
const KNOWN = new Map([]);

const MESSAGE = /TestAllTypes|Enum\b|google\.protobuf\.(?!Timestamp\b|Duration\b)|[A-Za-z_\]]\s*\{/;

// Why a case does not concern usher; null if it does.
function leftOut(file, test) {
  if (LEFT_OUT_FILES[file]) return LEFT_OUT_FILES[file];
  const everything = JSON.stringify([test.value, test.typeEnv, test.bindings, test.typedResult]);
  const data = everything.replace(/(type\.googleapis\.com\/)?google\.protobuf\.(Timestamp|Duration)"|"wellKnown":"(TIMESTAMP|DURATION)"/g, "");
  if (/type\.googleapis|google\.protobuf|cel\.expr|enumValue|wellKnown|wrapper|abstractType/.test(data)) {
    return "protocol buffer messages";
  }
  const code = test.expr.replace(/'[^'\n]*'|"[^"\n]*"/g, "''");
  if (MESSAGE.test(code)) return "protocol buffer messages";
  if (test.container) return "containers of names";
  if (test.checkOnly || (test.typedResult && !test.typedResult.result)) return "deduced types alone";
  return null;
}

const SPECIAL_DOUBLES = new Set(["NaN", "Infinity", "-Infinity"]);

// What usherctl prints for a value of the test data.
function expectedJson(value) {
  const [[kind, content]] = Object.entries(value);
  switch (kind) {
    case "nullValue":
      return null;
    case "int64Value":
    case "uint64Value":
      return Number.isSafeInteger(Number(content)) ? Number(content) : content;
    case "doubleValue":
      return SPECIAL_DOUBLES.has(content) ? content : Number(content);
    case "typeValue":
      return content;
    case "listValue":
      return (content.values ?? []).map(expectedJson);
    case "mapValue":
      return Object.fromEntries(
        (content.entries ?? []).map(({ key, value }) => [String(expectedJson(key)), expectedJson(value)]),
      );
    default:
      return content;
  }
}

const TYPE_NAMES = {
  nullValue: "null_type",
  boolValue: "bool",
  int64Value: "int",
  uint64Value: "uint",
  doubleValue: "double",
  stringValue: "string",
  bytesValue: "bytes",
  listValue: "list",
  mapValue: "map",
  typeValue: "type",
};

// The type of a binding in usherctl's words.
function typeOf(value) {
  const { objectValue, listValue, mapValue } = value;
  if (objectValue) return /Duration$/.test(objectValue["@type"]) ? "duration" : "timestamp";
  if (listValue?.values) return `list(${typeOf(listValue.values[0])})`;
  if (mapValue?.entries) return `map(${typeOf(mapValue.entries[0].key)}, ${typeOf(mapValue.entries[0].value)})`;
  return TYPE_NAMES[Object.keys(value)[0]];
}

function bindingJson(value) {
  return value.objectValue ? value.objectValue.value : expectedJson(value);
}

// The requests of one case, each with what it should give: "error", or {value}.
function requestsOf(test) {
  const vars = {};
  const types = {};
  for (const [name, { value }] of Object.entries(test.bindings ?? {})) {
    vars[name] = bindingJson(value);
    types[name] = typeOf(value);
  }
  const expected = test.value ?? test.typedResult?.result;
  const wanted = test.evalError ? "error" : { value: expected === undefined ? true : expectedJson(expected) };
  const requests = [];
  requests.push([{ expr: test.expr, vars, types }, wanted]);
  if (!test.disableCheck) requests.push([{ expr: test.expr, vars, types, check: true }, wanted]);
  if (wanted !== "error" && !expected?.objectValue) {
    const type = TYPE_NAMES[expected ? Object.keys(expected)[0] : "boolValue"];
    requests.push([{ expr: `type(${test.expr}\n)`, vars, types }, { value: type }]);
  }
  return requests;
}

function agrees(answer, wanted) {
  if (wanted === "error") return "error" in answer;
  return "value" in answer && isDeepStrictEqual(answer.value, wanted.value);
}

const [usherctl, oracles, ...only] = process.argv.slice(2);
const require = createRequire(path.resolve(oracles, "package.json"));
const { tests } = require("@bufbuild/cel-spec/testdata/conformance.js");

const reasons = {};
const asked = [];
let cases = 0;
for (const file of tests.suites) {
  for (const section of file.suites ?? []) {
    for (const { original: test } of section.tests ?? []) {
      const name = `${file.name}/${section.name}/${test.name}`;
      if (only.length > 0 && !only.some((prefix) => name.startsWith(prefix))) continue;
      const reason = leftOut(file.name, test);
      if (reason) {
        reasons[reason] = (reasons[reason] ?? 0) + 1;
        continue;
      }
      cases += 1;
      for (const [request, wanted] of requestsOf(test)) asked.push({ name, request, wanted });
    }
  }
}

const answers = evaluateAll(usherctl, asked.map(({ request }) => request));
const failed = new Set();
let failures = 0;
asked.forEach(({ name, request, wanted }, index) => {
  if (agrees(answers[index], wanted)) return;
  failed.add(name);
  if (KNOWN.has(name)) return;
  failures += 1;
  console.log(`${name}: ${JSON.stringify(request)}\n  expected ${JSON.stringify(wanted)}, got ${JSON.stringify(answers[index])}`);
});
for (const name of KNOWN.keys()) {
  if (failed.has(name) || only.length > 0) continue;
  failures += 1;
  console.log(`${name}: agrees, but is listed as a known difference`);
}

for (const [reason, count] of Object.entries(reasons)) console.log(`${count} cases left out: ${reason}`);
console.log(`${cases} cases of the standard run, ${KNOWN.size} known differences, ${failures} failures`);
process.exit(failures > 0 || (only.length === 0 && cases < 1000) ? 1 : 0);
