#include "cel/standard.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

#include "cel/arithmetic.h"
#include "cel/collections.h"
#include "cel/compare.h"
#include "cel/convert.h"
#include "cel/text_changes.h"
#include "cel/text_format.h"
#include "cel/text_functions.h"
#include "cel/text_parts.h"
#include "cel/time_functions.h"

namespace usher::cel {
namespace {

using Table = absl::flat_hash_map<std::string, Function>;

const Type kBool(Kind::kBool);
const Type kInt(Kind::kInt);
const Type kUint(Kind::kUint);
const Type kDouble(Kind::kDouble);
const Type kString(Kind::kString);
const Type kBytes(Kind::kBytes);
const Type kTimestamp(Kind::kTimestamp);
const Type kDuration(Kind::kDuration);
const Type kA = Type::Parameter('A');
const Type kB = Type::Parameter('B');
const Type kListOfA = Type::List(kA);
const Type kMapOfAB = Type::Map(kA, kB);

Overload Call(std::vector<Type> arguments, Type result) {
  return {.receiver = false, .arguments = std::move(arguments), .result = std::move(result)};
}

Overload Method(std::vector<Type> arguments, Type result) {
  return {.receiver = true, .arguments = std::move(arguments), .result = std::move(result)};
}

void Add(Table* table, const std::string& name, Apply apply, std::vector<Overload> overloads) {
  (*table)[name] = {.name = name, .apply = apply, .overloads = std::move(overloads)};
}

void AddOperators(Table* table) {
  const std::vector<Overload> equality = {Call({kA, kA}, kBool)};
  Add(table, "==", ApplyEqual, equality);
  Add(table, "!=", ApplyNotEqual, equality);
  std::vector<Overload> ordering;
  for (const Type& type : {kBool, kInt, kUint, kDouble, kString, kBytes, kTimestamp, kDuration}) {
    ordering.push_back(Call({type, type}, kBool));
  }
  for (const auto& [a, b] :
       {std::pair(kInt, kUint), std::pair(kInt, kDouble), std::pair(kUint, kDouble)}) {
    ordering.push_back(Call({a, b}, kBool));
    ordering.push_back(Call({b, a}, kBool));
  }
  Add(table, "<", ApplyLess, ordering);
  Add(table, "<=", ApplyLessEqual, ordering);
  Add(table, ">", ApplyGreater, ordering);
  Add(table, ">=", ApplyGreaterEqual, ordering);
  Add(table, "in", ApplyIn, {Call({kA, kListOfA}, kBool), Call({kA, kMapOfAB}, kBool)});
  Add(table, "[]", ApplyIndex, {Call({kListOfA, kInt}, kA), Call({kMapOfAB, kA}, kB)});
  Add(table, "!", ApplyNot, {Call({kBool}, kBool)});

  const Overload of_ints = Call({kInt, kInt}, kInt);
  const Overload of_uints = Call({kUint, kUint}, kUint);
  const Overload of_doubles = Call({kDouble, kDouble}, kDouble);
  Add(table, "+", ApplyAdd,
      {of_ints, of_uints, of_doubles, Call({kString, kString}, kString),
       Call({kBytes, kBytes}, kBytes), Call({kListOfA, kListOfA}, kListOfA),
       Call({kTimestamp, kDuration}, kTimestamp), Call({kDuration, kTimestamp}, kTimestamp),
       Call({kDuration, kDuration}, kDuration)});
  Add(table, "-", ApplySubtract,
      {of_ints, of_uints, of_doubles, Call({kTimestamp, kTimestamp}, kDuration),
       Call({kTimestamp, kDuration}, kTimestamp), Call({kDuration, kDuration}, kDuration)});
  Add(table, "*", ApplyMultiply, {of_ints, of_uints, of_doubles});
  Add(table, "/", ApplyDivide, {of_ints, of_uints, of_doubles});
  Add(table, "%", ApplyModulo, {of_ints, of_uints});
  Add(table, "unary -", ApplyNegate, {Call({kInt}, kInt), Call({kDouble}, kDouble)});
}

void AddTexts(Table* table) {
  std::vector<Overload> sizes;
  for (const Type& type : {kString, kBytes, kListOfA, kMapOfAB}) {
    sizes.push_back(Call({type}, kInt));
    sizes.push_back(Method({type}, kInt));
  }
  Add(table, "size", ApplySize, sizes);
  const Overload test = Method({kString, kString}, kBool);
  Add(table, "contains", ApplyContains, {test});
  Add(table, "startsWith", ApplyStartsWith, {test});
  Add(table, "endsWith", ApplyEndsWith, {test});
  Add(table, "matches", ApplyMatches, {test, Call({kString, kString}, kBool)});
}

// CEL's extension for strings.
void AddTextExtension(Table* table) {
  const Overload whole = Method({kString}, kString);
  Add(table, "charAt", ApplyCharAt, {Method({kString, kInt}, kString)});
  const std::vector<Overload> search = {Method({kString, kString}, kInt),
                                        Method({kString, kString, kInt}, kInt)};
  Add(table, "indexOf", ApplyIndexOf, search);
  Add(table, "lastIndexOf", ApplyLastIndexOf, search);
  Add(table, "substring", ApplySubstring,
      {Method({kString, kInt}, kString), Method({kString, kInt, kInt}, kString)});
  Add(table, "replace", ApplyReplace,
      {Method({kString, kString, kString}, kString),
       Method({kString, kString, kString, kInt}, kString)});
  const Type texts = Type::List(kString);
  Add(table, "split", ApplySplit,
      {Method({kString, kString}, texts), Method({kString, kString, kInt}, texts)});
  Add(table, "join", ApplyJoin, {Method({texts}, kString), Method({texts, kString}, kString)});
  for (const auto& [name, apply] :
       std::initializer_list<std::pair<const char*, Apply>>{{"trim", ApplyTrim},
                                                            {"reverse", ApplyReverse},
                                                            {"lowerAscii", ApplyLowerAscii},
                                                            {"upperAscii", ApplyUpperAscii}}) {
    Add(table, name, apply, {whole});
  }
  Add(table, "strings.quote", ApplyQuote, {Call({kString}, kString)});
  Add(table, "format", ApplyFormat, {Method({kString, Type(Kind::kList)}, kString)});
}

void AddConversions(Table* table) {
  const auto add = [table](const std::string& name, Apply apply, const Type& result,
                           const std::vector<Type>& sources) {
    std::vector<Overload> overloads;
    for (const Type& source : sources) overloads.push_back(Call({source}, result));
    Add(table, name, apply, std::move(overloads));
  };
  add("int", ApplyInt, kInt, {kInt, kUint, kDouble, kString, kTimestamp});
  add("uint", ApplyUint, kUint, {kUint, kInt, kDouble, kString});
  add("double", ApplyDouble, kDouble, {kDouble, kInt, kUint, kString});
  add("bool", ApplyBool, kBool, {kBool, kString});
  add("string", ApplyString, kString,
      {kString, kBool, kInt, kUint, kDouble, kBytes, kTimestamp, kDuration});
  add("bytes", ApplyBytes, kBytes, {kBytes, kString});
  add("timestamp", ApplyTimestamp, kTimestamp, {kTimestamp, kString, kInt});
  add("duration", ApplyDuration, kDuration, {kDuration, kString});
  add("type", ApplyType, Type::TypeOf(kA), {kA});
  add("dyn", ApplyDyn, Type(), {kA});
}

void AddTimes(Table* table) {
  const std::vector<Overload> parts = {Method({kTimestamp}, kInt),
                                       Method({kTimestamp, kString}, kInt)};
  Add(table, "getFullYear", ApplyGetFullYear, parts);
  Add(table, "getMonth", ApplyGetMonth, parts);
  Add(table, "getDate", ApplyGetDate, parts);
  Add(table, "getDayOfMonth", ApplyGetDayOfMonth, parts);
  Add(table, "getDayOfWeek", ApplyGetDayOfWeek, parts);
  Add(table, "getDayOfYear", ApplyGetDayOfYear, parts);
  std::vector<Overload> both = parts;
  both.push_back(Method({kDuration}, kInt));
  Add(table, "getHours", ApplyGetHours, both);
  Add(table, "getMinutes", ApplyGetMinutes, both);
  Add(table, "getSeconds", ApplyGetSeconds, both);
  Add(table, "getMilliseconds", ApplyGetMilliseconds, both);
}

const Table& Functions() {
  static const Table* const kFunctions = [] {
    Table* table = new Table();
    AddOperators(table);
    AddTexts(table);
    AddTextExtension(table);
    AddConversions(table);
    AddTimes(table);
    return table;
  }();
  return *kFunctions;
}

}  // namespace

const Function* FindStandardFunction(absl::string_view name) {
  const auto found = Functions().find(name);
  return found == Functions().end() ? nullptr : &found->second;
}

const std::vector<std::string>& StandardFunctionNames() {
  static const std::vector<std::string>* const kNames = [] {
    auto* names =
        new std::vector<std::string>{"all", "exists", "exists_one", "filter", "has", "map"};
    for (const auto& [name, function] : Functions()) {
      const bool is_operator = !absl::ascii_isalpha(static_cast<unsigned char>(name[0])) ||
                               name == "in" || name == "unary -";
      if (!is_operator) names->push_back(name);
    }
    std::sort(names->begin(), names->end());
    return names;
  }();
  return *kNames;
}

}  // namespace usher::cel
