#include "load/message_checks.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "load/proto_duration.h"

namespace usher::load {
namespace {

bool Counts(const loadtest::v1::Cap& cap, const SentMessage& message) {
  const auto& channels = cap.channels();
  if (!channels.empty() &&
      std::find(channels.begin(), channels.end(), message.channel) == channels.end()) {
    return false;
  }
  return cap.category().empty() ? message.category != "transactional"
                                : message.category == cap.category();
}

// A customer who got more than `cap` allows; "" if nobody did.
std::string Broken(const loadtest::v1::Cap& cap, const std::vector<SentMessage>& messages,
                   std::uint64_t* counted) {
  absl::flat_hash_map<std::string, std::vector<absl::Time>> times;
  for (const SentMessage& message : messages) {
    if (!Counts(cap, message)) continue;
    times[message.customer].push_back(message.granted);
    ++*counted;
  }
  for (auto& [customer, sent] : times) {
    std::sort(sent.begin(), sent.end());
    for (std::size_t i = cap.max(); i < sent.size(); ++i) {
      if (sent[i] - sent[i - cap.max()] < ToDuration(cap.per())) return customer;
    }
  }
  return "";
}

}  // namespace

Check CheckSentOnce(const std::vector<SentMessage>& messages) {
  Check check{.id = "sent_once", .detail = {}};
  check.checked = messages.size();
  if (messages.empty()) check.detail = "the message log got no message";
  absl::flat_hash_set<std::string> seen;
  for (const SentMessage& message : messages) {
    if (seen.insert(message.send_id).second || !check.ok) continue;
    check.ok = false;
    check.detail = absl::StrCat("message ", message.send_id, " to ", message.customer,
                                " was sent more than once");
  }
  return check;
}

Check CheckCaps(const std::vector<SentMessage>& messages, const loadtest::v1::Verify& verify) {
  Check check{.id = "caps_kept", .detail = {}};
  if (verify.caps().empty()) check.detail = "the scenario lists no caps under verify";
  for (const loadtest::v1::Cap& cap : verify.caps()) {
    const std::string customer = Broken(cap, messages, &check.checked);
    if (customer.empty()) continue;
    check.ok = false;
    check.detail =
        absl::StrCat(customer, " got more than ", cap.max(), " messages within ",
                     absl::FormatDuration(ToDuration(cap.per())),
                     "; does usherd run with a policy that has the caps under verify.caps?");
  }
  if (check.checked == 0 && check.detail.empty()) check.detail = "no message counted for a cap";
  return check;
}

}  // namespace usher::load
