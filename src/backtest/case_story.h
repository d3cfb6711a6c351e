#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "backtest/backtest.h"
#include "backtest/case_file.h"
#include "backtest/case_run.h"
#include "backtest/case_script.h"

namespace usher::backtest {

// Plays one case's script: turns it into a log of events and replays that.
class Story {
 public:
  // `script` is that of case `index`.
  Story(const CaseFile& file, int index, Script script);

  // Once. Faults as RunCase() gives them.
  absl::StatusOr<CaseRun> Run();

 private:
  void Add(const Happening& happening);
  void AddTold(const Happening& happening);
  void Append(PastEvent event, const Happening& happening);
  std::uint32_t PersonOf(const base::CustomerId& id);
  std::uint32_t NameOf(const std::string& name);
  absl::string_view Keep(std::string text);
  std::string LastSendId(const Happening& happening);
  Attempt AttemptOf(const journey::Message& message) const;
  CaseRun Replay(absl::Time to);

  const CaseFile& file_;
  const v1::TestCase& test_;
  const Script script_;
  EventLog log_;
  journey::Catalog asleep_;
  std::vector<std::string> faults_;
};

}  // namespace usher::backtest
