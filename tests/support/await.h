#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

#include "messages/store_port.h"

// Calls of a store that wait for their answer.
namespace usher::support {

// Waits until something has happened a number of times. Made of std::mutex, which the thread
// sanitizer understands without an instrumented library.
class Countdown {
 public:
  explicit Countdown(int times) : left_(times) {}

  void CountDown() {
    const std::lock_guard lock(mutex_);
    if (--left_ == 0) over_.notify_all();
  }
  void Await() {
    std::unique_lock lock(mutex_);
    over_.wait(lock, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  int left_;
};

// Gives `call` a callback and returns what the callback is called with.
template <class T, class Call>
absl::StatusOr<T> Await(Call call) {
  struct Answer {
    std::optional<absl::StatusOr<T>> value;
    Countdown given{1};
  };
  auto answer = std::make_shared<Answer>();
  call(messages::StoreCallback<T>([answer](absl::StatusOr<T> value) {
    answer->value = std::move(value);
    answer->given.CountDown();
  }));
  answer->given.Await();
  return *std::move(answer->value);
}

inline absl::StatusOr<messages::StoredRecord> Load(messages::StorePort& store,
                                                   const base::CustomerId& customer) {
  return Await<messages::StoredRecord>([&](auto done) { store.Load(customer, std::move(done)); });
}

inline absl::StatusOr<messages::CommitReply> Commit(messages::StorePort& store,
                                                    messages::CommitRequest request) {
  return Await<messages::CommitReply>(
      [&](auto done) { store.Commit(std::move(request), std::move(done)); });
}

inline absl::StatusOr<messages::Claim> ClaimDue(messages::StorePort& store, int shard,
                                                absl::Time now, absl::Time lease_until, int limit) {
  return Await<messages::Claim>(
      [&](auto done) { store.ClaimDue(shard, now, lease_until, limit, std::move(done)); });
}

inline absl::StatusOr<messages::Documents> ReadDocuments(messages::StorePort& store) {
  return Await<messages::Documents>([&](auto done) { store.ReadDocuments(std::move(done)); });
}

inline absl::StatusOr<std::int64_t> ReadRevision(messages::StorePort& store) {
  return Await<std::int64_t>([&](auto done) { store.ReadRevision(std::move(done)); });
}

inline absl::StatusOr<std::int64_t> WriteDocuments(
    messages::StorePort& store, std::int64_t expected,
    std::map<std::string, std::optional<std::string>> changes) {
  return Await<std::int64_t>(
      [&](auto done) { store.WriteDocuments(expected, std::move(changes), std::move(done)); });
}

inline absl::StatusOr<std::map<std::string, std::int64_t>> ReadStats(messages::StorePort& store,
                                                                     const std::string& journey) {
  return Await<std::map<std::string, std::int64_t>>(
      [&](auto done) { store.ReadStats(journey, std::move(done)); });
}

inline absl::StatusOr<std::string> ReadMark(messages::StorePort& store, const std::string& name) {
  return Await<std::string>([&](auto done) { store.ReadMark(name, std::move(done)); });
}

inline absl::StatusOr<bool> WriteMark(messages::StorePort& store, const std::string& name,
                                      const std::string& value) {
  return Await<bool>([&](auto done) { store.WriteMark(name, value, std::move(done)); });
}

inline absl::StatusOr<bool> ReplaceMark(messages::StorePort& store, const std::string& name,
                                        const std::string& expected, const std::string& value) {
  return Await<bool>([&](auto done) { store.ReplaceMark(name, expected, value, std::move(done)); });
}

inline absl::StatusOr<messages::CustomerPage> ReadCustomers(messages::StorePort& store,
                                                            const std::string& position,
                                                            int count) {
  return Await<messages::CustomerPage>(
      [&](auto done) { store.ReadCustomers(position, count, std::move(done)); });
}

}  // namespace usher::support
