#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include <uv.h>

namespace usher::store {

// A libuv loop on a thread of its own. What belongs to the loop is touched by that thread alone;
// other threads post tasks to it.
class EventLoop {
 public:
  using Task = absl::AnyInvocable<void()>;

  EventLoop();
  // Stops, if that was not done.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Starts the thread; `after_tasks` is called after each round of tasks, and when woken.
  void Start(std::function<void()> after_tasks);
  // Has the loop's thread run `task`, in the order of posting. From any thread.
  void Post(Task task);
  // Has the loop's thread call `after_tasks` soon. From any thread.
  void Wake() { uv_async_send(&wake_); }
  // Runs what was posted, then `last`, which has to close what still uses the loop; returns when
  // the thread has ended. Nothing may be posted after.
  void Stop(Task last);

  uv_loop_t* uv() { return &loop_; }
  // Monotonic time, fresh.
  static absl::Duration Now() { return absl::Nanoseconds(uv_hrtime()); }

 private:
  void RunTasks();

  uv_loop_t loop_;
  uv_async_t wake_;
  std::function<void()> after_tasks_;
  std::mutex mutex_;
  std::vector<Task> tasks_;  // guarded by mutex_
  std::thread thread_;
};

// A timer of a loop; only for the loop's thread. It must be gone before the loop ends.
class LoopTimer {
 public:
  LoopTimer(EventLoop* loop, std::function<void()> fire);
  ~LoopTimer();
  LoopTimer(const LoopTimer&) = delete;
  LoopTimer& operator=(const LoopTimer&) = delete;

  // Fires after `delay`, once or, when `repeat` is positive, again after each `repeat`. An earlier
  // start is forgotten. Milliseconds are the precision.
  void Start(absl::Duration delay, absl::Duration repeat = absl::ZeroDuration());
  void Stop();

 private:
  // libuv frees its part later than we are destroyed.
  struct Handle {
    uv_timer_t uv;
    std::function<void()> fire;
  };
  Handle* handle_;
};

}  // namespace usher::store
