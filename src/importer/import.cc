#include "importer/import.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace usher::importer {

void Arrange(Import* import) {
  absl::flat_hash_set<std::string> seen;
  const auto repeated = [&](const shop::Event& event) { return !seen.insert(event.id).second; };
  // remove_if asks once for each event, from the first to the last.
  const auto kept = std::remove_if(import->events.begin(), import->events.end(), repeated);
  const std::int64_t dropped = import->events.end() - kept;
  if (dropped > 0) import->skipped["duplicate id"] += dropped;
  import->events.erase(kept, import->events.end());
  std::stable_sort(import->events.begin(), import->events.end(),
                   [](const shop::Event& a, const shop::Event& b) { return a.time < b.time; });
}

std::string Summary(const Import& import) {
  std::map<std::string, std::int64_t> names;
  for (const shop::Event& event : import.events) ++names[event.name];
  std::string text = absl::StrCat("lines read: ", import.lines, "\n");
  for (const auto& [name, count] : import.counts) absl::StrAppend(&text, name, ": ", count, "\n");
  for (const auto& [why, count] : import.skipped) {
    absl::StrAppend(&text, "skipped, ", why, ": ", count, "\n");
  }
  absl::StrAppend(&text, "events: ", import.events.size(), "\n");
  for (const auto& [name, count] : names) absl::StrAppend(&text, "  ", name, ": ", count, "\n");
  return text;
}

}  // namespace usher::importer
