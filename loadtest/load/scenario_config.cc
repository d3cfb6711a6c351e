#include "load/scenario_config.h"

#include <cmath>
#include <string>
#include <utility>

#include "google/protobuf/util/json_util.h"

#include "base/json.h"

namespace usher::load {

base::Value ConfigValue(const loadtest::v1::Scenario& scenario, const Options& options,
                        double capacity, double event_bytes_mean) {
  google::protobuf::util::JsonPrintOptions print;
  print.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(scenario, &json, print).ok()) json = "{}";
  auto config = base::ParseJson(json, {.bytes_max = 16 * 1024 * 1024, .depth_max = 64});
  base::Value value = config.ok() ? *std::move(config) : base::Value();
  value.Set("server", base::Value(options.server));
  value.Set("event_bytes_mean", base::Value(std::round(event_bytes_mean)));
  if (capacity > 0) value.Set("capacity", base::Value(std::round(capacity)));
  return value;
}

}  // namespace usher::load
