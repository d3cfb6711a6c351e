#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/value.h"

// Message templates in Liquid, https://shopify.github.io/liquid, compiled once and rendered often.
//
// A text goes through lexer.h (text, outputs, tags), expression_parser.h (what stands inside the
// braces) and parser.h into nodes (node.h), which write into one output string. Tags and filters
// are entries of two tables, tags.h and filters.h: an unknown one is an error when compiling, with
// its place and the nearest name. Rendering has no side effects and is bounded in output and work.
// Where engines differ, Shopify's own is followed; docs/templates.md lists the exceptions.
namespace usher::liquid {

class Library;
class Translations;

// Why a template does not compile or render, and where; both count from 1, columns count
// characters. What fails inside a partial is told at the place of the tag that shows it.
struct Error {
  int line = 1;
  int column = 1;
  std::string message;
};

// "line:column: message".
std::string FormatError(const Error& error);

struct CompileOptions {
  std::size_t bytes_max = 256 * 1024;
  int depth_max = 32;  // of nested blocks and of nested brackets
  // What `render` and `include` may show; null: nothing. The template keeps it alive.
  std::shared_ptr<Library> library;
  // Where keys of the filter `t` that stand in the template have to be found; null: not checked.
  const Translations* translations = nullptr;
};

// What every output is escaped for unless the `raw` filter ends its chain.
enum class Escape {
  kNone,  // SMS, push
  kHtml,  // e-mail
  kJson,  // inside a JSON string; the `json` filter writes a whole JSON value instead
};

// What the filter `utm` adds to links where its arguments say nothing else; empty: nothing.
struct Campaign {
  std::string source;
  std::string medium;
  std::string campaign;
  std::string content;
};

struct RenderOptions {
  Escape escape = Escape::kNone;
  // An output whose variable is missing fails the rendering instead of writing nothing. Conditions
  // and the `default` filter may still ask for what is missing.
  bool strict = false;
  std::size_t output_bytes_max = 64 * 1024;
  // Work: one per node and loop turn, and one per 64 bytes of intermediate text.
  int steps_max = 100'000;
  // Partials inside of partials.
  int partials_max = 32;
  // What "now" and "today" are, and where dates are shown; texts without an offset are read there.
  absl::Time now = absl::UnixEpoch();
  absl::TimeZone zone = absl::UTCTimeZone();
  // Language and country for money and translations, such as de-AT.
  std::string locale = "en";
  // What `money` shows without an argument: a code such as EUR; empty: it needs one.
  std::string currency;
  // What `t` finds texts in; null: it finds none. Outlives the rendering.
  const Translations* translations = nullptr;
  Campaign campaign;
};

struct Program;

// A compiled template. Immutable, so one may be rendered by many threads; copies are cheap.
class Template {
 public:
  static std::variant<Template, Error> Compile(absl::string_view text,
                                               const CompileOptions& options = {});

  // `data` holds the variables; it has to be a map. INVALID_ARGUMENT names line and column of what
  // failed (a missing variable when strict, a division by zero); RESOURCE_EXHAUSTED when a limit is
  // passed. `error`, if not null, is set to the same when it fails.
  absl::StatusOr<std::string> Render(const base::Value& data, const RenderOptions& options = {},
                                     Error* error = nullptr) const;

  // The paths of `data` that rendering may read, sorted: "customer.first_name",
  // "event.products". A path ends where an index, .size, .first or .last begins, for then all of
  // what it names may be read; an empty path is everything, because a name is computed. Variables
  // that the template sets itself are left out.
  const std::vector<std::string>& References() const;

 private:
  explicit Template(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

}  // namespace usher::liquid
