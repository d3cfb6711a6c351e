#include "absl/strings/str_cat.h"

#include "cli/completion.h"
#include "cli/wiring.h"

namespace usher::cli {
namespace {

void Collect(const CLI::App& app, const std::string& path,
             const std::vector<std::string>& global_words, std::vector<CompletionEntry>* entries) {
  CompletionEntry entry;
  entry.path = path;
  const auto subcommands = app.get_subcommands(nullptr);
  for (const CLI::App* subcommand : subcommands) entry.words.push_back(subcommand->get_name());
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) entry.words.push_back("--" + name);
  }
  entry.words.insert(entry.words.end(), global_words.begin(), global_words.end());
  entries->push_back(std::move(entry));
  for (const CLI::App* subcommand : subcommands) {
    Collect(*subcommand, absl::StrCat(path, path.empty() ? "" : " ", subcommand->get_name()),
            {"--server", "--timeout", "--output", "--no-color"}, entries);
  }
}

}  // namespace

void AddCompletionCommand(CLI::App* app, Command* command) {
  CLI::App* completion = app->add_subcommand("completion", "Print a completion script for a shell");
  completion->footer(
      "Examples:\n"
      "  source <(usherctl completion bash)\n"
      "  source <(usherctl completion zsh)\n"
      "  usherctl completion fish | source");
  auto shell = std::make_shared<std::string>();
  completion->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("");
  completion->callback([=] {
    std::vector<CompletionEntry> entries;
    Collect(*app, "", {}, &entries);
    const Shell kind = *shell == "bash"  ? Shell::kBash
                       : *shell == "zsh" ? Shell::kZsh
                                         : Shell::kFish;
    *command = [script = CompletionScript(kind, entries)](const Session& session) {
      *session.console.out << script;
      return kOk;
    };
  });
}

}  // namespace usher::cli
