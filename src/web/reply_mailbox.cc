#include "web/reply_mailbox.h"

#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace usher::web {
namespace {

class MailboxExchange : public Exchange {
 public:
  MailboxExchange(std::uint64_t request, std::shared_ptr<ReplyMailbox> mailbox)
      : request_(request), mailbox_(std::move(mailbox)) {}

  void Reply(WebReply reply) override { mailbox_->Put({request_, std::move(reply), {}}); }
  void ReplyAfter(absl::Duration time, WebReply reply) override {
    mailbox_->Put({request_, std::move(reply), time});
  }

 private:
  const std::uint64_t request_;
  const std::shared_ptr<ReplyMailbox> mailbox_;
};

}  // namespace

ReplyMailbox::ReplyMailbox() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

ReplyMailbox::~ReplyMailbox() { close(descriptor_); }

void ReplyMailbox::Put(Item item) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    items_.push_back(std::move(item));
  }
  Wake();
}

void ReplyMailbox::Wake() {
  const std::uint64_t one = 1;
  // It fails only when the descriptor is readable already.
  [[maybe_unused]] const ssize_t written = write(descriptor_, &one, sizeof(one));
}

std::vector<ReplyMailbox::Item> ReplyMailbox::TakeAll() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = read(descriptor_, &count, sizeof(count));
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(items_, {});
}

std::shared_ptr<Exchange> ReplyMailbox::ExchangeFor(std::uint64_t request,
                                                    std::shared_ptr<ReplyMailbox> mailbox) {
  return std::make_shared<MailboxExchange>(request, std::move(mailbox));
}

}  // namespace usher::web
