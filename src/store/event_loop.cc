#include "store/event_loop.h"

#include <cstdint>
#include <utility>

#include "store/broken_pipe.h"

namespace usher::store {
namespace {

std::uint64_t ToMs(absl::Duration duration) {
  return static_cast<std::uint64_t>(absl::ToInt64Milliseconds(duration));
}

}  // namespace

EventLoop::EventLoop() {
  uv_loop_init(&loop_);
  uv_async_init(&loop_, &wake_,
                [](uv_async_t* wake) { static_cast<EventLoop*>(wake->data)->RunTasks(); });
  wake_.data = this;
}

EventLoop::~EventLoop() {
  Stop([] {});
  uv_loop_close(&loop_);
}

void EventLoop::Start(std::function<void()> after_tasks) {
  after_tasks_ = std::move(after_tasks);
  thread_ = std::thread([this] {
    BlockBrokenPipeSignal();
    uv_run(&loop_, UV_RUN_DEFAULT);
  });
}

void EventLoop::Post(Task task) {
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    was_empty = tasks_.empty();
    tasks_.push_back(std::move(task));
  }
  if (was_empty) Wake();
}

void EventLoop::Stop(Task last) {
  const auto close_wake = [this] { uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr); };
  if (thread_.joinable()) {
    Post([&] {
      // What the tasks before this one have posted.
      RunTasks();
      last();
      close_wake();
    });
    thread_.join();
  } else if (!uv_is_closing(reinterpret_cast<uv_handle_t*>(&wake_))) {
    close_wake();
    uv_run(&loop_, UV_RUN_DEFAULT);
  }
}

void EventLoop::RunTasks() {
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(tasks_);
  }
  for (Task& task : tasks) task();
  after_tasks_();
}

LoopTimer::LoopTimer(EventLoop* loop, std::function<void()> fire)
    : handle_(new Handle{.uv = {}, .fire = std::move(fire)}) {
  uv_timer_init(loop->uv(), &handle_->uv);
  handle_->uv.data = handle_;
}

LoopTimer::~LoopTimer() {
  uv_close(reinterpret_cast<uv_handle_t*>(&handle_->uv),
           [](uv_handle_t* handle) { delete static_cast<Handle*>(handle->data); });
}

void LoopTimer::Start(absl::Duration delay, absl::Duration repeat) {
  uv_update_time(handle_->uv.loop);
  uv_timer_start(
      &handle_->uv, [](uv_timer_t* timer) { static_cast<Handle*>(timer->data)->fire(); },
      ToMs(delay), ToMs(repeat));
}

void LoopTimer::Stop() { uv_timer_stop(&handle_->uv); }

}  // namespace usher::store
