#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shop/event.h"

// Logs of real shops turned into events. docs/importing.md describes the formats.
namespace usher::importer {

// What became of a log. Events are in time order, those of one time in the order of the log, and
// their ids are unique.
struct Import {
  std::vector<shop::Event> events;
  std::int64_t lines = 0;                       // records read, without the header
  std::map<std::string, std::int64_t> skipped;  // records left out, by reason
  std::map<std::string, std::int64_t> counts;   // what else was counted, by name
};

// Puts the events into time order and drops those whose id came before in the log, counting them
// under "duplicate id".
void Arrange(Import* import);

// The counts as lines of text, for people.
std::string Summary(const Import& import);

}  // namespace usher::importer
