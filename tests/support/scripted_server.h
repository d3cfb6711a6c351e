#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::support {

// One connection that a server accepted. Calls block; after the client has gone they do nothing.
class ServedConnection {
 public:
  explicit ServedConnection(int descriptor) : descriptor_(descriptor) {}

  // Reads until the text ends with `end`; what was read so far when the client goes first.
  std::string ReadUntil(absl::string_view end);
  // One HTTP request with its body, by its Content-Length; "" when the client goes first.
  std::string ReadRequest();
  // Returns when the client closes.
  void AwaitClose();
  // False when the client has gone.
  bool Write(absl::string_view text);
  // Ends this side alone.
  void CloseHalf();
  // Ends it with a reset.
  void Reset();

 private:
  int descriptor_;
};

// A TCP server on 127.0.0.1 that treats every connection as it is told, each on a thread of its
// own: for clients that have to cope with servers of all kinds.
class ScriptedServer {
 public:
  using Script = std::function<void(ServedConnection&)>;

  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  // Closes all connections and waits for their threads.
  ~ScriptedServer();

  int port() const { return port_; }
  std::string url() const;
  int connections() const;

 private:
  void Accept();

  const Script script_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<int> descriptors_;    // guarded by mutex_
  std::list<std::thread> threads_;  // guarded by mutex_
  std::thread accepting_;
};

}  // namespace usher::support
