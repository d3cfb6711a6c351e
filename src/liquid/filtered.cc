#include "liquid/filtered.h"

#include <algorithm>

namespace usher::liquid {
namespace {

// What keeping a computed value costs: a step for each item and for 64 bytes of text.
std::size_t Weight(const base::Value& value) {
  if (const std::string* text = value.as_string()) return text->size() / 64;
  std::size_t weight = 0;
  if (const base::Value::List* list = value.as_list()) {
    for (const base::Value& item : *list) weight += 1 + Weight(item);
  } else if (const base::Value::Map* map = value.as_map()) {
    for (const auto& [name, member] : *map) weight += 1 + name.size() / 64 + Weight(member);
  }
  return weight;
}

}  // namespace

Filtered::Filtered(ExpressionPtr value, std::vector<Use> uses)
    : value_(std::move(value)), uses_(std::move(uses)) {
  required_ = std::none_of(uses_.begin(), uses_.end(),
                           [](const Use& use) { return use.filter->name == "default"; });
}

Datum Filtered::Evaluate(Context* context) const {
  Datum datum = value_->Evaluate(context, required_);
  for (const Use& use : uses_) {
    FilterCall call{context, use.place, {}, {}};
    for (const ExpressionPtr& argument : use.positional) {
      call.positional.push_back(argument->Evaluate(context, true));
    }
    for (const auto& [name, argument] : use.named) {
      call.named.emplace_back(name, argument->Evaluate(context, true));
    }
    if (!context->ok()) return Datum();
    datum = use.filter->apply(std::move(datum), call);
    if (!context->Spend(1 + (datum.is_borrowed() ? 0 : Weight(datum.value())))) return Datum();
  }
  return datum;
}

}  // namespace usher::liquid
