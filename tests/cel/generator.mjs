// Makes expressions of CEL with their variables, the same ones from the same seed.

// Uniform numbers from a 32-bit state.
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
    for (let i = 0; i < 4; i += 1) this.next();
  }
  next() {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }
  below(limit) {
    return this.next() % limit;
  }
  chance(percent) {
    return this.below(100) < percent;
  }
  pick(items) {
    return items[this.below(items.length)];
  }
}

const INTS = ["0", "1", "-1", "2", "3", "7", "10", "-4", "100", "0x1F", "-0xa", "1709294400", "9007199254740993",
  "9223372036854775807", "-9223372036854775808"];
const UINTS = ["0u", "1u", "2u", "3u", "42u", "0xFFu", "18446744073709551615u"];
const DOUBLES = ["0.0", "1.0", "-1.0", "0.5", "2.5", "-3.25", "1e3", "1.5e-3", ".25", "1e21", "1e-7", "123456.75",
  "9007199254740992.0", "1e308", "-0.5"];
const STRINGS = ["''", "'a'", "'b'", "'abc'", "\"abc\"", "'Hello World'", "'  pad '", "'1'", "'42'", "'-7'", "'true'",
  "'1.5'", "'a,b,,c'", "r'\\d+'", "'''tri'ple'''", "\"\"\"tri\"ple\"\"\"", "'Gr\\u00fcn'", "'caf\\u00e9'", "'x\\ty\\n'",
  "'\\x41\\101'", "'ß→Ω'", "'abcabc'", "'2024-03-01T12:00:00Z'", "'90s'"];
const BYTES = ["b''", "b'a'", "b'abc'", "b'\\xff\\000'", "b\"Gr\\303\\274n\"", "br'\\n'", "b'''x'y'''"];
const TIMESTAMPS = ["'2024-03-01T12:00:00Z'", "'2024-02-29T23:59:59.999Z'", "'1970-01-01T00:00:00Z'",
  "'2024-10-27T01:30:00+02:00'", "'1969-12-31T23:59:59.5Z'", "'2024-12-31T23:30:00-05:00'",
  "'2024-03-31T01:00:00.123456Z'", "'9999-12-31T23:59:59Z'", "'1000-01-01T00:00:00Z'"];
const DURATIONS = ["'0s'", "'1s'", "'90m'", "'1h30m'", "'-2.5s'", "'100ms'", "'1us'", "'24h'", "'-36h15m'", "'2400000h'"];
const ZONES = ["'UTC'", "'Europe/Berlin'", "'America/New_York'", "'Asia/Kathmandu'", "'Australia/Lord_Howe'", "'+05:30'",
  "'-08:00'", "'02:00'"];
const PATTERNS = ["'^a'", "'b+'", "'[a-c]*$'", "r'\\d'", "'(ab|bc)c?'", "''", "'.'", "'[[:upper:]]'"];
const FORMATS = [["'%s'", "any"], ["'%d|%d'", "int", "int"], ["'%s and %s'", "string", "any"], ["'%.2f'", "dyadic"],
  ["'%.3e'", "dyadic"], ["'%b %o %x %X'", "int", "uint", "int", "uint"], ["'%x'", "string"], ["'%d%%'", "int"]];

const SCALARS = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"];
const KEYS = ["bool", "int", "uint", "string"];

export const list = (element) => `list(${element})`;
export const map = (key, member) => `map(${key}, ${member})`;
const parts = (type) => {
  const inner = type.slice(type.indexOf("(") + 1, -1);
  if (type.startsWith("list(")) return [inner];
  const comma = inner.indexOf(", ");
  return [inner.slice(0, comma), inner.slice(comma + 2)];
};

// Variables of every case: name, type and JSON, as usherctl reads it. Those without a type are read
// as JSON is.
export const VARIABLES = [
  ["flag", "bool", true],
  ["i", "int", 5],
  ["big", "int", "9007199254740993"],
  ["negative", "int", -12],
  ["u", "uint", 7],
  ["d", "double", 2.5],
  ["nan", "double", "NaN"],
  ["infinite", "double", "-Infinity"],
  ["s", "string", "Hello, Wörld"],
  ["empty", "string", ""],
  ["b", "bytes", "AP9h"],
  ["t", "timestamp", "2024-03-31T00:59:59.250Z"],
  ["span", "duration", "5400.5s"],
  ["ints", list("int"), [3, -1, 4, 1, 5]],
  ["texts", list("string"), ["winter", "sale", ""]],
  ["prices", map("string", "double"), { a: 9.5, b: 10, "c d": -1 }],
  ["names", map("int", "string"), { 1: "one", 2: "two" }],
  ["event", null, { sku: "BOOT-7", paid: true, coupon: null, tags: ["new", "red"], cart: { id: "c-1" } }],
];

export class Generator {
  constructor(random) {
    this.random = random;
    this.locals = []; // [name, type] of the macros around
    this.features = new Set(); // of what differs for known reasons
  }

  // An expression of any type.
  expression() {
    const depth = 1 + this.random.below(4);
    return this.of(this.anyType(), depth);
  }

  anyType() {
    const { random } = this;
    const roll = random.below(100);
    if (roll < 35) return "bool";
    if (roll < 70) return random.pick(SCALARS);
    if (roll < 82) return list(random.pick(SCALARS));
    if (roll < 92) return map(random.pick(KEYS), random.pick(SCALARS));
    if (roll < 96) return "type";
    return "null_type";
  }

  // An expression that should have `type`. Now and then it has not.
  of(type, depth) {
    const { random } = this;
    if (random.chance(2)) return this.wrong(type, depth);
    if (depth <= 0 || random.chance(12)) return this.leaf(type);
    const roll = random.below(100);
    if (roll < 8) return `(${this.of("bool", depth - 1)} ? ${this.of(type, depth - 1)} : ${this.of(type, depth - 1)})`;
    if (roll < 11) return `[${this.of(type, depth - 1)}, ${this.leaf(type)}][${random.pick(["0", "1", "0", "2", "1u", "0.0"])}]`;
    if (roll < 14) return `{'k': ${this.of(type, depth - 1)}}${random.pick([".k", "['k']", ".k", ".missing"])}`;
    if (roll < 16) return `dyn(${this.of(type, depth - 1)})`;
    if (type.startsWith("list(")) return this.list(type, depth);
    if (type.startsWith("map(")) return this.mapLiteral(type, depth);
    switch (type) {
      case "bool":
        return this.bool(depth);
      case "int":
        return this.int(depth);
      case "uint":
        return this.uint(depth);
      case "double":
        return this.double(depth);
      case "string":
        return this.string(depth);
      case "bytes":
        return this.bytes(depth);
      case "timestamp":
        return this.timestamp(depth);
      case "duration":
        return this.duration(depth);
      case "type":
        return `type(${this.of(this.anyType(), depth - 1)})`;
      default:
        return this.leaf(type);
    }
  }

  wrong(type, depth) {
    const other = this.random.pick([...SCALARS, "null_type", "list(int)", "map(string, int)"]);
    if (this.random.chance(15)) return this.random.pick(["missing", "event.missing", "texts[9]", "1 / 0", "names[5]"]);
    return this.of(other === type ? "null_type" : other, depth - 1);
  }

  // A variable, an own one of a macro or a literal.
  leaf(type) {
    const { random } = this;
    const locals = this.locals.filter(([, of]) => of === type);
    if (locals.length > 0 && random.chance(60)) return random.pick(locals)[0];
    const variables = VARIABLES.filter(([, of]) => of === type);
    if (variables.length > 0 && random.chance(40)) return random.pick(variables)[0];
    switch (type) {
      case "bool":
        return random.pick(["true", "false", "event.paid", "has(event.sku)", "has(event.none)"]);
      case "int":
        return random.pick(INTS);
      case "uint":
        return random.pick(UINTS);
      case "double":
        return random.pick(DOUBLES);
      case "string":
        return random.chance(15) ? random.pick(["event.sku", "event.cart.id", "event.tags[0]"]) : random.pick(STRINGS);
      case "bytes":
        return random.pick(BYTES);
      case "timestamp":
        return `timestamp(${random.pick(TIMESTAMPS)})`;
      case "duration":
        return `duration(${random.pick(DURATIONS)})`;
      case "type":
        return random.pick(["int", "string", "list", "map", "bool", "null_type", "type", "double", "uint", "bytes"]);
      case "null_type":
        return random.pick(["null", "event.coupon"]);
      default:
        return type.startsWith("list(") ? this.list(type, 0) : this.mapLiteral(type, 0);
    }
  }

  several(type, depth, most) {
    return Array.from({ length: this.random.below(most + 1) }, () => this.of(type, depth - 1));
  }

  list(type, depth) {
    const { random } = this;
    const [element] = parts(type);
    if (depth <= 0) return `[${this.several(element, 0, 3).join(", ")}]`;
    const roll = random.below(100);
    if (roll < 35) return `[${this.several(element, depth, 4).join(", ")}]`;
    if (roll < 45) return `(${this.of(type, depth - 1)} + ${this.of(type, depth - 1)})`;
    if (roll < 65) return this.macro(element, depth, (x, range) => `${range}.filter(${x}, ${this.of("bool", depth - 1)})`);
    if (element === "string" && roll < 75) return `${this.of("string", depth - 1)}.split(${this.leaf("string")})`;
    const source = random.pick(SCALARS);
    if (roll < 90) return this.macro(source, depth, (x, range) => `${range}.map(${x}, ${this.of(element, depth - 1)})`);
    return this.macro(source, depth, (x, range) =>
      `${range}.map(${x}, ${this.of("bool", depth - 1)}, ${this.of(element, depth - 1)})`);
  }

  mapLiteral(type, depth) {
    const [key, member] = parts(type);
    const keys = Array.from({ length: this.random.below(4) }, () => this.leaf(key));
    if (key === "uint" && new Set(keys).size < keys.length) this.features.add("repeated uint key");
    const entries = keys.map((text) => `${text}: ${depth <= 0 ? this.leaf(member) : this.of(member, depth - 1)}`);
    return `{${entries.join(", ")}}`;
  }

  // `write` with a new variable over a list, or the keys of a map, of `element`.
  macro(element, depth, write) {
    const name = `${this.random.pick(["x", "y", "item"])}${this.locals.length}`;
    const keys = KEYS.includes(element) && this.random.chance(20);
    const range = keys ? this.of(map(element, "int"), depth - 1) : this.of(list(element), depth - 1);
    this.locals.push([name, element]);
    const written = write(name, range);
    this.locals.pop();
    return written;
  }

  bool(depth) {
    const { random } = this;
    const next = depth - 1;
    const type = random.pick(SCALARS);
    const roll = random.below(100);
    if (roll < 12) return `(${this.of("bool", next)} && ${this.of("bool", next)})`;
    if (roll < 24) return `(${this.of("bool", next)} || ${this.of("bool", next)})`;
    if (roll < 28) return `!${this.of("bool", next)}`;
    if (roll < 38) return `(${this.of(type, next)} ${random.pick(["==", "!="])} ${this.of(type, next)})`;
    if (roll < 46) return `(${this.of(type, next)} ${random.pick(["<", "<=", ">", ">="])} ${this.of(type, next)})`;
    if (roll < 52) {
      const [a, b] = [this.number(), this.number()];
      return `(${this.of(a, next)} ${random.pick(["==", "!=", "<", "<=", ">", ">="])} ${this.of(b, next)})`;
    }
    if (roll < 58) return `(${this.of(this.anyType(), next)} == ${this.of(this.anyType(), next)})`;
    if (roll < 64) return `(${this.of(type, next)} in ${this.of(list(type), next)})`;
    if (roll < 68) {
      const key = random.pick(KEYS);
      return `(${this.of(key, next)} in ${this.of(map(key, "int"), next)})`;
    }
    if (roll < 84) {
      const name = random.pick(["all", "exists", "exists_one", "all", "exists"]);
      return this.macro(type, depth, (x, range) => `${range}.${name}(${x}, ${this.of("bool", next)})`);
    }
    if (roll < 92) {
      const name = random.pick(["contains", "startsWith", "endsWith"]);
      return `${this.of("string", next)}.${name}(${this.of("string", next)})`;
    }
    if (roll < 96) return `${this.of("string", next)}.matches(${random.pick(PATTERNS)})`;
    return `bool(${random.pick([this.of("bool", next), "'true'", "'False'", "'1'", "'yes'"])})`;
  }

  number() {
    return this.random.pick(["int", "uint", "double"]);
  }

  arithmetic(type, operators, depth) {
    return `(${this.of(type, depth - 1)} ${this.random.pick(operators)} ${this.of(type, depth - 1)})`;
  }

  int(depth) {
    const { random } = this;
    const next = depth - 1;
    const roll = random.below(100);
    if (roll < 40) return this.arithmetic("int", ["+", "-", "*", "/", "%"], depth);
    if (roll < 45) return `-(${this.of("int", next)})`;
    if (roll < 57) {
      const sized = this.of(random.pick(["string", "bytes", list("int"), map("string", "int")]), next);
      return random.chance(50) ? `size(${sized})` : `${sized}.size()`;
    }
    if (roll < 65) return `int(${this.of(random.pick(["int", "uint", "double", "timestamp"]), next)})`;
    if (roll < 67) return `int(${random.pick(["'42'", "'-7'", "'abc'", "'9223372036854775808'"])})`;
    if (roll < 75) {
      const name = random.pick(["indexOf", "lastIndexOf"]);
      const from = random.chance(30) ? `, ${random.pick(["0", "1", "2", "9", "-1"])}` : "";
      const [text, wanted] = [this.of("string", next), this.of("string", next)];
      if (from) this.features.add("search from a position");
      return `${text}.${name}(${wanted}${from})`;
    }
    if (roll < 92) {
      const part = random.pick(["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
        "getHours", "getMinutes", "getSeconds", "getMilliseconds"]);
      return `${this.of("timestamp", next)}.${part}(${random.chance(50) ? random.pick(ZONES) : ""})`;
    }
    return `${this.of("duration", next)}.${random.pick(["getHours", "getMinutes", "getSeconds", "getMilliseconds"])}()`;
  }

  uint(depth) {
    const roll = this.random.below(100);
    if (roll < 65) return this.arithmetic("uint", ["+", "-", "*", "/", "%"], depth);
    if (roll < 95) return `uint(${this.of(this.number(), depth - 1)})`;
    return `uint(${this.random.pick(["'42'", "'-7'", "'abc'", "'18446744073709551616'"])})`;
  }

  double(depth) {
    const roll = this.random.below(100);
    if (roll < 65) return this.arithmetic("double", ["+", "-", "*", "/"], depth);
    if (roll < 72) return `-(${this.of("double", depth - 1)})`;
    if (roll < 95) return `double(${this.of(this.number(), depth - 1)})`;
    return `double(${this.random.pick(["'1.5'", "'-2e3'", "'NaN'", "'Infinity'", "'7'"])})`;
  }

  string(depth) {
    const { random } = this;
    const next = depth - 1;
    const text = () => this.of("string", next);
    switch (random.below(14)) {
      case 0:
      case 1:
        return `(${text()} + ${text()})`;
      case 2:
      case 3:
        return `string(${this.of(random.pick(SCALARS), next)})`;
      case 4:
        return `${text()}.charAt(${random.pick(["0", "1", "3", "9", "-1"])})`;
      case 5:
        return `${text()}.substring(${random.pick(["0", "1", "2", "9"])})`;
      case 6:
        return `${text()}.substring(${random.pick(["0", "1", "2"])}, ${random.pick(["1", "2", "3", "0"])})`;
      case 7:
        return this.replace(depth);
      case 8:
        return `${text()}.trim()`;
      case 9:
        return `${text()}.${random.pick(["lowerAscii", "upperAscii"])}()`;
      case 10:
        return `${this.of(list("string"), next)}.join(${random.chance(60) ? text() : ""})`;
      case 11:
        return `strings.quote(${text()})`;
      case 12:
        return this.format(next);
      default:
        return `${text()}.split(${text()}${random.chance(30) ? this.limit() : ""}).join('|')`;
    }
  }

  replace(depth) {
    const { random } = this;
    const limit = random.chance(30) ? `, ${random.pick(["0", "1", "2"])}` : "";
    let wanted = random.pick(["'a'", "'b'", "'bc'", "'ll'", "' '", "'ü'", "'→'"]);
    if (random.chance(20)) {
      this.features.add("replace of any text");
      wanted = this.of("string", depth - 1);
    }
    return `${this.of("string", depth - 1)}.replace(${wanted}, ${this.of("string", depth - 1)}${limit})`;
  }

  limit() {
    this.features.add("limit of split");
    return `, ${this.random.pick(["0", "1", "2", "-1"])}`;
  }

  format(depth) {
    const [format, ...types] = this.random.pick(FORMATS);
    if (format.includes("e'")) this.features.add("number in %e");
    const values = types.map((type) => {
      if (type === "dyadic") return this.random.pick(["0.0", "1.0", "-2.5", "1234.75", "0.125", "1e10"]);
      if (type === "any") return this.leaf(this.random.pick(["bool", "int", "uint", "string", "timestamp", "duration", list("int")]));
      return this.of(type, depth);
    });
    return `${format}.format([${values.join(", ")}])`;
  }

  bytes(depth) {
    return this.random.chance(50)
      ? `(${this.of("bytes", depth - 1)} + ${this.of("bytes", depth - 1)})`
      : `bytes(${this.of("string", depth - 1)})`;
  }

  timestamp(depth) {
    const next = depth - 1;
    if (this.random.chance(60)) return `(${this.of("timestamp", next)} ${this.random.pick(["+", "-"])} ${this.of("duration", next)})`;
    if (this.random.chance(30)) {
      this.features.add("timestamp of an int");
      return `timestamp(${this.of("int", next)})`;
    }
    return `timestamp(${this.random.pick([...TIMESTAMPS, "'2024-02-30T00:00:00Z'", "'soon'"])})`;
  }

  duration(depth) {
    const next = depth - 1;
    if (this.random.chance(40)) return this.arithmetic("duration", ["+", "-"], depth);
    if (this.random.chance(50)) return `(${this.of("timestamp", next)} - ${this.of("timestamp", next)})`;
    return `duration(${this.random.pick([...DURATIONS, "'1'", "'soon'", "'9999999h'"])})`;
  }
}
