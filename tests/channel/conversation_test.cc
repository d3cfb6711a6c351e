#include "channel/conversation.h"

#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using customer::Channel;

TEST(ConversationTest, StopWordsAreWholeMessagesWhateverTheirCapitalsAndPunctuation) {
  const Policy policy;
  for (const char* text :
       {"STOP", "stop", " Stop! ", "\"STOP\"", "Stop.\r\n", "STOP  ALL", "Abmelden", "ARRÊT",
        "стоп", "СТОП!!", "«Отписаться»", "停止。", "\u200Estop\u200B", "¡Baja!", "stop\u00A0"}) {
    EXPECT_EQ(WordOf(policy, Channel::kSms, text), ReplyWord::kStop) << text;
  }
  for (const char* text : {"", " ", "...", "Does the bus stop near your shop?", "please stop",
                           "st op", "stopp it", "Yes", "ОК"}) {
    EXPECT_EQ(WordOf(policy, Channel::kSms, text), ReplyWord::kNone) << text;
  }
  EXPECT_EQ(WordOf(policy, Channel::kSms, std::string(100'000, 'x')), ReplyWord::kNone);
}

TEST(ConversationTest, WordsCountOnChannelsOfShortMessagesAlone) {
  const Policy policy;
  for (const Channel channel : {Channel::kSms, Channel::kWhatsapp, Channel::kChat}) {
    EXPECT_EQ(WordOf(policy, channel, "stop"), ReplyWord::kStop);
    EXPECT_EQ(WordOf(policy, channel, "Start."), ReplyWord::kStart);
  }
  for (const Channel channel : {Channel::kEmail, Channel::kPush, Channel::kNone}) {
    EXPECT_EQ(WordOf(policy, channel, "stop"), ReplyWord::kNone);
  }
}

TEST(ConversationTest, ThePolicysWordsReplaceTheUsualOnes) {
  Policy policy;
  policy.stop_words = {"genug"};
  policy.start_words = {"wieder da"};
  EXPECT_EQ(WordOf(policy, Channel::kChat, "GENUG!"), ReplyWord::kStop);
  EXPECT_EQ(WordOf(policy, Channel::kChat, "Wieder  da"), ReplyWord::kStart);
  EXPECT_EQ(WordOf(policy, Channel::kChat, "stop"), ReplyWord::kNone);
}

TEST(ConversationTest, NoUsualWordIsBothAndAllAreAsTheyAreCompared) {
  for (const std::string& word : DefaultStopWords()) EXPECT_EQ(NormalWord(word), word);
  for (const std::string& word : DefaultStartWords()) {
    EXPECT_EQ(NormalWord(word), word);
    EXPECT_EQ(WordOf(Policy(), Channel::kSms, word), ReplyWord::kStart) << word;
  }
}

TEST(ConversationTest, MarketingIsHeldUntilItsEnd) {
  const absl::Time noon = absl::FromUnixSeconds(43'200);
  customer::Record record;
  Policy policy;
  policy.classes["news"] = Class{.ignores_consent = true};
  EXPECT_EQ(HeldByConversation(policy, record, noon, "offers"), noon);
  record.conversation = {noon, noon + absl::Hours(1)};
  EXPECT_EQ(HeldByConversation(policy, record, noon, "offers"), noon + absl::Hours(1));
  EXPECT_EQ(HeldByConversation(policy, record, noon, kTransactional), noon);
  EXPECT_EQ(HeldByConversation(policy, record, noon, "news"), noon);
  const absl::Time end = noon + absl::Hours(1);
  EXPECT_EQ(HeldByConversation(policy, record, end, "offers"), end);
}

}  // namespace
}  // namespace usher::channel
