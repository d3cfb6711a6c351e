#pragma once

#include <ostream>
#include <string>

#include "load/observe.h"

namespace usher::load {

// What is going on, on stderr: a line that is redrawn on a terminal, else a line each time.
class ProgressLine {
 public:
  ProgressLine(std::ostream* err, bool terminal, bool quiet)
      : err_(*err), terminal_(terminal), quiet_(quiet) {}
  // Leaves the line, so that others can write.
  ~ProgressLine() { End(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Row(const TimelineRow& row);
  void Say(const std::string& text);
  void End();

 private:
  std::ostream& err_;
  const bool terminal_;
  const bool quiet_;
  bool on_screen_ = false;
};

}  // namespace usher::load
