#include "cli/policy_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

#include "base/zone.h"
#include "cli/channel_name.h"
#include "cli/proto_time.h"
#include "cli/table.h"

namespace usher::cli {
namespace {

using Response = v1::ExplainPolicyResponse;

std::string LocalText(const google::protobuf::Timestamp& time, const absl::TimeZone& zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", FromProto(time), zone);
}

std::string ObstacleText(const Response::Obstacle& obstacle, const absl::TimeZone& zone) {
  std::string text = obstacle.what();
  // There is one gap, and it needs no name.
  if (obstacle.what() != "gap" && !obstacle.rule().empty()) {
    absl::StrAppend(&text, " ", obstacle.rule());
  }
  if (obstacle.has_until()) absl::StrAppend(&text, " until ", LocalText(obstacle.until(), zone));
  return text;
}

}  // namespace

void PrintStandings(const Response& response, bool colour, std::ostream* out) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!response.time_zone().empty()) base::FindZone(response.time_zone(), &zone);
  *out << "policy    " << (response.policy().empty() ? "none" : Printable(response.policy()))
       << "\ncategory  " << Printable(response.category()) << "\ntime      "
       << LocalText(response.time(), zone) << "\nzone      "
       << (response.time_zone().empty() ? "not known" : Printable(response.time_zone())) << "\n\n";
  Table channels({"CHANNEL", "NOW", "FROM", "AGAINST IT"});
  Table caps({"CHANNEL", "CAP", "COUNT", "LIMIT", "ROOM FROM"});
  for (const auto& state : response.channels()) {
    std::vector<std::string> against;
    for (const auto& obstacle : state.obstacles()) against.push_back(ObstacleText(obstacle, zone));
    const std::string channel = ChannelName(state.channel());
    channels.AddRow({channel,
                     state.allowed() ? Cell("yes", Colour::kGreen) : Cell("no", Colour::kYellow),
                     state.has_allowed_at() ? LocalText(state.allowed_at(), zone) : "",
                     absl::StrJoin(against, "; ")});
    for (const auto& balance : state.balances()) {
      caps.AddRow({channel, balance.cap(), Cell(std::uint64_t{balance.count()}),
                   Cell(std::uint64_t{balance.limit()}),
                   balance.has_open_at() ? LocalText(balance.open_at(), zone) : ""});
    }
  }
  channels.Print(colour, out);
  if (caps.empty()) return;
  *out << "\n";
  caps.Print(colour, out);
}

void PrintAllowedChannels(const Response& response, std::ostream* out) {
  for (const auto& state : response.channels()) {
    if (state.allowed()) *out << ChannelName(state.channel()) << "\n";
  }
}

}  // namespace usher::cli
