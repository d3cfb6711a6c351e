#include "cel/type.h"

#include "absl/strings/str_cat.h"

namespace usher::cel {

Type::Type(Kind kind) : kind_(kind) {
  if (kind == Kind::kList || kind == Kind::kType) parts_.resize(1);
  if (kind == Kind::kMap) parts_.resize(2);
}

Type Type::List(Type element) {
  Type type(Kind::kList);
  type.parts_[0] = std::move(element);
  return type;
}

Type Type::Map(Type key, Type member) {
  Type type(Kind::kMap);
  type.parts_[0] = std::move(key);
  type.parts_[1] = std::move(member);
  return type;
}

Type Type::Record(Fields fields) {
  Type type = Map(Type(Kind::kString), Type());
  type.fields_ = std::make_shared<const Fields>(std::move(fields));
  return type;
}

Type Type::TypeOf(Type of) {
  Type type(Kind::kType);
  type.parts_[0] = std::move(of);
  return type;
}

Type Type::Parameter(char name) {
  Type type(Kind::kParameter);
  type.parameter_ = name;
  return type;
}

std::string Type::ToString() const {
  switch (kind_) {
    case Kind::kList:
      return absl::StrCat("list(", element().ToString(), ")");
    case Kind::kMap:
      return absl::StrCat("map(", key().ToString(), ", ", member().ToString(), ")");
    case Kind::kType:
      return absl::StrCat("type(", parts_[0].ToString(), ")");
    case Kind::kTimestamp:
      return "timestamp";
    case Kind::kDuration:
      return "duration";
    default:
      return std::string(KindName(kind_));
  }
}

bool operator==(const Type& a, const Type& b) {
  return a.kind_ == b.kind_ && a.parameter_ == b.parameter_ && a.parts_ == b.parts_ &&
         a.fields_ == b.fields_;
}

bool Join(const Type& a, const Type& b, Type* joined) {
  if (a.is_dyn() || b.is_dyn()) {
    *joined = Type();
    return true;
  }
  if (a == b) {
    *joined = a;
    return true;
  }
  if (a.kind() != b.kind() || a.parts().empty()) return false;
  Type first;
  if (a.kind() == Kind::kType) {
    *joined = Type(Kind::kType);
    return true;
  }
  if (!Join(a.parts()[0], b.parts()[0], &first)) return false;
  if (a.kind() == Kind::kList) {
    *joined = Type::List(std::move(first));
    return true;
  }
  Type second;
  if (!Join(a.member(), b.member(), &second)) return false;
  *joined = Type::Map(std::move(first), std::move(second));
  return true;
}

bool Matches(const Type& wanted, const Type& actual, Bindings* bindings) {
  if (wanted.kind() == Kind::kParameter) {
    const auto [bound, is_new] = bindings->try_emplace(wanted.parameter(), actual);
    return is_new || Join(bound->second, actual, &bound->second);
  }
  if (wanted.is_dyn() || actual.is_dyn()) return true;
  if (wanted.kind() != actual.kind()) return false;
  for (std::size_t i = 0; i < wanted.parts().size(); ++i) {
    if (!Matches(wanted.parts()[i], actual.parts()[i], bindings)) return false;
  }
  return true;
}

Type Substitute(const Type& type, const Bindings& bindings) {
  if (type.kind() == Kind::kParameter) {
    const auto bound = bindings.find(type.parameter());
    return bound == bindings.end() ? Type() : bound->second;
  }
  if (type.kind() == Kind::kList) return Type::List(Substitute(type.element(), bindings));
  if (type.kind() == Kind::kMap && type.fields() == nullptr) {
    return Type::Map(Substitute(type.key(), bindings), Substitute(type.member(), bindings));
  }
  if (type.kind() == Kind::kType) return Type::TypeOf(Substitute(type.parts()[0], bindings));
  return type;
}

}  // namespace usher::cel
