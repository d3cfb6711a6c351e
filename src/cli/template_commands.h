#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// How a template is rendered; texts as they were given on the command line.
struct TemplateOptions {
  std::string partials;      // a folder of *.liquid files; empty: none
  std::string translations;  // a JSON file of texts by locale and key; empty: none
  std::string escape;        // none, html or json; empty: as the channel says, else none
  std::string channel;       // push, sms, email, ...; empty: none
  std::string locale = "en";
  std::string currency;
  std::string zone = "UTC";
  std::string now;  // RFC 3339; empty: the machine's clock
  bool strict = false;
};

// Renders the template in `file` ("-": standard input) with `data`: JSON, or @ and the name of a
// file that holds it. For SMS, its size in segments goes to the console's error stream.
ExitCode RenderTemplate(const Session& session, const TemplateOptions& options,
                        const std::string& file, const std::string& data);

// Reads lines {"template", "data", "partials"} from standard input and answers each with a line
// {"output"} or {"error", "line", "column"}, also where a line is faulty. Line and column are 0 for
// a fault outside of the template.
ExitCode RenderTemplates(const Session& session, const TemplateOptions& options);

}  // namespace usher::cli
