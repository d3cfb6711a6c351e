#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "channel/zone.h"
#include "customer/channel.h"

// The contact policy, ready for use: what may be sent to one customer, and when. Plain values that
// do not change once built, so many threads may read one. channel/policy_loader.h builds and
// checks it; the functions that apply it are in the other files of this folder, and
// channel/decide.h puts them together. docs/policy.md explains the rules to those who write them.
namespace usher::channel {

// Some channels, or all of them.
class ChannelSet {
 public:
  // All channels, until one is added.
  ChannelSet() = default;

  void Add(customer::Channel channel) { bits_ |= std::uint32_t{1} << Index(channel); }
  bool all() const { return bits_ == 0; }
  bool Has(customer::Channel channel) const { return all() || (bits_ >> Index(channel) & 1) != 0; }

 private:
  static std::uint32_t Index(customer::Channel channel) {
    return static_cast<std::uint32_t>(channel);
  }
  std::uint32_t bits_ = 0;
};

// What stretch of time a cap counts in.
enum class CapWindow : std::uint8_t {
  kRolling,  // any stretch as long as `Cap::per`
  kDay,      // the customer's day, midnight to midnight
  kWeek,     // the customer's week, Monday to Monday
  kMonth,    // the customer's month, from its first day to that of the next
};

// At most `max` messages in every window.
struct Cap {
  std::string name;  // unique in the policy
  std::uint32_t max = 1;
  CapWindow window = CapWindow::kRolling;
  absl::Duration per;        // whole milliseconds, if kRolling
  ChannelSet channels;       // counted together
  std::string category;      // empty: all
  std::string journey;       // empty: all
  bool per_address = false;  // customers who share an address share its messages
};

// When nothing is sent: from one local time of day to another, over midnight if `to` is the
// earlier. Minutes since midnight, 0 to 1439; the two differ.
struct QuietHours {
  std::string name;  // such as 21:00-08:00
  ChannelSet channels;
  int from = 0;
  int to = 0;
  std::vector<std::string> countries;  // upper-case codes of those concerned; empty: all
};

// Who is too long gone to be written to.
struct Engagement {
  ChannelSet channels;
  absl::Duration within;  // how long ago the customer may have been heard of last
};

// Messages of a journey, of a category, or of both.
struct Priority {
  std::string journey;   // empty: all
  std::string category;  // empty: all
  friend bool operator==(const Priority&, const Priority&) = default;
};

// How the messages of one category are treated.
struct Class {
  bool ignores_caps = false;  // and the minimum gap
  bool ignores_quiet_hours = false;
  bool uncounted = false;
  bool ignores_consent = false;
  bool ignores_engagement = false;
  std::vector<std::string> consent_topics = {};  // what consent is asked for; empty: the category
};

enum class ConsentMode : std::uint8_t {
  kOptIn,      // only with consent
  kOptOut,     // unless withdrawn
  kSoftOptIn,  // with consent, or as SoftOptIn has it
};

// Who may be written to without consent, unless it was withdrawn.
struct SoftOptIn {
  std::string event;      // that is a purchase; empty: no policy asks for purchases
  absl::Duration within;  // how long after the last one
  ChannelSet channels;
};

// How long what a customer writes keeps marketing back.
struct ConversationRule {
  absl::Duration hold = absl::Hours(24);          // after the last message; zero: not at all
  std::string closed_by = "Conversation Closed";  // the event that ends it before
};

// All rules hold at once; the strictest wins. The default allows everything that has consent.
struct Policy {
  std::string name;
  Zone default_zone;
  absl::flat_hash_map<std::string, absl::TimeZone> country_zones;  // by upper-case country code
  std::vector<Cap> caps;
  absl::Duration minimum_gap;  // whole milliseconds; zero: none
  std::vector<QuietHours> quiet_hours;
  absl::flat_hash_map<std::string, Class> classes;  // by category
  ConsentMode consent = ConsentMode::kOptIn;
  absl::flat_hash_map<std::string, ConsentMode> consent_by_country;  // by upper-case country code
  SoftOptIn soft_opt_in;
  std::vector<Engagement> engagement;
  std::vector<Priority> priorities;  // the most important first; without any, all are equal
  absl::Duration no_repeat_within;   // whole milliseconds; zero: messages may be repeated
  absl::Duration release_spread;     // whole milliseconds; zero: at once
  std::string default_country;       // of customers whose own is not known; empty: not known
  ConversationRule conversation;
  std::vector<std::string> stop_words;   // as they are compared; empty: the usual ones
  std::vector<std::string> start_words;  // likewise
};

// The category of messages that belong to a purchase or an account. Unless a policy lists it, no
// rule holds it and it counts nowhere.
inline constexpr absl::string_view kTransactional = "transactional";

// The class of a category, listed or not. Lives as long as the policy.
const Class& ClassOf(const Policy& policy, absl::string_view category);

}  // namespace usher::channel
