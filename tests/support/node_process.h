#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace usher::support {

// A program for Node.js as a child, with the oracles' packages to require. It tells what it sees
// as one JSON object of strings on each line of its standard output; the first has `port`.
class NodeProcess {
 public:
  // Starts `script` (from the source root) and waits for its first line.
  explicit NodeProcess(const std::string& script, const std::vector<std::string>& arguments = {});
  NodeProcess(const NodeProcess&) = delete;
  NodeProcess& operator=(const NodeProcess&) = delete;
  NodeProcess(NodeProcess&& from) noexcept;
  NodeProcess& operator=(NodeProcess&&) = delete;
  // Kills it.
  ~NodeProcess();

  int port() const { return port_; }
  // A field of the first line.
  std::string First(const std::string& name) const { return first_.at(name); }
  // Waits for the next line; the test aborts when the program ends instead.
  std::map<std::string, std::string> Next();

 private:
  pid_t pid_ = 0;
  std::FILE* output_ = nullptr;
  int port_ = 0;
  std::map<std::string, std::string> first_;
};

// A certificate for localhost and 127.0.0.1, signed by itself, with its key, in `folder`.
struct SelfSigned {
  explicit SelfSigned(const std::string& folder);
  std::string certificate;  // path
  std::string key;          // path
};

}  // namespace usher::support
