#include "journey/compile_steps.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/compile_content.h"
#include "journey/compile_wait.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr std::size_t kNameMax = 128;

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
    case v1::Step::kEmit:
      return "emit";
    case v1::Step::kAudience:
      return "audience";
    case v1::Step::kConsent:
      return "consent";
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
        return {id_, CompileWait(journey_, step_.wait(), path_, next_, context_)};
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
      case v1::Step::kEmit:
        return {id_, CompileEmit(step_.emit())};
      case v1::Step::kAudience:
        return {id_, CompileAudience(step_.audience())};
      case v1::Step::kConsent:
        return {id_, CompileConsent(step_.consent())};
      case v1::Step::KIND_NOT_SET:
        break;
    }
    context_.Fail(absl::StrCat("steps[", next_ - 1, "]"),
                  "a step needs one of wait, branch, split, send, set, emit, audience, consent, "
                  "go_to, exit");
    return {id_, End{}};
  }

 private:
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
    if (split.percent() && compiled.total_weight != 100) {
      context_.Fail(path_ + ".arms", absl::StrCat("the percentages add up to ",
                                                  compiled.total_weight, ", not to 100"));
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
    compiled.best = send.choose() == v1::CHOOSE_BEST;
    if (compiled.best && compiled.channels.size() < 2) {
      context_.Fail(path_ + ".choose", "there is no choice: name at least two channels");
    }
    compiled.best_hour = send.at() == v1::SEND_AT_BEST_HOUR;
    if (compiled.best_hour && compiled.expire < kHoursToChooseFrom) {
      context_.Fail(path_ + ".at", "there is no choice of hours: let expire be at least 2h");
    }
    compiled.when = context_.CompileExpression(path_ + ".when", send.when(),
                                               Expression::Kind::kCondition, true);
    compiled.otherwise = context_.Resolve(path_ + ".else", send.else_(), next_);
    compiled.template_name = send.template_();
    compiled.content = FindContent(journey_, send.template_(), compiled.channels, path_, context_);
    compiled.withdraw_at_end = send.withdraw_at_end();
    if (send.has_show_for()) {
      compiled.show_for = context_.Length(path_ + ".show_for", &send.show_for(), absl::Hours(24),
                                          absl::Seconds(1), absl::Hours(24 * 30));
      if (std::find(compiled.channels.begin(), compiled.channels.end(),
                    customer::Channel::kInApp) == compiled.channels.end()) {
        context_.Fail(path_ + ".show_for", "only messages on in_app are shown for a time");
      }
    }
    if (send.withdraw_at_end() &&
        compiled.channels != std::vector<customer::Channel>{customer::Channel::kInApp}) {
      context_.Fail(path_ + ".withdraw_at_end",
                    "only messages on in_app can be taken back; let it be the only channel");
    }
    return compiled;
  }

  Set CompileSet(const v1::Set& set) {
    Set compiled;
    if (set.attributes().empty()) context_.Fail(path_ + ".attributes", "give at least one");
    compiled.attributes = CompileValues(set.attributes(), path_ + ".attributes");
    return compiled;
  }

  Emit CompileEmit(const v1::Emit& emit) {
    if (emit.event().empty() || emit.event().size() > kNameMax) {
      context_.Fail(path_ + ".event", "name the event that is to happen, in 1 to 128 bytes");
    }
    return {emit.event(), CompileValues(emit.properties(), path_ + ".properties")};
  }

  Audience CompileAudience(const v1::Audience& audience) {
    if (audience.add().empty() && audience.remove().empty()) {
      context_.Fail(path_, "name at least one audience to add or to remove");
    }
    const auto names = [&](const auto& given, const char* field) {
      for (int i = 0; i < given.size(); ++i) {
        if (!given.Get(i).empty() && given.Get(i).size() <= kAudienceNameMax) continue;
        context_.Fail(absl::StrCat(path_, ".", field, "[", i, "]"),
                      "an audience's name has 1 to 64 bytes");
      }
      return std::vector<std::string>(given.begin(), given.end());
    };
    return {names(audience.add(), "add"), names(audience.remove(), "remove")};
  }

  RecordConsent CompileConsent(const v1::RecordConsent& consent) {
    if (!v1::Channel_IsValid(consent.channel())) {
      context_.Fail(path_ + ".channel", absl::StrCat(static_cast<int>(consent.channel()),
                                                     ": must be a channel, such as email"));
    }
    for (const auto& [text, field] :
         {std::pair(&consent.category(), ".category"), std::pair(&consent.source(), ".source")}) {
      if (text->size() <= kConsentTextMax) continue;
      context_.Fail(path_ + field,
                    absl::StrCat(text->size(), " bytes: must be at most ", kConsentTextMax));
    }
    return {static_cast<customer::Channel>(consent.channel()), consent.category(),
            consent.source().empty() ? journey_.journey() : consent.source()};
  }

  // Expressions by name, in the order of the names.
  std::vector<std::pair<std::string, Expression>> CompileValues(
      const google::protobuf::Map<std::string, std::string>& values, const std::string& path) {
    std::vector<std::pair<std::string, Expression>> compiled;
    for (const auto& [name, text] :
         std::map<std::string, std::string>(values.begin(), values.end())) {
      const std::string at = absl::StrCat(path, "[\"", name, "\"]");
      auto expression = context_.CompileExpression(at, text, Expression::Kind::kAny, true);
      if (text.empty()) context_.Fail(at, "give a value; a text goes in quotes: '\"gold\"'");
      if (expression) compiled.emplace_back(name, *std::move(expression));
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
  static constexpr absl::Duration kHoursToChooseFrom = absl::Hours(2);
  static constexpr std::size_t kAudienceNameMax = 64;
  static constexpr std::size_t kConsentTextMax = 64;

  const v1::Journey& journey_;
  const v1::Step& step_;
  const StepIndex next_;
  const std::string path_;
  const std::string id_;
  CompilerContext& context_;
};

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
  return steps;
}

}  // namespace usher::journey
