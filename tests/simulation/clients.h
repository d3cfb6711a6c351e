#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "customer/channel.h"
#include "journey/input.h"
#include "tests/simulation/gateway.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/network.h"

namespace usher::simulation {

struct Operation;

// Services of the shop: they publish through any gateway, and try again until it is acknowledged.
class Clients {
 public:
  Clients(std::vector<std::unique_ptr<Gateway>>* gateways, Network* network, Dice* dice,
          Journal* journal, std::function<absl::Time()> now);

  // Does something on behalf of a random customer.
  void DoSomething();
  // A customer takes back his consent to push or SMS, or wants to be forgotten.
  void Withdraw(const base::CustomerId& customer);
  // What was asked and is not acknowledged yet.
  int open() const { return open_; }

  // Customers and visitors by name; the last customers are those who will be erased.
  static constexpr int kCustomers = 20;
  static constexpr int kErasable = 4;
  static constexpr int kVisitors = 6;

  // How many events of that name were acknowledged, each counted once.
  int Acknowledged(const std::string& event) const;
  // The attribute that was set last, by customer.
  const std::map<int, std::int64_t>& attributes() const { return attributes_; }
  // Events of each customer, a visitor's among them when he became one.
  const std::map<std::string, int>& events() const { return events_; }

 private:
  using Acked = std::function<void(const journey::InputResult&)>;

  void Publish(const base::CustomerId& customer, const std::string& name, int total,
               const std::string& visitor = "", const std::function<void()>& then = {});
  // A visitor orders, and becomes known by that.
  void OrderAsGuest(int visitor);
  void Open(const journey::Message& message);
  void ChangeConsent(int customer, customer::Channel channel, bool granted);
  // Something that comes back and means no more messages on `channel`.
  journey::FeedbackInput OptOut(customer::Channel channel);
  void SetAttribute(int customer);
  void Erase(int customer);
  // Until it is acknowledged, and sometimes once more than that.
  void Do(const base::CustomerId& customer, journey::Input input, Acked acked);
  void Try(const std::shared_ptr<Operation>& operation);
  void WaitForAnswer(const std::shared_ptr<Operation>& operation, int number, const Life& life);

  std::vector<std::unique_ptr<Gateway>>& gateways_;
  Network& network_;
  Dice& dice_;
  Journal& journal_;
  const std::function<absl::Time()> now_;
  int open_ = 0;
  int events_made_ = 0;
  std::map<std::string, int> acknowledged_;
  std::map<std::string, int> events_;
  std::map<int, std::int64_t> attributes_;
  std::map<int, bool> changing_;  // customers whose profile is being changed
  std::map<int, bool> erasing_;
  std::map<std::string, std::vector<std::string>> carts_;  // acknowledged; by customer's key
};

}  // namespace usher::simulation
