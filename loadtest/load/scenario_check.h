#pragma once

#include <string>
#include <vector>

#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// What an author has to correct; `field` is a path as yaml/path.h writes it.
struct ScenarioFault {
  std::string field;
  std::string message;
};

// Gives every field that was left out its default, so that nobody else needs to know one.
void FillDefaults(loadtest::v1::Scenario* scenario);

// What is wrong with a scenario whose defaults are filled in; nothing if it can be run.
std::vector<ScenarioFault> CheckScenario(const loadtest::v1::Scenario& scenario);

}  // namespace usher::load
