#include "store/redis_poll.h"

namespace usher::store {
namespace {

struct Poll {
  uv_poll_t uv;
  redisAsyncContext* context;  // null once hiredis has freed it
  int events;
};

void OnEvents(uv_poll_t* handle, int status, int events);

void Watch(Poll* poll) {
  if (poll->events == 0) {
    uv_poll_stop(&poll->uv);
  } else {
    uv_poll_start(&poll->uv, poll->events, OnEvents);
  }
}

void OnEvents(uv_poll_t* handle, int status, int events) {
  auto* poll = static_cast<Poll*>(handle->data);
  // Reading finds out what is wrong with the connection, after the answers that still came.
  if (status != 0) events = UV_READABLE;
  if (poll->context != nullptr && (events & UV_READABLE) != 0) redisAsyncHandleRead(poll->context);
  if (poll->context != nullptr && (events & UV_WRITABLE) != 0) redisAsyncHandleWrite(poll->context);
  // libuv stops a poll that had an error.
  if (poll->context != nullptr && status != 0) Watch(poll);
}

template <int kEvent>
void Add(void* data) {
  auto* poll = static_cast<Poll*>(data);
  poll->events |= kEvent;
  Watch(poll);
}

template <int kEvent>
void Remove(void* data) {
  auto* poll = static_cast<Poll*>(data);
  poll->events &= ~kEvent;
  Watch(poll);
}

void Detach(void* data) {
  auto* poll = static_cast<Poll*>(data);
  poll->context = nullptr;
  uv_close(reinterpret_cast<uv_handle_t*>(&poll->uv),
           [](uv_handle_t* handle) { delete static_cast<Poll*>(handle->data); });
}

}  // namespace

void AttachToLoop(redisAsyncContext* context, uv_loop_t* loop) {
  auto* poll = new Poll{.uv = {}, .context = context, .events = 0};
  uv_poll_init(loop, &poll->uv, context->c.fd);
  poll->uv.data = poll;
  context->ev.data = poll;
  context->ev.addRead = Add<UV_READABLE>;
  context->ev.delRead = Remove<UV_READABLE>;
  context->ev.addWrite = Add<UV_WRITABLE>;
  context->ev.delWrite = Remove<UV_WRITABLE>;
  context->ev.cleanup = Detach;
}

}  // namespace usher::store
