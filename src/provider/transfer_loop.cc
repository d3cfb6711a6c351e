#include "provider/transfer_loop.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace usher::provider {
namespace {

constexpr int kPollMs = 1000;  // libcurl's own timers and new transfers wake it earlier
constexpr long kIdleConnectionsMax = 256;

}  // namespace

absl::StatusOr<std::unique_ptr<TransferLoop>> TransferLoop::Start() {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (kReady != CURLE_OK) {
    return absl::InternalError(absl::StrCat("libcurl: ", curl_easy_strerror(kReady)));
  }
  CURLM* multi = curl_multi_init();
  if (multi == nullptr) return absl::InternalError("libcurl: no multi handle");
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kIdleConnectionsMax);
  std::unique_ptr<TransferLoop> loop(new TransferLoop(multi));
  loop->thread_ = std::thread([loop = loop.get()] { loop->Loop(); });
  return loop;
}

TransferLoop::~TransferLoop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  curl_multi_wakeup(multi_);
  thread_.join();
  curl_multi_cleanup(multi_);
}

void TransferLoop::Run(std::unique_ptr<Transfer> transfer) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    arrived_.push_back(std::move(transfer));
  }
  curl_multi_wakeup(multi_);
}

void TransferLoop::Loop() {
  while (true) {
    std::vector<std::unique_ptr<Transfer>> arrived;
    bool stopping = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      arrived.swap(arrived_);
      stopping = stopping_;
    }
    for (auto& transfer : arrived) Add(std::move(transfer));
    if (stopping) break;
    int running = 0;
    curl_multi_perform(multi_, &running);
    Settle();
    curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
  }
  // Whoever hears that something has ended may begin something else.
  while (true) {
    while (!under_way_.empty()) Finish(under_way_.begin()->first, CURLE_ABORTED_BY_CALLBACK);
    std::vector<std::unique_ptr<Transfer>> arrived;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      arrived.swap(arrived_);
    }
    if (arrived.empty()) break;
    for (auto& transfer : arrived) transfer->Done(CURLE_ABORTED_BY_CALLBACK);
  }
}

void TransferLoop::Add(std::unique_ptr<Transfer> transfer) {
  CURL* easy = transfer->easy();
  if (easy == nullptr || curl_multi_add_handle(multi_, easy) != CURLM_OK) {
    transfer->Done(CURLE_FAILED_INIT);
    return;
  }
  under_way_[easy] = std::move(transfer);
}

void TransferLoop::Settle() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) Finish(message->easy_handle, message->data.result);
  }
}

void TransferLoop::Finish(CURL* easy, CURLcode code) {
  const auto found = under_way_.find(easy);
  const std::unique_ptr<Transfer> transfer = std::move(found->second);
  under_way_.erase(found);
  curl_multi_remove_handle(multi_, easy);
  transfer->Done(code);
}

}  // namespace usher::provider
