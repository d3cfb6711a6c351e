#include "provider/graph_answer.h"

#include "absl/strings/str_cat.h"

#include "provider/api_answer.h"
#include "provider/reply_text.h"

namespace usher::provider {

GraphError GraphErrorOf(const base::Value& body) {
  GraphError error;
  const base::Value* object = body.Find("error");
  const base::Value* code = object == nullptr ? nullptr : object->Find("code");
  if (code == nullptr || code->as_int() == nullptr) return error;
  error.given = true;
  error.code = *code->as_int();
  error.subcode = IntAt(body, {"error", "error_subcode"});
  // WhatsApp says more in its details than in its message.
  std::string words = TextAt(body, {"error", "error_data", "details"});
  if (words.empty()) words = TextAt(body, {"error", "message"});
  error.words = ReplyText(absl::StrCat(
      error.code, error.subcode == 0 ? "" : absl::StrCat("/", error.subcode), " ", words));
  return error;
}

}  // namespace usher::provider
