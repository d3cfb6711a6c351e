#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "messages/store_port.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/network.h"

namespace usher::simulation {

// Whether a gateway lives; the world hears nothing more of one that does not.
using Life = std::shared_ptr<bool>;

// A store behind a network, for one incarnation of a gateway. A call of a gateway that dies may
// still be carried out; its reply never arrives.
class SlowStore : public messages::StorePort {
 public:
  // Told whose message is about to be granted, when that is committed.
  using OnGrant = std::function<void(const base::CustomerId&)>;

  SlowStore(messages::StorePort* store, Network* network, Dice* dice, Journal* journal, Life life,
            OnGrant on_grant)
      : store_(*store),
        network_(*network),
        dice_(*dice),
        journal_(*journal),
        life_(life),
        on_grant_(std::move(on_grant)) {}

  void Load(const base::CustomerId& customer,
            messages::StoreCallback<messages::StoredRecord> done) override {
    Call<messages::StoredRecord>(
        [this, customer](auto reply) { store_.Load(customer, std::move(reply)); }, std::move(done));
  }
  void Commit(messages::CommitRequest request,
              messages::StoreCallback<messages::CommitReply> done) override {
    if (*life_ && Grants(request)) on_grant_(request.customer);
    Call<messages::CommitReply>(
        [this, request = std::move(request)](messages::StoreCallback<messages::CommitReply> reply) {
          store_.Commit(request, [this, reply = std::move(reply)](
                                     absl::StatusOr<messages::CommitReply> result) mutable {
            if (result.ok() && result->outcome == messages::CommitOutcome::kConflict) {
              ++journal_.counts["conflicts"];
            }
            reply(std::move(result));
          });
        },
        std::move(done));
  }
  void ReadTags(const std::vector<base::CustomerId>& customers,
                messages::StoreCallback<std::vector<messages::ChainTag>> done) override {
    store_.ReadTags(customers, std::move(done));
  }
  int shards() const override { return store_.shards(); }
  void ClaimDue(int shard, absl::Time now, absl::Time lease_until, int limit,
                messages::StoreCallback<messages::Claim> done) override {
    Call<messages::Claim>(
        [=, this](auto reply) {
          store_.ClaimDue(shard, now, lease_until, limit, std::move(reply));
        },
        std::move(done));
  }
  void ReadDocuments(messages::StoreCallback<messages::Documents> done) override {
    Call<messages::Documents>([this](auto reply) { store_.ReadDocuments(std::move(reply)); },
                              std::move(done), kInOrder);
  }
  void ReadRevision(messages::StoreCallback<std::int64_t> done) override {
    Call<std::int64_t>([this](auto reply) { store_.ReadRevision(std::move(reply)); },
                       std::move(done), kInOrder);
  }
  void WriteDocuments(std::int64_t expected,
                      std::map<std::string, std::optional<std::string>> changes,
                      messages::StoreCallback<std::int64_t> done) override {
    Call<std::int64_t>(
        [=, this](auto reply) { store_.WriteDocuments(expected, changes, std::move(reply)); },
        std::move(done), kInOrder);
  }
  void ReadStats(const std::string& journey,
                 messages::StoreCallback<std::map<std::string, std::int64_t>> done) override {
    store_.ReadStats(journey, std::move(done));
  }
  void ReadMark(const std::string& name, messages::StoreCallback<std::string> done) override {
    store_.ReadMark(name, std::move(done));
  }
  void WriteMark(const std::string& name, const std::string& value,
                 messages::StoreCallback<bool> done) override {
    store_.WriteMark(name, value, std::move(done));
  }
  void ReplaceMark(const std::string& name, const std::string& expected, const std::string& value,
                   messages::StoreCallback<bool> done) override {
    Call<bool>(
        [=, this](auto reply) { store_.ReplaceMark(name, expected, value, std::move(reply)); },
        std::move(done));
  }
  void ReadCustomers(const std::string& position, int count,
                     messages::StoreCallback<messages::CustomerPage> done) override {
    Call<messages::CustomerPage>(
        [=, this](auto reply) { store_.ReadCustomers(position, count, std::move(reply)); },
        std::move(done));
  }
  messages::Durability durability() const override { return store_.durability(); }
  bool available() const override { return true; }

 private:
  static bool Grants(const messages::CommitRequest& request) {
    return request.record && std::any_of(request.record->sends.begin(), request.record->sends.end(),
                                         [&](const customer::PendingSend& send) {
                                           return send.phase == customer::SendPhase::kGranted &&
                                                  send.granted_at == request.record->last_at;
                                         });
  }

  // How long calls and replies travel that must not overtake one another; zero: as the dice say.
  static constexpr absl::Duration kInOrder = absl::Milliseconds(5);

  // Carries `call` out after a while, and brings its reply after another.
  template <class T, class F>
  void Call(F call, messages::StoreCallback<T> done, absl::Duration hop = absl::ZeroDuration()) {
    if (!*life_) return;
    network_.After(Hop(hop), [this, hop, life = life_, lost = dice_.Percent(50),
                              call = std::move(call), done = std::move(done)]() mutable {
      if (!*life && lost) return;
      call([this, hop, life, done = std::move(done)](absl::StatusOr<T> result) mutable {
        network_.After(Hop(hop),
                       [life, done = std::move(done), result = std::move(result)]() mutable {
                         if (*life) done(std::move(result));
                       });
      });
    });
  }
  absl::Duration Hop(absl::Duration given) {
    if (given > absl::ZeroDuration()) return given;
    return dice_.Percent(2) ? dice_.UpTo(absl::Seconds(3)) : dice_.UpTo(absl::Milliseconds(10));
  }

  messages::StorePort& store_;
  Network& network_;
  Dice& dice_;
  Journal& journal_;
  const Life life_;
  const OnGrant on_grant_;
};

}  // namespace usher::simulation
