#include "cli/backtest_progress.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "backtest/wording.h"

namespace usher::cli {
namespace {

constexpr int kBarWidth = 30;

std::string Bar(double share) {
  const auto filled = static_cast<std::size_t>(share * kBarWidth);
  return absl::StrCat("[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "]");
}

}  // namespace

void BacktestProgress::Draw() {
  const bool reading = progress_.replayed.total == 0;
  const backtest::Progress& stage = reading ? progress_.read : progress_.replayed;
  const auto done = static_cast<double>(stage.done);
  const auto total = static_cast<double>(stage.total);
  const double share = total > 0 ? std::min(1.0, done / total) : 0;
  *console_.err << "\r\x1b[K" << (reading ? "reading   " : "replaying ") << Bar(share)
                << absl::StreamFormat(" %3.0f%%", 100 * share);
  if (!reading) *console_.err << "  " << backtest::Grouped(std::llround(done)) << " events";
  console_.err->flush();
  on_screen_ = true;
}

void BacktestProgress::Clear() {
  if (!on_screen_) return;
  *console_.err << "\r\x1b[K" << std::flush;
  on_screen_ = false;
}

}  // namespace usher::cli
