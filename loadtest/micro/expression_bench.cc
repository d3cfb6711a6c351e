#include "benchmark/benchmark.h"
#include "journey/expression.h"
#include "micro/sample.h"

// Conditions of journeys.
namespace usher::micro {
namespace {

void TestCondition(benchmark::State& state, const char* text) {
  journey::Expression condition;
  journey::Expression::Fault fault;
  if (!journey::Expression::Compile(text, journey::Expression::Kind::kCondition, &condition,
                                    &fault)) {
    state.SkipWithError(fault.message.c_str());
    return;
  }
  customer::Record record = RecordAfter(10);
  record.profile.time_zone = "Europe/Vienna";
  const base::Value customer = base::Value(base::Value::Map{{"country", base::Value("AT")}});
  const journey::Scope scope{.event = &Properties(),
                             .record = &record,
                             .customer = &customer,
                             .run = record.runs.empty() ? nullptr : &record.runs.front(),
                             .now = Noon()};
  for (auto _ : state) benchmark::DoNotOptimize(condition.Test(scope));
}
BENCHMARK_CAPTURE(TestCondition, compare, "event.price > 10.0");
BENCHMARK_CAPTURE(TestCondition, texts,
                  R"(event.category in ["kitchen", "garden"] && event.name.startsWith("Blue"))");
BENCHMARK_CAPTURE(TestCondition, arithmetic, "event.price * 2 > 10 && event.quantity <= 3");
BENCHMARK_CAPTURE(TestCondition, history,
                  R"(count("Product Viewed", "7d") >= 3 && customer.country in ["AT", "DE"])");
BENCHMARK_CAPTURE(TestCondition, run, R"(now - timestamp(run.entered_at) < duration("2h"))");
BENCHMARK_CAPTURE(TestCondition, zone, R"(now.getHours("Europe/Vienna") >= 9)");
BENCHMARK_CAPTURE(TestCondition, local_time, "local_time().hour >= 9");
BENCHMARK_CAPTURE(TestCondition, pattern, R"(event.name.matches("^Blue .*mug$"))");
BENCHMARK_CAPTURE(TestCondition, list, R"(event.tags.exists(tag, tag == "gift"))");

}  // namespace
}  // namespace usher::micro
