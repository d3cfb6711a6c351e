#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/program.h"
#include "liquid/references.h"
#include "liquid/template.h"

namespace usher::liquid {

// Compiles `text`; its partials come from `library`, null for none.
std::variant<Program, Error> ParseProgram(absl::string_view text, const CompileOptions& options,
                                          Library* library);

// Turns a template into nodes; tags (tags.h) call back for what stands inside them. The first error
// ends the parsing: functions then return nothing and error() says why.
class Parser {
 public:
  Parser(absl::string_view text, const CompileOptions& options, Library* library)
      : lexer_(text), options_(options), library_(library) {}

  // The whole template.
  std::optional<Block> ParseAll();

  // The body of `opening` up to one of the tags in `ends`, which becomes `*end`. Variables set in
  // it are local to it.
  std::optional<Block> ParseBody(const Token& opening, const std::vector<std::string>& ends,
                                 Token* end);
  // The text up to the tag that ends `opening`, not read as Liquid.
  std::optional<absl::string_view> ParseRaw(const Token& opening, bool nests);
  // The lines of a {% liquid %} tag.
  std::optional<Block> ParseLines(const Token& tag);

  // Records the error, the first one only.
  void Fail(std::size_t offset, std::string message);
  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }

  Place PlaceAt(std::size_t offset);
  const CompileOptions& options() const { return options_; }
  Library* library() const { return library_; }
  References& references() { return references_; }
  // `partial` sees the variables of what is parsed.
  void AddIncluded(const Partial* partial) { included_.push_back(partial); }
  const std::vector<const Partial*>& included() const { return included_; }
  // Loops around what is being parsed, which make `forloop` theirs.
  int loop_depth = 0;

 private:
  std::optional<Block> ParseBlock(const Token* opening, const std::vector<std::string>& ends,
                                  Token* end);
  NodePtr ParseNode(const Token& token);
  void FailUnclosed(const Token& opening, const std::vector<std::string>& ends);
  void FailUnknownTag(const Token& token, const std::vector<std::string>& ends);

  Lexer lexer_;
  const CompileOptions& options_;
  Library* library_;
  References references_;
  std::vector<const Partial*> included_;
  std::optional<Error> error_;
  int depth_ = 0;
};

}  // namespace usher::liquid
