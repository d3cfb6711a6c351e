#include "liquid/parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/nearest.h"
#include "liquid/output_node.h"
#include "liquid/tags.h"

namespace usher::liquid {

std::variant<Program, Error> ParseProgram(absl::string_view text, const CompileOptions& options,
                                          Library* library) {
  if (text.size() > options.bytes_max) {
    return Error{1, 1,
                 absl::StrCat("the template has ", text.size(), " bytes; at most ",
                              options.bytes_max, " are allowed")};
  }
  Parser parser(text, options, library);
  std::optional<Block> nodes = parser.ParseAll();
  if (!nodes.has_value()) return parser.error();
  Program program;
  program.nodes = *std::move(nodes);
  program.text_bytes = text.size();
  program.references = parser.references().Sorted();
  program.included = parser.included();
  return program;
}

std::optional<Block> Parser::ParseAll() { return ParseBlock(nullptr, {}, nullptr); }

std::optional<Block> Parser::ParseLines(const Token& tag) {
  if (depth_ >= options_.depth_max) {
    Fail(tag.begin, absl::StrCat("blocks are nested deeper than ", options_.depth_max));
    return std::nullopt;
  }
  ++depth_;
  const Lexer::State outside = lexer_.EnterLines(tag);
  std::optional<Block> block = ParseBlock(nullptr, {}, nullptr);
  lexer_.Leave(outside);
  --depth_;
  return block;
}

std::optional<Block> Parser::ParseBody(const Token& opening, const std::vector<std::string>& ends,
                                       Token* end) {
  if (depth_ >= options_.depth_max) {
    Fail(opening.begin, absl::StrCat("blocks are nested deeper than ", options_.depth_max));
    return std::nullopt;
  }
  ++depth_;
  references_.EnterBlock();
  std::optional<Block> block = ParseBlock(&opening, ends, end);
  references_.LeaveBlock();
  --depth_;
  return block;
}

std::optional<Block> Parser::ParseBlock(const Token* opening, const std::vector<std::string>& ends,
                                        Token* end) {
  Block block;
  while (true) {
    const std::optional<Token> token = lexer_.Next();
    if (!token.has_value()) {
      if (!failed()) error_ = lexer_.error();
      return std::nullopt;
    }
    switch (token->kind) {
      case Token::Kind::kEnd:
        if (opening == nullptr) return block;
        FailUnclosed(*opening, ends);
        return std::nullopt;
      case Token::Kind::kText:
        block.AddText(token->content);
        break;
      case Token::Kind::kTag:
        if (std::find(ends.begin(), ends.end(), token->name) != ends.end()) {
          *end = *token;
          return block;
        }
        if (FindTag(token->name) == nullptr) {
          FailUnknownTag(*token, ends);
          return std::nullopt;
        }
        [[fallthrough]];
      case Token::Kind::kOutput: {
        const Place place = PlaceAt(token->begin);
        NodePtr node = ParseNode(*token);
        if (failed()) return std::nullopt;
        if (node != nullptr) block.AddNode(std::move(node), place);
        break;
      }
    }
  }
}

NodePtr Parser::ParseNode(const Token& token) {
  if (token.kind == Token::Kind::kTag) return FindTag(token.name)->parse(*this, token);
  return ParseOutput(*this, token);
}

std::optional<absl::string_view> Parser::ParseRaw(const Token& opening, bool nests) {
  const std::string end = absl::StrCat("end", opening.name);
  const auto raw = lexer_.RawUntil(opening.name, end, nests);
  if (!raw.has_value()) FailUnclosed(opening, {end});
  return raw;
}

void Parser::FailUnclosed(const Token& opening, const std::vector<std::string>& ends) {
  Fail(opening.begin, absl::StrCat("{% ", opening.name, " %} is never closed; {% ", ends.back(),
                                   " %} is missing"));
}

void Parser::FailUnknownTag(const Token& token, const std::vector<std::string>& ends) {
  const std::string name(token.name);
  if (name.empty()) return Fail(token.begin, "a tag needs a name: {% if ... %}");
  // Known, but not here.
  const bool is_end = absl::StartsWith(name, "end") && FindTag(name.substr(3)) != nullptr;
  if (is_end || name == "else" || name == "elsif" || name == "when") {
    return Fail(token.begin, ends.empty()
                                 ? absl::StrCat("{% ", name, " %} closes nothing that is open")
                                 : absl::StrCat("{% ", name, " %} is out of place; expected {% ",
                                                absl::StrJoin(ends, " %} or {% "), " %}"));
  }
  std::vector<std::string> names = TagNames();
  names.insert(names.end(), ends.begin(), ends.end());
  const std::string nearest = base::Nearest(name, names);
  Fail(token.begin,
       absl::StrCat("unknown tag \"", name, "\"",
                    nearest.empty() ? "" : absl::StrCat("; did you mean \"", nearest, "\"?")));
}

void Parser::Fail(std::size_t offset, std::string message) {
  if (!error_.has_value()) error_ = lexer_.ErrorAt(offset, std::move(message));
}

Place Parser::PlaceAt(std::size_t offset) {
  const Error error = lexer_.ErrorAt(offset, "");
  return {error.line, error.column};
}

}  // namespace usher::liquid
