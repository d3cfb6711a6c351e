#include "agenda/walk_actor.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "agenda/walk_mark.h"
#include "base/log.h"
#include "journey/date_watch.h"
#include "messages/delivery.h"

namespace usher::agenda {
namespace {

using messages::WalkActor;

constexpr char kMark[] = "walk";
constexpr int kTriesMax = 10;

// Wraps the store's reply into a message of type M to the actor.
template <class M, class T>
messages::StoreCallback<T> ReplyTo(WalkActor actor) {
  return [actor = std::move(actor)](absl::StatusOr<T> reply) {
    caf::anon_send(actor, M{std::make_shared<absl::StatusOr<T>>(std::move(reply))});
  };
}

void LogWalk(absl::string_view event, const WalkMark& mark) {
  base::Log(base::LogLevel::kInfo, event,
            {{"journeys", absl::StrJoin(mark.under_way, " ",
                                        [](std::string* out, const auto& version) {
                                          out->append(version.first);
                                        })},
             {"customers", absl::StrCat(mark.customers)},
             {"woken", absl::StrCat(mark.woken)}});
}

struct WalkState {
  static constexpr const char* name = "usher.walk";
  explicit WalkState(WalkActor::pointer self) : self(self) {}

  WalkActor::behavior_type Behavior();

  void OnCatalogChanged(const messages::CatalogChanged& changed) {
    if (config.clock->manual()) token = changed.token;
    look_again = true;
    if (!busy) Look(Settle());
  }

  // Nobody else serves customers by a clock that stands still.
  absl::Duration Settle() const {
    return config.clock->manual() ? absl::ZeroDuration() : config.settle;
  }

  // Looks at the mark after a while, instead of when it was planned before.
  void Look(absl::Duration after) {
    busy = false;
    const messages::LookForWalk look{++plan};
    self->delayed_send(self, absl::ToChronoMicroseconds(after), look);
  }

  void OnLook(const messages::LookForWalk& look) {
    if (busy || look.plan != plan) return;
    busy = true;
    look_again = false;
    wanted = DatedVersions(*config.catalog->Get());
    config.store->ReadMark(kMark, ReplyTo<messages::WalkMarkRead, std::string>(Self()));
  }

  void OnMarkRead(const messages::WalkMarkRead& read) {
    if (!read.reply->ok()) return Look(config.retry);
    const std::string before = std::exchange(text, **read.reply);
    const bool stands_still = std::exchange(awaiting, false) && before == text;
    mark = ReadWalkMark(text);
    WalkPlan planned = PlanWalk(mark, wanted, config.gateway, stands_still);
    switch (planned.kind) {
      case WalkPlan::Kind::kRest:
        return Rest();
      case WalkPlan::Kind::kAwait:
        if (look_again) return Look(Settle());
        awaiting = true;
        token.reset();
        return Look(config.lease);
      case WalkPlan::Kind::kWrite:
        if (!planned.next.under_way.empty()) {
          news = stands_still ? "walk_taken_over" : "walk_begun";
        }
        return Replace(std::move(planned.next));
      case WalkPlan::Kind::kWalk:
        return ReadPage();
    }
  }

  void Rest() {
    if (look_again) return Look(Settle());
    busy = false;
    token.reset();
  }

  void Replace(WalkMark next) {
    replacing = std::move(next);
    config.store->ReplaceMark(kMark, text, WriteWalkMark(replacing),
                              ReplyTo<messages::WalkMarkReplaced, bool>(Self()));
  }

  void OnMarkReplaced(const messages::WalkMarkReplaced& replaced) {
    if (!replaced.reply->ok()) return Look(config.retry);
    if (!**replaced.reply) return Look(absl::ZeroDuration());  // somebody else was faster
    const bool walked = !mark.under_way.empty() && mark.gateway == config.gateway;
    if (walked && replacing.under_way.empty()) {
      mark.customers = replacing.customers;
      mark.woken = replacing.woken;
      LogWalk("walk_ended", mark);
    }
    mark = replacing;
    text = WriteWalkMark(mark);
    if (!news.empty()) LogWalk(std::exchange(news, ""), mark);
    if (look_again) {
      Look(Settle());
    } else if (mark.under_way.empty()) {
      Rest();
    } else if (walked) {
      PauseThenReadPage();
    } else {
      ReadPage();
    }
  }

  void PauseThenReadPage() {
    absl::Duration pause = absl::FromChrono(self->clock().now() - page_began);
    pause = config.clock->manual() ? absl::ZeroDuration() : std::min(pause, config.pause_max);
    self->delayed_send(self, absl::ToChronoMicroseconds(pause), messages::WalkOn{});
  }

  void ReadPage() {
    page_began = self->clock().now();
    messages::ReadRecords(config.store.get(), mark.position, config.page,
                          ReplyTo<messages::WalkPageRead, messages::RecordPage>(Self()));
  }

  void OnPageRead(const messages::WalkPageRead& read) {
    if (!read.reply->ok()) return Look(config.retry);
    messages::RecordPage& page = **read.reply;
    if (page.from_start) mark.customers = mark.woken = 0;
    next_position = page.next;
    looked_at = page.records.size();
    failed = false;
    to_wake.clear();
    const auto catalog = config.catalog->Get();
    const auto policy = config.policy->Get();
    const journey::Surroundings surroundings{*catalog, *policy, config.limits, config.zones.get()};
    const absl::Time now = config.clock->Now();
    for (auto& [customer, record] : page.records) {
      journey::Transition transition;
      transition.record = std::move(record);
      if (journey::MissesDates(surroundings, customer, std::max(now, transition.record.last_at),
                               &transition)) {
        to_wake.push_back(customer);
      }
    }
    woken = to_wake.size();
    WakeMore();
  }

  void WakeMore() {
    while (awake < config.awake_max && !to_wake.empty()) {
      Wake(to_wake.back());
      to_wake.pop_back();
    }
    if (awake > 0) return;
    // The page comes once more, though not for ever: a record may be too large to be replaced.
    if (failed && ++failures < kTriesMax) return Look(config.retry);
    failures = 0;
    Replace(AfterPage(mark, wanted, next_position, looked_at, woken));
  }

  void Wake(const base::CustomerId& customer) {
    ++awake;
    config.router->Route(std::make_shared<messages::Delivery>(
        customer, journey::WakeInput{},
        [actor = Self()](const journey::InputResult& result) {
          const bool landed = result.status.ok() || absl::IsDataLoss(result.status);
          caf::anon_send(actor, messages::WalkedTo{landed});
        },
        messages::Activity::Token(config.activity)));
  }

  void OnWalkedTo(const messages::WalkedTo& walked) {
    --awake;
    failed = failed || !walked.landed;
    WakeMore();
  }

  WalkActor Self() const { return caf::actor_cast<WalkActor>(self); }

  WalkActor::pointer self;
  WalkConfig config;
  std::shared_ptr<messages::Activity::Token> token;
  std::uint64_t plan = 0;
  bool busy = false;        // with the store or with a page; else a look may be planned
  bool look_again = false;  // the catalog changed meanwhile
  bool awaiting = false;    // another gateway's walk, seen as `text`
  Versions wanted;
  std::string text;  // of the mark as it is in the store
  WalkMark mark;
  WalkMark replacing;
  std::string news;  // to be logged when the mark is replaced

  // The page under way.
  std::chrono::steady_clock::time_point page_began;
  std::string next_position;
  std::uint64_t looked_at = 0;
  std::uint64_t woken = 0;
  std::vector<base::CustomerId> to_wake;
  int awake = 0;
  bool failed = false;
  int failures = 0;  // of this page
};

WalkActor::behavior_type WalkState::Behavior() {
  return {
      [this](const messages::CatalogChanged& changed) { OnCatalogChanged(changed); },
      [this](const messages::LookForWalk& look) { OnLook(look); },
      [this](const messages::WalkOn&) { ReadPage(); },
      [this](const messages::WalkMarkRead& read) { OnMarkRead(read); },
      [this](const messages::WalkMarkReplaced& replaced) { OnMarkReplaced(replaced); },
      [this](const messages::WalkPageRead& read) { OnPageRead(read); },
      [this](const messages::WalkedTo& walked) { OnWalkedTo(walked); },
  };
}

WalkActor::behavior_type RunWalk(WalkActor::stateful_pointer<WalkState> self, WalkConfig config) {
  self->state.config = std::move(config);
  const WalkConfig& own = self->state.config;
  // The view outlives this actor, and must not keep it.
  own.catalog->OnSet([weak = caf::actor_cast<caf::weak_actor_ptr>(self), activity = own.activity] {
    if (const auto strong = weak.lock()) {
      caf::anon_send(caf::actor_cast<WalkActor>(strong),
                     messages::CatalogChanged{std::make_shared<messages::Activity::Token>(
                         messages::Activity::Token(activity))});
    }
  });
  // What was set before.
  self->send(self, messages::CatalogChanged{});
  return self->state.Behavior();
}

}  // namespace

WalkActor SpawnWalk(caf::actor_system& system, WalkConfig config) {
  return system.spawn(RunWalk, std::move(config));
}

}  // namespace usher::agenda
