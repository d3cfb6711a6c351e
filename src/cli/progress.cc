#include "cli/progress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "cli/rpc_error.h"
#include "cli/table.h"

namespace usher::cli {
namespace {

constexpr std::uint64_t kErrorsShownMax = 50;
constexpr int kBarWidth = 20;

std::string Bar(double share) {
  const auto filled = static_cast<std::size_t>(share * kBarWidth);
  return absl::StrCat("[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "]");
}

}  // namespace

Progress::Progress(std::string what, const Console& console, Timing* timing)
    : what_(std::move(what)),
      console_(console),
      timing_(timing),
      start_(timing->Now()),
      drawn_at_(start_) {}

void Progress::OnRead(std::uint64_t read, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  bytes_read_ = read;
  bytes_total_ = total;
}

void Progress::OnDone(std::uint64_t done, std::uint64_t failed) {
  const std::lock_guard lock(mutex_);
  done_ += done;
  failed_ += failed;
  MaybeDraw();
}

void Progress::Error(absl::string_view line) {
  const std::lock_guard lock(mutex_);
  if (++errors_ > kErrorsShownMax) return;
  Clear();
  *console_.err << Paint("error:", Colour::kRed, console_.colour_err) << " " << Printable(line)
                << "\n";
}

void Progress::Trouble(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  Clear();
  *console_.err << CodeName(status.error_code()) << ": " << Printable(status.error_message())
                << "; trying again\n";
}

void Progress::Finish() {
  const std::lock_guard lock(mutex_);
  Clear();
  if (errors_ > kErrorsShownMax) {
    *console_.err << "and " << errors_ - kErrorsShownMax << " more errors\n";
  }
}

void Progress::MaybeDraw() {
  const absl::Time now = timing_->Now();
  const absl::Duration interval =
      console_.err_is_terminal ? absl::Milliseconds(200) : absl::Seconds(5);
  if (now - drawn_at_ < interval) return;
  drawn_at_ = now;
  Clear();
  *console_.err << Line();
  if (console_.err_is_terminal) {
    console_.err->flush();
    on_screen_ = true;
  } else {
    *console_.err << std::endl;
  }
}

void Progress::Clear() {
  if (!on_screen_) return;
  *console_.err << "\r\x1b[K";
  on_screen_ = false;
}

std::string Progress::Line() const {
  const double seconds = std::max(absl::ToDoubleSeconds(timing_->Now() - start_), 0.001);
  const double rate = static_cast<double>(done_) / seconds;
  std::string line;
  if (bytes_total_ > 0 && bytes_read_ > 0) {
    const double share =
        std::min(1.0, static_cast<double>(bytes_read_) / static_cast<double>(bytes_total_));
    line = absl::StrFormat("%s %3.0f%%  %d of about %.0f %s", Bar(share), share * 100, done_,
                           std::max(static_cast<double>(done_), static_cast<double>(done_) / share),
                           what_);
  } else {
    line = absl::StrCat(done_, " ", what_);
  }
  absl::StrAppend(&line, absl::StrFormat("  %.0f/s", rate));
  if (failed_ > 0) absl::StrAppend(&line, "  ", failed_, " failed");
  return line;
}

}  // namespace usher::cli
