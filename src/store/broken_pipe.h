#pragma once

#include <csignal>

#include <pthread.h>

namespace usher::store {

// Makes writes of this thread to a closed connection fail instead of ending the process; hiredis
// does not ask for that itself.
inline void BlockBrokenPipeSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace usher::store
