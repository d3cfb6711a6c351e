#include "liquid/tags.h"

#include "liquid/branch_tags.h"
#include "liquid/counter_tags.h"
#include "liquid/loop_tags.h"
#include "liquid/partial_tags.h"
#include "liquid/text_tags.h"
#include "liquid/variable_tags.h"

namespace usher::liquid {
namespace {

constexpr Tag kTags[] = {
    {"#", ParseInlineComment},
    {"assign", ParseAssign},
    {"break", ParseBreak},
    {"capture", ParseCapture},
    {"case", ParseCase},
    {"comment", ParseComment},
    {"continue", ParseContinue},
    {"cycle", ParseCycle},
    {"decrement", ParseDecrement},
    {"doc", ParseDoc},
    {"echo", ParseEcho},
    {"for", ParseFor},
    {"if", ParseIf},
    {"ifchanged", ParseIfchanged},
    {"include", ParseInclude},
    {"increment", ParseIncrement},
    {"liquid", ParseLiquid},
    {"raw", ParseRawText},
    {"render", ParseRender},
    {"tablerow", ParseTablerow},
    {"unless", ParseUnless},
};

}  // namespace

const Tag* FindTag(absl::string_view name) {
  for (const Tag& tag : kTags) {
    if (tag.name == name) return &tag;
  }
  return nullptr;
}

std::vector<std::string> TagNames() {
  std::vector<std::string> names;
  for (const Tag& tag : kTags) names.emplace_back(tag.name);
  return names;
}

}  // namespace usher::liquid
