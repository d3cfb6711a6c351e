#include "journey/compile_content.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/library.h"
#include "liquid/locale.h"
#include "liquid/money.h"
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

// Adds the texts of `value` by their keys; those of maps in maps are joined by dots.
void CollectTexts(const google::protobuf::Value& value, const std::string& key,
                  const std::string& path, CompilerContext& context,
                  liquid::Translations::Texts* texts) {
  if (value.has_string_value()) {
    (*texts)[key] = value.string_value();
  } else if (value.has_struct_value()) {
    for (const auto& [name, member] : value.struct_value().fields()) {
      CollectTexts(member, key.empty() ? name : absl::StrCat(key, ".", name), path, context, texts);
    }
  } else {
    context.Fail(path, absl::StrCat("the translation \"", key, "\" is no text"));
  }
}

std::string LocaleAt(const std::string& path, const std::string& locale, CompilerContext& context) {
  std::string normal = liquid::NormalLocale(locale);
  if (normal.empty()) {
    context.Fail(path,
                 absl::StrCat("\"", locale, "\" is no locale; write one such as de or de-AT"));
  }
  return normal;
}

std::shared_ptr<const ContentDefaults> CompileDefaults(const v1::Journey& journey,
                                                       CompilerContext& context) {
  auto defaults = std::make_shared<ContentDefaults>();
  if (!journey.default_locale().empty()) {
    defaults->locale = LocaleAt("default_locale", journey.default_locale(), context);
  }
  defaults->currency = journey.currency();
  if (!defaults->currency.empty() && !liquid::IsCurrency(defaults->currency)) {
    context.Fail("currency", absl::StrCat("\"", defaults->currency,
                                          "\" is no currency; write a code such as EUR"));
  }
  std::map<std::string, liquid::Translations::Texts> by_locale;
  for (const auto& [locale, texts] : journey.translations()) {
    const std::string path = absl::StrCat("translations[\"", locale, "\"]");
    google::protobuf::Value value;
    *value.mutable_struct_value() = texts;
    CollectTexts(value, "", path, context, &by_locale[LocaleAt(path, locale, context)]);
  }
  defaults->translations = liquid::Translations(std::move(by_locale), defaults->locale);
  return defaults;
}

// Compiles one template's parts into a Content.
class ContentCompiler {
 public:
  ContentCompiler(const v1::Journey& journey, CompilerContext& context)
      : context_(context), defaults_(CompileDefaults(journey, context)), content_(defaults_) {
    std::map<std::string, std::string> partials(journey.partials().begin(),
                                                journey.partials().end());
    if (!defaults_->translations.empty()) options_.translations = &defaults_->translations;
    options_.library = std::make_shared<liquid::Library>(
        std::make_unique<liquid::PartialTexts>(std::move(partials)), options_);
  }

  std::shared_ptr<const Content> Compile(const v1::Template& source, const std::string& path) {
    AddAll(source, path);
    const std::map<std::string, const v1::Template*> locales = [&] {
      std::map<std::string, const v1::Template*> sorted;
      for (const auto& [locale, variant] : source.locales()) sorted[locale] = &variant;
      return sorted;
    }();
    for (const auto& [locale, variant] : locales) {
      const std::string inner = absl::StrCat(path, ".locales[\"", locale, "\"]");
      locale_ = LocaleAt(inner, locale, context_);
      if (!variant->locales().empty()) {
        context_.Fail(inner + ".locales", "a locale cannot have locales of its own");
      }
      AddAll(*variant, inner);
    }
    return std::make_shared<Content>(std::move(content_));
  }

 private:
  void AddAll(const v1::Template& source, const std::string& path) {
    path_ = path;
    if (source.has_push()) {
      const auto& push = source.push();
      Add(Channel::kPush, "title", push.title());
      Add(Channel::kPush, "body", push.body());
      Add(Channel::kPush, "deep_link", push.deep_link());
      Add(Channel::kPush, "collapse_key", push.collapse_key());
      const std::map<std::string, std::string> data(push.data().begin(), push.data().end());
      for (const auto& [name, text] : data) {
        Add(Channel::kPush, absl::StrCat("data.", name), text,
            absl::StrCat("data[\"", name, "\"]"));
      }
    }
    if (source.has_sms()) Add(Channel::kSms, "text", source.sms().text());
    if (source.has_email()) {
      Add(Channel::kEmail, "subject", source.email().subject());
      Add(Channel::kEmail, "preheader", source.email().preheader());
      Add(Channel::kEmail, "text", source.email().text());
      Add(Channel::kEmail, "html", source.email().html(), "", liquid::Escape::kHtml);
    }
    if (source.has_chat()) AddChat(Channel::kChat, source.chat());
    if (source.has_whatsapp()) AddWhatsapp(source.whatsapp());
    if (source.has_in_app()) AddChat(Channel::kInApp, source.in_app());
    if (source.has_webhook()) {
      Add(Channel::kWebhook, "body", source.webhook().body(), "", liquid::Escape::kJson);
    }
  }

  void AddChat(Channel channel, const v1::Template::Chat& chat) {
    Add(channel, "text", chat.text());
    Add(channel, "link", chat.link());
  }

  void AddWhatsapp(const v1::Template::Whatsapp& whatsapp) {
    const bool templated = !whatsapp.template_().empty();
    if (templated == whatsapp.language().empty()) {
      context_.Fail(path_ + ".whatsapp", "template and language go together");
    }
    if (!templated && !whatsapp.parameters().empty()) {
      context_.Fail(path_ + ".whatsapp.parameters", "there is no template to fill");
    }
    Add(Channel::kWhatsapp, "text", whatsapp.text());
    Add(Channel::kWhatsapp, "link", whatsapp.link());
    Add(Channel::kWhatsapp, "template", whatsapp.template_());
    Add(Channel::kWhatsapp, "language", whatsapp.language());
    const std::map<std::string, std::string> parameters(whatsapp.parameters().begin(),
                                                        whatsapp.parameters().end());
    for (const auto& [name, text] : parameters) {
      Add(Channel::kWhatsapp, absl::StrCat("parameters.", name), text,
          absl::StrCat("parameters[\"", name, "\"]"));
    }
    Add(Channel::kWhatsapp, "header", whatsapp.header());
    Add(Channel::kWhatsapp, "image", whatsapp.image());
    Add(Channel::kWhatsapp, "button", whatsapp.button());
    Add(Channel::kWhatsapp, "replied_at", whatsapp.replied_at());
  }

  void Add(Channel channel, const std::string& part, const std::string& text,
           const std::string& field = "", liquid::Escape escape = liquid::Escape::kNone) {
    if (text.empty()) return;
    auto compiled = liquid::Template::Compile(text, options_);
    if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
      context_.Fail(absl::StrCat(path_, ".", customer::ChannelName(channel), ".",
                                 field.empty() ? part : field),
                    error->message, OffsetOf(text, error->line, error->column));
      return;
    }
    content_.Add(locale_, channel, part, std::get<liquid::Template>(std::move(compiled)), escape);
  }

  CompilerContext& context_;
  std::shared_ptr<const ContentDefaults> defaults_;
  liquid::CompileOptions options_;
  Content content_;
  std::string path_;
  std::string locale_;  // empty outside of locales
};

// Which members of the starting event the content reads.
void KeepWhatItReads(const Content& content, CompilerContext& context) {
  static constexpr absl::string_view kEvent = "event";
  for (const std::string& reference : content.References()) {
    absl::string_view path = reference;
    // An empty path is everything.
    if (path == kEvent || path.empty()) context.KeepEventField("");
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
  const std::size_t problems = context.problems.size();
  auto content = ContentCompiler(journey, context)
                     .Compile(found->second, absl::StrCat("templates[\"", name, "\"]"));
  // What does not compile is not missing.
  if (context.problems.size() > problems) return nullptr;
  for (const Channel channel : channels) {
    if (content->Has(channel)) continue;
    context.Fail(path + ".template", absl::StrCat("template \"", name, "\" has no content for ",
                                                  customer::ChannelName(channel)));
  }
  KeepWhatItReads(*content, context);
  return content;
}

}  // namespace usher::journey
