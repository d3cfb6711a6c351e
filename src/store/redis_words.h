#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::store {

// Words of a command, written as they go to Redis: each as its number of bytes and the bytes
// (bulk strings of the protocol RESP2).
class RedisWords {
 public:
  void Add(absl::string_view word);
  void Append(const RedisWords& others);
  // Room for so many bytes of words.
  void Reserve(std::size_t bytes) { text_.reserve(bytes); }

  int count() const { return count_; }
  const std::string& text() const { return text_; }

 private:
  int count_ = 0;
  std::string text_;
};

// A command of these words.
std::string CommandOf(const RedisWords& words);

// What a script is called with, besides the store's meta key and id.
struct ScriptCall {
  RedisWords keys;
  RedisWords args;
};

}  // namespace usher::store
