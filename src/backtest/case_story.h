#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

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

  // Once.
  CaseRun Run();
  // What is wrong with the case if it goes like this, as file:line:column: text.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void Add(const Happening& happening);
  void AddTold(const Happening& happening);
  void AddInInbox(const Happening& happening);
  void Append(PastEvent event, const Happening& happening);
  std::uint32_t PersonOf(const base::CustomerId& id);
  std::uint32_t NameOf(const std::string& name);
  absl::string_view Keep(std::string text);
  // The message that step `of` sent last; 0, with a fault at `field`, if it sent none.
  std::uint64_t LastSend(const Happening& happening, absl::string_view field);
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
