#include "channel/conversation_loader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "channel/conversation.h"

namespace usher::channel {
namespace {

constexpr absl::Duration kHoldMax = absl::Hours(24 * 30);
constexpr std::size_t kEventLengthMax = 128;
constexpr std::size_t kWordsMax = 256;

std::vector<std::string> LoadWords(const std::string& field,
                                   const google::protobuf::RepeatedPtrField<std::string>& listed,
                                   PolicyFields& fields) {
  fields.CheckCount(field, static_cast<std::size_t>(listed.size()), kWordsMax);
  std::vector<std::string> words;
  for (int i = 0; i < listed.size(); ++i) {
    const std::string place = absl::StrCat(field, "[", i, "]");
    fields.CheckName(place, listed[i]);
    words.push_back(NormalWord(listed[i]));
    if (!listed[i].empty() && words.back().empty()) {
      fields.Add(place, absl::StrCat(listed[i], ": must have a letter or a digit"));
    }
  }
  return words;
}

}  // namespace

void LoadConversation(const v1::Policy& proto, PolicyFields& fields, Policy* policy) {
  const v1::Conversation& given = proto.conversation();
  if (given.has_hold()) {
    policy->conversation.hold =
        fields.ReadDuration("conversation.hold", given.hold(), absl::ZeroDuration(), kHoldMax);
  }
  if (!given.closed_by().empty()) policy->conversation.closed_by = given.closed_by();
  if (given.closed_by().size() > kEventLengthMax) {
    fields.Add("conversation.closed_by",
               absl::StrCat(given.closed_by().size(), " bytes: must be at most ", kEventLengthMax));
  }
  policy->stop_words = LoadWords("stop_words", proto.stop_words(), fields);
  policy->start_words = LoadWords("start_words", proto.start_words(), fields);
  const std::vector<std::string>& stops =
      policy->stop_words.empty() ? DefaultStopWords() : policy->stop_words;
  for (std::size_t i = 0; i < policy->start_words.size(); ++i) {
    if (std::find(stops.begin(), stops.end(), policy->start_words[i]) == stops.end()) continue;
    fields.Add(absl::StrCat("start_words[", i, "]"),
               absl::StrCat(policy->start_words[i], ": is a stop word, too"));
  }
}

}  // namespace usher::channel
