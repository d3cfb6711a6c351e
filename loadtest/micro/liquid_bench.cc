#include <string>
#include <variant>

#include "benchmark/benchmark.h"
#include "liquid/template.h"
#include "micro/sample.h"

// Templates of messages.
namespace usher::micro {
namespace {

void Render(benchmark::State& state, const char* text) {
  const auto compiled = liquid::Template::Compile(text);
  if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
    state.SkipWithError(liquid::FormatError(*error).c_str());
    return;
  }
  const auto& message = std::get<liquid::Template>(compiled);
  base::Value data;
  data.Set("event", Properties());
  for (auto _ : state) benchmark::DoNotOptimize(message.Render(data));
}
BENCHMARK_CAPTURE(Render, line, "{{ event.name }} is waiting in your cart.");
BENCHMARK_CAPTURE(Render, email,
                  R"(Hello {{ customer.first_name | default: "there" }},
{% if event.quantity > 1 %}{{ event.quantity }} times {% endif %}{{ event.name | upcase }} for
{{ event.price }} {{ event.currency }}{% for tag in event.tags %} #{{ tag }}{% endfor %})");

}  // namespace
}  // namespace usher::micro
