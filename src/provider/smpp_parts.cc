#include "provider/smpp_parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/text_prefix.h"

namespace usher::provider {
namespace {

constexpr char kMissing[] = "[...]";
constexpr SmppMoment kNever = SmppMoment::max();

std::string KeyOf(const SmppDeliver& deliver, const SmppPart& part) {
  return absl::StrCat(deliver.from.digits.size(), ":", deliver.from.digits, deliver.to.size(), ":",
                      deliver.to, part.series, ":", part.total);
}

}  // namespace

SmppParts::Added SmppParts::Add(const SmppDeliver& deliver, const SmppPart& part, SmppMoment now) {
  Added added;
  const absl::string_view bytes = SmppBytesOf(deliver);
  const std::uint64_t hash = base::Hash64(bytes);
  const std::string key = KeyOf(deliver, part);
  if (const auto named = numbers_.find(key); named != numbers_.end()) {
    const auto message = messages_.find(named->second);
    const auto known = message->second.parts.find(part.number);
    if (known != message->second.parts.end() && known->second.hash == hash) {
      // The centre did not hear that it was taken.
      if (!message->second.taken && message->second.is_whole()) added.whole = Give(message);
      return added;
    }
    if (known != message->second.parts.end()) {
      // Telephones count their long messages up to 255, and begin anew.
      if (message->second.taken) {
        Forget(message);
      } else {
        added.displaced.push_back(Give(message));
        Unname(message->second, message->first);
      }
    }
  }
  const auto [named, is_new] = numbers_.try_emplace(key, last_number_ + 1);
  if (is_new) {
    Message fresh;
    fresh.key = key;
    fresh.from = deliver.from.digits;
    fresh.total = part.total;
    fresh.first = now;
    fresh.next = now + bounds_.wait;
    messages_.emplace(++last_number_, std::move(fresh));
  }
  const auto message = messages_.find(named->second);
  message->second.parts[part.number] = {hash, deliver.data_coding, std::string(bytes)};
  bytes_ += bytes.size();
  if (message->second.is_whole()) added.whole = Give(message);
  MakeRoom(message->first, &added.displaced);
  return added;
}

std::vector<SmppWhole> SmppParts::TakeDue(SmppMoment now) {
  std::vector<SmppWhole> due;
  for (auto message = messages_.begin(); message != messages_.end();) {
    const auto current = message++;
    if (current->second.next > now) continue;
    if (current->second.taken) {
      Forget(current);
      continue;
    }
    due.push_back(Give(current));
    if (!current->second.is_whole()) Unname(current->second, current->first);
  }
  return due;
}

std::vector<SmppWhole> SmppParts::TakeAll() {
  std::vector<SmppWhole> all;
  for (auto message = messages_.begin(); message != messages_.end(); ++message) {
    if (message->second.taken || message->second.next == kNever) continue;
    all.push_back(Give(message));
    Unname(message->second, message->first);
  }
  return all;
}

SmppMoment SmppParts::NextTime() const {
  SmppMoment next = kNever;
  for (const auto& [number, message] : messages_) next = std::min(next, message.next);
  return next;
}

std::size_t SmppParts::Settle(std::uint64_t number, bool taken, SmppMoment now) {
  const auto found = messages_.find(number);
  if (found == messages_.end() || found->second.taken) return 0;
  Message& message = found->second;
  if (!taken && now < message.first + bounds_.give_up) {
    message.next = now + bounds_.retry;
    return 0;
  }
  const auto named = numbers_.find(message.key);
  if (taken && message.is_whole() && named != numbers_.end() && named->second == number) {
    DropBytes(message);
    message.taken = true;
    message.next = now + bounds_.remember;
    return 0;
  }
  const std::size_t lost = taken ? 0 : message.parts.size();
  Forget(found);
  return lost;
}

std::size_t SmppParts::TakeDropped() { return std::exchange(dropped_, 0); }

SmppWhole SmppParts::Give(Messages::iterator given) {
  auto& [number, message] = *given;
  message.next = kNever;  // until it is settled
  SmppWhole whole;
  whole.number = number;
  whole.from = message.from;
  whole.missing = message.total - message.parts.size();
  std::string identity = message.key;
  bool is_text = false;
  std::uint32_t expected = 1;
  for (auto part = message.parts.begin(); part != message.parts.end();) {
    if (part->first != expected) whole.text += kMissing;
    // Some telephones cut within a character.
    std::string bytes;
    const int data_coding = part->second.data_coding;
    for (expected = part->first; part != message.parts.end() && part->first == expected &&
                                 part->second.data_coding == data_coding;
         ++part, ++expected) {
      bytes += part->second.bytes;
      absl::StrAppend(&identity, ":", part->first, "=", data_coding, "/", part->second.hash);
    }
    const std::string text = SmppTextOf(bytes, data_coding);
    is_text = is_text || !text.empty();
    whole.text += text;
  }
  if (expected <= message.total) whole.text += kMissing;
  whole.text = is_text ? std::string(base::TextPrefix(whole.text, kSmppTextBytesMax)) : "";
  const base::Digest digest = base::Hash128(identity);
  whole.identity = base::ToHex({digest.data(), digest.size()});
  return whole;
}

void SmppParts::Forget(Messages::iterator message) {
  DropBytes(message->second);
  Unname(message->second, message->first);
  messages_.erase(message);
}

void SmppParts::DropBytes(Message& message) {
  for (auto& [number, part] : message.parts) {
    bytes_ -= part.bytes.size();
    part.bytes.clear();
  }
}

void SmppParts::Unname(const Message& message, std::uint64_t number) {
  const auto named = numbers_.find(message.key);
  if (named != numbers_.end() && named->second == number) numbers_.erase(named);
}

bool SmppParts::IsOver(std::size_t factor) const {
  return messages_.size() > factor * bounds_.messages_max || bytes_ > factor * bounds_.bytes_max;
}

void SmppParts::MakeRoom(std::uint64_t newest, std::vector<SmppWhole>* displaced) {
  // Those taken before say least.
  for (auto message = messages_.begin(); message != messages_.end() && IsOver(1);) {
    const auto current = message++;
    if (current->second.taken) Forget(current);
  }
  // What is given leaves when it is settled, which may take a while: so one for each that comes.
  for (auto message = messages_.begin(); message != messages_.end() && IsOver(1); ++message) {
    if (message->first == newest || message->second.next == kNever) continue;
    displaced->push_back(Give(message));
    Unname(message->second, message->first);
    break;
  }
  for (auto message = messages_.begin(); message != messages_.end() && IsOver(2);) {
    const auto current = message++;
    if (current->first == newest) continue;
    dropped_ += current->second.parts.size();
    Forget(current);
  }
}

}  // namespace usher::provider
