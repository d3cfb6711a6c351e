#include "cli/customer_commands.h"

#include <memory>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cli/channel_name.h"
#include "cli/customer_view.h"
#include "cli/proto_value.h"
#include "cli/rpc_error.h"
#include "usher/v1/customer_service.grpc.pb.h"

namespace usher::cli {
namespace {

using Stub = v1::CustomerService::Stub;

template <class Request>
Request About(const CustomerName& customer) {
  Request request;
  if (customer.anonymous) {
    request.set_anonymous_id(customer.id);
  } else {
    request.set_customer_id(customer.id);
  }
  return request;
}

ExitCode Failed(const Session& session, const grpc::Status& status) {
  PrintError(status, session.server, session.console);
  return kFailure;
}

ExitCode Misused(const Session& session, absl::string_view message) {
  PrintError(message, session.console);
  return kUsage;
}

// "customer/c1 created", or all of the reply.
template <class Response>
ExitCode PrintDone(const Session& session, const CustomerName& customer, absl::string_view what,
                   const Response& response) {
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  out << (customer.anonymous ? "visitor/" : "customer/") << customer.id;
  if (session.format != OutputFormat::kName) out << " " << what;
  out << "\n";
  return kOk;
}

// Both sides of the first '='; false when there is none or nothing before it.
bool SplitPair(const std::string& pair, std::string* name, std::string* value) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string::npos || equals == 0) return false;
  *name = pair.substr(0, equals);
  *value = pair.substr(equals + 1);
  return true;
}

absl::Status AddAttributes(const std::vector<std::string>& pairs, v1::UpsertRequest* request) {
  for (const std::string& pair : pairs) {
    std::string name, text;
    if (!SplitPair(pair, &name, &text)) {
      return absl::InvalidArgumentError(absl::StrCat("--attribute ", pair, ": write NAME=VALUE"));
    }
    const auto json = base::ParseJson(text);
    (*request->mutable_attributes()->mutable_fields())[name] =
        ToProto(json.ok() ? *json : base::Value(text));
  }
  return absl::OkStatus();
}

absl::Status AddAddresses(const std::vector<std::string>& pairs, absl::string_view option,
                          bool remove, v1::UpsertRequest* request) {
  for (const std::string& pair : pairs) {
    std::string name, text;
    if (!SplitPair(pair, &name, &text)) {
      return absl::InvalidArgumentError(absl::StrCat(option, " ", pair, ": write CHANNEL=ADDRESS"));
    }
    const auto channel = ParseChannel(name);
    if (!channel.ok()) return channel.status();
    v1::Address* address = request->add_addresses();
    address->set_channel(*channel);
    address->set_address(text);
    address->set_remove(remove);
  }
  return absl::OkStatus();
}

}  // namespace

ExitCode GetCustomer(const Session& session, const CustomerName& customer) {
  const Connection connection = session.Connect();
  v1::GetCustomerResponse response;
  const grpc::Status status =
      Stub(connection.channel())
          .Get(connection.Context().get(), About<v1::GetCustomerRequest>(customer), &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (session.format == OutputFormat::kTable || session.format == OutputFormat::kWide) {
    PrintCustomer(response, session.console.colour_out, &out);
    return kOk;
  }
  return PrintDone(session, customer, "", response);
}

ExitCode ExplainCustomer(const Session& session, const CustomerName& customer,
                         std::uint32_t limit) {
  const Connection connection = session.Connect();
  Stub stub(connection.channel());
  auto request = About<v1::ExplainRequest>(customer);
  request.set_limit(limit);
  v1::ExplainResponse response;
  grpc::Status status = stub.Explain(connection.Context().get(), request, &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;

  // Quiet hours and days are the customer's own, so their local time stands beside UTC.
  v1::GetCustomerResponse profile;
  status = stub.Get(connection.Context().get(), About<v1::GetCustomerRequest>(customer), &profile);
  if (!status.ok()) return Failed(session, status);
  PrintTimeline(response, profile.time_zone(), session.format == OutputFormat::kWide,
                session.console.colour_out, &out);
  return kOk;
}

ExitCode EraseCustomer(const Session& session, const CustomerName& customer) {
  const Connection connection = session.Connect();
  v1::EraseResponse response;
  const grpc::Status status =
      Stub(connection.channel())
          .Erase(connection.Context().get(), About<v1::EraseRequest>(customer), &response);
  if (!status.ok()) return Failed(session, status);
  return PrintDone(session, customer, response.erased() ? "erased" : "was not known", response);
}

ExitCode SetCustomer(const Session& session, const CustomerName& customer,
                     const CustomerSetOptions& options) {
  auto request = About<v1::UpsertRequest>(customer);
  if (const auto added = AddAttributes(options.attributes, &request); !added.ok()) {
    return Misused(session, added.message());
  }
  for (const auto& [pairs, option, remove] : {std::tuple(&options.gone, "--drop-address", true),
                                              std::tuple(&options.addresses, "--address", false)}) {
    if (const auto added = AddAddresses(*pairs, option, remove, &request); !added.ok()) {
      return Misused(session, added.message());
    }
  }
  if (options.locale) request.set_locale(*options.locale);
  if (options.time_zone) request.set_time_zone(*options.time_zone);
  if (options.country) request.set_country(*options.country);

  const Connection connection = session.Connect();
  v1::UpsertResponse response;
  const grpc::Status status =
      Stub(connection.channel()).Upsert(connection.Context().get(), request, &response);
  if (!status.ok()) return Failed(session, status);
  return PrintDone(session, customer, response.created() ? "created" : "configured", response);
}

ExitCode SetCustomerConsent(const Session& session, const CustomerName& customer,
                            const CustomerConsentOptions& options) {
  const auto channel = ParseChannel(options.channel);
  if (!channel.ok()) return Misused(session, channel.status().message());
  auto request = About<v1::SetConsentRequest>(customer);
  v1::Consent* consent = request.add_consents();
  consent->set_channel(*channel);
  consent->set_category(options.category);
  consent->set_granted(options.granted);
  consent->set_source(options.source);

  const Connection connection = session.Connect();
  v1::SetConsentResponse response;
  const grpc::Status status =
      Stub(connection.channel()).SetConsent(connection.Context().get(), request, &response);
  if (!status.ok()) return Failed(session, status);
  return PrintDone(session, customer, options.granted ? "consent granted" : "consent withdrawn",
                   response);
}

}  // namespace usher::cli
