#include "load/traffic.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"

namespace usher::load {
namespace {

// Each question about a number has a stream of its own.
constexpr std::uint64_t kCustomerSeed = 0x1;
constexpr std::uint64_t kKindSeed = 0x2;
constexpr std::uint64_t kRepeatSeed = 0x3;

Random For(std::uint64_t seed, std::uint64_t question, std::uint64_t number) {
  return Random(seed * 4 + question, number);
}

void WriteDigits(std::uint64_t number, std::size_t digits, char* out) {
  for (std::size_t i = digits; i-- > 0; number /= 10) {
    out[i] = static_cast<char>('0' + number % 10);
  }
}

}  // namespace

Traffic::Traffic(const loadtest::v1::Scenario& scenario)
    : seed_(scenario.seed()),
      customers_(scenario.customers().count()),
      hot_share_(scenario.customers().hot_share()),
      duplicates_(scenario.duplicates()) {
  if (scenario.customers().has_zipf()) zipf_.emplace(customers_, scenario.customers().zipf());
  double sum = 0;
  for (const auto& kind : scenario.events()) weights_.push_back(sum += kind.weight());
  for (double& weight : weights_) weight /= sum;
}

std::uint64_t Traffic::CustomerOf(std::uint64_t number) const {
  Random random = For(seed_, kCustomerSeed, number);
  if (hot_share_ > 0 && random.Uniform() < hot_share_) return 0;
  return zipf_ ? zipf_->Draw(random) : random.Below(customers_);
}

std::size_t Traffic::KindOf(std::uint64_t number) const {
  if (weights_.size() == 1) return 0;
  const double draw = For(seed_, kKindSeed, number).Uniform();
  const auto found = std::upper_bound(weights_.begin(), weights_.end(), draw);
  return static_cast<std::size_t>(std::min(found, weights_.end() - 1) - weights_.begin());
}

bool Traffic::IsRepeat(std::uint64_t arrival) const {
  return duplicates_ > 0 && For(seed_, kRepeatSeed, arrival).Uniform() < duplicates_;
}

Names::Names(const loadtest::v1::Scenario& scenario, std::string run)
    : prefix_(scenario.customers().prefix()),
      run_(std::move(run)),
      digits_(absl::StrCat(scenario.customers().count() - 1).size()) {}

void Names::WriteCustomer(std::uint64_t customer, char* out) const {
  prefix_.copy(out, prefix_.size());
  WriteDigits(customer, digits_, out + prefix_.size());
}

void Names::WriteEvent(std::uint64_t number, char* out) const {
  run_.copy(out, run_.size());
  out[run_.size()] = '-';
  WriteDigits(number, kEventDigits, out + run_.size() + 1);
}

std::string Names::Customer(std::uint64_t customer) const {
  std::string name(customer_bytes(), '\0');
  WriteCustomer(customer, name.data());
  return name;
}

std::string Names::Event(std::uint64_t number) const {
  std::string name(event_bytes(), '\0');
  WriteEvent(number, name.data());
  return name;
}

std::string Names::TimerCustomer(std::uint64_t timer) const {
  return absl::StrCat(prefix_, run_, "-timer-", timer);
}

std::optional<std::uint64_t> Names::TimerOf(const std::string& customer) const {
  const std::string start = absl::StrCat(prefix_, run_, "-timer-");
  std::uint64_t timer = 0;
  if (!absl::StartsWith(customer, start) ||
      !absl::SimpleAtoi(absl::string_view(customer).substr(start.size()), &timer)) {
    return std::nullopt;
  }
  return timer;
}

std::string Names::SeedingEvent(std::uint64_t customer) const {
  return absl::StrCat(run_, "-seed-", customer);
}

std::string Names::TimerEvent(std::uint64_t timer) const {
  return absl::StrCat(run_, "-timer-", timer);
}

std::string NewRunName() {
  constexpr absl::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string name(9, '0');
  auto number = static_cast<std::uint64_t>(absl::ToUnixMicros(absl::Now()));
  for (std::size_t i = name.size(); i-- > 0; number /= 36) name[i] = kDigits[number % 36];
  return name;
}

}  // namespace usher::load
