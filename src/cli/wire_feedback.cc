#include "cli/feedback_commands.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void AddRetryFor(CLI::App* app, const std::string& otherwise, absl::Duration* retry_for) {
  app->add_option_function<std::string>(
         "--retry-for", [=](const std::string& text) { *retry_for = ToDuration(text); },
         "Go on trying this long while nothing succeeds [" + otherwise + "]")
      ->check(IsDuration())
      ->type_name("DURATION");
}

}  // namespace

void AddFeedbackCommands(CLI::App* app, Command* command) {
  CLI::App* group = app->add_subcommand("feedback", "Report what comes back about messages");
  group->require_subcommand(1);

  CLI::App* report = group->add_subcommand("report", "Report JSON lines, one report each");
  report->footer(
      "Members are those of usher.v1.Feedback; kinds are delivered, opened, clicked, bounced,\n"
      "complained, unsubscribed and replied. What was reported before counts once, by its id.\n\n"
      "Examples:\n"
      "  usherctl feedback report -f bounces.jsonl\n"
      "  echo '{\"id\":\"r-7\",\"kind\":\"replied\",\"customer_id\":\"c1\",\"channel\":\"sms\","
      "\"text\":\"STOP\"}' |\n    usherctl feedback report");
  auto options = std::make_shared<FeedbackReportOptions>();
  report->add_option("-f,--file", options->file, "The file; - is standard input")
      ->capture_default_str()
      ->type_name("FILE");
  report->add_option("--in-flight", options->in_flight, "Calls at once")
      ->check(CLI::Range(1, 64))
      ->capture_default_str()
      ->type_name("N");
  AddRetryFor(report, "60s", &options->retry_for);
  report->callback([=] {
    *command = [=](const Session& session) { return ReportFeedback(session, *options); };
  });

  CLI::App* bounce = group->add_subcommand("bounce", "Report what a mail says that came back");
  bounce->footer(
      "Reads one mail: a delivery status notification (RFC 3464) or an abuse report (RFC 5965). "
      "For\n"
      "mail servers that hand over what arrives at the address to which bounces go. Ends with 75 "
      "when\n"
      "no gateway could be reached, so that the mail server tries again.\n\n"
      "Example, in /etc/aliases:\n"
      "  bounces: \"|/usr/bin/usherctl --server usher:7300 feedback bounce\"");
  auto mail = std::make_shared<FeedbackBounceOptions>();
  bounce->add_option("-f,--file", mail->file, "The file; - is standard input")
      ->capture_default_str()
      ->type_name("FILE");
  AddRetryFor(bounce, "20s", &mail->retry_for);
  bounce->callback(
      [=] { *command = [=](const Session& session) { return ReportBounce(session, *mail); }; });
}

}  // namespace usher::cli
