#pragma once

#include <array>
#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include <curl/curl.h>

namespace usher::provider {

// Where a message centre is.
struct SmppHost {
  std::string host;
  int port = 3550;
  bool tls = true;      // from the first byte; the certificate is verified
  std::string ca_file;  // authorities to trust; empty: those of the system
};

// A stream of bytes to a message centre; libcurl resolves, connects and speaks TLS. For one thread.
class SmppLink {
 public:
  SmppLink() = default;
  SmppLink(const SmppLink&) = delete;
  SmppLink& operator=(const SmppLink&) = delete;
  ~SmppLink() { Close(); }

  // Connects within `timeout`; blocks. UNAVAILABLE says why it could not, also because of
  // `stopping`.
  absl::Status Open(const SmppHost& host, absl::Duration timeout,
                    const std::atomic<bool>& stopping);
  void Close();

  // To wait for; valid while it is open.
  int descriptor() const { return descriptor_; }

  // Read() takes less than this only when nothing more has arrived.
  static constexpr std::size_t kReadBytesMax = 64 * 1024;

  // Appends what has arrived, without waiting; about kReadBytesMax at most. UNAVAILABLE when it is
  // over.
  absl::Status Read(std::string* bytes);
  // Takes from the front of `bytes` what can be written without waiting. UNAVAILABLE when it is
  // over.
  absl::Status Write(std::string* bytes);

 private:
  absl::Status Ended(CURLcode code) const;

  CURL* easy_ = nullptr;
  curl_socket_t descriptor_ = -1;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace usher::provider
