#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "backtest/case_file.h"
#include "backtest/case_run.h"
#include "backtest/case_script.h"
#include "tests/integration/running_gateway.h"

namespace usher::journeys {

// What came of a case on a gateway.
struct Played {
  backtest::CaseRun run;
  bool truncated = false;  // there were more decisions than a gateway keeps
};

// A gateway on which the cases of one file are played all at once, through its public API. Its
// clock goes from one happening to the next, so cases with people of their own do not meet.
class Stage {
 public:
  // Applies the file's journeys under its policy. `scripts` have no people in common.
  Stage(const backtest::CaseFile& file, std::vector<backtest::Script> scripts);

  // Once. What came of each script.
  std::vector<Played> Play();

 private:
  // When the gateway is told something, or asked.
  struct Cue {
    enum class Kind { kIntroduce, kHappen, kEnd };
    absl::Time at;
    Kind kind = Kind::kHappen;
    std::size_t script = 0;
    std::size_t happening = 0;
  };

  std::vector<Cue> Cues() const;
  void MoveTo(absl::Time at);
  void Introduce(const backtest::Script& script);
  void Happen(const backtest::Happening& happening, Played* played);
  void Tell(const base::CustomerId& who, const customer::ProfileChange& change);
  std::string LastSendId(const backtest::Happening& happening) const;
  void ReadDecisions(const backtest::Script& script, Played* played);
  void ReadMessages(const backtest::Script& script, Played* played) const;

  const std::vector<backtest::Script> scripts_;
  absl::Time now_;
  integration::RunningGateway gateway_;
};

}  // namespace usher::journeys
