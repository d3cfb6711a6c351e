#pragma once

#include <cstdint>

namespace usher::load {

// A small random generator that can be started anywhere: what is drawn for event number n depends
// on the seed and n alone, so that nothing about an event has to be kept to know it again.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream)
      : state_(Mix(seed + 0x9e3779b97f4a7c15U) ^ Mix(stream)) {}

  // 64 random bits (splitmix64).
  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15U;
    return Mix(state_);
  }
  // From 0 (inclusive) to 1 (exclusive).
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  // From 0 to `count` - 1; `count` is at least 1.
  std::uint64_t Below(std::uint64_t count) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(Next()) * count) >> 64);
  }

 private:
  static std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace usher::load
