#include "benchmark/benchmark.h"
#include "micro/sample.h"
#include "store/record_codec.h"

// The record codec; the argument is how many events the customer had.
namespace usher::micro {
namespace {

void EncodeRecord(benchmark::State& state) {
  const customer::Record record = RecordAfter(static_cast<int>(state.range(0)));
  const messages::SeenArchive archive = store::EncodeState({}, {}, 1, &record).archive;
  std::uint64_t operation = 1;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const store::EncodedState encoded = store::EncodeState({}, archive, ++operation, &record);
    bytes = encoded.value.size();
    benchmark::DoNotOptimize(encoded.value.data());
  }
  state.counters["record_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(EncodeRecord)->Arg(1)->Arg(10)->Arg(100);

void DecodeRecord(benchmark::State& state) {
  const customer::Record record = RecordAfter(static_cast<int>(state.range(0)));
  const store::EncodedState encoded = store::EncodeState({}, {}, 1, &record);
  for (auto _ : state) {
    const auto decoded = store::DecodeState(Customer(), encoded.value, encoded.change.bytes);
    benchmark::DoNotOptimize(decoded.ok());
  }
}
BENCHMARK(DecodeRecord)->Arg(1)->Arg(10)->Arg(100);

}  // namespace
}  // namespace usher::micro
