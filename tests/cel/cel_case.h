#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cel/cel.h"

namespace usher::cel {

// An expression and what it should come to: its value as ToString() shows it, or a description
// that starts with "error: " when it fails as it runs, or "invalid: " when it does not compile.
struct Case {
  std::string expression;
  std::string expected;
};

// The names conditions of journeys see, with one event: a purchase of two boots by a customer in
// Germany, at noon UTC on Friday 2024-03-01.
class Shop {
 public:
  Shop()
      : event_(*base::ParseJson(R"({
          "price": 59.9, "quantity": 2, "total": 119.8, "paid": true, "coupon": null,
          "order_id": 9007199254740993, "sku": "BOOT-7", "name": "Grün & gut",
          "cart": {"id": "c-1", "gift note": "hi"},
          "items": [{"sku": "A", "price": 10}, {"sku": "B", "price": 50.5}],
          "tags": ["winter", "sale"]})")),
        customer_(*base::ParseJson(R"({"country": "DE", "age": 41})")) {
    const Type json = Type::Map(Type(Kind::kString), Type());
    activation_.Set(environment_.AddVariable("event", json), Value::Json(event_));
    activation_.Set(environment_.AddVariable("customer", json), Value::Json(customer_));
    activation_.Set(environment_.AddVariable("now", Type(Kind::kTimestamp)),
                    Value::Timestamp(absl::FromUnixSeconds(1709294400)));
    environment_.AddVariable("run", json);  // never set
  }

  // Its values view this object.
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  Environment& environment() { return environment_; }
  const Environment& environment() const { return environment_; }
  Activation& activation() { return activation_; }

  std::string Evaluate(absl::string_view expression) const {
    const std::variant<Program, Error> compiled = Program::Compile(expression, environment_);
    if (const Error* error = std::get_if<Error>(&compiled)) {
      return absl::StrCat("invalid: ", error->message);
    }
    return ToString(std::get<Program>(compiled).Evaluate(activation_).value());
  }

  // The place and text of the compile error, such as "1:7: unknown name 'evnt'".
  std::string CompileError(absl::string_view expression) const {
    const std::variant<Program, Error> compiled = Program::Compile(expression, environment_);
    const Error* error = std::get_if<Error>(&compiled);
    if (error == nullptr) return "none";
    return absl::StrCat(error->line, ":", error->column, ": ", error->message);
  }

 private:
  base::Value event_;
  base::Value customer_;
  Environment environment_;
  Activation activation_;
};

}  // namespace usher::cel
