#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

#include "liquid/template.h"

namespace usher::liquid {

// Where the texts of partials come from.
class PartialSource {
 public:
  virtual ~PartialSource() = default;
  // The text of the partial `name`; none when there is no such partial.
  virtual std::optional<std::string> Find(absl::string_view name) const = 0;
  virtual std::vector<std::string> Names() const = 0;
};

// Texts in memory.
class PartialTexts final : public PartialSource {
 public:
  explicit PartialTexts(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}
  std::optional<std::string> Find(absl::string_view name) const override;
  std::vector<std::string> Names() const override;

 private:
  std::map<std::string, std::string> texts_;
};

// A partial of a library. `program` is null while it is being compiled and when it does not
// compile.
struct Partial {
  std::string name;
  std::unique_ptr<const Program> program;
  std::optional<Error> error;

  Partial();
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  ~Partial();
};

// Partials, each compiled when a template first names it, and once for all templates that share the
// library. Templates are compiled against one library by one thread at a time; rendering needs no
// care.
class Library {
 public:
  // `options` are those partials are compiled with; their library is not used.
  explicit Library(std::unique_ptr<const PartialSource> source, CompileOptions options = {});
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library();

  // The partial `name`, compiled unless that is under way: a partial may show itself. It lives as
  // long as the library. Null when there is none.
  const Partial* Find(absl::string_view name);
  std::vector<std::string> Names() const { return source_->Names(); }

 private:
  std::unique_ptr<const PartialSource> source_;
  CompileOptions options_;
  std::map<std::string, std::unique_ptr<Partial>, std::less<>> partials_;
  int depth_ = 0;
};

}  // namespace usher::liquid
