#include "journey/compile_content.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "usher/v1/journey.pb.h"
#include "usher/v1/template.pb.h"

namespace usher::journey {
namespace {

using customer::Channel;

// The byte offset of a line and column, both from 1, columns counting characters of UTF-8.
std::size_t OffsetOf(absl::string_view text, int line, int column) {
  std::size_t offset = 0;
  for (; line > 1 && offset < text.size(); ++offset) {
    if (text[offset] == '\n') --line;
  }
  for (; column > 1 && offset < text.size(); --column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) {
      ++offset;
    }
  }
  return offset;
}

// Compiles one template's parts into a Content.
class ContentCompiler {
 public:
  ContentCompiler(std::string path, CompilerContext& context)
      : path_(std::move(path)), context_(context) {}

  std::shared_ptr<const Content> Compile(const v1::Template& source) {
    if (source.has_push()) {
      const auto& push = source.push();
      Add(Channel::kPush, "title", push.title());
      Add(Channel::kPush, "body", push.body());
      Add(Channel::kPush, "deep_link", push.deep_link());
      const std::map<std::string, std::string> data(push.data().begin(), push.data().end());
      for (const auto& [name, text] : data) {
        Add(Channel::kPush, absl::StrCat("data.", name), text,
            absl::StrCat("data[\"", name, "\"]"));
      }
    }
    if (source.has_sms()) Add(Channel::kSms, "text", source.sms().text());
    if (source.has_email()) {
      Add(Channel::kEmail, "subject", source.email().subject());
      Add(Channel::kEmail, "text", source.email().text());
      Add(Channel::kEmail, "html", source.email().html(), "", liquid::Escape::kHtml);
    }
    if (source.has_chat()) AddChat(Channel::kChat, source.chat());
    if (source.has_whatsapp()) AddChat(Channel::kWhatsapp, source.whatsapp());
    if (source.has_in_app()) AddChat(Channel::kInApp, source.in_app());
    if (source.has_webhook()) {
      Add(Channel::kWebhook, "body", source.webhook().body(), "", liquid::Escape::kJson);
    }
    return std::make_shared<Content>(std::move(content_));
  }

 private:
  void AddChat(Channel channel, const v1::Template::Chat& chat) {
    Add(channel, "text", chat.text());
    Add(channel, "link", chat.link());
  }

  void Add(Channel channel, const std::string& part, const std::string& text,
           const std::string& field = "", liquid::Escape escape = liquid::Escape::kNone) {
    if (text.empty()) return;
    auto compiled = liquid::Template::Compile(text);
    if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
      context_.Fail(absl::StrCat(path_, ".", customer::ChannelName(channel), ".",
                                 field.empty() ? part : field),
                    error->message, OffsetOf(text, error->line, error->column));
      return;
    }
    content_.Add(channel, part, std::get<liquid::Template>(std::move(compiled)), escape);
  }

  const std::string path_;
  CompilerContext& context_;
  Content content_;
};

// Which members of the starting event the content reads.
void KeepWhatItReads(const Content& content, CompilerContext& context) {
  static constexpr absl::string_view kEvent = "event";
  for (const std::string& reference : content.References()) {
    absl::string_view path = reference;
    if (path == kEvent) context.KeepEventField("");
    if (path.substr(0, kEvent.size() + 1) != "event.") continue;
    path.remove_prefix(kEvent.size() + 1);
    context.KeepEventField(path.substr(0, path.find('.')));
  }
}

}  // namespace

std::shared_ptr<const Content> FindContent(const v1::Journey& journey, const std::string& name,
                                           const std::vector<Channel>& channels,
                                           const std::string& path, CompilerContext& context) {
  const auto found = journey.templates().find(name);
  if (found == journey.templates().end()) {
    std::vector<std::string> names;
    for (const auto& [candidate, unused] : journey.templates()) names.push_back(candidate);
    context.Fail(path + ".template", name.empty() ? "name the template to send"
                                                  : absl::StrCat("there is no template \"", name,
                                                                 "\"", DidYouMean(name, names)));
    return nullptr;
  }
  auto content =
      ContentCompiler(absl::StrCat("templates[\"", name, "\"]"), context).Compile(found->second);
  for (const Channel channel : channels) {
    if (content->Has(channel)) continue;
    context.Fail(path + ".template", absl::StrCat("template \"", name, "\" has no content for ",
                                                  customer::ChannelName(channel)));
  }
  KeepWhatItReads(*content, context);
  return content;
}

}  // namespace usher::journey
