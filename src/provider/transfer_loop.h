#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include <curl/curl.h>

namespace usher::provider {

// One transfer of libcurl, set up by whoever makes it and then run by a TransferLoop.
class Transfer {
 public:
  Transfer() : easy_(curl_easy_init()) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  virtual ~Transfer() { curl_easy_cleanup(easy_); }

  CURL* easy() const { return easy_; }
  // It is over. Called once, on the loop's thread; must not block.
  virtual void Done(CURLcode code) = 0;

 private:
  CURL* const easy_;
};

// Runs transfers on one thread and keeps their connections open for later ones.
class TransferLoop {
 public:
  // INTERNAL when libcurl cannot be set up.
  static absl::StatusOr<std::unique_ptr<TransferLoop>> Start();
  TransferLoop(const TransferLoop&) = delete;
  TransferLoop& operator=(const TransferLoop&) = delete;
  // Ends what is under way with CURLE_ABORTED_BY_CALLBACK.
  ~TransferLoop();

  // Thread-safe.
  void Run(std::unique_ptr<Transfer> transfer);

 private:
  explicit TransferLoop(CURLM* multi) : multi_(multi) {}
  void Loop();
  void Add(std::unique_ptr<Transfer> transfer);
  void Settle();
  void Finish(CURL* easy, CURLcode code);

  CURLM* const multi_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Transfer>> arrived_;  // guarded by mutex_
  bool stopping_ = false;                           // guarded by mutex_
  std::map<CURL*, std::unique_ptr<Transfer>> under_way_;
  std::thread thread_;
};

}  // namespace usher::provider
