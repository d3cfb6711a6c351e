#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "tests/support/scripted_server.h"

namespace usher::integration {

// A receiver of webhooks that answers only while its gate is open, and keeps account of every whole
// request. Thread-safe.
class GatedProvider {
 public:
  GatedProvider();
  GatedProvider(const GatedProvider&) = delete;
  GatedProvider& operator=(const GatedProvider&) = delete;
  // Lets go whoever waits.
  ~GatedProvider();

  std::string url() const { return server_.url(); }
  // What is sent meanwhile waits for its answer; it has arrived all the same.
  void Close();
  void Open();
  // Waits until so many requests wait for their answers.
  void AwaitWaiting(std::size_t count);
  std::size_t waiting() const;

  // How many whole requests came for each message.
  std::map<std::string, int> RequestsBySend() const;
  // How many came for messages to this customer.
  int RequestsFor(const std::string& customer) const;

 private:
  bool Answer(const std::string& request, support::ServedConnection& connection);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  std::size_t waiting_ = 0;
  std::map<std::string, int> by_send_;
  std::map<std::string, int> by_customer_;
  support::ScriptedServer server_;
};

// The text of a file of providers with `push` at this one, whose messages go at most once.
// `secrets` is the file of its secrets; `settings` are more lines for the channel.
std::string WebhookAt(const GatedProvider& provider, const std::string& secrets,
                      const std::string& settings);

}  // namespace usher::integration
