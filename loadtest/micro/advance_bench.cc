#include <string>

#include "benchmark/benchmark.h"
#include "journey/advance.h"
#include "micro/sample.h"

// Advance(): one event against a record; the argument is how many events the customer had. The
// record is copied for each event, as the journey actor does; CopyRecord tells how much of it that
// is.
namespace usher::micro {
namespace {

void Advance(benchmark::State& state, const std::string& name) {
  const customer::Limits limits;
  const journey::Surroundings surroundings{Journeys(), Policy(), limits};
  const customer::Record record = RecordAfter(static_cast<int>(state.range(0)));
  const journey::Input input = Event(name, -1);
  for (auto _ : state) {
    journey::Transition transition{record, {}};
    benchmark::DoNotOptimize(
        journey::Advance(surroundings, Customer(), input, Noon(), &transition));
  }
}
BENCHMARK_CAPTURE(Advance, unheard_event, std::string("Page Viewed"))->Arg(1)->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(Advance, goal, std::string("Order Completed"))->Arg(1)->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(Advance, entry, std::string("Product Added"))->Arg(0);

void CopyRecord(benchmark::State& state) {
  const customer::Record record = RecordAfter(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    customer::Record copy = record;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(CopyRecord)->Arg(1)->Arg(10)->Arg(100);

}  // namespace
}  // namespace usher::micro
