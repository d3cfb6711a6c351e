#pragma once

#include <cstdint>
#include <string>

#include "shop/simulator.h"

namespace usher::shop {

// What the program usher-shop is asked to do.
struct Options {
  SimulatorConfig simulator;
  std::int64_t events_max = 0;  // 0: no limit
  std::string output;           // file; empty: standard output
  std::string profiles;         // file; empty: none
  std::string orders;           // a real log to take orders from instead of simulating them
  std::string mapping;          // how to read it; empty: as Online Retail
  bool browsing = true;         // invent the browsing before real orders
};

// Reads the command line. `exit_code` is set, and the text already printed, when the program has
// nothing more to do (--help) or the line is wrong; then false.
bool ReadOptions(int argc, char** argv, Options* options, int* exit_code);

}  // namespace usher::shop
