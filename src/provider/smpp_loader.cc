#include "provider/smpp_loader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/phone_number.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;

constexpr std::uint32_t kPortMax = 65'535;
constexpr std::uint32_t kWindowMax = 1'000;
// Of SMPP's fields, without the byte that ends them. Some centres take longer passwords than the 8
// bytes of the standard.
constexpr std::size_t kSystemIdBytesMax = 15;
constexpr std::size_t kSystemTypeBytesMax = 12;
constexpr std::size_t kPasswordBytesMax = 64;
// What a sender may look like.
constexpr std::size_t kNameCharactersMax = 11;
constexpr std::size_t kShortCodeDigitsMax = 8;

constexpr int kDeadErrorsMax = 20;
constexpr std::size_t kDeadErrorBytesMax = 8;

constexpr int kInternational = 1;
constexpr int kNetworkSpecific = 3;
constexpr int kAlphanumeric = 5;
constexpr int kUnknownPlan = 0;
constexpr int kIsdnPlan = 1;

bool IsText(absl::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isprint(c);
         });
}

SmppAddress ReadSource(const v1::Smpp& smpp, FieldReader& reader) {
  const std::string& from = smpp.from();
  SmppAddress source;
  if (const std::string number = PhoneNumber(from); !number.empty()) {
    source = {kInternational, kIsdnPlan, number.substr(1)};
  } else if (!from.empty() && from.size() <= kShortCodeDigitsMax &&
             std::all_of(from.begin(), from.end(), absl::ascii_isdigit)) {
    source = {kNetworkSpecific, kUnknownPlan, from};
  } else if (!from.empty() && IsText(from, kNameCharactersMax) && !absl::StartsWith(from, "+")) {
    source = {kAlphanumeric, kUnknownPlan, from};
  } else {
    reader.Fail("smpp.from", absl::StrCat("\"", from,
                                          "\": expected a number with + in front, a short code of "
                                          "at most 8 digits, or a name of at most 11 characters"));
  }
  if (smpp.has_from_ton()) source.ton = reader.ReadCount("smpp.from_ton", smpp.from_ton(), 0, 7);
  if (smpp.has_from_npi()) source.npi = reader.ReadCount("smpp.from_npi", smpp.from_npi(), 0, 18);
  return source;
}

void ReadSignIn(const v1::Smpp& smpp, FieldReader& reader, SmppSetting* setting) {
  setting->server.system_id = smpp.system_id();
  if (smpp.system_id().empty() || !IsText(smpp.system_id(), kSystemIdBytesMax)) {
    reader.Fail("smpp.system_id", absl::StrCat("\"", smpp.system_id(), "\": expected 1 to ",
                                               kSystemIdBytesMax, " ASCII characters"));
  }
  setting->server.system_type = smpp.system_type();
  if (!IsText(smpp.system_type(), kSystemTypeBytesMax)) {
    reader.Fail("smpp.system_type", absl::StrCat("\"", smpp.system_type(), "\": expected at most ",
                                                 kSystemTypeBytesMax, " ASCII characters"));
  }
  setting->password = reader.ReadSecret("smpp.password_file", smpp.password_file());
  if (setting->password != nullptr &&
      !IsText(setting->password->Get().front(), kPasswordBytesMax)) {
    reader.Fail("smpp.password_file",
                absl::StrCat(smpp.password_file(), ": expected a password of at most ",
                             kPasswordBytesMax, " ASCII characters"));
  }
}

std::vector<std::string> ReadDeadErrors(const v1::Smpp& smpp, FieldReader& reader) {
  if (smpp.dead_errors_size() > kDeadErrorsMax) {
    reader.Fail("smpp.dead_errors",
                absl::StrCat(smpp.dead_errors_size(), " codes; expected at most ", kDeadErrorsMax));
  }
  for (int i = 0; i < smpp.dead_errors_size(); ++i) {
    const std::string& code = smpp.dead_errors(i);
    if (code.empty() || code.size() > kDeadErrorBytesMax ||
        !std::all_of(code.begin(), code.end(), absl::ascii_isalnum)) {
      reader.Fail(
          absl::StrCat("smpp.dead_errors[", i, "]"),
          absl::StrCat("\"", code, "\": expected a code as receipts have it after err:, of 1 to ",
                       kDeadErrorBytesMax, " letters and digits, such as \"001\""));
    }
  }
  return {smpp.dead_errors().begin(), smpp.dead_errors().end()};
}

}  // namespace

SmppSetting LoadSmpp(const v1::Smpp& smpp, absl::Duration timeout, FieldReader& reader) {
  SmppSetting setting;
  SmppServer& server = setting.server;
  server.host.host = smpp.host();
  if (!IsHost(smpp.host())) {
    reader.Fail("smpp.host",
                absl::StrCat("\"", smpp.host(), "\": expected the name of a message centre"));
  }
  if (smpp.security() == v1::SECURITY_STARTTLS) {
    reader.Fail("smpp.security", "SMPP has no starttls; expected tls or none");
  }
  server.host.tls = smpp.security() != v1::SECURITY_NONE;
  server.host.port = server.host.tls ? 3550 : 2775;
  if (smpp.has_port()) server.host.port = reader.ReadCount("smpp.port", smpp.port(), 1, kPortMax);
  server.host.ca_file = smpp.ca_file();
  reader.ReadCaFile("smpp.ca_file", smpp.ca_file());
  ReadSignIn(smpp, reader, &setting);
  server.source = ReadSource(smpp, reader);
  if (smpp.has_window()) {
    server.session.window = reader.ReadCount("smpp.window", smpp.window(), 1, kWindowMax);
  }
  if (smpp.has_receipts()) server.session.receipts = smpp.receipts();
  setting.dead_errors = ReadDeadErrors(smpp, reader);
  server.timeout = timeout;
  server.session.answer_within = absl::ToChronoMilliseconds(timeout);
  server.session.enquire_after = absl::ToChronoMilliseconds(
      reader.ReadDuration("smpp.enquire_after", smpp.has_enquire_after(), smpp.enquire_after(),
                          absl::Seconds(30), absl::Seconds(1)));
  return setting;
}

}  // namespace usher::provider
