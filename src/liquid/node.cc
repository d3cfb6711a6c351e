#include "liquid/node.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace usher::liquid {

void Block::AddText(absl::string_view text) {
  blank_ = blank_ && absl::StripAsciiWhitespace(text).empty();
  parts_.push_back({std::string(text), nullptr, {}});
}

void Block::AddNode(NodePtr node, Place place) {
  blank_ = blank_ && node->blank();
  parts_.push_back({"", std::move(node), place});
}

void Block::RemoveTexts() {
  const auto is_text = [](const Part& part) { return part.node == nullptr; };
  parts_.erase(std::remove_if(parts_.begin(), parts_.end(), is_text), parts_.end());
}

Flow RenderBlock(const Block& block, Context* context, std::string* out) {
  for (const Block::Part& part : block.parts_) {
    Flow flow = Flow::kNext;
    if (context->Spend(1)) {
      if (part.node == nullptr) {
        out->append(part.text);
      } else {
        flow = part.node->Render(context, out);
      }
      if (out->size() > context->options().output_bytes_max) {
        context->FailLimit(absl::StrCat("the message has more than ",
                                        context->options().output_bytes_max, " bytes"));
      }
    }
    if (!context->ok()) {
      context->PlaceFailure(part.place);
      return Flow::kStop;
    }
    if (flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

}  // namespace usher::liquid
