#include "provider/smpp_link.h"

#include "absl/strings/str_cat.h"

#include "provider/reply_text.h"

namespace usher::provider {
namespace {

int OnProgress(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

}  // namespace

absl::Status SmppLink::Open(const SmppHost& host, absl::Duration timeout,
                            const std::atomic<bool>& stopping) {
  Close();
  easy_ = curl_easy_init();
  if (easy_ == nullptr) return absl::UnavailableError("libcurl: no handle");
  const std::string url =
      absl::StrCat(host.tls ? "https://" : "http://", host.host, ":", host.port, "/");
  curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
  // The connection alone: not a byte of HTTP is spoken.
  curl_easy_setopt(easy_, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_SSL_ENABLE_ALPN, 0L);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(timeout)));
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy_, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy_, CURLOPT_XFERINFOFUNCTION, &OnProgress);
  curl_easy_setopt(easy_, CURLOPT_XFERINFODATA, &stopping);
  if (!host.ca_file.empty()) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, host.ca_file.c_str());
    curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);
  }
  CURLcode code = curl_easy_perform(easy_);
  if (code == CURLE_OK) code = curl_easy_getinfo(easy_, CURLINFO_ACTIVESOCKET, &descriptor_);
  if (code == CURLE_OK) return absl::OkStatus();
  absl::Status status = Ended(code);
  Close();
  return status;
}

void SmppLink::Close() {
  curl_easy_cleanup(easy_);
  easy_ = nullptr;
  descriptor_ = -1;
  error_[0] = '\0';
}

absl::Status SmppLink::Read(std::string* bytes) {
  std::array<char, 16 * 1024> buffer;
  // TLS may hold more than the descriptor tells of.
  for (std::size_t total = 0; total < kReadBytesMax;) {
    std::size_t count = 0;
    const CURLcode code = curl_easy_recv(easy_, buffer.data(), buffer.size(), &count);
    if (code == CURLE_AGAIN) break;
    if (code != CURLE_OK) return Ended(code);
    if (count == 0) return absl::UnavailableError("the message centre closed the connection");
    bytes->append(buffer.data(), count);
    total += count;
  }
  return absl::OkStatus();
}

absl::Status SmppLink::Write(std::string* bytes) {
  while (!bytes->empty()) {
    std::size_t count = 0;
    const CURLcode code = curl_easy_send(easy_, bytes->data(), bytes->size(), &count);
    if (code == CURLE_AGAIN) break;
    if (code != CURLE_OK) return Ended(code);
    bytes->erase(0, count);
  }
  return absl::OkStatus();
}

absl::Status SmppLink::Ended(CURLcode code) const {
  return absl::UnavailableError(
      ReplyText(error_[0] != '\0' ? error_.data() : curl_easy_strerror(code)));
}

}  // namespace usher::provider
