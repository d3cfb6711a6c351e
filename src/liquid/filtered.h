#pragma once

#include <string>
#include <utility>
#include <vector>

#include "liquid/expression.h"
#include "liquid/filters.h"

namespace usher::liquid {

// A value and the filters it goes through: what outputs and assignments hold.
class Filtered {
 public:
  struct Use {
    const Filter* filter;
    std::vector<ExpressionPtr> positional;
    std::vector<std::pair<std::string, ExpressionPtr>> named;
    Place place;
  };

  Filtered(ExpressionPtr value, std::vector<Use> uses);

  Datum Evaluate(Context* context) const;

 private:
  ExpressionPtr value_;
  std::vector<Use> uses_;
  bool required_;  // nothing stands in for a missing value
};

}  // namespace usher::liquid
