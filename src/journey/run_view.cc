#include "journey/run_view.h"

#include "absl/time/time.h"

namespace usher::journey {

base::Value RunView(const customer::Run& run) {
  base::Value view{base::Value::Map()};
  view.Set("journey", base::Value(run.journey));
  view.Set("key", base::Value(run.key));
  view.Set("entered_at",
           base::Value(absl::FormatTime(absl::RFC3339_sec, run.entered_at, absl::UTCTimeZone())));
  return view;
}

}  // namespace usher::journey
