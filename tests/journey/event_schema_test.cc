// Conditions over events whose properties are declared.

#include "journey/event_schema.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "journey/expression.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using support::Json;

EventSchemas Shop() {
  EventSchemas schemas;
  std::string wrong;
  for (const auto& [property, type] :
       std::initializer_list<std::pair<const char*, const char*>>{{"cart_id", "string"},
                                                                  {"price", "double"},
                                                                  {"quantity", "int"},
                                                                  {"cart.total", "double"},
                                                                  {"items[].sku", "string"},
                                                                  {"seen_at", "timestamp"}}) {
    EXPECT_TRUE(schemas.Declare("Product Added", property, type, &wrong)) << wrong;
  }
  EXPECT_TRUE(schemas.Declare("Product Removed", "cart_id", "string", &wrong));
  EXPECT_TRUE(schemas.Declare("Product Removed", "quantity", "string", &wrong));
  EXPECT_TRUE(schemas.Declare("Product Removed", "cart.id", "string", &wrong));
  return schemas;
}

// "ok", or the column and text of the fault.
std::string Check(absl::string_view text, const std::vector<std::string>& events) {
  Expression expression;
  Expression::Fault fault;
  if (Expression::Compile(text, Expression::Kind::kAny, &expression, &fault,
                          Shop().TypeOf(events))) {
    return "ok";
  }
  return absl::StrCat(fault.offset, ": ", fault.message);
}

TEST(EventSchemaTest, UnknownPropertiesAndWrongTypesAreFaults) {
  const std::vector<std::string> added = {"Product Added"};
  EXPECT_EQ(Check("event.price > 10.0 && event.cart.total > 20.0", added), "ok");
  EXPECT_EQ(Check("event.prise > 10.0", added), "6: unknown member 'prise'; did you mean 'price'?");
  EXPECT_EQ(Check("event.quantity > 1 && event.cart.totl > 1.0", added),
            "33: unknown member 'totl'; did you mean 'total'?");
  EXPECT_EQ(Check("event.items.exists(i, i.skus == 'a')", added),
            "24: unknown member 'skus'; did you mean 'sku'?");
  EXPECT_EQ(Check("event.cart_id > 5", added), "14: no such overload: string > int");
  EXPECT_EQ(Check("now - event.seen_at > duration('1h')", added), "ok");
  EXPECT_EQ(Check("timestamp(run.entred_at) < now", added),
            "14: unknown member 'entred_at'; did you mean 'entered_at'?");
}

TEST(EventSchemaTest, AnEventThatMayBeEitherHasThePropertiesOfBoth) {
  const std::vector<std::string> either = {"Product Added", "Product Removed"};
  EXPECT_EQ(Check("event.price > 10.0 && event.cart.id == event.cart_id", either), "ok");
  // One gives a number, the other a text.
  EXPECT_EQ(Check("event.quantity == 1 || event.quantity == 'one'", either), "ok");
  EXPECT_EQ(Check("event.prise > 10.0", either),
            "6: unknown member 'prise'; did you mean 'price'?");
}

TEST(EventSchemaTest, AnUndeclaredEventMayHaveAnything) {
  EXPECT_EQ(Check("event.prise > 10.0", {"Product Added", "Cart Emptied"}), "ok");
  EXPECT_EQ(Check("event.prise > 10.0", {}), "ok");
}

TEST(EventSchemaTest, PropertiesAreReadAsDeclared) {
  const base::Value event = Json(R"({"quantity": 7, "price": 2, "cart_id": 5})");
  Scope scope;
  scope.event = &event;
  const auto value_of = [&](absl::string_view text) {
    Expression expression;
    Expression::Fault fault;
    EXPECT_TRUE(Expression::Compile(text, Expression::Kind::kAny, &expression, &fault,
                                    Shop().TypeOf({"Product Added"})))
        << fault.message;
    const auto value = expression.Evaluate(scope);
    return value.ok() ? base::ToJson(*value) : std::string(value.status().message());
  };
  EXPECT_EQ(value_of("event.quantity / 2"), "3");
  EXPECT_EQ(value_of("event.price / 4.0"), "0.5");
  EXPECT_EQ(value_of("event.cart_id + 'x'"),
            "event.cart_id + 'x': declared with another type: string expected, found double 5 "
            "(column 7)");
}

TEST(EventSchemaTest, MalformedDeclarationsSayWhatIsWrong) {
  EventSchemas schemas = Shop();
  std::string wrong;
  EXPECT_FALSE(schemas.Declare("Product Added", "", "int", &wrong));
  EXPECT_EQ(wrong, "\"\" is no property; write one like price, cart.total or items[].sku");
  EXPECT_FALSE(schemas.Declare("Product Added", "size", "integer", &wrong));
  EXPECT_EQ(wrong,
            "no type \"integer\"; there are bool, int, uint, double, string, bytes, timestamp, "
            "duration, list(T), map(K, V) and dyn");
  EXPECT_FALSE(schemas.Declare("Product Added", "price", "double", &wrong));
  EXPECT_EQ(wrong, "\"price\": \"price\" is declared as something else");
  EXPECT_FALSE(schemas.Declare("Product Added", "price.net", "double", &wrong));
  EXPECT_EQ(wrong, "\"price.net\": \"price\" is declared as something else");
  EXPECT_FALSE(schemas.Declare("Product Added", "items.sku", "string", &wrong));
  EXPECT_EQ(wrong, "\"items.sku\": \"items\" is declared as something else");
  EXPECT_FALSE(schemas.Declare("Product Added", "cart", "string", &wrong));
  EXPECT_EQ(wrong, "\"cart\": members of it are declared");
}

}  // namespace
}  // namespace usher::journey
