#include "cli/customer_view.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "google/protobuf/util/json_util.h"

#include "cli/channel_name.h"
#include "cli/output.h"
#include "cli/proto_time.h"
#include "cli/table.h"

namespace usher::cli {
namespace {

void PrintLine(absl::string_view label, absl::string_view text, std::ostream* out) {
  if (!text.empty()) *out << absl::StreamFormat("%-13s%s\n", label, Printable(text));
}

void PrintAttributes(const google::protobuf::Struct& attributes, std::ostream* out) {
  const std::map<std::string, google::protobuf::Value> sorted(attributes.fields().begin(),
                                                              attributes.fields().end());
  absl::string_view label = "attributes";
  for (const auto& [name, value] : sorted) {
    std::string json;
    // Fails for numbers that JSON does not have, which then stay empty.
    (void)google::protobuf::util::MessageToJsonString(value, &json).ok();
    PrintLine(label, absl::StrCat(name, " = ", json), out);
    label = "";
  }
}

void PrintTable(const Table& table, bool colour, std::ostream* out) {
  if (table.empty()) return;
  *out << "\n";
  table.Print(colour, out);
}

Colour ColourOf(const std::string& what) {
  if (what == "sent" || what == "goal") return Colour::kGreen;
  if (what == "failed" || what == "unknown") return Colour::kRed;
  if (what == "capped" || what == "quiet" || what == "unreachable") return Colour::kYellow;
  return Colour::kNone;
}

std::string PlaceOf(const v1::ExplainResponse::Decision& decision) {
  if (decision.step().empty()) return decision.journey();
  return absl::StrCat(decision.journey(), "/", decision.step());
}

}  // namespace

void PrintCustomer(const v1::GetCustomerResponse& customer, bool colour, std::ostream* out) {
  PrintLine("customer", customer.customer_id(), out);
  PrintLine("visitor", customer.anonymous_id(), out);
  PrintLine("locale", customer.locale(), out);
  PrintLine("time zone", customer.time_zone(), out);
  PrintLine("country", customer.country(), out);
  PrintAttributes(customer.attributes(), out);
  PrintLine("events", absl::StrCat(customer.events_total()), out);
  PrintLine("last event", TimeText(customer.last_event_at()), out);

  Table addresses({"CHANNEL", "ADDRESS", "STATE"});
  for (const auto& address : customer.addresses()) {
    addresses.AddRow({ChannelName(address.channel()), address.address(),
                      address.dead() ? Cell("dead", Colour::kRed) : ""});
  }
  PrintTable(addresses, colour, out);

  Table consents({"CHANNEL", "CATEGORY", "CONSENT", "SINCE", "SOURCE"});
  for (const auto& consent : customer.consents()) {
    consents.AddRow(
        {ChannelName(consent.channel()), consent.category().empty() ? "all" : consent.category(),
         consent.granted() ? Cell("granted", Colour::kGreen) : Cell("withdrawn", Colour::kYellow),
         TimeText(consent.time()), consent.source()});
  }
  PrintTable(consents, colour, out);

  Table audiences({"AUDIENCE", "SINCE"});
  for (const auto& membership : customer.audiences()) {
    audiences.AddRow({membership.audience(), TimeText(membership.since())});
  }
  PrintTable(audiences, colour, out);

  Table runs({"JOURNEY", "KEY", "STEP", "ENTERED", "DUE", "VERSION"});
  for (const auto& run : customer.runs()) {
    runs.AddRow({run.journey(), run.key(), run.step(), TimeText(run.entered_at()),
                 TimeText(run.due_at()), run.version()});
  }
  PrintTable(runs, colour, out);

  Table contacts({"MESSAGE AT", "CHANNEL", "CATEGORY"});
  for (const auto& contact : customer.contacts()) {
    contacts.AddRow({TimeText(contact.time()), ChannelName(contact.channel()), contact.category()});
  }
  PrintTable(contacts, colour, out);
}

void PrintTimeline(const v1::ExplainResponse& decisions, const std::string& time_zone, bool wide,
                   bool colour, std::ostream* out) {
  absl::TimeZone zone;
  const bool local = !time_zone.empty() && absl::LoadTimeZone(time_zone, &zone);
  std::vector<std::string> heading = {"UTC"};
  if (local) heading.insert(heading.begin(), "LOCAL");
  heading.insert(heading.end(), {"JOURNEY/STEP", "CHANNEL", "WHAT", "WHY"});
  if (wide) heading.insert(heading.end(), {"KEY", "MESSAGE"});

  Table table(heading);
  for (const auto& decision : decisions.decisions()) {
    std::vector<Cell> row;
    if (local) {
      row.emplace_back(absl::FormatTime("%a %Y-%m-%d %H:%M:%S", FromProto(decision.time()), zone));
    }
    row.emplace_back(TimeText(decision.time()));
    row.emplace_back(PlaceOf(decision));
    row.emplace_back(
        decision.channel() == v1::CHANNEL_UNSPECIFIED ? "" : ChannelName(decision.channel()));
    row.emplace_back(decision.what(), ColourOf(decision.what()));
    row.emplace_back(decision.why());
    if (wide) {
      row.emplace_back(decision.key());
      row.emplace_back(decision.send_id());
    }
    table.AddRow(std::move(row));
  }
  if (decisions.truncated()) *out << "older decisions were dropped\n";
  table.Print(colour, out);
}

}  // namespace usher::cli
