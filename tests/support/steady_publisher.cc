#include "tests/support/steady_publisher.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace usher::support {
namespace {

constexpr auto kPause = std::chrono::milliseconds(5);

}  // namespace

SteadyPublisher::SteadyPublisher(const std::string& address, std::vector<v1::Event> events)
    : client_(address), thread_([this, events = std::move(events)] { Run(events); }) {}

SteadyPublisher::~SteadyPublisher() { Join(); }

void SteadyPublisher::AwaitAcknowledged(std::size_t count) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return done_ || acknowledged_.size() >= count; });
}

void SteadyPublisher::Join() {
  if (thread_.joinable()) thread_.join();
}

void SteadyPublisher::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  Join();
}

std::vector<Acknowledged> SteadyPublisher::acknowledged() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledged_;
}

int SteadyPublisher::unavailable() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return unavailable_;
}

std::vector<std::string> SteadyPublisher::surprises() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return surprises_;
}

void SteadyPublisher::Run(const std::vector<v1::Event>& events) {
  absl::Time earliest;
  for (const v1::Event& event : events) {
    v1::GetTimeResponse now;
    // The last time known is a lower bound too.
    if (Note(client_.Call(&v1::ClockService::Stub::GetTime, v1::GetTimeRequest(), &now))) {
      earliest = ToTime(now.now());
    }
    while (!PublishOnce(event, earliest)) {
      std::unique_lock<std::mutex> lock(mutex_);
      if (changed_.wait_for(lock, kPause, [this] { return stopping_; })) break;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) break;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  done_ = true;
  changed_.notify_all();
}

bool SteadyPublisher::PublishOnce(const v1::Event& event, absl::Time earliest) {
  v1::PublishRequest request;
  *request.mutable_event() = event;
  v1::PublishResponse response;
  if (!Note(client_.Call(&v1::EventService::Stub::Publish, request, &response))) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  acknowledged_.push_back({event, absl::Now(), earliest});
  changed_.notify_all();
  return true;
}

bool SteadyPublisher::Note(const grpc::Status& status) {
  if (status.ok()) return true;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
      status.error_code() == grpc::StatusCode::CANCELLED) {
    ++unavailable_;
  } else {
    surprises_.push_back(absl::StrCat(status.error_code(), " ", status.error_message()));
  }
  return false;
}

}  // namespace usher::support
