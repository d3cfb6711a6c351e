#include "tests/integration/example_shop.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using testing::HasSubstr;

std::string Example(const std::string& path, const std::string& name) {
  std::ifstream page(path);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "# " + name) inside = true;
    if (inside && line == "```") break;
    if (inside) text += line + "\n";
  }
  EXPECT_FALSE(text.empty()) << path << ": " << name;
  return text;
}

}  // namespace

ExampleShop::ExampleShop(const std::string& page, const std::string& example,
                         const std::map<std::string, std::string>& changes,
                         const std::map<std::string, std::string>& files,
                         const std::string& journey, const std::vector<std::string>& more_flags) {
  std::string text = Example(page, example);
  for (const auto& [from, to] : changes) {
    EXPECT_THAT(text, HasSubstr(from));
    text = absl::StrReplaceAll(text, {{from, to}});
  }
  text = absl::StrReplaceAll(text, {{"FOLDER", folder.path()}});
  std::ofstream(folder.path() + "/providers.yaml") << text;
  for (const auto& [name, content] : files) {
    std::ofstream(absl::StrCat(folder.path(), "/", name)) << content << "\n";
  }
  std::vector<std::string> flags = StandingClock();
  flags.insert(flags.end(), {"--providers", folder.path() + "/providers.yaml"});
  flags.insert(flags.end(), more_flags.begin(), more_flags.end());
  gateway = std::make_unique<RunningGateway>(flags);
  gateway->client.Apply(journey);
}

void ExampleShop::AddCustomer(const std::map<v1::Channel, std::string>& addresses) {
  v1::UpsertRequest request;
  request.set_customer_id("anna");
  for (const auto& [channel, address] : addresses) {
    auto* added = request.add_addresses();
    added->set_channel(channel);
    added->set_address(address);
  }
  request.add_consents()->set_granted(true);
  gateway->client.Must(&v1::CustomerService::Stub::Upsert, request);
}

void ExampleShop::Note(const std::string& n) {
  gateway->client.Publish(MakeEvent(n, "anna", "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
  gateway->client.AdvanceTo(gateway->client.Now());
}

bool ExampleShop::IsDead(v1::Channel channel) {
  const v1::GetCustomerResponse anna = gateway->client.GetCustomer("anna");
  for (const auto& address : anna.addresses()) {
    if (address.channel() == channel) return address.dead();
  }
  return false;
}

std::uint64_t ExampleShop::Outcomes(const std::string& outcome) {
  const v1::StatsResponse stats = gateway->client.Stats("notes");
  const auto found = stats.steps(0).outcomes().find(outcome);
  return found == stats.steps(0).outcomes().end() ? 0 : found->second;
}

}  // namespace usher::integration
