#include "tests/support/node_process.h"

#include <csignal>
#include <cstdlib>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"

namespace usher::support {
namespace {

void Require(bool good, const std::string& what) {
  if (good) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

}  // namespace

NodeProcess::NodeProcess(const std::string& script, const std::vector<std::string>& arguments) {
  int ends[2];
  Require(pipe(ends) == 0, "no pipe");
  std::vector<std::string> words = {"node", script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    // A test that aborts destroys nothing, and whoever runs it waits for its children's output.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    setenv("NODE_PATH", USHER_NODE_MODULES, 1);
    execvp("node", argv.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = fdopen(ends[0], "r");
  first_ = Next();
  Require(absl::SimpleAtoi(first_["port"], &port_), absl::StrCat(script, " named no port"));
}

NodeProcess::NodeProcess(NodeProcess&& from) noexcept
    : pid_(std::exchange(from.pid_, 0)),
      output_(std::exchange(from.output_, nullptr)),
      port_(from.port_),
      first_(std::move(from.first_)) {}

NodeProcess::~NodeProcess() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  std::fclose(output_);
}

std::map<std::string, std::string> NodeProcess::Next() {
  std::string line;
  int c = 0;
  while ((c = std::fgetc(output_)) != EOF && c != '\n') line.push_back(static_cast<char>(c));
  Require(c == '\n', "the program for Node.js ended");
  const auto value = base::ParseJson(line, {.bytes_max = 1 << 20});
  Require(value.ok() && value->as_map() != nullptr, absl::StrCat("no JSON object: ", line));
  std::map<std::string, std::string> fields;
  for (const auto& [name, text] : *value->as_map()) {
    Require(text.as_string() != nullptr, absl::StrCat(name, " is no string: ", line));
    fields[name] = *text.as_string();
  }
  return fields;
}

SelfSigned::SelfSigned(const std::string& folder)
    : certificate(folder + "/certificate.pem"), key(folder + "/key.pem") {
  const std::string command = absl::StrCat(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
      "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ",
      key, " -out ", certificate, " 2>/dev/null");
  Require(std::system(command.c_str()) == 0, "openssl made no certificate");
}

}  // namespace usher::support
