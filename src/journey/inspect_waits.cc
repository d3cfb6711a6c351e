#include "journey/inspect_waits.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "journey/flow.h"

namespace usher::journey {
namespace {

bool IsNameChar(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Where an expression reads the variable `now`, in bytes; texts in quotes are passed over.
std::optional<std::size_t> FindNow(const std::string& text) {
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\') {
        ++at;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (text.compare(at, 3, "now") == 0 &&
               (at == 0 || (!IsNameChar(text[at - 1]) && text[at - 1] != '.')) &&
               (at + 3 == text.size() || !IsNameChar(text[at + 3]))) {
      return at;
    }
  }
  return std::nullopt;
}

// What one arm of one wait can never see.
class ArmInspector {
 public:
  ArmInspector(const Definition& definition, StepIndex step, std::vector<Problem>* problems)
      : definition_(definition), step_(step), problems_(problems) {}

  void Inspect(const Wait& wait) {
    for (std::size_t i = 0; i < wait.until.size(); ++i) {
      const Until& until = wait.until[i];
      const std::string path = absl::StrCat("steps[", step_, "].wait.until[", i, "]");
      InspectMessage(until, path);
      if (TakenByExit(until)) {
        Warn(path + ".event", absl::StrCat("\"", until.event, "\" can never end this wait: it ",
                                           "ends the run first, by the journey's `exit`"));
      }
      for (std::size_t before = 0; before < i; ++before) {
        if (!TakesAll(wait.until[before], until)) continue;
        Warn(path + ".event", absl::StrCat("\"", until.event, "\" can never come to this arm: ",
                                           "until[", before, "] takes every such event"));
        break;
      }
    }
  }

 private:
  void InspectMessage(const Until& until, const std::string& path) {
    if (!until.of) return;
    const std::vector<StepIndex> later = Reachable(definition_, *until.of);
    if (*until.of != step_ && std::binary_search(later.begin(), later.end(), step_)) return;
    Warn(path + ".of",
         absl::StrCat("step \"", definition_.steps[*until.of].id,
                      "\" cannot have sent anything before this wait, so it never ends it"));
  }

  static bool TakesAll(const Until& first, const Until& second) {
    return first.event == second.event && !first.when && !first.key &&
           (!first.of || first.of == second.of);
  }

  bool TakenByExit(const Until& until) const {
    const auto& exit = definition_.exit;
    return exit && !exit->when && !exit->key &&
           std::find(exit->on.begin(), exit->on.end(), until.event) != exit->on.end();
  }

  void Warn(std::string path, std::string message) {
    problems_->push_back({std::move(path), 0, std::move(message), true});
  }

  const Definition& definition_;
  const StepIndex step_;
  std::vector<Problem>* const problems_;
};

}  // namespace

void InspectWaits(const Definition& definition, std::vector<Problem>* problems) {
  for (StepIndex step = 0; step < definition.steps.size(); ++step) {
    const Wait* wait = std::get_if<Wait>(&definition.steps[step].kind);
    if (wait == nullptr) continue;
    ArmInspector(definition, step, problems).Inspect(*wait);
    const auto now = wait->date ? FindNow(wait->date->of.text()) : std::nullopt;
    if (!now) continue;
    problems->push_back({absl::StrCat("steps[", step, "].wait.date.of"), *now,
                         "a date that moves on with `now` never comes, because it is asked again "
                         "when the wait ends; count from run.entered_at or from an event",
                         false});
  }
}

}  // namespace usher::journey
