#pragma once

#include <functional>

#include "provider/smpp_pdu.h"
#include "provider/smpp_session.h"

namespace usher::provider {

// Who hears what a message centre delivers. Called on the client's thread, but for Finish().
class SmppListener {
 public:
  virtual ~SmppListener() = default;

  // A receipt, or a message from a telephone. `done` has to be called once, on any thread: with
  // true the centre is told that it was taken, with false that it was not for now.
  virtual void Hear(const SmppDeliver& deliver, std::function<void(bool taken)> done) = 0;

  // Does what is due; when there will be something next, which may come a minute late.
  virtual SmppMoment OnTime(SmppMoment now) = 0;

  // Lets go of what is kept for later, because the end is near. Thread-safe.
  virtual void Finish() = 0;
};

}  // namespace usher::provider
