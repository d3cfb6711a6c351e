#include "backtest/report_html.h"
namespace usher::backtest {
std::string ToHtml(const Report&) { return ""; }
}  // namespace usher::backtest
