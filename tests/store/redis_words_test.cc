#include "store/redis_words.h"

#include "gtest/gtest.h"

namespace usher::store {
namespace {

TEST(RedisWordsTest, AreWrittenAsBulkStrings) {
  RedisWords words;
  words.Add("GET");
  words.Add("");
  words.Add(
      "a\r\n\x01"
      "b");
  EXPECT_EQ(CommandOf(words),
            "*3\r\n$3\r\nGET\r\n$0\r\n\r\n$5\r\na\r\n\x01"
            "b\r\n");
}

TEST(RedisWordsTest, GrowByThoseOfOthers) {
  RedisWords first;
  first.Add("DEL");
  RedisWords second;
  second.Add("a");
  second.Add("b");
  first.Append(second);
  EXPECT_EQ(first.count(), 3);
  EXPECT_EQ(CommandOf(first), "*3\r\n$3\r\nDEL\r\n$1\r\na\r\n$1\r\nb\r\n");
}

}  // namespace
}  // namespace usher::store
