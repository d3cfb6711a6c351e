#include "cli/completion.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace usher::cli {
namespace {

// In bash and zsh, where `path` and `words` belong to zsh: sets `choices` to what may follow the
// commands in `at`.
std::string WordsByPath(const std::vector<CompletionEntry>& entries) {
  std::string script = "  case \"$at\" in\n";
  for (const CompletionEntry& entry : entries) {
    absl::StrAppend(&script, "    \"", entry.path, "\") choices=\"",
                    absl::StrJoin(entry.words, " "), "\" ;;\n");
  }
  return absl::StrCat(script, "  esac\n");
}

// In bash and zsh: appends `word` to `at` if that is a command.
std::string ExtendPath(const std::vector<CompletionEntry>& entries) {
  const std::string paths =
      absl::StrJoin(entries, "|", [](std::string* out, const CompletionEntry& entry) {
        absl::StrAppend(out, "\"", entry.path, "\"");
      });
  return absl::StrCat("    case \"${at:+$at }$word\" in\n      ", paths,
                      ") at=\"${at:+$at }$word\" ;;\n    esac\n");
}

std::string Bash(const std::vector<CompletionEntry>& entries) {
  return absl::StrCat(
      "# source <(usherctl completion bash)\n"
      "_usherctl() {\n"
      "  local at=\"\" choices=\"\" word\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n",
      ExtendPath(entries), "  done\n", WordsByPath(entries),
      "  COMPREPLY=($(compgen -W \"$choices\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
      "}\n"
      "complete -o default -F _usherctl usherctl\n");
}

std::string Zsh(const std::vector<CompletionEntry>& entries) {
  return absl::StrCat(
      "#compdef usherctl\n"
      "# source <(usherctl completion zsh)\n"
      "_usherctl() {\n"
      "  local at=\"\" choices=\"\" word\n"
      "  for word in \"${(@)words[2,CURRENT-1]}\"; do\n",
      ExtendPath(entries), "  done\n", WordsByPath(entries),
      "  compadd -- ${=choices}\n"
      "  _files\n"
      "}\n"
      "compdef _usherctl usherctl\n");
}

std::string Fish(const std::vector<CompletionEntry>& entries) {
  std::string script =
      "# usherctl completion fish | source\n"
      "function __usherctl_path\n"
      "  set -l path ''\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    switch (string trim \"$path $word\")\n"
      "      case";
  for (const CompletionEntry& entry : entries) absl::StrAppend(&script, " '", entry.path, "'");
  absl::StrAppend(&script,
                  "\n        set path (string trim \"$path $word\")\n"
                  "    end\n  end\n  echo $path\nend\n");
  for (const CompletionEntry& entry : entries) {
    absl::StrAppend(&script, "complete -c usherctl -n 'test (__usherctl_path) = \"", entry.path,
                    "\"' -a '", absl::StrJoin(entry.words, " "), "'\n");
  }
  return script;
}

}  // namespace

std::string CompletionScript(Shell shell, const std::vector<CompletionEntry>& entries) {
  switch (shell) {
    case Shell::kBash:
      return Bash(entries);
    case Shell::kZsh:
      return Zsh(entries);
    case Shell::kFish:
      return Fish(entries);
  }
  return "";
}

}  // namespace usher::cli
