#include "load/table_report.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "cli/rpc_error.h"

namespace usher::load {
namespace {

using Row = std::vector<std::string>;

// The first column stands to the left, numbers to the right.
void PrintTable(const std::vector<Row>& rows, std::ostream* out) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - row[i].size(), ' ');
      *out << (i == 0 ? absl::StrCat("  ", row[i], blanks) : absl::StrCat("  ", blanks, row[i]));
    }
    *out << "\n";
  }
}

Row PhaseRow(const PhaseReport& phase) {
  const Tally& tally = phase.tally;
  const auto quantile = [&](double share) {
    return LatencyText(static_cast<double>(tally.latency_ns.Quantile(share)));
  };
  return {phase.name,
          CountText(phase.offered_per_s()),
          CountText(phase.ok_per_s()),
          CountText(static_cast<double>(tally.duplicates)),
          CountText(static_cast<double>(tally.shed())),
          CountText(static_cast<double>(tally.errors())),
          quantile(0.5),
          quantile(0.9),
          quantile(0.99),
          quantile(0.999),
          quantile(0.9999),
          LatencyText(static_cast<double>(tally.latency_ns.max()))};
}

void PrintPhases(const Report& report, std::ostream* out) {
  std::vector<Row> rows = {{"phase", "offered/s", "ok/s", "duplicates", "shed", "errors", "p50",
                            "p90", "p99", "p99.9", "p99.99", "max"}};
  for (const PhaseReport& phase : report.phases) rows.push_back(PhaseRow(phase));
  if (report.phases.size() > 1 + (report.total.start_s > 0 ? 1 : 0))
    rows.push_back(PhaseRow(report.total));
  PrintTable(rows, out);
}

void PrintErrors(const Report& report, std::ostream* out) {
  for (const auto& [code, text] : report.error_texts) {
    const std::uint64_t count = report.total.tally.codes[static_cast<std::size_t>(code)];
    *out << "  " << cli::CodeName(code) << " " << CountText(static_cast<double>(count))
         << " times, the first: " << text << "\n";
  }
  if (report.total.tally.not_started > 0) {
    *out << "  " << CountText(static_cast<double>(report.total.tally.not_started))
         << " events could not start before their time was over; they count as "
            "DEADLINE_EXCEEDED\n";
  }
  if (report.held_back > 0) {
    *out << "  " << CountText(static_cast<double>(report.held_back))
         << " sends started late, as too many were under way; latency counts from their time\n";
  }
}

void PrintCosts(const Report& report, std::ostream* out) {
  std::vector<Row> rows = {{"process", "CPU s", "cores", "CPU us/event", "resident MiB"}};
  for (const auto& [name, cost] : report.costs) {
    rows.push_back({name, absl::StrFormat("%.2f", cost.cpu_s),
                    absl::StrFormat("%.2f", cost.cpu_s / std::max(report.total.duration_s, 1e-9)),
                    absl::StrFormat("%.2f", CpuPerEventUs(report, cost)),
                    absl::StrFormat("%.1f", static_cast<double>(cost.resident_bytes) / 1048576)});
  }
  *out << "\n";
  PrintTable(rows, out);
}

void PrintTimers(const TimersReport& timers, std::ostream* out) {
  const auto quantile = [&](double share) {
    return LatencyText(static_cast<double>(timers.lateness_ns.Quantile(share)));
  };
  *out << "\n  timers: " << CountText(static_cast<double>(timers.count)) << " messages, "
       << timers.missing << " missing, " << timers.early << " early; lateness p50 " << quantile(0.5)
       << ", p99 " << quantile(0.99) << ", max "
       << LatencyText(static_cast<double>(timers.lateness_ns.max())) << "; the last "
       << absl::StrFormat("%.2f", timers.last_s) << " s after the last due time\n";
}

void PrintVerification(const Report& report, std::ostream* out) {
  *out << "\n";
  if (report.verification.empty()) *out << "  verification: off\n";
  for (const Check& check : report.verification) {
    const char* verdict = !check.ok ? "BROKEN" : check.checked > 0 ? "holds" : "not checked";
    *out << "  " << check.id << ": " << verdict << ", "
         << CountText(static_cast<double>(check.checked)) << " checked";
    if (!check.detail.empty()) *out << "; " << check.detail;
    *out << "\n";
  }
}

}  // namespace

std::string LatencyText(double nanoseconds) {
  if (nanoseconds < 1e6) return absl::StrFormat("%.0f us", nanoseconds / 1e3);
  if (nanoseconds < 1e7) return absl::StrFormat("%.2f ms", nanoseconds / 1e6);
  if (nanoseconds < 1e8) return absl::StrFormat("%.1f ms", nanoseconds / 1e6);
  if (nanoseconds < 1e9) return absl::StrFormat("%.0f ms", nanoseconds / 1e6);
  return absl::StrFormat("%.2f s", nanoseconds / 1e9);
}

std::string CountText(double number) {
  const std::string digits = absl::StrFormat("%.0f", number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-') text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

void PrintReport(const Report& report, std::ostream* out) {
  *out << report.scenario << ": " << report.form << ", "
       << (report.open_loop ? "open loop (latency from the scheduled time)"
                            : "CLOSED LOOP (latency from the sending; not what users would see)")
       << ", kept " << report.durability << (report.interrupted ? ", INTERRUPTED" : "") << "\n\n";
  PrintPhases(report, out);
  PrintErrors(report, out);
  PrintCosts(report, out);
  if (report.timers) PrintTimers(*report.timers, out);
  PrintVerification(report, out);
  out->flush();
}

}  // namespace usher::load
