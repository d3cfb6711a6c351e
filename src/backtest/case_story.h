#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "backtest/backtest.h"
#include "backtest/case_file.h"
#include "backtest/case_run.h"
#include "customer/profile.h"

namespace usher::backtest {

// One case with one customer, turned into a log of events and replayed.
class Story {
 public:
  // `customer` is who the case says it is; `id` stands for its id.
  Story(const CaseFile& file, int index, const v1::TestCustomer& customer, std::string id);

  // Once. Faults as RunCase() gives them.
  absl::StatusOr<CaseRun> Run();

 private:
  void AddEvents();
  void AddEvent(const v1::TestEvent& event, const std::string& path, int number);
  void Append(PastEvent event, const base::CustomerId& person);
  std::uint32_t PersonOf(const base::CustomerId& id);
  std::uint32_t NameOf(const std::string& name);
  absl::string_view Keep(std::string text);
  absl::Time MomentOf(absl::string_view text, const std::string& field, absl::Time previous);
  std::string LastSendId(const std::string& step, const std::string& field);
  Attempt AttemptOf(const journey::Message& message) const;
  CaseRun Replay(absl::Time to);
  void Fail(const std::string& field, absl::string_view message);

  const CaseFile& file_;
  const v1::TestCase& test_;
  const std::string path_;
  const std::string id_;
  customer::ProfileChange profile_;
  customer::ProfileChange stranger_;  // whom the case only names
  CaseClock clock_;
  EventLog log_;
  journey::Catalog asleep_;
  absl::Time previous_;
  std::vector<std::string> faults_;
};

}  // namespace usher::backtest
