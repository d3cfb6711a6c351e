#include "provider/http_client.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <unistd.h>

#include "provider/reply_text.h"

namespace usher::provider {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

class HttpTransfer : public Transfer {
 public:
  HttpTransfer(HttpRequest request, std::shared_ptr<const AddressGuard> guard,
               const std::string& ca_file, std::function<void(HttpResult)> done)
      : request_(std::move(request)), guard_(std::move(guard)), done_(std::move(done)) {
    if (easy() == nullptr) return;
    SetRequest();
    SetBounds(ca_file);
    SetCallbacks();
  }
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;
  ~HttpTransfer() override { curl_slist_free_all(headers_); }

  void Done(CURLcode code) override {
    HttpResult result;
    if (answered_) {
      curl_off_t retry_after = 0;
      curl_easy_getinfo(easy(), CURLINFO_RETRY_AFTER, &retry_after);
      answer_.retry_after = absl::Seconds(std::max<curl_off_t>(retry_after, 0));
      answer_.whole = code == CURLE_OK;
      result.fate = HttpFate::kAnswered;
      result.answer = std::move(answer_);
    } else {
      long sent = 0;
      if (easy() != nullptr) curl_easy_getinfo(easy(), CURLINFO_REQUEST_SIZE, &sent);
      result.fate = sent > 0 ? HttpFate::kUnknown : HttpFate::kNotSent;
      result.why = Why(code);
    }
    done_(std::move(result));
  }

 private:
  void SetRequest() {
    curl_easy_setopt(easy(), CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy(), CURLOPT_POSTFIELDS, request_.body.c_str());
    // Waiting for leave to send the body would cost a round.
    headers_ = curl_slist_append(headers_, "Expect:");
    for (const std::string& header : request_.headers) {
      headers_ = curl_slist_append(headers_, header.c_str());
    }
    curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    if (request_.multiplexed) curl_easy_setopt(easy(), CURLOPT_PIPEWAIT, 1L);
    if (!request_.once) return;
    curl_easy_setopt(easy(), CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy(), CURLOPT_FORBID_REUSE, 1L);
  }

  void SetBounds(const std::string& ca_file) {
    const absl::Duration connect = std::min(request_.timeout, kConnectTimeout);
    curl_easy_setopt(easy(), CURLOPT_TIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(request_.timeout)));
    curl_easy_setopt(easy(), CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(connect)));
    curl_easy_setopt(easy(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy(), CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy(), CURLOPT_PROXY, "");
    curl_easy_setopt(easy(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!ca_file.empty()) {
      curl_easy_setopt(easy(), CURLOPT_CAINFO, ca_file.c_str());
      curl_easy_setopt(easy(), CURLOPT_CAPATH, nullptr);
    }
  }

  void SetCallbacks() {
    curl_easy_setopt(easy(), CURLOPT_ERRORBUFFER, error_.data());
    curl_easy_setopt(easy(), CURLOPT_OPENSOCKETFUNCTION, &HttpTransfer::OpenSocket);
    curl_easy_setopt(easy(), CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy(), CURLOPT_HEADERFUNCTION, &HttpTransfer::OnHeader);
    curl_easy_setopt(easy(), CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy(), CURLOPT_WRITEFUNCTION, &HttpTransfer::OnBody);
    curl_easy_setopt(easy(), CURLOPT_WRITEDATA, this);
  }

  static curl_socket_t OpenSocket(void* self, curlsocktype, curl_sockaddr* address) {
    auto* transfer = static_cast<HttpTransfer*>(self);
    if (!transfer->guard_->Allows(&address->addr)) {
      transfer->forbidden_ = true;
      return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  static std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<HttpTransfer*>(self)->TakeHeader({data, size}) ? size : 0;
  }

  static std::size_t OnBody(char* data, std::size_t, std::size_t size, void* self) {
    std::string& body = static_cast<HttpTransfer*>(self)->answer_.body;
    body.append(data, std::min(size, kHttpBodyBytesMax - body.size()));
    return body.size() < kHttpBodyBytesMax ? size : 0;
  }

  bool TakeHeader(absl::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > kHttpHeaderBytesMax) {
      too_many_headers_ = true;
      return answered_;  // trailers that nobody reads
    }
    line = absl::StripTrailingAsciiWhitespace(line);
    if (answered_) return true;
    if (absl::StartsWith(line, "HTTP/")) {
      // The last of several: answers before it only say to wait.
      answer_.headers.clear();
      long status = 0;
      curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
      answer_.status = static_cast<int>(status);
      return true;
    }
    if (line.empty()) {
      answered_ = answer_.status >= 200 && answer_.status < 600;
      return true;
    }
    const std::size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return true;
    answer_.headers.emplace_back(absl::AsciiStrToLower(line.substr(0, colon)),
                                 std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
    return true;
  }

  std::string Why(CURLcode code) const {
    if (forbidden_ && code == CURLE_COULDNT_CONNECT) {
      return "its name leads to an address that is not public; see allow_private";
    }
    if (too_many_headers_) {
      return absl::StrCat("more than ", kHttpHeaderBytesMax, " bytes of headers were answered");
    }
    return ReplyText(error_[0] != '\0' ? error_.data() : curl_easy_strerror(code));
  }

  const HttpRequest request_;
  const std::shared_ptr<const AddressGuard> guard_;
  const std::function<void(HttpResult)> done_;
  curl_slist* headers_ = nullptr;
  std::array<char, CURL_ERROR_SIZE> error_{};
  HttpAnswer answer_;
  std::size_t header_bytes_ = 0;
  bool answered_ = false;
  bool forbidden_ = false;
  bool too_many_headers_ = false;
};

}  // namespace

absl::string_view HttpAnswer::Header(absl::string_view name) const {
  for (const auto& [own, value] : headers) {
    if (own == name) return value;
  }
  return "";
}

HttpClient::HttpClient(std::shared_ptr<TransferLoop> loop, AddressGuard guard, std::string ca_file)
    : loop_(std::move(loop)),
      guard_(std::make_shared<const AddressGuard>(std::move(guard))),
      ca_file_(std::move(ca_file)) {}

void HttpClient::Post(HttpRequest request, std::function<void(HttpResult)> done) {
  loop_->Run(std::make_unique<HttpTransfer>(std::move(request), guard_, ca_file_, std::move(done)));
}

}  // namespace usher::provider
