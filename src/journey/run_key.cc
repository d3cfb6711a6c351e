#include "journey/run_key.h"

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"

namespace usher::journey {
namespace {

constexpr std::size_t kKeyBytesMax = 128;

}  // namespace

absl::StatusOr<std::string> KeyOf(const Expression& expression, const Scope& scope) {
  const auto value = expression.Evaluate(scope);
  if (!value.ok()) return value.status();
  std::string key = value->as_string() != nullptr ? *value->as_string() : base::ToJson(*value);
  if (key.size() > kKeyBytesMax) {
    // Long keys that begin alike stay apart.
    const std::uint64_t rest = base::Hash64(key);
    key.resize(kKeyBytesMax - 17);
    absl::StrAppend(&key, "~", absl::Hex(rest, absl::kZeroPad16));
  }
  return key;
}

bool HasKey(const std::optional<Expression>& expression, const customer::Run& run,
            const base::Value& properties, Work& work) {
  if (!expression) return true;
  const auto key = KeyOf(*expression, work.ScopeOf(&run, &properties));
  return key.ok() && *key == run.key;
}

}  // namespace usher::journey
