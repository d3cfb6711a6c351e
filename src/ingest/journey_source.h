#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ingest/rpc_status.h"
#include "journey/definition.h"
#include "journey/inspect.h"
#include "usher/v1/journey_service.pb.h"

namespace usher::ingest {

// A definition as it came in, checked.
struct CheckedJourney {
  v1::Journey journey;
  std::shared_ptr<const journey::Definition> definition;  // null when there are violations
  std::vector<Violation> violations;  // described as file:line:column: text when it came as YAML
  std::vector<std::string> warnings;
};

CheckedJourney CheckJourney(const v1::ApplyRequest& request,
                            const journey::Neighbourhood& neighbourhood);

}  // namespace usher::ingest
