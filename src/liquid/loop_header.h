#pragma once

#include <optional>
#include <string>

#include "liquid/expression_parser.h"
#include "liquid/segment.h"

namespace usher::liquid {

// What the tag of a loop says: item in list limit:n offset:n ...
struct LoopHeader {
  std::string variable;
  ExpressionPtr list;
  std::string name;  // "item-list": loops of one name continue one another
  SegmentOptions options;
  ExpressionPtr columns;  // of a tablerow; null: all in one row
};

// Reads the tag `token`, whose parameters are those of for or of tablerow. None after an error.
std::optional<LoopHeader> ParseLoopHeader(Parser& parser, const Token& token);

// The body of a loop, in which its variable is local.
std::optional<Block> ParseLoopBody(Parser& parser, const Token& opening, const LoopHeader& header,
                                   const std::vector<std::string>& ends, Token* end);

}  // namespace usher::liquid
