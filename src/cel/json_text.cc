#include "cel/json_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cel/format.h"
#include "cel/time_functions.h"

namespace usher::cel {
namespace {

// Both bounds included: what every reader of JSON holds exactly.
constexpr std::int64_t kSafeMax = (std::int64_t{1} << 53) - 1;

absl::Status Append(const Value& value, std::string* out);

void AppendQuoted(absl::string_view plain, std::string* out) {
  absl::StrAppend(out, "\"", plain, "\"");
}

void AppendDouble(double value, std::string* out) {
  if (!std::isfinite(value)) return AppendQuoted(FormatDouble(value), out);
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
  out->append(buffer, end);
}

absl::Status AppendList(const Value& list, std::string* out) {
  out->push_back('[');
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out->push_back(',');
    if (absl::Status status = Append(list.ElementAt(i), out); !status.ok()) return status;
  }
  out->push_back(']');
  return absl::OkStatus();
}

std::string KeyText(const Value& key) {
  if (key.kind() == Kind::kString) return std::string(key.text());
  if (key.kind() == Kind::kUint) return absl::StrCat(key.as_uint());
  return ToString(key);
}

absl::Status AppendMap(const Value& map, std::string* out) {
  std::set<std::string> names;
  out->push_back('{');
  for (std::size_t i = 0; i < map.size(); ++i) {
    std::string name = KeyText(map.KeyAt(i));
    if (i > 0) out->push_back(',');
    base::AppendJsonString(name, out);
    out->push_back(':');
    if (absl::Status status = Append(map.MemberAt(i), out); !status.ok()) return status;
    if (const auto [at, is_new] = names.insert(std::move(name)); !is_new) {
      return absl::InvalidArgumentError(
          absl::StrCat("two keys of the map are \"", *at, "\" in JSON"));
    }
  }
  out->push_back('}');
  return absl::OkStatus();
}

absl::Status Append(const Value& value, std::string* out) {
  switch (value.kind()) {
    case Kind::kNull:
      out->append("null");
      break;
    case Kind::kBool:
      out->append(value.as_bool() ? "true" : "false");
      break;
    case Kind::kInt:
      if (value.as_int() > kSafeMax || value.as_int() < -kSafeMax) {
        AppendQuoted(absl::StrCat(value.as_int()), out);
      } else {
        absl::StrAppend(out, value.as_int());
      }
      break;
    case Kind::kUint:
      if (value.as_uint() > std::uint64_t{kSafeMax}) {
        AppendQuoted(absl::StrCat(value.as_uint()), out);
      } else {
        absl::StrAppend(out, value.as_uint());
      }
      break;
    case Kind::kDouble:
      AppendDouble(value.as_double(), out);
      break;
    case Kind::kString:
      base::AppendJsonString(value.text(), out);
      break;
    case Kind::kBytes:
      AppendQuoted(absl::Base64Escape(value.text()), out);
      break;
    case Kind::kTimestamp:
      AppendQuoted(FormatTimestamp(value.as_timestamp()), out);
      break;
    case Kind::kDuration:
      AppendQuoted(FormatDuration(value), out);
      break;
    case Kind::kType:
      AppendQuoted(KindName(value.as_type()), out);
      break;
    case Kind::kList:
      return AppendList(value, out);
    case Kind::kMap:
      return AppendMap(value, out);
    default:
      return absl::InvalidArgumentError(Describe(value.fault()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ToJsonText(const Value& value) {
  std::string text;
  if (absl::Status status = Append(value, &text); !status.ok()) return status;
  return text;
}

}  // namespace usher::cel
