#include "yaml/message_loader.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/timestamp.pb.h"

#include "yaml/core_schema.h"
#include "yaml/free_form.h"
#include "yaml/names.h"
#include "yaml/path.h"
#include "yaml/scalar_field.h"
#include "yaml/time_fields.h"

namespace usher::yaml {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

// Messages whose YAML form is not a mapping of their fields.
enum class Form { kFields, kDuration, kTimestamp, kValue, kStruct, kList, kWrapper };

Form FormOf(const Descriptor& message) {
  switch (message.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return Form::kDuration;
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return Form::kTimestamp;
    case Descriptor::WELLKNOWNTYPE_VALUE:
      return Form::kValue;
    case Descriptor::WELLKNOWNTYPE_STRUCT:
      return Form::kStruct;
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return Form::kList;
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
    case Descriptor::WELLKNOWNTYPE_BYTESVALUE:
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
      return Form::kWrapper;
    default:
      return Form::kFields;
  }
}

// Stores `from` in `to`, which may be another implementation of the same message type.
void Assign(const Message& from, Message* to) { to->ParseFromString(from.SerializeAsString()); }

class MessageLoader {
 public:
  explicit MessageLoader(Report* report) : report_(report) {}

  void Load(const Node& node, const std::string& path, Message* message);

 private:
  void LoadFields(const Node& node, const std::string& path, Message* message);
  void LoadField(const Node& node, Mark key, const FieldDescriptor& field, const std::string& path,
                 Message* message);
  void LoadMap(const Node& node, const FieldDescriptor& field, const std::string& path,
               Message* message);
  void LoadOne(const Node& node, const FieldDescriptor& field, const std::string& path,
               Message* message);
  void LoadText(const Node& node, Form form, const std::string& path, Message* message);
  void LoadFreeFormMessage(const Node& node, Form form, const std::string& path, Message* message);
  void Expected(absl::string_view what, const Node& node, const std::string& path) {
    report_->Add(path, node.mark, absl::StrCat(what, ", found ", Describe(node)));
  }

  Report* report_;
};

void MessageLoader::Load(const Node& node, const std::string& path, Message* message) {
  const Form form = FormOf(*message->GetDescriptor());
  switch (form) {
    case Form::kDuration:
    case Form::kTimestamp:
      return LoadText(node, form, path, message);
    case Form::kValue:
    case Form::kStruct:
    case Form::kList:
      return LoadFreeFormMessage(node, form, path, message);
    case Form::kWrapper:
      return LoadOne(node, *message->GetDescriptor()->field(0), path, message);
    case Form::kFields:
      break;
  }
  if (IsNull(node)) return;
  if (node.kind != Node::Kind::kMapping) {
    return Expected(ExpectedMapping(*message->GetDescriptor()), node, path);
  }
  LoadFields(node, path, message);
}

void MessageLoader::LoadFields(const Node& node, const std::string& path, Message* message) {
  absl::flat_hash_map<const FieldDescriptor*, std::string> given;
  absl::flat_hash_map<const OneofDescriptor*, std::string> chosen;
  for (const Node::Member& member : node.members) {
    const std::string& name = member.key.text;
    const FieldDescriptor* field = FindField(*message->GetDescriptor(), name);
    if (field == nullptr) {
      report_->Add(path, member.key.mark, UnknownField(*message->GetDescriptor(), name));
      continue;
    }
    const std::string field_path = FieldPath(path, field->name());
    if (const auto [it, added] = given.emplace(field, name); !added) {
      report_->Add(field_path, member.key.mark,
                   absl::StrCat("\"", it->second, "\" and \"", name, "\" are the same field"));
      continue;
    }
    if (const OneofDescriptor* oneof = field->real_containing_oneof()) {
      if (const auto [it, added] = chosen.emplace(oneof, name); !added) {
        report_->Add(field_path, member.key.mark,
                     absl::StrCat("\"", it->second, "\" and \"", name,
                                  "\" exclude each other; keep one of them"));
      }
    }
    LoadField(member.value, member.key.mark, *field, field_path, message);
  }
}

void MessageLoader::LoadField(const Node& node, Mark key, const FieldDescriptor& field,
                              const std::string& path, Message* message) {
  report_->Place(path, key, node);
  if (field.is_map()) return LoadMap(node, field, path, message);
  if (!field.is_repeated()) {
    // Nothing for a message means an empty one; where a message stands for a value it means none.
    const bool empty_message =
        field.message_type() != nullptr && (FormOf(*field.message_type()) == Form::kFields ||
                                            FormOf(*field.message_type()) == Form::kValue);
    if (IsNull(node) && !empty_message) return;
    return LoadOne(node, field, path, message);
  }
  if (IsNull(node)) return;
  if (node.kind != Node::Kind::kSequence) {
    const std::string item_path = ItemPath(path, 0);
    report_->Place(item_path, node.mark, node);
    return LoadOne(node, field, item_path, message);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string item_path = ItemPath(path, i);
    report_->Place(item_path, node.items[i].mark, node.items[i]);
    if (IsNull(node.items[i]) &&
        (field.message_type() == nullptr || FormOf(*field.message_type()) != Form::kValue)) {
      report_->Add(item_path, node.items[i].mark, absl::StrCat("item ", i + 1, " is empty"));
      continue;
    }
    LoadOne(node.items[i], field, item_path, message);
  }
}

void MessageLoader::LoadMap(const Node& node, const FieldDescriptor& field, const std::string& path,
                            Message* message) {
  if (IsNull(node)) return;
  if (node.kind != Node::Kind::kMapping) return Expected("expected a mapping", node, path);
  const FieldDescriptor& key_field = *field.message_type()->map_key();
  const FieldDescriptor& value_field = *field.message_type()->map_value();
  for (const Node::Member& member : node.members) {
    const std::string entry_path = KeyPath(path, member.key.text);
    report_->Place(entry_path, member.key.mark, member.value);
    Message* entry = message->GetReflection()->AddMessage(message, &field);
    if (const absl::Status status = StoreScalar(member.key, key_field, entry); !status.ok()) {
      report_->Add(entry_path, member.key.mark, std::string(status.message()));
    }
    LoadOne(member.value, value_field, entry_path, entry);
  }
}

void MessageLoader::LoadOne(const Node& node, const FieldDescriptor& field, const std::string& path,
                            Message* message) {
  if (field.message_type() != nullptr) {
    const google::protobuf::Reflection* reflection = message->GetReflection();
    return Load(node, path,
                field.is_repeated() ? reflection->AddMessage(message, &field)
                                    : reflection->MutableMessage(message, &field));
  }
  if (node.kind != Node::Kind::kScalar || IsNull(node)) {
    return Expected(ExpectedScalar(field), node, path);
  }
  if (const absl::Status status = StoreScalar(node, field, message); !status.ok()) {
    report_->Add(path, node.mark, std::string(status.message()));
  }
}

void MessageLoader::LoadText(const Node& node, Form form, const std::string& path,
                             Message* message) {
  const bool is_duration = form == Form::kDuration;
  if (node.kind != Node::Kind::kScalar || IsNull(node)) {
    return Expected(is_duration ? "expected a duration such as 1h30m"
                                : "expected a time such as 2025-11-28T09:00:00Z",
                    node, path);
  }
  google::protobuf::Duration duration;
  google::protobuf::Timestamp timestamp;
  const absl::Status status =
      is_duration ? LoadDuration(node.text, &duration) : LoadTimestamp(node.text, &timestamp);
  if (!status.ok()) return report_->Add(path, node.mark, std::string(status.message()));
  if (is_duration) {
    Assign(duration, message);
  } else {
    Assign(timestamp, message);
  }
}

void MessageLoader::LoadFreeFormMessage(const Node& node, Form form, const std::string& path,
                                        Message* message) {
  if (form == Form::kStruct && node.kind != Node::Kind::kMapping) {
    return Expected("expected a mapping", node, path);
  }
  if (form == Form::kList && node.kind != Node::Kind::kSequence) {
    return Expected("expected a list", node, path);
  }
  google::protobuf::Value value;
  LoadFreeForm(node, path, report_, &value);
  if (form == Form::kStruct) {
    Assign(value.struct_value(), message);
  } else if (form == Form::kList) {
    Assign(value.list_value(), message);
  } else {
    Assign(value, message);
  }
}

}  // namespace

void LoadMessage(const Node& node, const std::string& path, Report* report, Message* message) {
  MessageLoader(report).Load(node, path, message);
}

}  // namespace usher::yaml
