#include "cli/inbox_commands.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "cli/output.h"
#include "cli/rpc_error.h"
#include "cli/table.h"
#include "usher/v1/inbox_service.grpc.pb.h"

namespace usher::cli {
namespace {

// A watch goes on until it is interrupted, unless --timeout says otherwise.
constexpr absl::Duration kWatchTimeout = absl::Hours(24 * 365);

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

// What it says in one line: its text, and where it leads.
std::string Words(const v1::InboxMessage& message) {
  std::string words;
  for (const char* part : {"text", "link"}) {
    const auto found = message.content().find(part);
    if (found == message.content().end()) continue;
    absl::StrAppend(&words, words.empty() ? "" : " -> ", found->second);
  }
  return words;
}

std::string SeenText(const v1::InboxMessage& message) {
  return message.has_seen_at() ? TimeText(message.seen_at()) : "no";
}

template <class Request, class Response>
ExitCode React(const Session& session, const CustomerName& customer,
               const std::vector<std::string>& send_ids, const char* done,
               grpc::Status (v1::InboxService::Stub::*call)(grpc::ClientContext*, const Request&,
                                                            Response*)) {
  const Connection connection = session.Connect();
  v1::InboxService::Stub stub(connection.channel());
  auto request = About<Request>(customer);
  for (const std::string& id : send_ids) request.add_send_ids(id);
  Response response;
  const grpc::Status status = (stub.*call)(connection.Context().get(), request, &response);
  if (!status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  std::ostream& out = *session.console.out;
  if (!PrintStructured(response, session.format, Defaults::kShow, &out)) {
    out << response.changed() << " " << done << "\n";
  }
  return kOk;
}

}  // namespace

ExitCode ListInbox(const Session& session, const CustomerName& customer) {
  const Connection connection = session.Connect();
  v1::InboxService::Stub stub(connection.channel());
  v1::ListInboxResponse response;
  const grpc::Status status =
      stub.List(connection.Context().get(), About<v1::ListInboxRequest>(customer), &response);
  if (!status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  Table table({"SEND ID", "JOURNEY", "STEP", "SENT", "UNTIL", "SEEN", "MESSAGE"});
  for (const v1::InboxMessage& message : response.messages()) {
    if (session.format == OutputFormat::kName) {
      out << "message/" << message.send_id() << "\n";
      continue;
    }
    table.AddRow({message.send_id(), message.journey(), message.step(), TimeText(message.sent_at()),
                  TimeText(message.expire_at()), SeenText(message), Words(message)});
  }
  if (session.format == OutputFormat::kName) return kOk;
  if (table.empty()) {
    out << "nothing is shown\n";
  } else {
    table.Print(session.console.colour_out, &out);
  }
  return kOk;
}

ExitCode WatchInbox(const Session& session, const CustomerName& customer, std::uint32_t changes) {
  const Connection connection = session.Connect();
  v1::InboxService::Stub stub(connection.channel());
  const auto context = connection.Context(kWatchTimeout);
  const auto reader = stub.Watch(context.get(), About<v1::WatchInboxRequest>(customer));
  std::ostream& out = *session.console.out;
  v1::WatchInboxResponse response;
  for (std::uint32_t count = 0; reader->Read(&response);) {
    if (!PrintStructured(response, session.format, Defaults::kShow, &out)) {
      for (const v1::InboxMessage& message : response.messages()) {
        out << (message.has_seen_at() ? "seen  " : "shown ") << message.send_id() << " "
            << message.journey() << "/" << message.step() << " until "
            << TimeText(message.expire_at()) << ": " << Printable(Words(message)) << "\n";
      }
      for (const std::string& id : response.removed()) out << "gone  " << id << "\n";
    }
    out.flush();
    if (++count == changes) {
      context->TryCancel();
      reader->Finish();
      return kOk;
    }
  }
  PrintError(reader->Finish(), session.server, session.console);
  return kFailure;
}

ExitCode MarkSeen(const Session& session, const CustomerName& customer,
                  const std::vector<std::string>& send_ids) {
  return React(session, customer, send_ids, "seen", &v1::InboxService::Stub::MarkSeen);
}

ExitCode DismissMessages(const Session& session, const CustomerName& customer,
                         const std::vector<std::string>& send_ids) {
  return React(session, customer, send_ids, "dismissed", &v1::InboxService::Stub::Dismiss);
}

}  // namespace usher::cli
