#pragma once

#include <functional>
#include <string>

#include "base/ids.h"
#include "customer/record.h"
#include "messages/provider_port.h"

namespace usher::messages {

// Something a customer wrote, for those who answer.
struct CustomerReply {
  base::CustomerId customer;
  customer::Reply reply;
  std::string locale;  // the customer's; may be empty
};

// The way to those who answer customers. Thread-safe.
class ReplyPort {
 public:
  virtual ~ReplyPort() = default;

  // Hands a reply over; its id is the same each time it is. `done` is called exactly once, on any
  // thread or before the call returns, and must not block; kSent: it was taken.
  virtual void HandOver(const CustomerReply& reply, std::function<void(AttemptReport)> done) = 0;
};

}  // namespace usher::messages
