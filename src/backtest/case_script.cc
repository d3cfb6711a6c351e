#include "backtest/case_script.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"

#include "backtest/case_customer.h"
#include "backtest/profile_lines.h"
#include "channel/zone.h"

namespace usher::backtest {
namespace {

// A Monday, at nine.
absl::Time DefaultStart() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 2, 9), absl::UTCTimeZone());
}

// Longer than any wait.
constexpr absl::Duration kTail = absl::Hours(24 * 800);

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMillis(google::protobuf::util::TimeUtil::TimestampToMilliseconds(time));
}

class Reader {
 public:
  Reader(const CaseFile& file, int index, absl::string_view suffix)
      : file_(file),
        test_(file.test.cases(index)),
        path_(absl::StrCat("cases[", index, "]")),
        suffix_(suffix) {}

  absl::StatusOr<Script> Read(const std::string& id) {
    script_.customer = id;
    script_.profile = ProfileOf(Merge(file_.test.customer(), test_.customer()));
    script_.strangers = ProfileOf({});
    SetClock();
    Check(script_.profile, path_ + ".customer");
    absl::Time previous = script_.clock.start;
    for (int i = 0; i < test_.events_size(); ++i) {
      const std::string field = absl::StrCat(path_, ".events[", i, "]");
      Add(test_.events(i), field, absl::StrCat("event-", i + 1), &previous);
    }
    script_.end = test_.until().empty() ? previous + kTail
                                        : MomentOf(test_.until(), path_ + ".until", previous);
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    return std::move(script_);
  }

 private:
  void SetClock() {
    script_.clock.start = test_.has_start()        ? ToTime(test_.start())
                          : file_.test.has_start() ? ToTime(file_.test.start())
                                                   : DefaultStart();
    customer::Profile profile;
    profile.time_zone = script_.profile.time_zone.value_or("");
    profile.country = script_.profile.country.value_or("");
    channel::ZoneCache zones;
    script_.clock.zone =
        channel::CustomerZone(*file_.policy, profile, zones).value_or(absl::UTCTimeZone());
  }

  void Add(const v1::TestEvent& event, const std::string& field, const std::string& id,
           absl::Time* previous) {
    Happening happening;
    happening.field = field;
    happening.at = MomentOf(event.at(), field + ".at", *previous);
    if (happening.at < *previous) Fail(field + ".at", "is before the one that stands before it");
    *previous = happening.at;
    happening.time =
        event.time().empty() ? happening.at : MomentOf(event.time(), field + ".time", happening.at);
    if (happening.time > happening.at) Fail(field + ".time", "is after the event comes");
    happening.who = WhoOf(event);
    if (event.has_customer()) {
      happening.told = ChangeOf(event.customer());
      CheckChange(event.customer(), field + ".customer");
      Check(happening.told, field + ".customer");
    } else if (!event.seen().empty() || !event.dismissed().empty()) {
      happening.act = event.seen().empty() ? InboxAct::kDismissed : InboxAct::kSeen;
      happening.of = event.seen().empty() ? event.dismissed() : event.seen();
    } else {
      happening.name = event.name();
      happening.id = event.id().empty() ? id : event.id();
      happening.properties = ToValue(event.properties());
      happening.of = event.of();
      if (!event.was().empty()) happening.was = absl::StrCat(event.was(), suffix_);
    }
    script_.happenings.push_back(std::move(happening));
  }

  base::CustomerId WhoOf(const v1::TestEvent& event) const {
    if (!event.visitor().empty()) {
      return base::CustomerId::Anonymous(absl::StrCat(event.visitor(), suffix_));
    }
    return base::CustomerId::Known(event.customer_id().empty()
                                       ? script_.customer
                                       : absl::StrCat(event.customer_id(), suffix_));
  }

  // What a customer may be, and a change cannot say.
  void CheckChange(const v1::TestCustomer& change, const std::string& field) {
    if (change.no_consent()) {
      Fail(field + ".no_consent",
           "write consents: { granted: false } for consent that is withdrawn");
    }
    if (!change.id().empty()) {
      Fail(field + ".id", "write customer_id or visitor beside customer for somebody else");
    }
  }

  void Check(const customer::ProfileChange& profile, const std::string& field) {
    if (auto status = CheckProfile(profile); !status.ok()) Fail(field, status.message());
  }

  absl::Time MomentOf(absl::string_view text, const std::string& field, absl::Time previous) {
    const auto moment = ReadMoment(text, script_.clock, previous);
    if (moment.ok()) return *moment;
    Fail(field, moment.status().message());
    return previous;
  }

  void Fail(const std::string& field, absl::string_view message) {
    faults_.push_back(FaultAt(file_, field, message));
  }

  const CaseFile& file_;
  const v1::TestCase& test_;
  const std::string path_;
  const absl::string_view suffix_;
  Script script_;
  std::vector<std::string> faults_;
};

}  // namespace

std::string CustomerOf(const CaseFile& file, int index) {
  const std::string id = Merge(file.test.customer(), file.test.cases(index).customer()).id();
  return id.empty() ? "customer" : id;
}

absl::StatusOr<Script> ReadScript(const CaseFile& file, int index, const std::string& id,
                                  absl::string_view suffix) {
  return Reader(file, index, suffix).Read(id);
}

}  // namespace usher::backtest
