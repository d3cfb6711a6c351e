#include "journey/compose.h"

#include <algorithm>
#include <utility>

#include "channel/policy.h"
#include "customer/addresses.h"
#include "journey/customer_view.h"
#include "journey/run_view.h"
#include "journey/send_id.h"
#include "journey/send_outcome.h"

namespace usher::journey {

absl::StatusOr<Message> Compose(const Catalog& catalog, const base::CustomerId& customer,
                                const customer::Record& record, const customer::PendingSend& send,
                                absl::TimeZone zone) {
  const Definition* definition = catalog.FindVersion(send.journey, send.version);
  const bool withdrawal = send.withdraws != 0;
  const auto run = std::find_if(record.runs.begin(), record.runs.end(),
                                [&](const auto& candidate) { return candidate.id == send.run_id; });
  if (definition == nullptr || (run == record.runs.end() && !withdrawal)) {
    return absl::FailedPreconditionError("the run is over");
  }
  const Step& step = definition->steps[send.step];
  const Send& what = std::get<Send>(step.kind);

  Message message;
  message.send_id = send.id;
  message.attempt = send.attempts;
  message.customer = customer;
  message.channel = ChannelsOf(send, what)[send.candidate];
  message.more_addresses = customer::LiveAddresses(record.profile, message.channel);
  if (!message.more_addresses.empty()) {
    message.address = std::move(message.more_addresses.front());
    message.more_addresses.erase(message.more_addresses.begin());
  }
  message.category = what.category;
  message.journey = send.journey;
  message.step = step.id;
  message.key = send.key;
  message.wanted_at = send.created_at;
  message.at = send.granted_at;
  message.expire_at = send.expire_at;
  if (withdrawal) {
    message.category = std::string(channel::kTransactional);
    message.content = {{"withdraws", SendIdText(send.withdraws)}};
    return message;
  }

  base::Value data{base::Value::Map()};
  data.Set("customer", CustomerView(customer, record.profile));
  data.Set("event", run->event);
  data.Set("run", RunView(*run));
  auto content = what.content->Render(
      message.channel, data, {send.granted_at, zone, record.profile.locale, send.journey, step.id});
  if (!content.ok()) return content.status();
  message.content = *std::move(content);
  return message;
}

}  // namespace usher::journey
