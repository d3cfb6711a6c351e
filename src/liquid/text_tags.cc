#include "liquid/text_tags.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

#include "liquid/expression_parser.h"
#include "liquid/output_node.h"

namespace usher::liquid {
namespace {

// Text that is not read as Liquid.
class RawText final : public Node {
 public:
  explicit RawText(absl::string_view text) : text_(text) {}
  Flow Render(Context*, std::string* out) const override {
    out->append(text_);
    return Flow::kNext;
  }
  bool blank() const override { return text_.empty(); }

 private:
  std::string text_;
};

class Lines final : public Node {
 public:
  explicit Lines(Block block) : block_(std::move(block)) {}
  Flow Render(Context* context, std::string* out) const override {
    return RenderBlock(block_, context, out);
  }
  bool blank() const override { return block_.blank(); }

 private:
  Block block_;
};

class Ifchanged final : public Node {
 public:
  explicit Ifchanged(Block body) : body_(std::move(body)) {}

  Flow Render(Context* context, std::string* out) const override {
    std::string text;
    const Flow flow = RenderBlock(body_, context, &text);
    if (!context->Spend(text.size() / 64) || text == context->changed()) return flow;
    out->append(text);
    context->changed() = std::move(text);
    return flow;
  }
  bool blank() const override { return body_.blank(); }

 private:
  Block body_;
};

}  // namespace

NodePtr ParseComment(Parser& parser, const Token& token) {
  parser.ParseRaw(token, true);
  return nullptr;
}

NodePtr ParseDoc(Parser& parser, const Token& token) {
  parser.ParseRaw(token, false);
  return nullptr;
}

NodePtr ParseInlineComment(Parser& parser, const Token& token) {
  std::size_t offset = token.content_begin;
  bool first = true;
  for (const absl::string_view line : absl::StrSplit(token.content, '\n')) {
    const absl::string_view text = absl::StripLeadingAsciiWhitespace(line);
    if (!first && !text.empty() && text[0] != '#') {
      parser.Fail(offset + (line.size() - text.size()),
                  "each line of this comment has to begin with #");
    }
    first = false;
    offset += line.size() + 1;
  }
  return nullptr;
}

NodePtr ParseRawText(Parser& parser, const Token& token) {
  if (!ExpressionParser(parser, token).ExpectEnd()) return nullptr;
  const auto raw = parser.ParseRaw(token, false);
  return raw.has_value() ? std::make_unique<RawText>(*raw) : nullptr;
}

NodePtr ParseEcho(Parser& parser, const Token& token) { return ParseOutput(parser, token); }

NodePtr ParseLiquid(Parser& parser, const Token& token) {
  std::optional<Block> block = parser.ParseLines(token);
  if (!block.has_value()) return nullptr;
  return std::make_unique<Lines>(*std::move(block));
}

NodePtr ParseIfchanged(Parser& parser, const Token& token) {
  Token end;
  std::optional<Block> body = parser.ParseBody(token, {"endifchanged"}, &end);
  if (!body.has_value()) return nullptr;
  return std::make_unique<Ifchanged>(*std::move(body));
}

}  // namespace usher::liquid
