#include "journey/catalog.h"

#include <algorithm>

namespace usher::journey {
namespace {

std::vector<std::string> NamesHeard(const Definition& definition) {
  std::vector<std::string> names = definition.enter.on;
  if (definition.exit) {
    names.insert(names.end(), definition.exit->on.begin(), definition.exit->on.end());
  }
  if (definition.goal) names.push_back(definition.goal->event);
  for (const Step& step : definition.steps) {
    if (const Wait* wait = std::get_if<Wait>(&step.kind)) {
      for (const Until& until : wait->until) names.push_back(until.event);
    }
  }
  return names;
}

bool SendsAtBestHour(const Definition& definition) {
  return std::any_of(definition.steps.begin(), definition.steps.end(), [](const Step& step) {
    const Send* send = std::get_if<Send>(&step.kind);
    return send != nullptr && send->best_hour;
  });
}

}  // namespace

Catalog::Catalog(std::map<std::string, CatalogEntry> journeys) : journeys_(std::move(journeys)) {
  for (const auto& [name, entry] : journeys_) {
    migrates_ = migrates_ || !entry.migrations.empty();
    if (entry.status == JourneyStatus::kActive) {
      for (const std::string& event : entry.current->enter.on) {
        started_by_[event].push_back(entry.current.get());
      }
      const Enter& enter = entry.current->enter;
      if (enter.attribute) {
        started_by_attribute_[enter.attribute->name].push_back(entry.current.get());
      }
      if (enter.timed()) dated_.push_back(entry.current.get());
    }
    for (const auto& [version, definition] : entry.versions) {
      if (SendsAtBestHour(*definition)) learns_hours_.insert(name);
      for (const std::string& event : NamesHeard(*definition)) heard_[event] = true;
      for (const std::string& event : definition->counted_events) counted_[event] = true;
      for (const auto& [event, property] : definition->sums) {
        heard_[event] = true;
        auto& properties = summed_[event];
        const auto place = std::lower_bound(properties.begin(), properties.end(), property);
        if (place == properties.end() || *place != property) properties.insert(place, property);
      }
    }
  }
}

const std::vector<std::string>& Catalog::SummedOf(absl::string_view event_name) const {
  static const std::vector<std::string> kNone;
  const auto it = summed_.find(event_name);
  return it == summed_.end() ? kNone : it->second;
}

const CatalogEntry* Catalog::Find(absl::string_view journey) const {
  const auto it = journeys_.find(std::string(journey));
  return it == journeys_.end() ? nullptr : &it->second;
}

const Definition* Catalog::FindVersion(absl::string_view journey, std::uint64_t version) const {
  const CatalogEntry* entry = Find(journey);
  if (entry == nullptr) return nullptr;
  const auto it = entry->versions.find(version);
  return it == entry->versions.end() ? nullptr : it->second.get();
}

const Definition* Catalog::FindMigration(absl::string_view journey, std::uint64_t version) const {
  const CatalogEntry* entry = Find(journey);
  if (entry == nullptr) return nullptr;
  std::uint64_t target = version;
  // Ways do not go round; the bound is for what another gateway may have written.
  for (std::size_t moves = 0; moves <= entry->migrations.size(); ++moves) {
    const auto next = entry->migrations.find(target);
    if (next == entry->migrations.end()) break;
    target = next->second;
  }
  return target == version ? nullptr : FindVersion(journey, target);
}

namespace {

using StartedByName = absl::flat_hash_map<std::string, std::vector<const Definition*>>;

const std::vector<const Definition*>& FindIn(const StartedByName& started_by,
                                             absl::string_view name) {
  static const std::vector<const Definition*> kNone;
  const auto it = started_by.find(name);
  return it == started_by.end() ? kNone : it->second;
}

}  // namespace

const std::vector<const Definition*>& Catalog::StartedBy(absl::string_view event_name) const {
  return FindIn(started_by_, event_name);
}

const std::vector<const Definition*>& Catalog::StartedByAttribute(
    absl::string_view attribute) const {
  return FindIn(started_by_attribute_, attribute);
}

}  // namespace usher::journey
