#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace usher::support {

struct HttpCall {
  std::string method = "GET";
  std::string path;  // with the query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct HttpAnswered {
  int status = 0;                              // 0: the connection was closed without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// A blocking connection to HOST:PORT or unix:PATH; aborts the test when there is none.
class RawConnection {
 public:
  explicit RawConnection(const std::string& address);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // False when the other side has closed.
  bool Send(const std::string& bytes) const;
  // All that comes until the other side closes.
  std::string ReadAll() const;
  // Up to and with `end`; less when the other side closes.
  std::string ReadUntil(const std::string& end) const;

 private:
  int descriptor_ = -1;
};

// One call on a connection of its own.
HttpAnswered Call(const std::string& address, const HttpCall& call);
HttpAnswered ParseAnswer(const std::string& bytes);

}  // namespace usher::support
