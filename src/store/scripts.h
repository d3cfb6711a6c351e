#pragma once

#include <cstddef>
#include <string>

// What Redis executes atomically for us. The texts are constants and never look into records: they
// compare the 16 bytes a value starts with, and move bytes. Each checks all it needs before its
// first write. All are given the key of the store's meta data and the store's id first, and answer
// REPLACED when the store has another one.
namespace usher::store {

enum class Script : std::size_t {
  kCommit,
  kCommitUrgent,  // the same, also while the memory of Redis is full
  kClaim,
  kReadDocuments,
  kWriteDocuments,
  kReplaceMark,
  kReadCustomers,
  kReadTags
};
inline constexpr std::size_t kScriptCount = 8;

// The text of `script`.
std::string ScriptText(Script script);

// Makes an empty database a store, and tells what store it is. It runs once for each connection.
//   KEYS: meta
//   ARGV: schema, shards, id, created (ms), 1 if it may be made a store
//   gives {schema, shards, id} or "EMPTY" or "FOREIGN" (not empty, but no store)
extern const char kProvisionScript[];

// The code of the error by which a script says that the store is not the one it was.
inline constexpr char kReplacedCode[] = "REPLACED";

}  // namespace usher::store
