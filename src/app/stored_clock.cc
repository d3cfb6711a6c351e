#include "app/stored_clock.h"

#include <algorithm>
#include <cstdint>
#include <future>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace usher::app {
namespace {

constexpr char kMark[] = "clock_ms";
// What may have passed between the last time saved and a crash.
constexpr absl::Duration kSaveGap = absl::Milliseconds(300);
constexpr absl::Duration kLastSave = absl::Seconds(2);

absl::StatusOr<absl::Time> ReadSaved(messages::StorePort& store) {
  std::promise<absl::StatusOr<std::string>> read;
  store.ReadMark(kMark,
                 [&read](absl::StatusOr<std::string> text) { read.set_value(std::move(text)); });
  const absl::StatusOr<std::string> text = read.get_future().get();
  if (!text.ok()) return text.status();
  std::int64_t ms = 0;
  if (!absl::SimpleAtoi(*text, &ms)) return absl::InfinitePast();
  return absl::FromUnixMillis(ms);
}

void Write(messages::StorePort& store, absl::Time time, messages::StoreCallback<bool> done) {
  store.WriteMark(kMark, absl::StrCat(absl::ToUnixMillis(time)), std::move(done));
}

}  // namespace

absl::StatusOr<std::unique_ptr<StoredClock>> StoredClock::Start(
    std::shared_ptr<messages::StorePort> store, double speed, absl::Time start) {
  absl::Time from = absl::Now();
  if (speed != 1) {
    const absl::StatusOr<absl::Time> saved = ReadSaved(*store);
    if (!saved.ok()) return saved.status();
    if (start != absl::InfinitePast()) from = start;
    if (*saved != absl::InfinitePast()) {
      from = *saved + kSaveGap * speed;
      if (start != absl::InfinitePast()) from = std::max(from, start);
    }
    // A crash before the first tick must not turn the clock back either.
    std::promise<absl::Status> written;
    Write(*store, from,
          [&written](const absl::StatusOr<bool>& done) { written.set_value(done.status()); });
    absl::Status status = written.get_future().get();
    if (!status.ok()) return status;
  }
  auto clock = std::make_shared<base::Clock>(from, speed);
  return std::unique_ptr<StoredClock>(new StoredClock(std::move(store), std::move(clock)));
}

void StoredClock::Tick(absl::Duration offset) {
  if (clock_->speed() == 1) {
    clock_->Correct(absl::Now() + offset - clock_->Now());
  } else {
    Write(*store_, clock_->Now(), [](const absl::StatusOr<bool>&) {});
  }
}

void StoredClock::Save() {
  if (clock_->speed() == 1) return;
  // Outlives the wait, for the answer may come later.
  auto written = std::make_shared<absl::Notification>();
  Write(*store_, clock_->Now(), [written](const absl::StatusOr<bool>&) { written->Notify(); });
  written->WaitForNotificationWithTimeout(kLastSave);
}

}  // namespace usher::app
