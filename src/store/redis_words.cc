#include "store/redis_words.h"

#include <charconv>

#include "absl/strings/str_cat.h"

namespace usher::store {

void RedisWords::Add(absl::string_view word) {
  ++count_;
  char size[24];
  char* end = size;
  *end++ = '$';
  end = std::to_chars(end, size + 22, word.size()).ptr;
  *end++ = '\r';
  *end++ = '\n';
  text_.append(size, end);
  text_.append(word.data(), word.size());
  text_.append("\r\n", 2);
}

void RedisWords::Append(const RedisWords& others) {
  count_ += others.count_;
  text_ += others.text_;
}

std::string CommandOf(const RedisWords& words) {
  return absl::StrCat("*", words.count(), "\r\n", words.text());
}

}  // namespace usher::store
