#include "load/json_report.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "grpcpp/support/status_code_enum.h"

#include "base/json.h"
#include "cli/rpc_error.h"

namespace usher::load {
namespace {

using base::Value;

Value Whole(std::uint64_t number) { return Value(static_cast<std::int64_t>(number)); }

// More digits than were measured would only make the file harder to read.
Value Rounded(double number) { return Value(std::round(number * 1000) / 1000); }

Value Percentiles(const Histogram& histogram, double unit_ns) {
  const auto in_unit = [unit_ns](double nanoseconds) { return Rounded(nanoseconds / unit_ns); };
  const auto quantile = [&](double share) {
    return in_unit(static_cast<double>(histogram.Quantile(share)));
  };
  Value::Map map;
  map.emplace_back("min", in_unit(static_cast<double>(histogram.min())));
  map.emplace_back("p50", quantile(0.5));
  map.emplace_back("p90", quantile(0.9));
  map.emplace_back("p99", quantile(0.99));
  map.emplace_back("p999", quantile(0.999));
  map.emplace_back("p9999", quantile(0.9999));
  map.emplace_back("max", in_unit(static_cast<double>(histogram.max())));
  map.emplace_back("mean", in_unit(histogram.mean()));
  return Value(std::move(map));
}

Value Phase(const PhaseReport& phase) {
  const Tally& tally = phase.tally;
  Value::Map errors;
  for (std::size_t code = 1; code < kCodes; ++code) {
    if (tally.codes[code] == 0 || code == grpc::StatusCode::RESOURCE_EXHAUSTED) continue;
    errors.emplace_back(cli::CodeName(static_cast<int>(code)), Whole(tally.codes[code]));
  }
  Value::Map map;
  map.emplace_back("name", Value(phase.name));
  map.emplace_back("start_s", Rounded(phase.start_s));
  map.emplace_back("duration_s", Rounded(phase.duration_s));
  map.emplace_back("offered", Whole(tally.offered));
  map.emplace_back("offered_per_s", Rounded(phase.offered_per_s()));
  map.emplace_back("completed", Whole(tally.completed()));
  map.emplace_back("ok", Whole(tally.ok()));
  map.emplace_back("duplicates", Whole(tally.duplicates));
  map.emplace_back("shed", Whole(tally.shed()));
  map.emplace_back("errors", Value(std::move(errors)));
  map.emplace_back("not_started", Whole(tally.not_started));
  map.emplace_back("ok_per_s", Rounded(phase.ok_per_s()));
  map.emplace_back("latency_us", Percentiles(tally.latency_ns, 1e3));
  return Value(std::move(map));
}

Value Costs(const Report& report) {
  Value::Map costs;
  for (const auto& [name, cost] : report.costs) {
    Value::Map map;
    map.emplace_back("cpu_s", Rounded(cost.cpu_s));
    map.emplace_back("cpu_us_per_event", Rounded(CpuPerEventUs(report, cost)));
    map.emplace_back("resident_bytes", Whole(cost.resident_bytes));
    costs.emplace_back(name, Value(std::move(map)));
  }
  return Value(std::move(costs));
}

Value Verification(const Report& report) {
  Value::List checks;
  for (const Check& check : report.verification) {
    Value::Map map;
    map.emplace_back("id", Value(check.id));
    map.emplace_back("ok", Value(check.ok));
    map.emplace_back("checked", Whole(check.checked));
    map.emplace_back("detail", Value(check.detail));
    checks.emplace_back(std::move(map));
  }
  return Value(std::move(checks));
}

Value Timers(const TimersReport& timers) {
  Value::Map map;
  map.emplace_back("count", Whole(timers.count));
  map.emplace_back("missing", Whole(timers.missing));
  map.emplace_back("early", Whole(timers.early));
  map.emplace_back("lateness_ms", Percentiles(timers.lateness_ns, 1e6));
  map.emplace_back("granted_lateness_ms", Percentiles(timers.granted_late_ns, 1e6));
  map.emplace_back("last_s", Rounded(timers.last_s));
  return Value(std::move(map));
}

Value Timeline(const Report& report) {
  Value::List rows;
  for (const TimelineRow& row : report.timeline) {
    const double length = row.length_s > 0 ? row.length_s : 1;
    Value::Map cpu;
    for (const auto& [name, cores] : row.cpu_cores) cpu.emplace_back(name, Rounded(cores));
    Value::Map map;
    map.emplace_back("t_s", Rounded(row.t_s));
    map.emplace_back("ok_per_s", Rounded(static_cast<double>(row.interval.ok) / length));
    map.emplace_back("shed_per_s", Rounded(static_cast<double>(row.interval.shed) / length));
    map.emplace_back("errors_per_s", Rounded(static_cast<double>(row.interval.errors) / length));
    map.emplace_back("p50_us", Rounded(static_cast<double>(row.interval.p50_ns) / 1e3));
    map.emplace_back("p99_us", Rounded(static_cast<double>(row.interval.p99_ns) / 1e3));
    map.emplace_back("cpu", Value(std::move(cpu)));
    rows.emplace_back(std::move(map));
  }
  return Value(std::move(rows));
}

}  // namespace

std::string JsonReport(const Report& report) {
  Value::List phases;
  for (const PhaseReport& phase : report.phases) phases.push_back(Phase(phase));
  Value::Map errors;
  for (const auto& [code, text] : report.error_texts) {
    errors.emplace_back(cli::CodeName(code), Value(text));
  }
  Value::Map map;
  map.emplace_back("scenario", Value(report.scenario));
  map.emplace_back("form", Value(report.form));
  map.emplace_back("loop", Value(report.open_loop ? "open" : "closed"));
  map.emplace_back("interrupted", Value(report.interrupted));
  map.emplace_back("durability", Value(report.durability));
  map.emplace_back("config", report.config);
  map.emplace_back("phases", Value(std::move(phases)));
  map.emplace_back("total", Phase(report.total));
  map.emplace_back("held_back", Whole(report.held_back));
  map.emplace_back("error_texts", Value(std::move(errors)));
  map.emplace_back("cost", Costs(report));
  map.emplace_back("verification", Verification(report));
  if (report.timers) map.emplace_back("timers", Timers(*report.timers));
  map.emplace_back("timeline", Timeline(report));
  return base::ToJson(Value(std::move(map)));
}

}  // namespace usher::load
