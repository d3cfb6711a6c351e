#include "cli/feedback_commands.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "cli/feedback_lines.h"
#include "cli/input_file.h"
#include "cli/lanes.h"
#include "cli/mail_report.h"
#include "cli/progress.h"
#include "cli/retry.h"
#include "cli/rpc_error.h"
#include "usher/v1/feedback_service.grpc.pb.h"

namespace usher::cli {
namespace {

// A mail server hands over nothing larger that is a report.
constexpr std::size_t kMailBytesMax = 16 * 1024 * 1024;

struct Line {
  std::size_t number = 0;
  v1::Feedback feedback;
};

std::string WhyOf(const v1::ReportResponse::Item& item) {
  return absl::StrCat(CodeName(item.code()), ": ", item.field(), item.field().empty() ? "" : ": ",
                      item.message());
}

// Reports what it is given until it is taken, refused for good, or patience ends.
class Reporter {
 public:
  // Told of each report that was not taken, and why.
  using OnRefused = std::function<void(std::size_t line, const std::string& why, bool for_good)>;

  Reporter(const Session& session, absl::Duration retry_for, OnRefused on_refused,
           Retry::OnTrouble on_trouble = nullptr)
      : connection_(session.Connect()),
        stub_(v1::FeedbackService::NewStub(connection_.channel())),
        retry_(retry_for, session.timing, std::move(on_trouble)),
        on_refused_(std::move(on_refused)) {}

  // Reports are known by their ids, so they may be made again.
  void Send(std::vector<Line> lines) {
    for (int attempt = 1; !lines.empty(); ++attempt) {
      if (stopped_) return Refuse(lines, "", /*for_good=*/false);
      v1::ReportRequest request;
      for (const Line& line : lines) *request.add_items() = line.feedback;
      v1::ReportResponse response;
      grpc::Status status = stub_->Report(connection_.Context().get(), request, &response);
      if (status.ok()) status = Settle(response, &lines);
      if (lines.empty()) {
        retry_.OnSuccess();
        return;
      }
      if (IsRetryable(status.error_code()) && retry_.WaitAfter(status, attempt)) continue;
      stopped_ = stopped_ || IsRetryable(status.error_code());
      return Refuse(lines,
                    absl::StrCat(CodeName(status.error_code()), ": ", status.error_message()),
                    !IsRetryable(status.error_code()));
    }
  }

  const Connection& connection() const { return connection_; }
  std::uint64_t reported() const { return reported_; }
  std::uint64_t duplicates() const { return duplicates_; }

 private:
  // Takes out what is settled; why the rest is not.
  grpc::Status Settle(const v1::ReportResponse& response, std::vector<Line>* lines) {
    std::vector<Line> left;
    grpc::Status why;
    for (std::size_t i = 0; i < lines->size(); ++i) {
      Line& line = (*lines)[i];
      if (static_cast<int>(i) >= response.items_size()) {
        why = grpc::Status(grpc::StatusCode::INTERNAL, "the gateway left a report out");
        left.push_back(std::move(line));
        continue;
      }
      const v1::ReportResponse::Item& item = response.items(static_cast<int>(i));
      const auto code = static_cast<grpc::StatusCode>(item.code());
      if (item.code() == 0) {
        ++(item.result().duplicate() ? duplicates_ : reported_);
      } else if (IsRetryable(code)) {
        why = grpc::Status(code, item.message());
        left.push_back(std::move(line));
      } else {
        on_refused_(line.number, WhyOf(item), /*for_good=*/true);
      }
    }
    *lines = std::move(left);
    return why;
  }

  // Without a reason nothing is said: the first to fail has said it.
  void Refuse(const std::vector<Line>& lines, const std::string& why, bool for_good) {
    for (const Line& line : lines) on_refused_(line.number, why, for_good);
  }

  const Connection connection_;
  const std::unique_ptr<v1::FeedbackService::Stub> stub_;
  Retry retry_;
  const OnRefused on_refused_;
  // Patience ended: what is still waiting fails at once.
  std::atomic<bool> stopped_ = false;
  std::atomic<std::uint64_t> reported_ = 0;
  std::atomic<std::uint64_t> duplicates_ = 0;
};

// Those about one customer, or one address, go one after another.
std::uint64_t LaneOf(const v1::Feedback& feedback) {
  return base::HashFields(
      {feedback.customer_id(), feedback.anonymous_id(), feedback.address(), feedback.token()});
}

}  // namespace

ExitCode ReportFeedback(const Session& session, const FeedbackReportOptions& options) {
  auto input = InputFile::Open(options.file, session.console);
  if (!input.ok()) {
    PrintError(input.status().message(), session.console);
    return kFailure;
  }
  Progress progress("reports", session.console, session.timing);
  std::atomic<std::uint64_t> failed = 0;
  const auto fail = [&](std::size_t line, const std::string& why, bool) {
    ++failed;
    if (!why.empty()) progress.Error(absl::StrCat("line ", line, ": ", why));
  };
  Reporter reporter(session, options.retry_for, fail,
                    [&](const grpc::Status& status) { progress.Trouble(status); });
  Lanes<Line> lanes({.lanes = options.in_flight, .batch_items_max = 200},
                    [&](std::vector<Line> lines) {
                      const std::size_t count = lines.size();
                      reporter.Send(std::move(lines));
                      progress.OnDone(count, 0);
                    });
  std::string text;
  std::uint64_t bytes = 0;
  for (std::size_t number = 1; std::getline(input->stream(), text); ++number) {
    bytes += text.size() + 1;
    progress.OnRead(bytes, input->bytes_total());
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    auto feedback = ParseFeedbackLine(text);
    if (!feedback.ok()) {
      fail(number, std::string(feedback.status().message()), true);
      continue;
    }
    const std::uint64_t lane = LaneOf(*feedback);
    lanes.Push(lane, text.size(), {number, *std::move(feedback)});
  }
  lanes.Finish();
  progress.Finish();
  std::ostream& out = *session.console.out;
  if (session.format == OutputFormat::kJson) {
    out << "{\"reported\":" << reporter.reported() << ",\"duplicates\":" << reporter.duplicates()
        << ",\"failed\":" << failed << "}\n";
  } else {
    out << "reported " << reporter.reported() << ", duplicates " << reporter.duplicates()
        << ", failed " << failed << "\n";
  }
  return failed == 0 ? kOk : kFailure;
}

ExitCode ReportBounce(const Session& session, const FeedbackBounceOptions& options) {
  auto input = InputFile::Open(options.file, session.console);
  if (!input.ok()) {
    PrintError(input.status().message(), session.console);
    return kFailure;
  }
  std::string mail(kMailBytesMax, '\0');
  input->stream().read(mail.data(), static_cast<std::streamsize>(mail.size()));
  mail.resize(static_cast<std::size_t>(input->stream().gcount()));
  const MailReports read = ReadMailReports(mail);
  std::ostream& out = *session.console.out;
  if (read.reports.empty()) {
    out << "nothing to report: " << read.why << "\n";
    return kOk;
  }
  ExitCode code = kOk;
  Reporter reporter(session, options.retry_for,
                    [&](std::size_t, const std::string& why, bool for_good) {
                      if (!why.empty()) PrintError(why, session.console);
                      code = for_good ? kFailure : kTryAgain;
                    });
  std::vector<Line> lines;
  for (const v1::Feedback& feedback : read.reports) lines.push_back({0, feedback});
  reporter.Send(std::move(lines));
  out << "reported " << reporter.reported() << ", duplicates " << reporter.duplicates() << "\n";
  return code;
}

}  // namespace usher::cli
