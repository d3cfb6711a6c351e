#include "channel/conversation.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

#include "liquid/text_case.h"

namespace usher::channel {
namespace {

// Nobody writes longer words, and nobody has to search in longer texts.
constexpr std::size_t kWordBytesMax = 256;

// What stands around words on telephones, beside what ASCII has: no-break spaces, marks that show
// nothing, quotation marks, an ellipsis, full stops and exclamation marks of other scripts.
constexpr std::array<absl::string_view, 22> kAround = {
    "\u00A0", "\u202F", "\u200B", "\u200E", "\u200F", "\uFEFF", "\u00A1", "\u00BF",
    "\u00AB", "\u00BB", "\u2018", "\u2019", "\u201A", "\u201C", "\u201D", "\u201E",
    "\u2026", "\u3002", "\uFF01", "\uFF0E", "\u3000", "\u300C"};

bool StripFront(absl::string_view* text) {
  if (text->empty()) return false;
  const auto first = static_cast<unsigned char>(text->front());
  if (absl::ascii_isspace(first) || absl::ascii_ispunct(first) || absl::ascii_iscntrl(first)) {
    text->remove_prefix(1);
    return true;
  }
  return std::any_of(kAround.begin(), kAround.end(),
                     [&](absl::string_view mark) { return absl::ConsumePrefix(text, mark); });
}

bool StripBack(absl::string_view* text) {
  if (text->empty()) return false;
  const auto last = static_cast<unsigned char>(text->back());
  if (absl::ascii_isspace(last) || absl::ascii_ispunct(last) || absl::ascii_iscntrl(last)) {
    text->remove_suffix(1);
    return true;
  }
  return std::any_of(kAround.begin(), kAround.end(),
                     [&](absl::string_view mark) { return absl::ConsumeSuffix(text, mark); });
}

bool Has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool IsMarketing(const Policy& policy, absl::string_view category) {
  return category != kTransactional && !ClassOf(policy, category).ignores_consent;
}

absl::Time HeldByConversation(const Policy& policy, const customer::Record& record, absl::Time now,
                              absl::string_view category) {
  if (record.conversation.until <= now || !IsMarketing(policy, category)) return now;
  return record.conversation.until;
}

ReplyWord WordOf(const Policy& policy, customer::Channel channel, absl::string_view text) {
  if (!customer::IsTwoWay(channel)) return ReplyWord::kNone;
  const std::string word = NormalWord(text);
  if (word.empty()) return ReplyWord::kNone;
  if (Has(policy.stop_words.empty() ? DefaultStopWords() : policy.stop_words, word)) {
    return ReplyWord::kStop;
  }
  if (Has(policy.start_words.empty() ? DefaultStartWords() : policy.start_words, word)) {
    return ReplyWord::kStart;
  }
  return ReplyWord::kNone;
}

std::string NormalWord(absl::string_view text) {
  while (StripFront(&text)) {
  }
  while (StripBack(&text)) {
  }
  if (text.size() > kWordBytesMax) return "";
  std::string word = liquid::ToLower(text);
  // Between two words one blank.
  absl::RemoveExtraAsciiWhitespace(&word);
  return word;
}

const std::vector<std::string>& DefaultStopWords() {
  static const std::vector<std::string> kWords = {
      // English, as mobile operators demand.
      "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "opt out", "optout",
      "revoke", "remove",
      // German, Dutch
      "stopp", "abmelden", "abbestellen", "abbruch", "ende", "austragen", "stoppen", "afmelden",
      "uitschrijven",
      // French
      "arret", "arrêt", "arrêter", "arreter", "désabonner", "desabonner", "désinscription",
      "desinscription",
      // Spanish, Portuguese, Italian
      "baja", "alto", "parar", "cancelar", "detener", "sair", "remover", "ferma", "cancella",
      "disiscrivi", "disiscrivimi",
      // Danish, Norwegian, Swedish, Finnish
      "afmeld", "frameld", "avmeld", "avsluta", "avregistrera", "lopeta", "peruuta",
      // Polish, Czech, Slovak, Hungarian, Romanian, Turkish
      "rezygnuję", "rezygnuje", "wypisz", "odhlásit", "odhlasit", "zrušit", "zrusit", "leállít",
      "leiratkozás", "dezabonare", "iptal", "dur",
      // Russian, Ukrainian, Greek
      "стоп", "отписаться", "отписка", "відписатися", "διακοπή", "στοπ",
      // Chinese, Japanese, Korean
      "停止", "退订", "退訂", "取消", "配信停止", "수신거부"};
  return kWords;
}

const std::vector<std::string>& DefaultStartWords() {
  static const std::vector<std::string> kWords = {
      "start",    "unstop",  "subscribe",   "resume",    "opt in",   "optin",
      "anmelden", "starten", "aanmelden",   "reprendre", "démarrer", "demarrer",
      "alta",     "iniciar", "inizia",      "iscrivimi", "tilmeld",  "starta",
      "zapisz",   "старт",   "подписаться", "开始",      "開始"};
  return kWords;
}

}  // namespace usher::channel
