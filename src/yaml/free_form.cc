#include "yaml/free_form.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"

#include "yaml/core_schema.h"
#include "yaml/path.h"

namespace usher::yaml {
namespace {

void LoadNumber(const Node& node, const std::string& path, Report* report,
                google::protobuf::Value* out) {
  const absl::StatusOr<double> number = ParseDouble(node.text, std::numeric_limits<double>::max());
  constexpr double kExactMax = 9007199254740992.0;  // 2^53
  if (!number.ok() || !std::isfinite(*number)) {
    report->Add(path, node.mark,
                absl::StrCat(node.text, " is no finite number; put it in quotes to keep the text"));
  } else if (IsCoreInt(node.text) && std::abs(*number) > kExactMax) {
    report->Add(path, node.mark,
                absl::StrCat(node.text, " is too large to be kept exactly; put it in quotes"));
  } else {
    out->set_number_value(*number);
  }
}

void LoadScalar(const Node& node, const std::string& path, Report* report,
                google::protobuf::Value* out) {
  if (IsNull(node)) {
    out->set_null_value(google::protobuf::NULL_VALUE);
  } else if (node.style != ScalarStyle::kPlain) {
    out->set_string_value(node.text);
  } else if (const std::optional<bool> value = CoreBool(node.text)) {
    out->set_bool_value(*value);
  } else if (IsCoreInt(node.text) || IsCoreFloat(node.text)) {
    LoadNumber(node, path, report, out);
  } else {
    out->set_string_value(node.text);
  }
}

void Load(const Node& node, const std::string& path, int depth, Report* report,
          google::protobuf::Value* out) {
  if (node.kind == Node::Kind::kScalar) return LoadScalar(node, path, report, out);
  if (depth >= kFreeFormDepthMax) {
    report->Add(path, node.mark,
                absl::StrCat("values are nested deeper than ", kFreeFormDepthMax, " levels"));
    return;
  }
  if (node.kind == Node::Kind::kSequence) {
    google::protobuf::ListValue* list = out->mutable_list_value();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string item_path = ItemPath(path, i);
      report->Place(item_path, node.items[i].mark, node.items[i]);
      Load(node.items[i], item_path, depth + 1, report, list->add_values());
    }
    return;
  }
  auto* fields = out->mutable_struct_value()->mutable_fields();
  for (const Node::Member& member : node.members) {
    const std::string member_path = KeyPath(path, member.key.text);
    report->Place(member_path, member.key.mark, member.value);
    Load(member.value, member_path, depth + 1, report, &(*fields)[member.key.text]);
  }
}

}  // namespace

void LoadFreeForm(const Node& node, const std::string& path, Report* report,
                  google::protobuf::Value* out) {
  Load(node, path, 0, report, out);
}

}  // namespace usher::yaml
