#pragma once

#include <list>
#include <mutex>

namespace usher::ingest {

// A call without end of its own.
class OpenStream {
 public:
  // Asks it to end as soon as what is under way is settled. Must not leave or wait for a callback.
  virtual void End() = 0;

 protected:
  ~OpenStream() = default;
};

// The streams that are open, so that a shutdown need not wait for their clients. Thread-safe.
class OpenStreams {
 public:
  using Place = std::list<OpenStream*>::iterator;

  // One that enters after EndAll() is ended at once.
  Place Enter(OpenStream* stream) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ending_) stream->End();
    return streams_.insert(streams_.end(), stream);
  }
  // Afterwards the stream is not asked any more.
  void Leave(Place place) {
    const std::lock_guard<std::mutex> lock(mutex_);
    streams_.erase(place);
  }
  void EndAll() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
    for (OpenStream* stream : streams_) stream->End();
  }

 private:
  std::mutex mutex_;
  std::list<OpenStream*> streams_;
  bool ending_ = false;
};

}  // namespace usher::ingest
