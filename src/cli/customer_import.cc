#include "cli/customer_import.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/ids.h"
#include "cli/customer_lines.h"
#include "cli/input_file.h"
#include "cli/lanes.h"
#include "cli/progress.h"
#include "cli/retry.h"
#include "cli/rpc_error.h"
#include "usher/v1/customer_service.grpc.pb.h"

namespace usher::cli {
namespace {

struct Profile {
  std::size_t line = 0;
  v1::UpsertRequest request;
};

class CustomerImporter {
 public:
  CustomerImporter(const Session& session, absl::Duration retry_for)
      : connection_(session.Connect()),
        stub_(v1::CustomerService::NewStub(connection_.channel())),
        progress_("customers", session.console, session.timing),
        retry_(retry_for, session.timing,
               [this](const auto& status) { progress_.Trouble(status); }) {}

  void Run(InputFile* input, int in_flight) {
    Lanes<Profile> lanes({.lanes = in_flight, .batch_items_max = 64},
                         [this](const std::vector<Profile>& profiles) {
                           for (const Profile& profile : profiles) Send(profile);
                         });
    std::string text;
    std::uint64_t bytes = 0;
    for (std::size_t line = 1; !stopped_ && std::getline(input->stream(), text); ++line) {
      bytes += text.size() + 1;
      progress_.OnRead(bytes, input->bytes_total());
      if (absl::StripAsciiWhitespace(text).empty()) continue;
      auto request = ParseCustomerLine(text);
      if (!request.ok()) {
        Fail(line, request.status().message());
        continue;
      }
      const auto id = request->customer_id().empty()
                          ? base::CustomerId::Anonymous(request->anonymous_id())
                          : base::CustomerId::Known(request->customer_id());
      lanes.Push(base::Hash64(id.key()), text.size(), {line, *std::move(request)});
    }
    lanes.Finish();
    progress_.Finish();
  }

  ExitCode PrintSummary(OutputFormat format, std::ostream* out) const {
    if (format == OutputFormat::kJson) {
      *out << "{\"created\":" << created_ << ",\"changed\":" << changed_
           << ",\"failed\":" << failed_ << "}\n";
    } else {
      *out << "created " << created_ << ", changed " << changed_ << ", failed " << failed_ << "\n";
    }
    return failed_ == 0 ? kOk : kFailure;
  }

 private:
  void Send(const Profile& profile) {
    if (stopped_) return Fail(profile.line, "");
    v1::UpsertResponse response;
    const grpc::Status status = retry_.Run(
        [&] { return stub_->Upsert(connection_.Context().get(), profile.request, &response); });
    if (!status.ok()) {
      if (IsRetryable(status.error_code())) stopped_ = true;
      std::string why = absl::StrCat(CodeName(status.error_code()), ": ", status.error_message());
      for (const Violation& violation : DetailsOf(status).violations) {
        absl::StrAppend(&why, "; ", violation.field, ": ", violation.description);
      }
      return Fail(profile.line, why);
    }
    ++(response.created() ? created_ : changed_);
    progress_.OnDone(1, 0);
  }

  // Without a reason nothing is said: the first to fail has said it.
  void Fail(std::size_t line, absl::string_view why) {
    ++failed_;
    if (!why.empty()) progress_.Error(absl::StrCat("line ", line, ": ", why));
    progress_.OnDone(1, 1);
  }

  const Connection connection_;
  const std::unique_ptr<v1::CustomerService::Stub> stub_;
  Progress progress_;
  Retry retry_;
  // Patience ended: what is still waiting fails at once.
  std::atomic<bool> stopped_ = false;
  std::atomic<std::uint64_t> created_ = 0;
  std::atomic<std::uint64_t> changed_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
};

}  // namespace

ExitCode ImportCustomers(const Session& session, const CustomerImportOptions& options) {
  auto input = InputFile::Open(options.file, session.console);
  if (!input.ok()) {
    PrintError(input.status().message(), session.console);
    return kFailure;
  }
  CustomerImporter importer(session, options.retry_for);
  importer.Run(&*input, options.in_flight);
  return importer.PrintSummary(session.format, session.console.out);
}

}  // namespace usher::cli
