#include "yaml/document.h"

#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include <libfyaml.h>

#include "yaml/syntax_hint.h"
#include "yaml/text_check.h"

namespace usher::yaml {
namespace {

struct FreeParser {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct FreeDiag {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};
struct FreeEvent {
  fy_parser* parser;
  void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
};

Mark ToMark(const fy_mark* mark) { return {mark->line + 1, mark->column + 1}; }

ScalarStyle ToStyle(fy_scalar_style style) {
  switch (style) {
    case FYSS_SINGLE_QUOTED:
      return ScalarStyle::kSingleQuoted;
    case FYSS_DOUBLE_QUOTED:
      return ScalarStyle::kDoubleQuoted;
    case FYSS_LITERAL:
      return ScalarStyle::kLiteral;
    case FYSS_FOLDED:
      return ScalarStyle::kFolded;
    default:
      return ScalarStyle::kPlain;
  }
}

// Errors are collected and read afterwards; the library must not print them.
void Discard(fy_diag*, void*, const char*, std::size_t) {}

// A collection whose end has not been read yet.
struct Open {
  Node node;
  std::optional<Node> key;                          // of a mapping: read, its value not yet
  absl::flat_hash_map<std::string, int> key_lines;  // of a mapping: the keys so far
};

// Builds the tree from the parser's events with a stack of its own, so that depth costs no
// recursion here and is bounded for those who walk the tree.
class Builder {
 public:
  explicit Builder(std::vector<Problem>* problems) : problems_(problems) {}

  // False once nothing more can be read.
  bool Take(fy_event* event);
  std::optional<Node> Finish() { return std::move(root_); }

 private:
  bool Refuse(Mark mark, std::string message) {
    problems_->push_back({{}, mark, std::move(message)});
    return false;
  }
  bool TakeScalar(fy_event* event);
  bool OpenCollection(fy_event* event, Node::Kind kind);
  bool Place(Node node);
  bool PlaceKey(Open* open, Node node);

  std::vector<Problem>* problems_;
  std::vector<Open> stack_;
  std::optional<Node> root_;
  Mark last_;  // where the latest thing was seen: empty values have no place of their own
  std::size_t last_begin_ = 0;
  bool had_document_ = false;
};

bool Builder::Take(fy_event* event) {
  switch (event->type) {
    case FYET_DOCUMENT_START:
      if (std::exchange(had_document_, true)) {
        const fy_mark* mark = fy_event_start_mark(event);
        return Refuse(mark != nullptr ? ToMark(mark) : last_,
                      "a second document begins here; write one document per file");
      }
      return true;
    case FYET_ALIAS:
      return Refuse(ToMark(fy_event_start_mark(event)),
                    "aliases (*name) are not supported; write the value out");
    case FYET_SCALAR:
      return TakeScalar(event);
    case FYET_SEQUENCE_START:
      return OpenCollection(event, Node::Kind::kSequence);
    case FYET_MAPPING_START:
      return OpenCollection(event, Node::Kind::kMapping);
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END: {
      Node node = std::move(stack_.back().node);
      stack_.pop_back();
      return Place(std::move(node));
    }
    default:
      return true;
  }
}

bool Builder::TakeScalar(fy_event* event) {
  const fy_event_scalar_data& data = event->scalar;
  Node node;
  node.mark = last_;
  node.begin = last_begin_;
  if (data.value != nullptr) {
    const fy_mark* start = fy_token_start_mark(data.value);
    node.mark = ToMark(start);
    node.begin = start->input_pos;
    node.style = ToStyle(fy_token_scalar_style(data.value));
    std::size_t size = 0;
    const char* text = fy_token_get_text(data.value, &size);
    if (text != nullptr) node.text.assign(text, size);
    const fy_mark* end = fy_token_end_mark(data.value);
    last_ = ToMark(end);
    last_begin_ = end->input_pos;
  }
  if (data.anchor != nullptr) {
    return Refuse(node.mark, "anchors (&name) are not supported; write the value out");
  }
  if (data.tag != nullptr) return Refuse(node.mark, "tags (!name) are not supported");
  return Place(std::move(node));
}

bool Builder::OpenCollection(fy_event* event, Node::Kind kind) {
  const fy_mark* start = fy_event_start_mark(event);
  Open open;
  open.node.kind = kind;
  if (start != nullptr) {
    last_ = ToMark(start);
    last_begin_ = start->input_pos;
  }
  open.node.mark = last_;
  open.node.begin = last_begin_;
  const bool sequence = kind == Node::Kind::kSequence;
  if ((sequence ? event->sequence_start.anchor : event->mapping_start.anchor) != nullptr) {
    return Refuse(last_, "anchors (&name) are not supported; write the value out");
  }
  if ((sequence ? event->sequence_start.tag : event->mapping_start.tag) != nullptr) {
    return Refuse(last_, "tags (!name) are not supported");
  }
  if (stack_.size() >= kDepthMax) {
    return Refuse(last_, absl::StrCat("nested deeper than ", kDepthMax, " levels"));
  }
  if (!stack_.empty() && stack_.back().node.kind == Node::Kind::kMapping &&
      !stack_.back().key.has_value()) {
    return Refuse(last_,
                  "a key must be a name, not a list or a mapping; put a text that begins with { or "
                  "[ in quotes");
  }
  stack_.push_back(std::move(open));
  return true;
}

bool Builder::Place(Node node) {
  if (stack_.empty()) {
    root_ = std::move(node);
    return true;
  }
  Open& open = stack_.back();
  if (open.node.kind == Node::Kind::kSequence) {
    open.node.items.push_back(std::move(node));
    return true;
  }
  if (!open.key.has_value()) return PlaceKey(&open, std::move(node));
  open.node.members.push_back({std::move(*open.key), std::move(node)});
  open.key.reset();
  return true;
}

bool Builder::PlaceKey(Open* open, Node node) {
  const auto [it, added] = open->key_lines.emplace(node.text, node.mark.line);
  if (!added) {
    return Refuse(node.mark, absl::StrCat("\"", node.text.substr(0, 64),
                                          "\" is given twice; first on line ", it->second));
  }
  open->key = std::move(node);
  return true;
}

void AppendSyntaxErrors(fy_diag* diag, std::vector<Problem>* problems) {
  void* position = nullptr;
  while (const fy_diag_error* error = fy_diag_errors_iterate(diag, &position)) {
    const absl::string_view message = error->msg != nullptr ? error->msg : "cannot be read";
    problems->push_back({{},
                         {error->line, error->column},
                         absl::StrCat("not valid YAML: ", message, SyntaxHint(message))});
  }
}

}  // namespace

std::optional<Node> ParseDocument(absl::string_view text, std::vector<Problem>* problems) {
  if (std::optional<Problem> problem = CheckText(text)) {
    problems->push_back(*std::move(problem));
    return std::nullopt;
  }
  fy_diag_cfg diag_config;
  fy_diag_cfg_default(&diag_config);
  diag_config.fp = nullptr;
  diag_config.output_fn = Discard;
  diag_config.colorize = false;
  const std::unique_ptr<fy_diag, FreeDiag> diag(fy_diag_create(&diag_config));
  fy_diag_set_collect_errors(diag.get(), true);

  fy_parse_cfg config = {};
  config.diag = diag.get();
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG |
                                                 FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
  const std::unique_ptr<fy_parser, FreeParser> parser(fy_parser_create(&config));
  if (parser == nullptr || fy_parser_set_string(parser.get(), text.data(), text.size()) != 0) {
    problems->push_back({{}, {}, "the YAML parser could not be started"});
    return std::nullopt;
  }

  Builder builder(problems);
  while (true) {
    const std::unique_ptr<fy_event, FreeEvent> event(fy_parser_parse(parser.get()),
                                                     FreeEvent{parser.get()});
    if (event == nullptr) break;
    if (!builder.Take(event.get())) return std::nullopt;
  }
  if (fy_parser_get_stream_error(parser.get())) {
    const std::size_t before = problems->size();
    AppendSyntaxErrors(diag.get(), problems);
    if (problems->size() == before) problems->push_back({{}, {}, "not valid YAML"});
    return std::nullopt;
  }
  std::optional<Node> root = builder.Finish();
  return root.has_value() ? std::move(root) : Node();
}

}  // namespace usher::yaml
