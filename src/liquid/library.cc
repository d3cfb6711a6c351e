#include "liquid/library.h"

#include "absl/strings/str_cat.h"

#include "liquid/parser.h"
#include "liquid/program.h"

namespace usher::liquid {

std::optional<std::string> PartialTexts::Find(absl::string_view name) const {
  const auto found = texts_.find(std::string(name));
  if (found == texts_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> PartialTexts::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, unused] : texts_) names.push_back(name);
  return names;
}

Partial::Partial() = default;
Partial::~Partial() = default;

Library::Library(std::unique_ptr<const PartialSource> source, CompileOptions options)
    : source_(std::move(source)), options_(std::move(options)) {
  options_.library = nullptr;
}

Library::~Library() = default;

const Partial* Library::Find(absl::string_view name) {
  std::unique_ptr<Partial>& partial = partials_[std::string(name)];
  if (partial != nullptr) return partial.get();
  const std::optional<std::string> text = source_->Find(name);
  if (!text.has_value()) {
    partials_.erase(std::string(name));
    return nullptr;
  }
  partial = std::make_unique<Partial>();
  // Parsing may add partials, which moves no other.
  Partial* const added = partial.get();
  added->name = std::string(name);
  // Each partial that names another one is being read meanwhile.
  constexpr int kDepthMax = 100;
  if (depth_ == kDepthMax) {
    added->error = Error{1, 1, absl::StrCat("partials are nested deeper than ", kDepthMax)};
    return added;
  }
  ++depth_;
  std::variant<Program, Error> parsed = ParseProgram(*text, options_, this);
  --depth_;
  if (auto* error = std::get_if<Error>(&parsed)) {
    added->error = std::move(*error);
  } else {
    added->program = std::make_unique<const Program>(std::get<Program>(std::move(parsed)));
  }
  return added;
}

}  // namespace usher::liquid
