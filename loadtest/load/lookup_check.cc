#include "load/lookup_check.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"

#include "load/lanes.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {
namespace {

constexpr std::size_t kLanes = 16;
constexpr std::uint64_t kCustomersTogether = 64;
constexpr std::uint64_t kIdsMax = 1000;
constexpr absl::Duration kCallTimeout = absl::Seconds(30);
constexpr int kAttempts = 50;
constexpr absl::Duration kPause = absl::Milliseconds(100);

// The acknowledged events of each customer, one customer after the other.
struct Groups {
  std::vector<std::uint64_t> customers;
  std::vector<std::size_t> begins;  // one more than customers
  std::vector<std::uint64_t> numbers;
};

Groups GroupByCustomer(const Ledger& ledger, const Traffic& traffic, std::uint64_t customers_max) {
  std::vector<std::uint32_t> counts(traffic.customers());
  for (std::uint64_t number = 0; number < ledger.end(); ++number) {
    if (ledger.Acknowledged(number)) ++counts[traffic.CustomerOf(number)];
  }
  const auto active = static_cast<std::uint64_t>(
      std::count_if(counts.begin(), counts.end(), [](std::uint32_t count) { return count > 0; }));
  const std::uint64_t stride =
      customers_max == 0 ? 1
                         : std::max<std::uint64_t>(1, (active + customers_max - 1) / customers_max);
  Groups groups;
  std::vector<std::uint64_t> place(counts.size(), ~std::uint64_t{0});
  std::uint64_t seen = 0;
  std::size_t total = 0;
  for (std::uint64_t customer = 0; customer < counts.size(); ++customer) {
    if (counts[customer] == 0 || seen++ % stride != 0) continue;
    place[customer] = total;
    groups.customers.push_back(customer);
    groups.begins.push_back(total);
    total += counts[customer];
  }
  groups.begins.push_back(total);
  groups.numbers.resize(total);
  for (std::uint64_t number = 0; number < ledger.end(); ++number) {
    if (!ledger.Acknowledged(number)) continue;
    std::uint64_t& at = place[traffic.CustomerOf(number)];
    if (at != ~std::uint64_t{0}) groups.numbers[at++] = number;
  }
  return groups;
}

class Lookup {
 public:
  Lookup(const Groups& groups, const Names& names, const Channels& channels,
         const std::atomic<bool>& stop)
      : groups_(groups), names_(names), stop_(stop) {
    for (const auto& channel : channels) stubs_.push_back(v1::EventService::NewStub(channel));
  }

  Check Run() {
    const absl::Status status =
        InLanes(groups_.customers.size(), kCustomersTogether, kLanes, stop_,
                [this](std::size_t lane, std::uint64_t from, std::uint64_t to) {
                  return AskForCustomers(lane, from, to);
                });
    Check check{.id = "events_present", .detail = {}};
    check.checked = found_ + lost_;
    check.ok = lost_ == 0;
    if (status.code() == absl::StatusCode::kUnimplemented) {
      check.detail = "the server has no Lookup";
    } else if (!status.ok()) {
      check.ok = false;
      check.detail = absl::StrCat("asking failed: ", status.message());
    } else if (groups_.numbers.empty()) {
      check.detail = "no event was acknowledged";
    } else {
      check.detail = absl::StrCat(
          "events of ", groups_.customers.size(), " customers: ", found_.load(), " found, ",
          lost_.load(), " lost, ", forgotten_.load(), " beyond the ids the gateway remembers");
    }
    return check;
  }

 private:
  absl::Status AskForCustomers(std::size_t lane, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t i = from; i < to && !stop_.load(); ++i) {
      for (std::size_t begin = groups_.begins[i]; begin < groups_.begins[i + 1]; begin += kIdsMax) {
        const std::size_t end = std::min<std::size_t>(begin + kIdsMax, groups_.begins[i + 1]);
        absl::Status status = Ask(lane, groups_.customers[i], begin, end);
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Ask(std::size_t lane, std::uint64_t customer, std::size_t begin, std::size_t end) {
    v1::LookupRequest request;
    request.set_customer_id(names_.Customer(customer));
    for (std::size_t i = begin; i < end; ++i) {
      request.add_event_ids(names_.Event(groups_.numbers[i]));
    }
    v1::LookupResponse response;
    grpc::Status status;
    for (int attempt = 0; attempt < kAttempts && !stop_.load(); ++attempt) {
      if (attempt > 0) absl::SleepFor(kPause);
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
      status = stubs_[lane % stubs_.size()]->Lookup(&context, request, &response);
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
          status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED) {
        break;
      }
    }
    if (!status.ok()) {
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          status.error_message());
    }
    for (const int state : response.states()) {
      if (state == v1::LookupResponse::STATE_FOUND) {
        ++found_;
      } else if (state == v1::LookupResponse::STATE_UNKNOWN) {
        ++forgotten_;
      } else {
        ++lost_;
      }
    }
    return absl::OkStatus();
  }

  const Groups& groups_;
  const Names& names_;
  const std::atomic<bool>& stop_;
  std::vector<std::unique_ptr<v1::EventService::Stub>> stubs_;
  std::atomic<std::uint64_t> found_ = 0;
  std::atomic<std::uint64_t> lost_ = 0;
  std::atomic<std::uint64_t> forgotten_ = 0;
};

}  // namespace

Check CheckEventsPresent(const Ledger& ledger, const Traffic& traffic, const Names& names,
                         std::uint64_t customers_max, const Channels& channels,
                         const std::atomic<bool>& stop) {
  const Groups groups = GroupByCustomer(ledger, traffic, customers_max);
  return Lookup(groups, names, channels, stop).Run();
}

}  // namespace usher::load
