#include "cli/delivery_commands.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/util/json_util.h"

#include "cli/channel_name.h"
#include "cli/output.h"
#include "cli/rpc_error.h"
#include "usher/v1/delivery_service.grpc.pb.h"

namespace usher::cli {
namespace {

using Delivery = v1::SubscribeResponse::Delivery;

constexpr absl::Duration kWatchTimeout = absl::Hours(24 * 365);

std::string Line(const Delivery& delivery) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // A message of ours always has a JSON form.
  (void)google::protobuf::util::MessageToJsonString(delivery, &json, options).ok();
  return json;
}

// dead_address for DELIVERY_RESULT_DEAD_ADDRESS.
std::string WordFor(v1::DeliveryResult result) {
  constexpr absl::string_view kPrefix = "DELIVERY_RESULT_";
  return absl::AsciiStrToLower(absl::StripPrefix(v1::DeliveryResult_Name(result), kPrefix));
}

std::optional<v1::DeliveryResult> ResultOf(absl::string_view word) {
  for (const std::string& known : DeliveryOutcomes()) {
    if (word != known) continue;
    v1::DeliveryResult result = v1::DELIVERY_RESULT_UNSPECIFIED;
    v1::DeliveryResult_Parse(absl::AsciiStrToUpper(absl::StrCat("DELIVERY_RESULT_", word)),
                             &result);
    return result;
  }
  return std::nullopt;
}

// What somebody at the terminal says; nothing at the end of the input.
std::optional<v1::DeliveryResult> Ask(const Session& session) {
  std::string word;
  while (true) {
    *session.console.err << absl::StrJoin(DeliveryOutcomes(), ", ") << "? " << std::flush;
    if (!std::getline(*session.console.in, word)) return std::nullopt;
    if (const auto result = ResultOf(word)) return result;
  }
}

}  // namespace

std::vector<std::string> DeliveryOutcomes() {
  std::vector<std::string> words;
  for (int i = v1::DeliveryResult_MIN + 1; i <= v1::DeliveryResult_MAX; ++i) {
    words.push_back(WordFor(static_cast<v1::DeliveryResult>(i)));
  }
  return words;
}

ExitCode WatchDeliveries(const Session& session, const WatchDeliveriesOptions& options) {
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) {
    PrintError(channel.status().message(), session.console);
    return kUsage;
  }
  const Connection connection = session.Connect();
  v1::DeliveryService::Stub stub(connection.channel());
  const auto context = connection.Context(kWatchTimeout);
  const auto stream = stub.Subscribe(context.get());
  v1::SubscribeRequest start;
  start.mutable_start()->set_channel(*channel);
  start.mutable_start()->set_capacity(options.capacity);
  stream->Write(start);

  v1::SubscribeResponse response;
  std::uint32_t count = 0;
  bool more = true;
  while (more && stream->Read(&response)) {
    for (const std::string& id : response.taken_back()) {
      *session.console.err << id << " was not reported in time and is taken back\n";
    }
    for (const Delivery& delivery : response.deliveries()) {
      *session.console.out << Line(delivery) << std::endl;
      const auto result = options.report.empty() ? Ask(session) : ResultOf(options.report);
      if (!result) {
        more = false;
        break;
      }
      v1::SubscribeRequest request;
      auto* report = request.add_reports();
      report->set_send_id(delivery.send_id());
      report->set_attempt(delivery.attempt());
      report->set_result(*result);
      stream->Write(request);
      more = ++count != options.count;
      if (!more) break;
    }
  }
  stream->WritesDone();
  while (stream->Read(&response)) {
  }
  const grpc::Status status = stream->Finish();
  if (status.ok()) return kOk;
  PrintError(status, session.server, session.console);
  return kFailure;
}

}  // namespace usher::cli
