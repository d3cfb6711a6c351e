// Where usher and @bufbuild/cel 0.6.1 differ and the standard decides for usher. "Definition" is the
// CEL language definition (google/cel-spec, doc/langdef.md), "extension" the description of the
// strings extension (google/cel-go, ext/README.md), "cases" the standard's conformance cases.
//
// `covers` sees the expression, the features its generator noted, and both answers.

const theirError = (theirs, text) => (theirs.error ?? "").includes(text);
const ourError = (ours, text) => (ours.error ?? "").includes(text);

export const KNOWN_DIFFERENCES = [
  {
    name: "timestamp(int) counts seconds, not milliseconds",
    standard: "Definition, timestamp and int: an int is the seconds since the Unix epoch, in both directions.",
    covers: ({ features }) => features.has("timestamp of an int"),
  },
  {
    name: "a map literal with the same uint key twice is an error",
    standard: 'Definition, Aggregate Values: "It is an error to have duplicate keys or field names."',
    covers: ({ features }) => features.has("repeated uint key"),
  },
  {
    name: "a day that does not exist is no timestamp",
    standard: "Definition, timestamp: the text is RFC 3339, whose days run to the last of the month.",
    covers: ({ expr }) => expr.includes("2024-02-30"),
  },
  {
    name: "what cannot be a key is in no map",
    standard: "Definition, in: (A, map(A, B)) tests for membership of any value; a value of another type equals no key.",
    covers: ({ theirs }) => theirError(theirs, "found no matching overload for '@in'"),
  },
  {
    name: "a key whose value is null is in the map",
    standard: "Definition, in: (A, map(A, B)) is map key membership, whatever the value.",
    covers: ({ expr }) => /: (null|event\.coupon)/.test(expr),
  },
  {
    name: "parts of a time are not rounded",
    standard: "Definition, getMilliseconds and the like: parts of the date; the next millisecond has not begun.",
    covers: ({ expr }) => /1us|123456/.test(expr) && /\.get[A-Z]/.test(expr),
  },
  {
    name: "a uint that fits is no overflow",
    standard: 'Definition, Overflow: an error arises "when the results exceed the range of the integer type (int, uint)".',
    covers: ({ theirs }) => theirError(theirs, "int overflow during divide"),
  },
  {
    name: "a text that is no number does not convert",
    standard: "Definition, int, uint, double: a conversion of the text of a number; the empty text is none, nor is 'abc'.",
    covers: ({ ours }) => ourError(ours, "not a double") || ourError(ours, 'not an int: ""') || ourError(ours, 'not a uint: ""'),
  },
  {
    name: "a duration does not convert to an int",
    standard: "Definition, int: converts uint, double, string and timestamp.",
    covers: ({ ours }) => ourError(ours, "no such overload: int(google.protobuf.Duration)"),
  },
  {
    name: "the last part of split() is the rest",
    standard: "Extension, split: 'hello hello hello'.split(' ', 2) is ['hello', 'hello hello'].",
    covers: ({ features }) => features.has("limit of split"),
  },
  {
    name: "replace() of the empty text inserts between code points",
    standard: "Extension, replace: 'hello hello'.replace('', '_') is '_h_e_l_l_o_ _h_e_l_l_o_'.",
    covers: ({ features }) => features.has("replace of any text"),
  },
  {
    name: "the empty text is found where the search starts",
    standard: "Extension, indexOf: of an empty substring, the result is the index where the search starts.",
    covers: ({ features, theirs }) => features.has("search from a position") && theirError(theirs, "out of bounds"),
  },
  {
    name: "%e writes two digits of the exponent",
    standard: "Cases, string_ext/format: '%.6e' of 1052.032911275 is 1.052033e+03; a negative exponent is no exception.",
    covers: ({ expr, features }) => features.has("number in %e") && expr.includes("0.125"),
  },
];
