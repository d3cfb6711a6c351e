#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "web/http_server.h"

namespace usher::web {

// Answers on their way from any thread to that of the server, which polls descriptor().
class ReplyMailbox {
 public:
  struct Item {
    std::uint64_t request = 0;
    WebReply reply;
    absl::Duration after;  // zero: now
  };

  ReplyMailbox();
  ReplyMailbox(const ReplyMailbox&) = delete;
  ReplyMailbox& operator=(const ReplyMailbox&) = delete;
  ~ReplyMailbox();

  int descriptor() const { return descriptor_; }
  void Put(Item item);
  // Makes descriptor() readable.
  void Wake();
  std::vector<Item> TakeAll();
  // The way to answer a request through the mailbox, which outlives the server if it has to.
  static std::shared_ptr<Exchange> ExchangeFor(std::uint64_t request,
                                               std::shared_ptr<ReplyMailbox> mailbox);

 private:
  const int descriptor_;
  std::mutex mutex_;
  std::vector<Item> items_;  // guarded by mutex_
};

}  // namespace usher::web
