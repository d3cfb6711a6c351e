#include "cel/type_text.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "base/nearest.h"

namespace usher::cel {
namespace {

// Deeper than any data usher takes.
constexpr int kDepthMax = 32;

const std::vector<std::pair<std::string, Kind>>& Names() {
  static const auto* const kNames = new std::vector<std::pair<std::string, Kind>>{
      {"bool", Kind::kBool},           {"int", Kind::kInt},           {"uint", Kind::kUint},
      {"double", Kind::kDouble},       {"string", Kind::kString},     {"bytes", Kind::kBytes},
      {"timestamp", Kind::kTimestamp}, {"duration", Kind::kDuration}, {"null_type", Kind::kNull},
      {"list", Kind::kList},           {"map", Kind::kMap},           {"dyn", Kind::kDyn}};
  return *kNames;
}

class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  bool Run(Type* type, std::string* wrong) {
    if (Read(type, 0)) {
      SkipBlanks();
      if (rest_.empty()) return true;
      Fail("expected the end");
    }
    *wrong = std::move(wrong_);
    return false;
  }

 private:
  bool Fail(absl::string_view what) {
    wrong_ = rest_.empty() ? absl::StrCat(what, " where the type ends")
                           : absl::StrCat(what, " at \"", rest_.substr(0, 32), "\"");
    return false;
  }

  void SkipBlanks() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool Take(char c) {
    SkipBlanks();
    return absl::ConsumePrefix(&rest_, absl::string_view(&c, 1));
  }

  bool Read(Type* type, int depth) {
    SkipBlanks();
    if (depth > kDepthMax) return Fail("nested too deeply");
    std::size_t end = 0;
    while (end < rest_.size() &&
           (absl::ascii_isalnum(static_cast<unsigned char>(rest_[end])) || rest_[end] == '_')) {
      ++end;
    }
    const absl::string_view name = rest_.substr(0, end);
    if (name.empty()) return Fail("expected a type");
    std::vector<std::string> known;
    for (const auto& [candidate, kind] : Names()) {
      if (absl::string_view(candidate) == name) {
        rest_.remove_prefix(end);
        return ReadParts(kind, type, depth);
      }
      known.push_back(candidate);
    }
    const std::string nearest = base::Nearest(name, known);
    wrong_ = absl::StrCat("no type \"", name, "\"",
                          nearest.empty() ? "; there are bool, int, uint, double, string, bytes, "
                                            "timestamp, duration, list(T), map(K, V) and dyn"
                                          : absl::StrCat("; did you mean ", nearest, "?"));
    return false;
  }

  bool ReadParts(Kind kind, Type* type, int depth) {
    *type = Type(kind);
    if (kind != Kind::kList && kind != Kind::kMap) return true;
    if (!Take('(')) return true;
    Type first;
    if (!Read(&first, depth + 1)) return false;
    if (kind == Kind::kList) {
      *type = Type::List(std::move(first));
      return Take(')') || Fail("expected ')'");
    }
    Type second;
    if (!Take(',')) return Fail("expected ','");
    if (!Read(&second, depth + 1)) return false;
    *type = Type::Map(std::move(first), std::move(second));
    return Take(')') || Fail("expected ')'");
  }

  absl::string_view rest_;
  std::string wrong_;
};

}  // namespace

bool ParseType(absl::string_view text, Type* type, std::string* wrong) {
  return Reader(text).Run(type, wrong);
}

}  // namespace usher::cel
