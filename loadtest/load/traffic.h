#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "load/zipf.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// Says what event number n is: its kind and its customer follow from the seed and n, so that a run
// of any length can be checked afterwards without having been written down. Thread-safe.
class Traffic {
 public:
  // A checked scenario.
  explicit Traffic(const loadtest::v1::Scenario& scenario);

  std::uint64_t CustomerOf(std::uint64_t number) const;
  // Index into the scenario's events.
  std::size_t KindOf(std::uint64_t number) const;
  // Whether arrival number `arrival` is to repeat an earlier event.
  bool IsRepeat(std::uint64_t arrival) const;

  std::uint64_t customers() const { return customers_; }

 private:
  const std::uint64_t seed_;
  const std::uint64_t customers_;
  const double hot_share_;
  const double duplicates_;
  std::optional<Zipf> zipf_;
  std::vector<double> weights_;  // summed up, the last is 1
};

// Names of fixed width, so that they can be written over each other in place.
class Names {
 public:
  // `run` tells this run's events from those of others, 1 to 32 bytes.
  Names(const loadtest::v1::Scenario& scenario, std::string run);

  std::size_t customer_bytes() const { return prefix_.size() + digits_; }
  std::size_t event_bytes() const { return run_.size() + 1 + kEventDigits; }
  void WriteCustomer(std::uint64_t customer, char* out) const;
  void WriteEvent(std::uint64_t number, char* out) const;
  std::string Customer(std::uint64_t customer) const;
  std::string Event(std::uint64_t number) const;
  // Customers and events of timers have names of their own.
  std::string TimerCustomer(std::uint64_t timer) const;
  // The timer of such a name; nothing for other names.
  std::optional<std::uint64_t> TimerOf(const std::string& customer) const;
  // The id of the event that seeds a customer, or begins a timer.
  std::string SeedingEvent(std::uint64_t customer) const;
  std::string TimerEvent(std::uint64_t timer) const;

 private:
  static constexpr std::size_t kEventDigits = 10;

  const std::string prefix_;
  const std::string run_;
  const std::size_t digits_;
};

// A fresh name for a run, from the clock.
std::string NewRunName();

}  // namespace usher::load
