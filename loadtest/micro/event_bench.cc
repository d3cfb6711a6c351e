#include <vector>

#include "google/protobuf/util/json_util.h"

#include "base/json.h"
#include "benchmark/benchmark.h"
#include "ingest/event_check.h"
#include "micro/sample.h"

// From the API's message to an event that can be handed over.
namespace usher::micro {
namespace {

v1::Event Message() {
  v1::Event event;
  event.set_id("event-000001");
  event.set_customer_id("customer-0012345");
  event.set_name("Product Added");
  return event;
}

void Check(benchmark::State& state, const v1::Event& event) {
  for (auto _ : state) {
    std::vector<ingest::Violation> violations;
    const auto checked = ingest::CheckEvent(event, "event.", Noon(), &violations);
    if (!checked) state.SkipWithError("the event was refused");
    benchmark::DoNotOptimize(checked->input.payload_hash);
  }
}

void CheckEventJson(benchmark::State& state) {
  v1::Event event = Message();
  event.set_properties_json(PropertiesJson());
  Check(state, event);
}
BENCHMARK(CheckEventJson);

void CheckEventStruct(benchmark::State& state) {
  v1::Event event = Message();
  const auto status =
      google::protobuf::util::JsonStringToMessage(PropertiesJson(), event.mutable_properties());
  if (!status.ok()) state.SkipWithError("the properties are no JSON");
  Check(state, event);
}
BENCHMARK(CheckEventStruct);

void ParseProperties(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(base::ParseJson(PropertiesJson()));
}
BENCHMARK(ParseProperties);

}  // namespace
}  // namespace usher::micro
