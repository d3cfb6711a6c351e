#include "liquid/loop_tags.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/loop_header.h"
#include "liquid/semantics.h"

namespace usher::liquid {
namespace {

// How a loop goes on after a turn: false when it is over.
bool GoesOn(Flow flow) { return flow == Flow::kNext || flow == Flow::kNextTurn; }

class For final : public Node {
 public:
  For(LoopHeader header, Block body, Block otherwise, Place place)
      : header_(std::move(header)),
        body_(std::move(body)),
        otherwise_(std::move(otherwise)),
        place_(place),
        blank_(body_.blank() && otherwise_.blank()) {
    if (!blank_) return;
    body_.RemoveTexts();
    otherwise_.RemoveTexts();
  }

  Flow Render(Context* context, std::string* out) const override {
    const SegmentOptions& options = header_.options;
    const std::int64_t offset = options.continues
                                    ? context->State(header_.name)
                                    : EvaluateCount(options.offset, place_, context).value_or(0);
    Datum list = header_.list->Evaluate(context, true);
    const std::optional<std::int64_t> limit = EvaluateCount(options.limit, place_, context);
    const Segment segment = Segment::Of(std::move(list), offset, limit, context);
    std::int64_t& end = context->State(header_.name);
    end = __builtin_add_overflow(offset, segment.size(), &end) ? offset : end;
    if (!context->ok()) return Flow::kStop;
    if (segment.size() == 0) return RenderBlock(otherwise_, context, out);

    const std::size_t local = context->local_count();
    context->loops().push_back({header_.name, segment.size()});
    context->PushLocal(header_.variable, Datum());
    Flow flow = Flow::kNext;
    for (std::int64_t i = 0; i < segment.size() && GoesOn(flow); ++i) {
      context->SetLocal(local, segment.At(options.reversed ? segment.size() - 1 - i : i));
      context->loops().back().index = i;
      flow = context->Spend(1) ? RenderBlock(body_, context, out) : Flow::kStop;
    }
    context->PopLocals(local);
    context->loops().pop_back();
    return flow == Flow::kStop ? Flow::kStop : Flow::kNext;
  }
  bool blank() const override { return blank_; }

 private:
  LoopHeader header_;
  Block body_;
  Block otherwise_;
  Place place_;
  bool blank_;
};

// A parameter of a tablerow: the number of what was given, 0 where it has none; none when nothing
// was given.
std::optional<std::int64_t> EvaluateLeniently(const ExpressionPtr& expression, Context* context) {
  if (expression == nullptr) return std::nullopt;
  return WholePart(NumberOf(expression->Evaluate(context, true).value()));
}

class Tablerow final : public Node {
 public:
  Tablerow(LoopHeader header, Block body) : header_(std::move(header)), body_(std::move(body)) {}

  Flow Render(Context* context, std::string* out) const override {
    Datum list = header_.list->Evaluate(context, true);
    if (!context->ok()) return Flow::kStop;
    if (!IsTruthy(list)) return Flow::kNext;
    const SegmentOptions& options = header_.options;
    const std::int64_t offset = EvaluateLeniently(options.offset, context).value_or(0);
    const std::optional<std::int64_t> limit = EvaluateLeniently(options.limit, context);
    const Segment segment = Segment::Of(std::move(list), offset, limit, context);
    const std::int64_t columns =
        EvaluateLeniently(header_.columns, context).value_or(segment.size());
    if (!context->ok()) return Flow::kStop;

    out->append("<tr class=\"row1\">\n");
    const std::size_t local = context->local_count();
    context->tables().push_back({header_.name, segment.size(), 0, columns});
    context->PushLocal(header_.variable, Datum());
    Flow flow = Flow::kNext;
    for (std::int64_t i = 0; i < segment.size() && GoesOn(flow); ++i) {
      context->SetLocal(local, segment.At(i));
      flow = RenderCell(i, context, out);
    }
    context->PopLocals(local);
    context->tables().pop_back();
    out->append("</tr>\n");
    return flow == Flow::kStop ? Flow::kStop : Flow::kNext;
  }
  bool blank() const override { return body_.blank(); }

 private:
  Flow RenderCell(std::int64_t index, Context* context, std::string* out) const {
    Loop& table = context->tables().back();
    table.index = index;
    absl::StrAppend(out, "<td class=\"col", table.column, "\">");
    const Flow flow = context->Spend(1) ? RenderBlock(body_, context, out) : Flow::kStop;
    out->append("</td>");
    if (!GoesOn(flow)) return flow;
    // Tables inside the body may have moved it.
    Loop& current = context->tables().back();
    if (current.column != current.columns) {
      ++current.column;
      return flow;
    }
    current.column = 1;
    ++current.row;
    if (index + 1 < current.length) {
      absl::StrAppend(out, "</tr>\n<tr class=\"row", current.row, "\">");
    }
    return flow;
  }

  LoopHeader header_;
  Block body_;
};

class Jump final : public Node {
 public:
  explicit Jump(Flow flow) : flow_(flow) {}
  Flow Render(Context*, std::string*) const override { return flow_; }

 private:
  Flow flow_;
};

NodePtr ParseJump(Parser& parser, const Token& token, Flow flow) {
  if (!ExpressionParser(parser, token).ExpectEnd()) return nullptr;
  return std::make_unique<Jump>(flow);
}

}  // namespace

NodePtr ParseFor(Parser& parser, const Token& token) {
  const Place place = parser.PlaceAt(token.begin);
  std::optional<LoopHeader> header = ParseLoopHeader(parser, token);
  if (!header.has_value()) return nullptr;
  Token end;
  std::optional<Block> body = ParseLoopBody(parser, token, *header, {"else", "endfor"}, &end);
  std::optional<Block> otherwise = Block();
  if (body.has_value() && end.name == "else") {
    otherwise = parser.ParseBody(token, {"endfor"}, &end);
  }
  if (!body.has_value() || !otherwise.has_value()) return nullptr;
  return std::make_unique<For>(*std::move(header), *std::move(body), *std::move(otherwise), place);
}

NodePtr ParseTablerow(Parser& parser, const Token& token) {
  std::optional<LoopHeader> header = ParseLoopHeader(parser, token);
  if (!header.has_value()) return nullptr;
  Token end;
  std::optional<Block> body = ParseLoopBody(parser, token, *header, {"endtablerow"}, &end);
  if (!body.has_value()) return nullptr;
  return std::make_unique<Tablerow>(*std::move(header), *std::move(body));
}

NodePtr ParseBreak(Parser& parser, const Token& token) {
  return ParseJump(parser, token, Flow::kEndLoop);
}

NodePtr ParseContinue(Parser& parser, const Token& token) {
  return ParseJump(parser, token, Flow::kNextTurn);
}

}  // namespace usher::liquid
