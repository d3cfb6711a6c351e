#include "channel/policy.h"

namespace usher::channel {
namespace {

const Class kPlainClass;
const Class kTransactionalClass = {.ignores_caps = true,
                                   .ignores_quiet_hours = true,
                                   .uncounted = true,
                                   .ignores_consent = true,
                                   .ignores_engagement = true};

}  // namespace

const Class& ClassOf(const Policy& policy, absl::string_view category) {
  const auto listed = policy.classes.find(category);
  if (listed != policy.classes.end()) return listed->second;
  return category == kTransactional ? kTransactionalClass : kPlainClass;
}

}  // namespace usher::channel
