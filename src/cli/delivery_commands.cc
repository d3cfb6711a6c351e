#include "cli/delivery_commands.h"

#include <optional>

#include "absl/strings/str_cat.h"
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

std::optional<v1::DeliveryResult> ResultOf(const std::string& word) {
  if (word == "sent") return v1::DELIVERY_RESULT_SENT;
  if (word == "rejected") return v1::DELIVERY_RESULT_REJECTED;
  if (word == "temporary") return v1::DELIVERY_RESULT_TEMPORARY;
  if (word == "unknown") return v1::DELIVERY_RESULT_UNKNOWN;
  return std::nullopt;
}

// What somebody at the terminal says; nothing at the end of the input.
std::optional<v1::DeliveryResult> Ask(const Session& session) {
  std::string word;
  while (true) {
    *session.console.err << "sent, rejected, temporary or unknown? " << std::flush;
    if (!std::getline(*session.console.in, word)) return std::nullopt;
    if (const auto result = ResultOf(word)) return result;
  }
}

}  // namespace

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
      const auto result =
          options.acknowledge ? std::optional(v1::DELIVERY_RESULT_SENT) : Ask(session);
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
