#pragma once

#include <string>
#include <vector>

#include "usher/v1/journey.pb.h"

// A journey's definition in a few words.
namespace usher::cli {

// What starts runs: names of events, "a change of ATTRIBUTE", "the date in ATTRIBUTE", "a call".
std::vector<std::string> StartsOf(const v1::Journey& journey);

// The channels that messages may go out on, in the order in which steps name them.
std::vector<std::string> ChannelsOf(const v1::Journey& journey);

// A step on one line.
struct StepLine {
  std::string id;
  std::string kind;
  std::string what;
};

std::vector<StepLine> StepsOf(const v1::Journey& journey);

}  // namespace usher::cli
