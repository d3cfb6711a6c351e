#include "cli/clock_commands.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "cli/proto_time.h"
#include "cli/rpc_error.h"
#include "usher/v1/clock_service.grpc.pb.h"

namespace usher::cli {
namespace {

// All that was due on the way is done before the reply, which for weeks of a busy shop takes long.
constexpr absl::Duration kAdvanceTimeout = absl::Minutes(10);

// Takes "<digits><unit>" off the front of `text`.
absl::Duration TakeUnit(absl::string_view* text, char unit, absl::Duration length) {
  const std::size_t end = text->find(unit);
  int count = 0;
  if (end == absl::string_view::npos || !absl::SimpleAtoi(text->substr(0, end), &count) ||
      count < 0) {
    return absl::ZeroDuration();
  }
  text->remove_prefix(end + 1);
  return count * length;
}

absl::StatusOr<absl::Time> Target(const std::string& text, absl::Time now) {
  absl::string_view span = text;
  if (absl::ConsumePrefix(&span, "+")) {
    const auto length = ParseSpan(span);
    if (!length.ok()) return length.status();
    return now + *length;
  }
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is neither a time such as 2024-05-01T10:00:00Z nor a span such as +1d12h"));
  }
  return time;
}

ExitCode Failed(const grpc::Status& status, const Session& session) {
  PrintError(status, session.server, session.console);
  return kFailure;
}

}  // namespace

absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text) {
  absl::string_view rest = text;
  absl::Duration span = TakeUnit(&rest, 'w', absl::Hours(7 * 24));
  span += TakeUnit(&rest, 'd', absl::Hours(24));
  absl::Duration clock_span;
  const bool rest_is_span =
      rest.empty() ? rest.size() < text.size() : absl::ParseDuration(rest, &clock_span);
  if (!rest_is_span || clock_span < absl::ZeroDuration()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is not a length of time such as 90m, 1h30m or 2d"));
  }
  return span + clock_span;
}

ExitCode GetClock(const Session& session) {
  const Connection connection = session.Connect();
  v1::GetTimeResponse response;
  const grpc::Status status = v1::ClockService::NewStub(connection.channel())
                                  ->GetTime(connection.Context().get(), {}, &response);
  if (!status.ok()) return Failed(status, session);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  out << TimeText(response.now());
  if (session.format != OutputFormat::kName) {
    if (response.speed() == 0) {
      out << "  standing still";
    } else {
      out << "  speed " << response.speed();
    }
  }
  out << "\n";
  return kOk;
}

ExitCode AdvanceClock(const Session& session, const std::string& target) {
  const Connection connection = session.Connect();
  const auto stub = v1::ClockService::NewStub(connection.channel());
  absl::Time now;
  if (target.starts_with('+')) {
    v1::GetTimeResponse response;
    const grpc::Status status = stub->GetTime(connection.Context().get(), {}, &response);
    if (!status.ok()) return Failed(status, session);
    now = FromProto(response.now());
  }
  const auto to = Target(target, now);
  if (!to.ok()) {
    PrintError(to.status().message(), session.console);
    return kUsage;
  }
  v1::AdvanceRequest request;
  *request.mutable_to() = ToProto(*to);
  v1::AdvanceResponse response;
  const grpc::Status status =
      stub->Advance(connection.Context(kAdvanceTimeout).get(), request, &response);
  if (!status.ok()) return Failed(status, session);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  out << TimeText(response.now()) << "  " << response.wakes() << " customers woken\n";
  return kOk;
}

}  // namespace usher::cli
