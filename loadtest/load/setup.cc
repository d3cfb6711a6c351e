#include "load/setup.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <mutex>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"

#include "load/event_properties.h"
#include "load/lanes.h"
#include "load/proto_duration.h"
#include "usher/v1/customer_service.grpc.pb.h"
#include "usher/v1/event.grpc.pb.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::load {
namespace {

// A gateway on few cores is busy with so many already.
constexpr std::size_t kLanes = 4;
constexpr std::uint64_t kBatch = 500;
constexpr std::size_t kUpsertLanes = 32;
constexpr absl::Duration kCallTimeout = absl::Seconds(30);
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr int kAttempts = 200;

absl::Status ToStatus(absl::string_view what, const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      absl::StrCat(what, ": ", status.error_message()));
}

// Calls again while the gateway says that it has too much to do.
template <class Call>
grpc::Status Persist(const std::atomic<bool>& stop, Call call) {
  grpc::Status status;
  for (int attempt = 0; attempt < kAttempts && !stop.load(); ++attempt) {
    if (attempt > 0) absl::SleepFor(kPause);
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    status = call(&context);
    if (status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED &&
        status.error_code() != grpc::StatusCode::UNAVAILABLE) {
      break;
    }
  }
  return status;
}

// Takes out what was published; leaves what is to be tried again. An error is one of an event.
absl::Status KeepShed(const v1::PublishBatchResponse& response, v1::PublishBatchRequest* request,
                      std::uint64_t* entered) {
  v1::PublishBatchRequest again;
  for (int i = 0; i < response.items_size(); ++i) {
    const auto& item = response.items(i);
    if (item.code() == 0) {
      *entered += item.result().runs_entered();
    } else if (item.code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
               item.code() == grpc::StatusCode::UNAVAILABLE) {
      again.add_events()->Swap(request->mutable_events(i));
    } else {
      return absl::Status(static_cast<absl::StatusCode>(item.code()),
                          absl::StrCat("event ", request->events(i).id(), ": ", item.message()));
    }
  }
  request->Swap(&again);
  return absl::OkStatus();
}

}  // namespace

Setup::Setup(const loadtest::v1::Scenario* scenario, const Names* names, const Channels* channels,
             const std::atomic<bool>* stop, std::function<void(const std::string&)> say)
    : scenario_(*scenario),
      names_(*names),
      channels_(*channels),
      stop_(*stop),
      say_(std::move(say)) {}

absl::Status Setup::ApplyJourneys() {
  const auto stub = v1::JourneyService::NewStub(channels_.front());
  for (const std::string& path : scenario_.journeys()) {
    std::ifstream file(path);
    if (!file) return absl::NotFoundError(absl::StrCat("journey ", path, ": cannot be read"));
    std::ostringstream text;
    text << file.rdbuf();
    v1::ApplyRequest request;
    request.set_yaml(text.str());
    request.set_file(path);
    v1::ApplyResponse response;
    const grpc::Status status = Persist(stop_, [&](grpc::ClientContext* context) {
      return stub->Apply(context, request, &response);
    });
    if (!status.ok()) return ToStatus(absl::StrCat("journey ", path), status);
    say_(absl::StrCat("journey ", response.info().journey(), " is live"));
  }
  return absl::OkStatus();
}

absl::Status Setup::SeedProfiles() {
  const loadtest::v1::Seeding& seeding = scenario_.seeding();
  if (seeding.channels().empty() && seeding.time_zone().empty()) return absl::OkStatus();
  v1::UpsertRequest like;
  for (const std::string& name : seeding.channels()) {
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    v1::Channel_Parse(absl::StrCat("CHANNEL_", absl::AsciiStrToUpper(name)), &channel);
    v1::Address* address = like.add_addresses();
    address->set_channel(channel);
    address->set_address(absl::StrCat("load-", name));
    v1::Consent* consent = like.add_consents();
    consent->set_channel(channel);
    consent->set_granted(true);
    consent->set_source("usher-load");
  }
  if (!seeding.time_zone().empty()) like.set_time_zone(seeding.time_zone());

  std::vector<std::unique_ptr<v1::CustomerService::Stub>> stubs;
  for (const auto& channel : channels_) stubs.push_back(v1::CustomerService::NewStub(channel));
  const std::uint64_t count = scenario_.customers().count();
  absl::Status status = InLanes(
      count, 100, kUpsertLanes, stop_, [&](std::size_t lane, std::uint64_t from, std::uint64_t to) {
        v1::UpsertRequest request = like;
        for (std::uint64_t customer = from; customer < to && !stop_.load(); ++customer) {
          request.set_customer_id(names_.Customer(customer));
          v1::UpsertResponse response;
          const grpc::Status status = Persist(stop_, [&](grpc::ClientContext* context) {
            return stubs[lane % stubs.size()]->Upsert(context, request, &response);
          });
          if (!status.ok()) return ToStatus("seeding profiles", status);
        }
        return absl::OkStatus();
      });
  if (status.ok()) say_(absl::StrCat(count, " customers have addresses and consent"));
  return status;
}

absl::Status Setup::PublishAll(const std::string& what, std::uint64_t count,
                               const std::function<void(std::uint64_t, v1::Event*)>& make) {
  std::vector<std::unique_ptr<v1::EventService::Stub>> stubs;
  for (const auto& channel : channels_) stubs.push_back(v1::EventService::NewStub(channel));
  std::mutex mutex;
  return InLanes(
      count, kBatch, kLanes, stop_, [&](std::size_t lane, std::uint64_t from, std::uint64_t to) {
        v1::PublishBatchRequest request;
        for (std::uint64_t i = from; i < to; ++i) make(i, request.add_events());
        std::uint64_t entered = 0;
        for (int attempt = 0; request.events_size() > 0 && attempt < kAttempts; ++attempt) {
          if (attempt > 0) absl::SleepFor(kPause);
          v1::PublishBatchResponse response;
          const grpc::Status status = Persist(stop_, [&](grpc::ClientContext* context) {
            return stubs[lane % stubs.size()]->PublishBatch(context, request, &response);
          });
          if (!status.ok()) return ToStatus(what, status);
          if (absl::Status kept = KeepShed(response, &request, &entered); !kept.ok()) {
            return kept;
          }
        }
        if (request.events_size() > 0) {
          return absl::ResourceExhaustedError(absl::StrCat(what, ": the gateway stays overloaded"));
        }
        const std::lock_guard<std::mutex> lock(mutex);
        runs_entered_ += entered;
        return absl::OkStatus();
      });
}

absl::Status Setup::SeedEvents() {
  const loadtest::v1::Seeding& seeding = scenario_.seeding();
  const auto count = static_cast<std::uint64_t>(static_cast<double>(scenario_.customers().count()) *
                                                seeding.share());
  if (count == 0) return absl::OkStatus();
  absl::Status status = PublishAll("seeding", count, [&](std::uint64_t i, v1::Event* event) {
    event->set_id(names_.SeedingEvent(i));
    event->set_customer_id(names_.Customer(i));
    event->set_name(seeding.event().name());
    SetProperties(seeding.event().properties(), event->customer_id(), event->id(), scenario_,
                  event);
  });
  if (status.ok()) {
    say_(absl::StrCat(count, " customers seeded, ", runs_entered_, " runs of journeys entered"));
  }
  return status;
}

absl::Status Setup::SetTimers(absl::Time first_due) {
  const loadtest::v1::Timers& timers = scenario_.timers();
  const std::uint64_t before = runs_entered_;
  absl::Status status =
      PublishAll("setting timers", timers.count(), [&](std::uint64_t i, v1::Event* event) {
        event->set_id(names_.TimerEvent(i));
        event->set_customer_id(names_.TimerCustomer(i));
        event->set_name(timers.event());
        event->set_properties_json("{}");
        const std::int64_t at_ms =
            absl::ToUnixMillis(DueTime(timers, first_due, i) - absl::Seconds(1));
        event->mutable_time()->set_seconds(at_ms / 1000);
        event->mutable_time()->set_nanos(static_cast<std::int32_t>(at_ms % 1000) * 1'000'000);
      });
  if (!status.ok()) return status;
  const std::uint64_t entered = runs_entered_ - before;
  if (entered != timers.count()) {
    return absl::FailedPreconditionError(
        absl::StrCat("timers.event ", timers.event(), ": ", entered, " of ", timers.count(),
                     " events started a run; journey ", timers.journey(),
                     " must be entered by it, once for each customer"));
  }
  if (first_due - absl::Now() < absl::Milliseconds(100)) {
    return absl::FailedPreconditionError(absl::StrCat("timers.due_after: setting ", timers.count(),
                                                      " timers took longer; give it more time"));
  }
  say_(absl::StrCat(timers.count(), " timers are set"));
  return absl::OkStatus();
}

absl::Time DueTime(const loadtest::v1::Timers& timers, absl::Time first_due, std::uint64_t index) {
  const double part = static_cast<double>(index) / static_cast<double>(timers.count());
  // Stored times are whole milliseconds.
  return absl::FromUnixMillis(absl::ToUnixMillis(first_due + part * ToDuration(timers.spread())));
}

}  // namespace usher::load
