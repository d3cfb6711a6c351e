#include "store/redis_answers.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

#include "store/record_codec.h"
#include "store/redis_reply.h"
#include "store/stored_time.h"

namespace usher::store {
namespace {

// The time a score of the agenda stands for. Scores are doubles, which hold every millisecond of
// the next 285,000 years; what is beyond means never.
std::optional<absl::Time> TimeOfScore(absl::string_view text) {
  double score = 0;
  if (!absl::SimpleAtod(text, &score)) return std::nullopt;
  constexpr double kNever = 9.2e18;
  if (score >= kNever) return absl::InfiniteFuture();
  if (score <= -kNever) return absl::InfinitePast();
  return FromMs(static_cast<std::int64_t>(score));
}

}  // namespace

absl::StatusOr<messages::Claim> ReadClaim(const redisReply& reply) {
  const auto parts = Elements(reply);
  if (parts.size() != 2) return UnexpectedReply("the claim script");
  messages::Claim claim;
  for (const redisReply* element : Elements(*parts[0])) {
    const auto name = Text(*element);
    if (!name.has_value()) return UnexpectedReply("the claim script");
    claim.customers.push_back(base::CustomerId::FromKey(*name));
  }
  const absl::string_view earliest = Text(*parts[1]).value_or("");
  if (earliest.empty()) return claim;
  const auto time = TimeOfScore(earliest);
  if (!time.has_value()) return UnexpectedReply("the claim script");
  claim.next_due = *time;
  return claim;
}

absl::StatusOr<messages::Documents> ReadDocuments(const redisReply& reply) {
  const auto parts = Elements(reply);
  if (parts.size() != 2) return UnexpectedReply("the documents script");
  const auto revision = Integer(*parts[0]);
  if (!revision.has_value()) return UnexpectedReply("the documents script");
  messages::Documents documents;
  documents.revision = *revision;
  const auto pairs = Elements(*parts[1]);
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const auto name = Text(*pairs[i]);
    const auto text = Text(*pairs[i + 1]);
    if (!name.has_value() || !text.has_value()) return UnexpectedReply("the documents script");
    documents.by_name.emplace(std::string(*name), std::string(*text));
  }
  return documents;
}

absl::StatusOr<std::int64_t> ReadWrittenRevision(const redisReply& reply, std::int64_t expected) {
  const auto parts = Elements(reply);
  if (parts.size() != 2) return UnexpectedReply("the documents script");
  const auto written = Integer(*parts[0]);
  const auto revision = Integer(*parts[1]);
  if (!written.has_value() || !revision.has_value()) return UnexpectedReply("the documents script");
  if (*written == 0) {
    return absl::AbortedError(
        absl::StrCat("the documents are at revision ", *revision, ", not at ", expected));
  }
  return *revision;
}

absl::StatusOr<std::int64_t> ReadNumber(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_NIL) return 0;
  const auto number = Integer(reply);
  if (!number.has_value()) return UnexpectedReply("GET");
  return *number;
}

absl::StatusOr<std::string> ReadText(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_NIL) return "";
  const auto text = Text(reply);
  if (!text.has_value()) return UnexpectedReply("HGET");
  return std::string(*text);
}

absl::StatusOr<std::vector<messages::ChainTag>> ReadTags(const redisReply& reply,
                                                         std::size_t count) {
  std::vector<messages::ChainTag> tags;
  for (const redisReply* element : Elements(reply)) {
    const auto tag = Text(*element);
    if (!tag.has_value()) return UnexpectedReply("the script that reads tags");
    tags.push_back(TagOf(*tag));
  }
  if (tags.size() != count) return UnexpectedReply("the script that reads tags");
  return tags;
}

absl::StatusOr<bool> ReadReplaced(const redisReply& reply) {
  const auto replaced = Integer(reply);
  if (!replaced.has_value()) return UnexpectedReply("the mark script");
  return *replaced == 1;
}

ScanPosition ReadScanPosition(absl::string_view position, absl::string_view run_id) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(position, absl::MaxSplits('/', 1));
  ScanPosition read{std::string(run_id)};
  if (parts.first == run_id && !parts.second.empty()) read.cursor = std::string(parts.second);
  return read;
}

absl::StatusOr<messages::CustomerPage> ReadCustomerPage(const redisReply& reply,
                                                        const ScanPosition& from) {
  const auto parts = Elements(reply);
  const auto cursor = parts.size() == 2 ? Text(*parts[0]) : std::nullopt;
  if (!cursor.has_value()) return UnexpectedReply("the customers script");
  messages::CustomerPage page;
  page.from_start = from.cursor == "0";
  if (*cursor != "0") page.next = absl::StrCat(from.run_id, "/", *cursor);
  for (const redisReply* element : Elements(*parts[1])) {
    const auto key = Text(*element);
    const auto brace = key.has_value() ? key->find("}:") : absl::string_view::npos;
    if (brace == absl::string_view::npos) return UnexpectedReply("the customers script");
    // Other keys match the script's pattern when a name has braces in it.
    const absl::string_view customer = key->substr(brace + 2);
    if (absl::StartsWith(customer, "c:") || absl::StartsWith(customer, "a:")) {
      page.customers.push_back(base::CustomerId::FromKey(customer));
    }
  }
  return page;
}

absl::Status AddCounters(const redisReply& reply, std::map<std::string, std::int64_t>* sums) {
  const auto pairs = Elements(reply);
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const auto name = Text(*pairs[i]);
    const auto value = Integer(*pairs[i + 1]);
    if (!name.has_value() || !value.has_value()) return UnexpectedReply("HGETALL");
    (*sums)[std::string(*name)] += *value;
  }
  return absl::OkStatus();
}

}  // namespace usher::store
