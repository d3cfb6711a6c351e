#include "journey/arm.h"

#include <algorithm>

#include "base/hash.h"

namespace usher::journey {
namespace {

const Arm& ByChance(const Split& split, const base::CustomerId& customer) {
  std::uint64_t point = base::HashFields({"split", split.by, customer.key()}) % split.total_weight;
  for (const Arm& arm : split.arms) {
    if (point < arm.weight) return arm;
    point -= arm.weight;
  }
  return split.arms.back();
}

const customer::ArmTaken* FindTaken(const customer::Run& run, StepIndex step) {
  for (const customer::ArmTaken& taken : run.arms) {
    if (taken.step == step) return &taken;
  }
  return nullptr;
}

}  // namespace

const Arm& ArmOf(const Split& split, StepIndex step, const customer::Run& run,
                 const base::CustomerId& customer) {
  if (const customer::ArmTaken* taken = FindTaken(run, step)) {
    for (const Arm& arm : split.arms) {
      if (arm.name == taken->arm) return arm;
    }
  }
  return ByChance(split, customer);
}

void KeepArms(const Definition& definition, const base::CustomerId& customer, customer::Run* run) {
  for (const customer::StepVisits& visited : run->visits) {
    if (visited.step >= definition.steps.size()) continue;
    const Split* split = std::get_if<Split>(&definition.steps[visited.step].kind);
    if (split == nullptr || FindTaken(*run, visited.step) != nullptr) continue;
    run->arms.push_back({visited.step, ByChance(*split, customer).name});
  }
}

}  // namespace usher::journey
