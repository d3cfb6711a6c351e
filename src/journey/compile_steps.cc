#include "journey/compile_steps.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/compile_content.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr absl::Duration kWaitMax = absl::Hours(24 * 400);
constexpr absl::Duration kMoment = absl::Milliseconds(1);

absl::string_view KindName(const v1::Step& step) {
  switch (step.kind_case()) {
    case v1::Step::kWait:
      return "wait";
    case v1::Step::kBranch:
      return "branch";
    case v1::Step::kSplit:
      return "split";
    case v1::Step::kSend:
      return "send";
    case v1::Step::kSet:
      return "set";
    case v1::Step::kGoTo:
      return "go_to";
    case v1::Step::kExit:
      return "exit";
    case v1::Step::KIND_NOT_SET:
      break;
  }
  return "step";
}

// One step at its place.
class StepCompiler {
 public:
  StepCompiler(const v1::Journey& journey, std::size_t index, CompilerContext& context)
      : journey_(journey),
        step_(journey.steps(static_cast<int>(index))),
        next_(static_cast<StepIndex>(index + 1)),
        path_(absl::StrCat("steps[", index, "].", KindName(step_))),
        id_(StepIdOf(step_, index)),
        context_(context) {}

  Step Compile() {
    switch (step_.kind_case()) {
      case v1::Step::kWait:
        return {id_, CompileWait(step_.wait())};
      case v1::Step::kBranch:
        return {id_, CompileBranch(step_.branch())};
      case v1::Step::kSplit:
        return {id_, CompileSplit(step_.split())};
      case v1::Step::kSend:
        return {id_, CompileSend(step_.send())};
      case v1::Step::kSet:
        return {id_, CompileSet(step_.set())};
      case v1::Step::kGoTo:
        return {id_, CompileGoTo(step_.go_to())};
      case v1::Step::kExit:
        return {id_, End{step_.exit().reason().empty() ? id_ : step_.exit().reason()}};
      case v1::Step::KIND_NOT_SET:
        break;
    }
    context_.Fail(absl::StrCat("steps[", next_ - 1, "]"),
                  "a step needs one of wait, branch, split, send, set, go_to, exit");
    return {id_, End{}};
  }

 private:
  Wait CompileWait(const v1::Wait& wait) {
    Wait compiled;
    if (wait.has_for_() == (wait.until_size() > 0)) {
      context_.Fail(path_, "give either `for`, or `until` with `at_most`");
    }
    if (wait.until_size() > 0 && !wait.has_at_most()) {
      context_.Fail(path_, "`until` needs `at_most`, or the wait might never end");
    }
    if (wait.has_for_() && wait.has_at_most()) {
      context_.Fail(path_ + ".at_most", "goes with `until`, not with `for`");
    }
    const google::protobuf::Duration* length = nullptr;
    if (wait.has_at_most()) length = &wait.at_most();
    if (wait.has_for_()) length = &wait.for_();
    compiled.at_most = context_.Length(path_ + (wait.has_for_() ? ".for" : ".at_most"), length,
                                       kMoment, kMoment, kWaitMax);
    compiled.timed_out = context_.Resolve(path_ + ".else", wait.else_(), next_);
    for (int i = 0; i < wait.until_size(); ++i) {
      compiled.until.push_back(CompileUntil(wait.until(i), absl::StrCat(path_, ".until[", i, "]")));
    }
    if (wait.has_idle()) {
      compiled.idle_at_least = context_.Length(
          path_ + ".idle.at_least", wait.idle().has_at_least() ? &wait.idle().at_least() : nullptr,
          absl::Minutes(30), kMoment, absl::Hours(24 * 7));
    }
    return compiled;
  }

  Until CompileUntil(const v1::Until& until, const std::string& path) {
    Until compiled;
    compiled.event = until.event();
    if (until.event().empty()) context_.Fail(path + ".event", "name the event to wait for");
    compiled.when = context_.CompileExpression(path + ".when", until.when(),
                                               Expression::Kind::kCondition, false);
    compiled.then = context_.Resolve(path + ".then", until.then(), next_);
    if (!until.of().empty()) {
      const StepIndex of = context_.Resolve(path + ".of", until.of(), next_);
      compiled.of = of;
      if (context_.HasStep(until.of()) && !journey_.steps(static_cast<int>(of)).has_send()) {
        context_.Fail(path + ".of", absl::StrCat("\"", until.of(), "\" is no send step"));
      }
    }
    return compiled;
  }

  Branch CompileBranch(const v1::Branch& branch) {
    Branch compiled;
    if (branch.cases().empty()) context_.Fail(path_ + ".cases", "give at least one case");
    for (int i = 0; i < branch.cases_size(); ++i) {
      const std::string path = absl::StrCat(path_, ".cases[", i, "]");
      auto when = context_.CompileExpression(path + ".when", branch.cases(i).when(),
                                             Expression::Kind::kCondition, true);
      if (branch.cases(i).when().empty()) context_.Fail(path + ".when", "give a condition");
      if (branch.cases(i).then().empty()) context_.Fail(path + ".then", "name the step to go to");
      const StepIndex then = context_.Resolve(path + ".then", branch.cases(i).then(), next_);
      if (when) compiled.cases.emplace_back(*std::move(when), then);
    }
    compiled.otherwise = context_.Resolve(path_ + ".else", branch.else_(), next_);
    return compiled;
  }

  Split CompileSplit(const v1::Split& split) {
    Split compiled;
    compiled.by = split.by().empty() ? absl::StrCat(journey_.journey(), "/", id_) : split.by();
    const std::map<std::string, std::uint32_t> arms(split.arms().begin(), split.arms().end());
    for (const auto& [name, weight] : arms) {
      const std::string path = absl::StrCat(path_, ".arms[\"", name, "\"]");
      if (weight == 0 || weight > 1'000'000) {
        context_.Fail(path, absl::StrCat("weight ", weight, ": must be 1 to 1000000"));
      }
      Arm arm{name, weight, next_, name == kHoldout && !context_.HasStep(name)};
      if (!arm.holdout) arm.then = context_.Resolve(path, name, next_);
      compiled.total_weight += weight;
      compiled.arms.push_back(std::move(arm));
    }
    const auto first = std::find_if(compiled.arms.begin(), compiled.arms.end(),
                                    [](const Arm& arm) { return !arm.holdout; });
    if (first == compiled.arms.end()) {
      context_.Fail(path_ + ".arms", "give at least one arm that is not the hold-out");
      compiled.total_weight = std::max<std::uint64_t>(1, compiled.total_weight);
      return compiled;
    }
    for (Arm& arm : compiled.arms) {
      if (arm.holdout) arm.then = first->then;
    }
    return compiled;
  }

  Send CompileSend(const v1::Send& send) {
    Send compiled;
    if (send.channels().empty()) {
      context_.Fail(path_ + ".channels", "name at least one channel, such as push");
    }
    for (int i = 0; i < send.channels_size(); ++i) {
      const auto channel = static_cast<customer::Channel>(send.channels(i));
      const std::string path = absl::StrCat(path_, ".channels[", i, "]");
      if (std::find(customer::kAllChannels.begin(), customer::kAllChannels.end(), channel) ==
          customer::kAllChannels.end()) {
        context_.Fail(path, "no such channel");
        continue;
      }
      if (std::find(compiled.channels.begin(), compiled.channels.end(), channel) !=
          compiled.channels.end()) {
        context_.Fail(path, absl::StrCat(customer::ChannelName(channel), " is named twice"));
        continue;
      }
      compiled.channels.push_back(channel);
    }
    compiled.category = send.category().empty() ? "marketing" : send.category();
    compiled.expire =
        context_.Length(path_ + ".expire", send.has_expire() ? &send.expire() : nullptr,
                        absl::Hours(24), absl::Seconds(1), absl::Hours(24 * 30));
    compiled.on_refusal = send.on_refusal() == v1::ON_REFUSAL_UNSPECIFIED
                              ? OnRefusal::kNextThenHold
                              : static_cast<OnRefusal>(send.on_refusal());
    compiled.when = context_.CompileExpression(path_ + ".when", send.when(),
                                               Expression::Kind::kCondition, true);
    compiled.otherwise = context_.Resolve(path_ + ".else", send.else_(), next_);
    compiled.content = FindContent(journey_, send.template_(), compiled.channels, path_, context_);
    return compiled;
  }

  Set CompileSet(const v1::Set& set) {
    Set compiled;
    if (set.attributes().empty()) context_.Fail(path_ + ".attributes", "give at least one");
    const std::map<std::string, std::string> attributes(set.attributes().begin(),
                                                        set.attributes().end());
    for (const auto& [name, text] : attributes) {
      const std::string path = absl::StrCat(path_, ".attributes[\"", name, "\"]");
      auto expression = context_.CompileExpression(path, text, Expression::Kind::kAny, true);
      if (text.empty()) context_.Fail(path, "give a value; a text goes in quotes: '\"gold\"'");
      if (expression) compiled.attributes.emplace_back(name, *std::move(expression));
    }
    return compiled;
  }

  GoTo CompileGoTo(const v1::GoTo& go_to) {
    GoTo compiled;
    if (go_to.step().empty()) context_.Fail(path_ + ".step", "name the step to go to");
    compiled.step = context_.Resolve(path_ + ".step", go_to.step(), next_);
    compiled.at_most = go_to.at_most() == 0 ? 1 : go_to.at_most();
    if (compiled.at_most > 100) {
      context_.Fail(path_ + ".at_most", absl::StrCat(compiled.at_most, ": must be 1 to 100"));
    }
    return compiled;
  }

  static constexpr char kHoldout[] = "holdout";

  const v1::Journey& journey_;
  const v1::Step& step_;
  const StepIndex next_;
  const std::string path_;
  const std::string id_;
  CompilerContext& context_;
};

// A step that neither follows another nor is named by one is never reached.
void WarnOfUnreachable(const std::vector<Step>& steps, CompilerContext& context) {
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const auto& before = steps[i - 1].kind;
    const bool falls_through =
        !std::holds_alternative<End>(before) && !std::holds_alternative<Split>(before);
    if (!falls_through && context.targets().count(static_cast<StepIndex>(i)) == 0) {
      context.Warn(absl::StrCat("steps[", i, "]"),
                   absl::StrCat("step \"", steps[i].id, "\" can never be reached"));
    }
  }
}

}  // namespace

std::string StepIdOf(const v1::Step& step, std::size_t index) {
  if (!step.id().empty()) return step.id();
  if (step.has_send() && !step.send().id().empty()) return step.send().id();
  return absl::StrCat(KindName(step), "-", index + 1);
}

std::vector<Step> CompileSteps(const v1::Journey& journey, CompilerContext& context) {
  for (int i = 0; i < journey.steps_size(); ++i) {
    const auto index = static_cast<std::size_t>(i);
    const v1::Step& step = journey.steps(i);
    const std::string path = absl::StrCat("steps[", i, "]");
    if (step.has_send() && !step.id().empty() && !step.send().id().empty()) {
      context.Fail(path + ".send.id", "the step has an id already; give one of both");
    }
    const std::string id = StepIdOf(step, index);
    if (id.size() > 64 || id.find(':') != std::string::npos) {
      context.Fail(path + ".id", "must be 1 to 64 bytes without colons");
    }
    context.AddStep(path + ".id", id, static_cast<StepIndex>(i));
  }
  std::vector<Step> steps;
  for (int i = 0; i < journey.steps_size(); ++i) {
    steps.push_back(StepCompiler(journey, static_cast<std::size_t>(i), context).Compile());
  }
  WarnOfUnreachable(steps, context);
  return steps;
}

}  // namespace usher::journey
