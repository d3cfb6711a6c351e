#include "backtest/wording.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace usher::backtest {
namespace {

std::string SharesText(const std::array<double, 8>& shares) {
  std::vector<std::string> texts;
  for (const customer::Channel channel : customer::kAllChannels) {
    const double share = shares[static_cast<std::size_t>(channel)];
    if (share > 0) {
      texts.push_back(absl::StrFormat("%g%% of %s", share * 100, customer::ChannelName(channel)));
    }
  }
  return absl::StrJoin(texts, ", ");
}

void AddReactions(const Reactions& reactions, std::vector<std::string>* out) {
  const std::string opens = SharesText(reactions.open_share);
  const std::string clicks = SharesText(reactions.click_share);
  const std::string after = absl::FormatDuration(reactions.after);
  if (!opens.empty()) {
    out->push_back(absl::StrCat("Opens are assumed, not known: ", opens, " messages, ", after,
                                " after they are sent, chosen by chance."));
  }
  if (!clicks.empty()) {
    out->push_back(absl::StrCat("Clicks are assumed, not known: ", clicks, " messages, ", after,
                                " after they are sent, chosen by chance."));
  }
}

bool HasArms(const Report& report) {
  for (const SideReport& side : report.sides) {
    for (const JourneyReport& journey : side.journeys) {
      for (const StepReport& step : journey.steps) {
        if (!step.arms.empty()) return true;
      }
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> Assumptions(const RunOptions& options, std::size_t profiles) {
  std::vector<std::string> assumptions;
  std::vector<std::string> channels;
  for (const customer::Channel channel : options.assume_reachable) {
    channels.emplace_back(customer::ChannelName(channel));
  }
  if (profiles > 0) {
    assumptions.push_back(absl::StrCat("Addresses, consents and attributes are those of ",
                                       Grouped(static_cast<std::int64_t>(profiles)),
                                       " profiles, as if they had been so all the time."));
  }
  if (!channels.empty()) {
    assumptions.push_back(absl::StrCat(
        profiles > 0 ? "Customers without a profile" : "There are no profiles: all customers",
        " are assumed to have an address on ", absl::StrJoin(channels, ", "),
        " and to have consented to everything. Visitors are not."));
  } else if (profiles == 0) {
    assumptions.emplace_back(
        "There are no profiles: nobody has an address or gave consent, so hardly anything is "
        "sent. Give --profiles or --assume-reachable.");
  }
  for (const SideOptions* side : {&options.first, options.second ? &*options.second : nullptr}) {
    if (side != nullptr && side->policy.empty()) {
      assumptions.emplace_back("Without a policy nothing but consent limits messages.");
      break;
    }
  }
  assumptions.emplace_back("Every message that is handed to a provider is delivered at once.");
  AddReactions(options.reactions, &assumptions);
  return assumptions;
}

std::vector<std::string> Caveats(const Report& report) {
  std::vector<std::string> caveats = {
      "What customers did is replayed, not predicted: nobody buys, opens or leaves here because of "
      "a message that was not sent at the time. Goals are what people did anyway."};
  if (HasArms(report)) {
    caveats.emplace_back(
        "Arms of a split differ by chance alone, unless these very messages were sent at the time; "
        "the intervals show how large a difference chance makes with so many customers.");
  }
  if (report.sides.size() == 2) {
    caveats.emplace_back(
        "A and B differ in what is sent when, and in what counts as a goal; customers do the same "
        "in both.");
  }
  for (const SideReport& side : report.sides) {
    if (side.messages_after == 0) continue;
    caveats.push_back(absl::StrCat(
        side.label.empty() ? "" : absl::StrCat(side.label, ": "), Grouped(side.messages_after),
        " of ", Grouped(side.messages), " messages fall after the last event (",
        TimeText(report.last_event),
        "), when nothing is known of what customers did, so that all of them look idle."));
  }
  return caveats;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string Grouped(std::int64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    if (i > 0 && left % 3 == 0 && digits[i - 1] != '-') grouped.push_back(',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

std::string PercentText(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "";
  return absl::StrFormat("%.1f%%", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string CountsText(const Counts& counts) {
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  sorted.erase(std::remove_if(sorted.begin(), sorted.end(),
                              [](const auto& count) { return count.second == 0; }),
               sorted.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return absl::StrJoin(sorted, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.first, " ", Grouped(count.second));
  });
}

}  // namespace usher::backtest
