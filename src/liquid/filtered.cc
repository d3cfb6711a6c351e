#include "liquid/filtered.h"

#include <algorithm>

namespace usher::liquid {

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
    const std::string* text = datum.is_borrowed() ? nullptr : datum.value().as_string();
    if (!context->Spend(1 + (text != nullptr ? text->size() / 64 : 0))) return Datum();
  }
  return datum;
}

}  // namespace usher::liquid
