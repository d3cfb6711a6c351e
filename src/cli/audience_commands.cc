#include "cli/audience_commands.h"

#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "base/hash.h"
#include "base/json.h"
#include "cli/channel_name.h"
#include "cli/rpc_error.h"
#include "cli/table.h"
#include "usher/v1/audience_service.grpc.pb.h"

namespace usher::cli {
namespace {

using Stub = v1::AudienceService::Stub;
using Member = v1::ExportAudienceResponse::Member;

// All records are looked at, which takes as long as there are.
constexpr absl::Duration kExportFor = absl::Hours(24);

ExitCode Failed(const Session& session, const grpc::Status& status) {
  PrintError(status, session.server, session.console);
  return kFailure;
}

// As RFC 4180 has it, and harmless in a spreadsheet: what begins like a formula is text.
std::string CsvField(std::string text) {
  const bool formula = !text.empty() && absl::StrContains("=@\t\r", text.substr(0, 1));
  if (formula) text = absl::StrCat("'", text);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string CsvLine(const Member& member, const std::vector<v1::Channel>& channels) {
  std::vector<std::string> fields = {CsvField(member.customer_id()),
                                     CsvField(member.anonymous_id()), TimeText(member.since())};
  for (const v1::Channel channel : channels) {
    fields.emplace_back();
    for (const v1::Address& address : member.addresses()) {
      if (address.channel() == channel) fields.back() = CsvField(address.address());
    }
  }
  return absl::StrJoin(fields, ",");
}

std::string JsonLine(const Member& member) {
  base::Value line{base::Value::Map()};
  if (!member.customer_id().empty()) line.Set("customer_id", base::Value(member.customer_id()));
  if (!member.anonymous_id().empty()) line.Set("anonymous_id", base::Value(member.anonymous_id()));
  line.Set("since", base::Value(TimeText(member.since())));
  base::Value addresses{base::Value::Map()};
  for (const v1::Address& address : member.addresses()) {
    addresses.Set(ChannelName(address.channel()), base::Value(address.address()));
  }
  if (!member.addresses().empty()) line.Set("addresses", std::move(addresses));
  return base::ToJson(line);
}

}  // namespace

ExitCode ListAudiences(const Session& session) {
  const Connection connection = session.Connect();
  v1::ListAudiencesResponse response;
  const grpc::Status status =
      Stub(connection.channel()).List(connection.Context().get(), {}, &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  Table table({"AUDIENCE", "ADDED BY", "REMOVED BY"});
  for (const auto& audience : response.audiences()) {
    if (session.format == OutputFormat::kName) out << audience.audience() << "\n";
    table.AddRow({audience.audience(), absl::StrJoin(audience.added_by(), ", "),
                  absl::StrJoin(audience.removed_by(), ", ")});
  }
  if (session.format != OutputFormat::kName) table.Print(session.console.colour_out, &out);
  return kOk;
}

ExitCode ExportAudience(const Session& session, const AudienceExportOptions& options) {
  v1::ExportAudienceRequest request;
  request.set_audience(options.audience);
  request.set_category(options.category);
  std::vector<v1::Channel> channels;
  for (const std::string& name : options.channels) {
    const auto channel = ParseChannel(name);
    if (!channel.ok() || *channel == v1::CHANNEL_UNSPECIFIED) {
      PrintError(channel.ok() ? "--channel all: name one channel" : channel.status().message(),
                 session.console);
      return kUsage;
    }
    channels.push_back(*channel);
    request.add_channels(*channel);
  }
  std::ostream& out = *session.console.out;
  if (options.csv) {
    out << "customer_id,anonymous_id,since";
    for (const v1::Channel channel : channels) out << "," << ChannelName(channel);
    out << "\n";
  }
  const Connection connection = session.Connect();
  const auto context = connection.Context(kExportFor);
  Stub stub(connection.channel());
  const auto reader = stub.Export(context.get(), request);
  // Somebody may come twice.
  absl::flat_hash_set<std::uint64_t> seen;
  for (v1::ExportAudienceResponse response; reader->Read(&response);) {
    for (const Member& member : response.members()) {
      if (!seen.insert(base::HashFields({member.customer_id(), member.anonymous_id()})).second) {
        continue;
      }
      if (session.format == OutputFormat::kName) {
        out << (member.customer_id().empty() ? member.anonymous_id() : member.customer_id());
      } else {
        out << (options.csv ? CsvLine(member, channels) : JsonLine(member));
      }
      out << "\n";
    }
    out.flush();
  }
  const grpc::Status status = reader->Finish();
  return status.ok() ? kOk : Failed(session, status);
}

}  // namespace usher::cli
