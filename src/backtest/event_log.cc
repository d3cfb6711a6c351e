#include "backtest/event_log.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "backtest/parallel.h"
#include "base/hash.h"

namespace usher::backtest {
namespace {

constexpr std::size_t kFaultsShownMax = 20;
// Small files are not worth a thread.
constexpr std::size_t kChunkBytesMin = 1 << 20;
// Lines are hardly ever shorter on average.
constexpr std::size_t kLineBytesMin = 128;

// Texts numbered in the order in which they first came.
class Numbers {
 public:
  std::uint32_t Of(absl::string_view text) {
    const auto [it, added] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.push_back(text);
    return it->second;
  }
  const std::vector<absl::string_view>& texts() const { return texts_; }

 private:
  absl::flat_hash_map<absl::string_view, std::uint32_t> numbers_;
  std::vector<absl::string_view> texts_;
};

// Customers and visitors, numbered together: twice a name's number, and one more for a visitor.
constexpr std::uint32_t KnownCode(std::uint32_t number) { return 2 * number; }
constexpr std::uint32_t VisitorCode(std::uint32_t number) { return 2 * number + 1; }

struct LineFault {
  std::size_t line = 0;  // from 1, inside the chunk
  std::string message;
};

// A stretch of whole lines of one file, and what was read of it.
struct Chunk {
  std::size_t file = 0;
  absl::string_view text;

  std::vector<PastEvent> events;  // with names and people numbered inside the chunk
  Numbers names;
  Numbers known;
  Numbers visitors;
  std::unique_ptr<TextStore> texts = std::make_unique<TextStore>();
  std::size_t lines = 0;
  std::uint64_t faults_count = 0;
  std::vector<LineFault> faults;  // the first
};

std::vector<Chunk> Cut(const std::vector<NamedText>& files, int threads) {
  std::size_t bytes = 0;
  for (const NamedText& file : files) bytes += file.text.text().size();
  const std::size_t target =
      std::max(kChunkBytesMin, bytes / static_cast<std::size_t>(std::max(1, threads)) + 1);
  std::vector<Chunk> chunks;
  for (std::size_t i = 0; i < files.size(); ++i) {
    absl::string_view rest = files[i].text.text();
    while (!rest.empty()) {
      std::size_t size = rest.size();
      if (size > target) {
        const std::size_t end = rest.find('\n', target);
        if (end != absl::string_view::npos) size = end + 1;
      }
      Chunk& chunk = chunks.emplace_back();
      chunk.file = i;
      chunk.text = rest.substr(0, size);
      rest.remove_prefix(size);
    }
  }
  return chunks;
}

std::uint32_t PayloadHash(const EventLine& event) {
  const absl::string_view time(reinterpret_cast<const char*>(&event.time_ms),
                               sizeof(event.time_ms));
  return static_cast<std::uint32_t>(base::Hash64(event.properties) ^
                                    base::HashFields({event.name, time}));
}

class ChunkReader {
 public:
  ChunkReader(Chunk& chunk, Progress* progress) : chunk_(chunk), progress_(progress) {
    // Memory that is not used costs nothing.
    chunk_.events.reserve(chunk_.text.size() / kLineBytesMin);
  }

  void Read() {
    absl::string_view rest = chunk_.text;
    std::size_t told = rest.size();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      ReadLine(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (told - rest.size() > (1 << 20) || rest.empty()) {
        progress_->done += told - rest.size();
        told = rest.size();
      }
    }
  }

 private:
  void ReadLine(absl::string_view line) {
    ++chunk_.lines;
    if (absl::StripAsciiWhitespace(line).empty()) return;
    const auto read = ReadEventLine(line, chunk_.texts.get());
    if (!read.ok()) {
      ++chunk_.faults_count;
      if (chunk_.faults.size() < kFaultsShownMax) {
        chunk_.faults.push_back({chunk_.lines, std::string(read.status().message())});
      }
      return;
    }
    PastEvent event;
    event.time_ms = read->time_ms;
    event.id = read->id;
    event.properties = read->properties;
    event.payload_hash = PayloadHash(*read);
    event.name = chunk_.names.Of(read->name);
    if (read->customer_id.empty()) {
      event.person = VisitorCode(chunk_.visitors.Of(read->anonymous_id));
    } else {
      event.person = KnownCode(chunk_.known.Of(read->customer_id));
      if (!read->anonymous_id.empty()) {
        event.visitor = VisitorCode(chunk_.visitors.Of(read->anonymous_id));
      }
    }
    chunk_.events.push_back(event);
  }

  Chunk& chunk_;
  Progress* progress_;
};

absl::Status FaultsOf(const std::vector<NamedText>& files, const std::vector<Chunk>& chunks) {
  std::string message;
  std::size_t shown = 0;
  std::uint64_t all = 0;
  std::size_t file = files.size();
  std::size_t line = 0;
  for (const Chunk& chunk : chunks) {
    if (chunk.file != file) line = 0;
    file = chunk.file;
    all += chunk.faults_count;
    for (const LineFault& fault : chunk.faults) {
      if (shown == kFaultsShownMax) break;
      absl::StrAppend(&message, shown++ == 0 ? "" : "\n", files[file].name, ":", line + fault.line,
                      ": ", fault.message);
    }
    line += chunk.lines;
  }
  if (all > shown) absl::StrAppend(&message, "\nand ", all - shown, " more faulty lines");
  return absl::InvalidArgumentError(message);
}

// Gives everybody one number for all chunks.
class Merger {
 public:
  explicit Merger(EventLog* log) : log_(log) {}

  // For the chunk's numbers, in turn, the log's.
  struct Translation {
    std::vector<std::uint32_t> names;
    std::vector<std::uint32_t> known;
    std::vector<std::uint32_t> visitors;

    std::uint32_t Person(std::uint32_t code) const {
      return code % 2 == 0 ? known[code / 2] : visitors[code / 2];
    }
  };

  Translation Take(const Chunk& chunk) {
    Translation translation;
    for (const absl::string_view name : chunk.names.texts()) {
      const std::uint32_t number = names_.Of(name);
      if (number == log_->names.size()) log_->names.emplace_back(name);
      translation.names.push_back(number);
    }
    for (const absl::string_view name : chunk.known.texts()) {
      translation.known.push_back(Number(&known_, base::CustomerId::Known(name), name));
    }
    for (const absl::string_view name : chunk.visitors.texts()) {
      translation.visitors.push_back(Number(&visitors_, base::CustomerId::Anonymous(name), name));
    }
    return translation;
  }

 private:
  using People = absl::flat_hash_map<absl::string_view, std::uint32_t>;

  std::uint32_t Number(People* people, base::CustomerId id, absl::string_view name) {
    const auto [it, added] =
        people->try_emplace(name, static_cast<std::uint32_t>(log_->people.size()));
    if (added) log_->people.push_back(std::move(id));
    return it->second;
  }

  EventLog* log_;
  Numbers names_;
  People known_;
  People visitors_;
};

void Translate(const Merger::Translation& translation, std::vector<PastEvent>* events) {
  for (PastEvent& event : *events) {
    event.name = translation.names[event.name];
    event.person = translation.Person(event.person);
    if (event.visitor != kNobody) event.visitor = translation.Person(event.visitor);
  }
}

}  // namespace

absl::StatusOr<EventLog> ReadEventLog(std::vector<NamedText> files, const ReadOptions& options,
                                      Progress* progress) {
  std::vector<Chunk> chunks = Cut(files, options.threads);
  for (const Chunk& chunk : chunks) progress->total += chunk.text.size();
  Parallel(options.threads, chunks.size(),
           [&](std::size_t i, std::size_t) { ChunkReader(chunks[i], progress).Read(); });

  EventLog log;
  for (const Chunk& chunk : chunks) log.skipped += chunk.faults_count;
  if (log.skipped > 0 && !options.skip_faulty) return FaultsOf(files, chunks);

  Merger merger(&log);
  std::vector<Merger::Translation> translations;
  for (const Chunk& chunk : chunks) translations.push_back(merger.Take(chunk));
  Parallel(options.threads, chunks.size(),
           [&](std::size_t i, std::size_t) { Translate(translations[i], &chunks[i].events); });
  for (Chunk& chunk : chunks) {
    for (const PastEvent& event : chunk.events) {
      const bool first = log.count++ == 0;
      log.first_ms = first ? event.time_ms : std::min(log.first_ms, event.time_ms);
      log.last_ms = first ? event.time_ms : std::max(log.last_ms, event.time_ms);
    }
    log.parts.push_back(std::move(chunk.events));
    log.texts.push_back(std::move(chunk.texts));
  }
  for (NamedText& file : files) log.files.push_back(std::move(file.text));
  return log;
}

}  // namespace usher::backtest
