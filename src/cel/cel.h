#pragma once

// The Common Expression Language: what journeys' conditions and keys are written in.
//
// A text goes through lexer, parser (with macro), checker and compiler and comes out as a Program,
// or as an Error with its place. The checker knows the names an Environment declares and the
// functions of `standard`; every name and type it can decide is decided there. A Program is run by
// the evaluator against an Activation: the values of the variables and a Host for functions of
// ours. Functions of the standard live in arithmetic, compare, collections, convert,
// text_functions and time_functions; each takes values and a Context and returns a value, which
// may be an error. Errors are values: && and || absorb them where another operand decides.
//
// What is left out of the standard: protocol buffer messages, enumerations and containers of
// names. What is added: a number of JSON is a double, as the standard says, but nobody chose that,
// so `event.quantity + 2` is arithmetic of doubles, where the standard sees an error, and a whole
// one may stand where an int is wanted. Numbers whose kind an expression or a schema chose mix as
// little as the standard lets them.

#include "cel/activation.h"   // IWYU pragma: export
#include "cel/environment.h"  // IWYU pragma: export
#include "cel/format.h"       // IWYU pragma: export
#include "cel/from_json.h"    // IWYU pragma: export
#include "cel/json_text.h"    // IWYU pragma: export
#include "cel/program.h"      // IWYU pragma: export
#include "cel/type_text.h"    // IWYU pragma: export
