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
  const customer::Record record = RecordAfter(10);
  const journey::Scope scope{.event = &Properties(), .record = &record, .now = Noon()};
  for (auto _ : state) benchmark::DoNotOptimize(condition.Test(scope));
}
BENCHMARK_CAPTURE(TestCondition, compare, "event.price > 10.0");
BENCHMARK_CAPTURE(TestCondition, texts,
                  R"(event.category in ["kitchen", "garden"] && event.name.startsWith("Blue"))");
BENCHMARK_CAPTURE(TestCondition, list, R"(event.tags.exists(tag, tag == "gift"))");

}  // namespace
}  // namespace usher::micro
