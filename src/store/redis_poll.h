#pragma once

#include <hiredis/async.h>
#include <uv.h>

namespace usher::store {

// Lets `loop` read and write for a connection until hiredis frees it. Unlike the adapter that comes
// with hiredis, it does not overlook a connection that was reset, which libuv reports as an error
// of the poll. Only for the loop's thread.
void AttachToLoop(redisAsyncContext* context, uv_loop_t* loop);

}  // namespace usher::store
