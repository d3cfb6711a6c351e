#include "web/pages.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace usher::web {
namespace {

struct Words {
  const char* language;
  const char* title;
  const char* question;
  const char* button;
  const char* done;
  const char* no_such_link;
  const char* again_later;
};

constexpr Words kWords[] = {
    {"en", "Unsubscribe", "Do you want no more messages like this one?", "Unsubscribe",
     "You will get no more of these messages.",
     "This link is not complete. Please copy all of it from the message.",
     "This did not work. Please try again in a minute."},
    {"de", "Abmelden", "Möchten Sie keine solchen Nachrichten mehr?", "Abmelden",
     "Sie erhalten keine solchen Nachrichten mehr.",
     "Dieser Link ist nicht vollständig. Bitte kopieren Sie ihn ganz aus der Nachricht.",
     "Das hat nicht geklappt. Bitte versuchen Sie es in einer Minute noch einmal."},
    {"es", "Cancelar la suscripción", "¿No quiere recibir más mensajes como este?",
     "Cancelar la suscripción", "No recibirá más mensajes de este tipo.",
     "Este enlace no está completo. Cópielo entero del mensaje.",
     "No ha funcionado. Inténtelo de nuevo dentro de un minuto."},
    {"fr", "Se désabonner", "Vous ne souhaitez plus recevoir de tels messages ?", "Se désabonner",
     "Vous ne recevrez plus ces messages.",
     "Ce lien est incomplet. Veuillez le copier en entier depuis le message.",
     "Cela n'a pas fonctionné. Veuillez réessayer dans une minute."},
    {"it", "Annulla l'iscrizione", "Non vuole più ricevere messaggi come questo?",
     "Annulla l'iscrizione", "Non riceverà più questi messaggi.",
     "Questo link non è completo. Lo copi per intero dal messaggio.",
     "Non ha funzionato. Riprovi tra un minuto."},
    {"nl", "Afmelden", "Wilt u zulke berichten niet meer ontvangen?", "Afmelden",
     "U ontvangt deze berichten niet meer.",
     "Deze link is niet volledig. Kopieer hem helemaal uit het bericht.",
     "Dat is niet gelukt. Probeer het over een minuut opnieuw."},
};

// The first language of the header that there are words in. Its order counts, its weights do not:
// browsers put the weightiest first.
const Words& WordsFor(absl::string_view accept_language) {
  for (const absl::string_view range : absl::StrSplit(accept_language.substr(0, 256), ',')) {
    const std::string language =
        absl::AsciiStrToLower(absl::StripAsciiWhitespace(range).substr(0, 2));
    for (const Words& words : kWords) {
      if (language == words.language) return words;
    }
  }
  return kWords[0];
}

std::string Paragraph(absl::string_view text) { return absl::StrCat("<p>", text, "</p>"); }

std::string Content(Page page, const Words& words) {
  switch (page) {
    case Page::kConfirm:
      return absl::StrCat(Paragraph(words.question),
                          "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" "
                          "value=\"One-Click\"><button>",
                          words.button, "</button></form>");
    case Page::kDone:
      return Paragraph(words.done);
    case Page::kNoSuchLink:
      return Paragraph(words.no_such_link);
    case Page::kAgainLater:
      return Paragraph(words.again_later);
  }
  return "";
}

}  // namespace

WebReply PageReply(Page page, int status, absl::string_view accept_language) {
  const Words& words = WordsFor(accept_language);
  WebReply reply;
  reply.status = status;
  reply.type = "text/html; charset=utf-8";
  reply.body = absl::StrCat(
      "<!doctype html><html lang=\"", words.language,
      "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
      "<meta name=\"robots\" content=\"noindex\"><title>",
      words.title,
      "</title><style>body{font:1.1em sans-serif;max-width:30em;margin:20vh auto;padding:0 1em;"
      "text-align:center}button{font:inherit;padding:.6em 1.6em}</style>",
      Content(page, words), "</html>\n");
  reply.headers = {{"Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                    "frame-ancestors 'none'; base-uri 'none'"},
                   {"Content-Language", words.language},
                   {"Vary", "Accept-Language"}};
  return reply;
}

}  // namespace usher::web
