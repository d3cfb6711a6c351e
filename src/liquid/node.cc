#include "liquid/node.h"

#include "absl/strings/str_cat.h"

namespace usher::liquid {

Flow RenderBlock(const Block& block, Context* context, std::string* out) {
  for (const NodePtr& node : block) {
    if (!context->Spend(1)) return Flow::kStop;
    const Flow flow = node->Render(context, out);
    if (out->size() > context->options().output_bytes_max) {
      context->FailLimit(absl::StrCat("the message has more than ",
                                      context->options().output_bytes_max, " bytes"));
    }
    if (!context->ok()) return Flow::kStop;
    if (flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

}  // namespace usher::liquid
