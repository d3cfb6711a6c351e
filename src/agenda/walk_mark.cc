#include "agenda/walk_mark.h"

#include <algorithm>

#include "usher/store/v1/walk.pb.h"

namespace usher::agenda {
namespace {

using StoredVersions = google::protobuf::RepeatedPtrField<store::v1::WalkMark::Version>;

Versions Read(const StoredVersions& stored) {
  Versions versions;
  for (const auto& version : stored) versions.emplace(version.journey(), version.hash());
  return versions;
}

void Write(const Versions& versions, StoredVersions* out) {
  for (const auto& [journey, hash] : versions) {
    auto* stored = out->Add();
    stored->set_journey(journey);
    stored->set_hash(hash);
  }
}

Versions Both(const Versions& a, const Versions& b) {
  Versions both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  return both;
}

bool Covers(const Versions& all, const Versions& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

void EndWalk(WalkMark* mark) {
  mark->under_way.clear();
  mark->gateway = 0;
  mark->position.clear();
}

}  // namespace

WalkMark ReadWalkMark(absl::string_view text) {
  WalkMark mark;
  store::v1::WalkMark stored;
  if (!stored.ParseFromArray(text.data(), static_cast<int>(text.size()))) return mark;
  mark.done = Read(stored.done());
  mark.under_way = Read(stored.under_way());
  mark.gateway = stored.gateway();
  mark.step = stored.step();
  mark.position = stored.position();
  mark.customers = stored.customers();
  mark.woken = stored.woken();
  return mark;
}

std::string WriteWalkMark(const WalkMark& mark) {
  store::v1::WalkMark stored;
  Write(mark.done, stored.mutable_done());
  Write(mark.under_way, stored.mutable_under_way());
  stored.set_gateway(mark.gateway);
  stored.set_step(mark.step);
  stored.set_position(mark.position);
  stored.set_customers(mark.customers);
  stored.set_woken(mark.woken);
  return stored.SerializeAsString();
}

Versions DatedVersions(const journey::Catalog& catalog) {
  Versions versions;
  for (const journey::Definition* definition : catalog.Dated()) {
    versions.emplace(definition->name, definition->version);
  }
  return versions;
}

WalkPlan PlanWalk(const WalkMark& mark, const Versions& wanted, std::uint64_t self,
                  bool stands_still) {
  Versions missing;
  std::set_difference(wanted.begin(), wanted.end(), mark.done.begin(), mark.done.end(),
                      std::inserter(missing, missing.end()));
  const bool walking = !mark.under_way.empty();
  WalkPlan plan;
  if (missing.empty() && !walking && mark.done == wanted) return plan;
  plan.next = mark;
  ++plan.next.step;
  // A journey that comes back after a pause has to be walked for again.
  plan.next.done = Both(mark.done, wanted);
  plan.kind = WalkPlan::Kind::kWrite;
  if (missing.empty()) {
    EndWalk(&plan.next);
    return plan;
  }
  const bool covered = walking && Covers(mark.under_way, missing);
  if (covered && mark.gateway == self) {
    plan.kind = WalkPlan::Kind::kWalk;
    return plan;
  }
  if (walking && mark.gateway != self && !stands_still) {
    plan.kind = WalkPlan::Kind::kAwait;
    return plan;
  }
  plan.next.gateway = self;
  plan.next.under_way = missing;
  if (!covered) {
    plan.next.position.clear();
    plan.next.customers = 0;
    plan.next.woken = 0;
  }
  return plan;
}

WalkMark AfterPage(WalkMark mark, const Versions& wanted, std::string next, std::uint64_t customers,
                   std::uint64_t woken) {
  ++mark.step;
  mark.customers += customers;
  mark.woken += woken;
  if (next.empty()) {
    mark.done.insert(mark.under_way.begin(), mark.under_way.end());
    mark.done = Both(mark.done, wanted);
    EndWalk(&mark);
  } else {
    mark.position = std::move(next);
  }
  return mark;
}

}  // namespace usher::agenda
