#include "liquid/output_node.h"

#include "liquid/escape.h"
#include "liquid/semantics.h"

namespace usher::liquid {

Flow OutputNode::Render(Context* context, std::string* out) const {
  const Datum datum = value_.Evaluate(context);
  const Escape escape = context->options().escape;
  const bool escaped = (escape == Escape::kHtml && (datum.safe() & Datum::kHtmlSafe) != 0) ||
                       (escape == Escape::kJson && (datum.safe() & Datum::kJsonSafe) != 0);
  if (escape == Escape::kNone || escaped) {
    AppendText(datum.value(), out);
    return Flow::kNext;
  }
  std::string buffer;
  const absl::string_view text = TextOf(datum.value(), &buffer);
  if (escape == Escape::kHtml) {
    AppendHtml(text, false, out);
  } else {
    AppendJsonInside(text, out);
  }
  return Flow::kNext;
}

}  // namespace usher::liquid
