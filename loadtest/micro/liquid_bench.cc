#include <string>
#include <variant>
#include <vector>

#include "benchmark/benchmark.h"
#include "liquid/template.h"
#include "micro/sample.h"

// Templates of messages.
namespace usher::micro {
namespace {

struct Part {
  const char* text;
  liquid::Escape escape = liquid::Escape::kNone;
};

// The parts of one message, rendered one after another, as one step.
void Render(benchmark::State& state, const std::vector<Part>& parts) {
  std::vector<std::pair<liquid::Template, liquid::RenderOptions>> compiled;
  for (const Part& part : parts) {
    auto result = liquid::Template::Compile(part.text);
    if (const auto* error = std::get_if<liquid::Error>(&result)) {
      state.SkipWithError(liquid::FormatError(*error).c_str());
      return;
    }
    liquid::RenderOptions options;
    options.escape = part.escape;
    compiled.emplace_back(std::get<liquid::Template>(std::move(result)), options);
  }
  base::Value data;
  data.Set("event", Properties());
  for (auto _ : state) {
    for (const auto& [text, options] : compiled) {
      benchmark::DoNotOptimize(text.Render(data, options));
    }
  }
}

BENCHMARK_CAPTURE(Render, line, {{"{{ event.name }} is waiting in your cart."}});
BENCHMARK_CAPTURE(Render, email,
                  {{
                      R"(Hello {{ customer.first_name | default: "there" }},
{% if event.quantity > 1 %}{{ event.quantity }} times {% endif %}{{ event.name | upcase }} for
{{ event.price }} {{ event.currency }}{% for tag in event.tags %} #{{ tag }}{% endfor %})"}});

// The message `reminder` of journeys/cart-abandonment.yaml: its parts for push, and for email.
BENCHMARK_CAPTURE(Render, cart_reminder_push,
                  {{"Still thinking it over?"},
                   {"{{ event.name | strip }} is waiting in your cart."},
                   {"shop://cart/{{ event.cart_id }}"},
                   {"{{ event.product_id }}"},
                   {"{{ event.image_url }}"}});
BENCHMARK_CAPTURE(Render, cart_reminder_email,
                  {{"{{ event.name | strip }} is still in your cart"},
                   {R"(Hello {{ customer.first_name | default: "there" }},

you left {{ event.quantity }} x {{ event.name | strip }} in your cart. We keep it for you:
{{ event.url | default: "https://shop.example/cart" }}
)"},
                   {R"(<p>Hello {{ customer.first_name | default: "there" }},</p>
<p>you left {{ event.quantity }} &times; <b>{{ event.name | strip }}</b> in your cart.</p>
{% if event.image_url %}<p><img src="{{ event.image_url }}" alt="{{ event.name | strip }}"></p>{% endif %}
<p><a href="{{ event.url | default: 'https://shop.example/cart' }}">Back to your cart</a></p>
)",
                    liquid::Escape::kHtml}});

}  // namespace
}  // namespace usher::micro
