#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/running_gateway.h"

namespace usher::integration {

// A gateway with a standing clock whose providers are those of an example of the documentation, at
// servers of this machine, and the journey `notes` whose messages go out through them.
struct ExampleShop {
  // `example` is the YAML of `page` that begins with "# NAME". Each text of `changes` has to be in
  // it and is replaced; FOLDER then stands for `folder`, where `files` are written by their names.
  // `journey` is applied. usherd gets `more_flags` too.
  ExampleShop(const std::string& page, const std::string& example,
              const std::map<std::string, std::string>& changes,
              const std::map<std::string, std::string>& files, const std::string& journey,
              const std::vector<std::string>& more_flags = {});

  // Customer anna, who agreed to messages and can be reached at these addresses.
  void AddCustomer(const std::map<v1::Channel, std::string>& addresses);
  // Publishes an event Note of anna's and waits until all it causes is done.
  void Note(const std::string& n);
  // Whether anna's address on `channel` is marked dead.
  bool IsDead(v1::Channel channel);
  // How many messages of the first step of `notes` ended so.
  std::uint64_t Outcomes(const std::string& outcome);

  support::ScratchDir folder;
  std::unique_ptr<RunningGateway> gateway;
};

}  // namespace usher::integration
