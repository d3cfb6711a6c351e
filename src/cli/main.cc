#include <string>
#include <vector>

#include "cli/command_line.h"

int main(int argc, char** argv) {
  return usher::cli::Run(std::vector<std::string>(argv + 1, argv + argc),
                         usher::cli::ProcessConsole(), &usher::cli::RealTiming());
}
