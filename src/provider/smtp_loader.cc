#include "provider/smtp_loader.h"

#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/mail_text.h"
#include "provider/unsubscribe_link.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;

constexpr std::uint32_t kConnectionsMax = 64;
constexpr std::uint32_t kPortMax = 65'535;

void CheckAddress(absl::string_view field, const std::string& address, bool needed,
                  FieldReader& reader) {
  if (address.empty() && !needed) return;
  if (IsMailAddress(address)) return;
  reader.Fail(field,
              absl::StrCat("\"", address, "\": expected an address such as shop@example.com"));
}

void LoadServer(const v1::Smtp& smtp, FieldReader& reader, SmtpServer* server) {
  server->host = smtp.host();
  if (!IsHost(smtp.host())) {
    reader.Fail("smtp.host",
                absl::StrCat("\"", smtp.host(), "\": expected the name of a mail server"));
  }
  server->security = smtp.security() == v1::SECURITY_TLS    ? SmtpSecurity::kImplicit
                     : smtp.security() == v1::SECURITY_NONE ? SmtpSecurity::kNone
                                                            : SmtpSecurity::kStartTls;
  server->port = server->security == SmtpSecurity::kImplicit ? 465
                 : server->security == SmtpSecurity::kNone   ? 25
                                                             : 587;
  if (smtp.has_port()) server->port = reader.ReadCount("smtp.port", smtp.port(), 1, kPortMax);
  server->ca_file = smtp.ca_file();
  reader.ReadCaFile("smtp.ca_file", smtp.ca_file());
  server->hello_name = smtp.hello_name();
  if (!smtp.hello_name().empty() && !IsHost(smtp.hello_name())) {
    reader.Fail("smtp.hello_name",
                absl::StrCat("\"", smtp.hello_name(), "\": expected a host's name"));
  }
}

void LoadSignIn(const v1::Smtp& smtp, FieldReader& reader, SmtpSetting* setting) {
  setting->server.username = smtp.username();
  if (smtp.username().empty() != smtp.password_file().empty()) {
    reader.Fail(smtp.username().empty() ? "smtp.password_file" : "smtp.username",
                "username and password_file go together");
  } else if (!smtp.username().empty()) {
    setting->password = reader.ReadSecret("smtp.password_file", smtp.password_file());
  }
  if (!smtp.username().empty() && setting->server.security == SmtpSecurity::kNone) {
    reader.Fail("smtp.security",
                "none would show the password to the network; use starttls or tls");
  }
}

void LoadSender(const v1::Smtp& smtp, FieldReader& reader, EmailSetting* email) {
  CheckAddress("smtp.from.address", smtp.from().address(), /*needed=*/true, reader);
  CheckAddress("smtp.reply_to", smtp.reply_to(), /*needed=*/false, reader);
  CheckAddress("smtp.return_path", smtp.return_path(), /*needed=*/false, reader);
  if (!smtp.message_id_domain().empty()) {
    CheckAddress("smtp.message_id_domain", absl::StrCat("id@", smtp.message_id_domain()),
                 /*needed=*/true, reader);
  }
  email->sender = {smtp.from().address(), smtp.from().name(), smtp.reply_to(),
                   smtp.message_id_domain()};
  email->return_path = smtp.return_path();
}

void LoadUnsubscribe(const v1::Unsubscribe& unsubscribe, FieldReader& reader,
                     SmtpSetting* setting) {
  CheckAddress("smtp.unsubscribe.mailto", unsubscribe.mailto(), /*needed=*/false, reader);
  setting->email.unsubscribe_mailto = unsubscribe.mailto();
  setting->email.unsubscribe_url = unsubscribe.url();
  if (unsubscribe.url().empty() != unsubscribe.key_file().empty()) {
    reader.Fail(unsubscribe.url().empty() ? "smtp.unsubscribe.key_file" : "smtp.unsubscribe.url",
                "url and key_file go together");
  } else if (!unsubscribe.url().empty()) {
    setting->unsubscribe_key =
        reader.ReadSecret("smtp.unsubscribe.key_file", unsubscribe.key_file());
  }
  if (unsubscribe.url().empty()) return;
  if (!IsUrl(unsubscribe.url(), "https") || !absl::StrContains(unsubscribe.url(), kTokenPlace)) {
    reader.Fail(
        "smtp.unsubscribe.url",
        absl::StrCat("\"", unsubscribe.url(), "\": expected an https URL with ", kTokenPlace,
                     " in it, such as https://shop.example.com/unsubscribe?t={token}"));
  }
}

}  // namespace

SmtpSetting LoadSmtp(const v1::Provider& proto, absl::Duration timeout, FieldReader& reader) {
  const v1::Smtp& smtp = proto.smtp();
  SmtpSetting setting;
  LoadServer(smtp, reader, &setting.server);
  setting.server.timeout = timeout;
  if (proto.has_concurrency()) {
    setting.server.connections =
        reader.ReadCount("concurrency", proto.concurrency(), 1, kConnectionsMax);
  }
  LoadSignIn(smtp, reader, &setting);
  LoadSender(smtp, reader, &setting.email);
  LoadUnsubscribe(smtp.unsubscribe(), reader, &setting);
  setting.token_key = smtp.token_key_file().empty()
                          ? setting.unsubscribe_key
                          : reader.ReadSecret("smtp.token_key_file", smtp.token_key_file());
  return setting;
}

}  // namespace usher::provider
