#include "journey/inspect.h"

#include "journey/inspect_events.h"
#include "journey/inspect_flow.h"
#include "journey/inspect_schedule.h"
#include "journey/inspect_sends.h"
#include "journey/inspect_waits.h"

namespace usher::journey {

std::vector<Problem> Inspect(const v1::Journey& journey, const Definition& definition,
                             const Neighbourhood& neighbourhood) {
  std::vector<Problem> problems;
  InspectFlow(definition, &problems);
  InspectWaits(definition, &problems);
  InspectSchedule(definition, neighbourhood, &problems);
  InspectEvents(journey, definition, &problems);
  InspectSends(definition, neighbourhood, &problems);
  return problems;
}

}  // namespace usher::journey
