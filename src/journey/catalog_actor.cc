#include "journey/catalog_actor.h"

#include <chrono>
#include <deque>
#include <utility>
#include <vector>

namespace usher::journey {
namespace {

using messages::CatalogActor;

constexpr auto kCheckEvery = std::chrono::seconds(1);

// Wraps the store's reply into a message of type M to the actor.
template <class M, class T>
messages::StoreCallback<T> ReplyTo(CatalogActor actor) {
  return [actor = std::move(actor)](absl::StatusOr<T> reply) {
    caf::anon_send(actor, M{std::make_shared<absl::StatusOr<T>>(std::move(reply))});
  };
}

struct CatalogState {
  static constexpr const char* name = "usher.catalog";
  explicit CatalogState(CatalogActor::pointer self) : self(self) {}

  CatalogActor::behavior_type Behavior();

  void OnChange(const messages::ChangeCatalog& change) {
    changes.push_back(change);
    WorkOnChanges();
  }

  // Changes start from what is in the store, not from what is known here.
  void WorkOnChanges() {
    if (changing || changes.empty()) return;
    changing = true;
    Read();
  }

  void OnRefresh(const messages::RefreshCatalog& refresh) {
    waiting.push_back(refresh);
    Read();
  }

  void Read() {
    ++reads;
    config.store->ReadDocuments(
        ReplyTo<messages::DocumentsRead, messages::Documents>(caf::actor_cast<CatalogActor>(self)));
  }

  void OnDocumentsRead(const messages::DocumentsRead& read) {
    --reads;
    if (read.reply->ok()) Take(std::make_shared<messages::Documents>(std::move(**read.reply)));
    if (changing && !writing) {
      if (read.reply->ok()) {
        PlanChange();
      } else {
        FinishChange(read.reply->status());
      }
    }
    if (reads > 0) return;
    for (auto& refresh : std::exchange(waiting, {})) refresh.done(read.reply->status());
  }

  void Take(std::shared_ptr<const messages::Documents> documents) {
    if (current && current->revision == documents->revision) return;
    current = std::move(documents);
    config.on_documents(current->by_name);
    std::vector<std::string> unreadable;
    config.view->Set(BuildCatalog(current->by_name, *config.view->Get(), &unreadable));
    for (const std::string& journey : unreadable) config.on_unreadable(journey);
  }

  void PlanChange() {
    auto planned = changes.front().plan(current->by_name);
    if (!planned.ok()) {
      FinishChange(planned.status());
    } else if (planned->empty()) {
      FinishChange(absl::OkStatus());
    } else {
      writing = true;
      config.store->WriteDocuments(
          current->revision, *std::move(planned),
          ReplyTo<messages::DocumentsWritten, std::int64_t>(caf::actor_cast<CatalogActor>(self)));
    }
  }

  void OnDocumentsWritten(const messages::DocumentsWritten& written) {
    writing = false;
    // Applied or overtaken by another gateway: either way the plan meets what is stored now, and
    // finds nothing left to do if it was applied.
    if (written.reply->ok() || absl::IsAborted(written.reply->status())) {
      Read();
    } else {
      FinishChange(written.reply->status());
    }
  }

  void FinishChange(const absl::Status& status) {
    const messages::ChangeCatalog change = std::move(changes.front());
    changes.pop_front();
    changing = false;
    if (status.ok()) {
      change.done(current);
    } else {
      change.done(status);
    }
    WorkOnChanges();
  }

  void OnCheckRevision() {
    self->delayed_send(self, kCheckEvery, messages::CheckRevision{});
    config.store->ReadRevision(
        ReplyTo<messages::RevisionRead, std::int64_t>(caf::actor_cast<CatalogActor>(self)));
  }

  void OnRevisionRead(const messages::RevisionRead& read) {
    if (read.reply->ok() && (!current || **read.reply != current->revision)) Read();
  }

  CatalogActor::pointer self;
  CatalogActorConfig config;
  std::shared_ptr<const messages::Documents> current;
  std::deque<messages::ChangeCatalog> changes;
  std::vector<messages::RefreshCatalog> waiting;
  int reads = 0;
  bool changing = false;
  bool writing = false;
};

CatalogActor::behavior_type CatalogState::Behavior() {
  return {
      [this](const messages::ChangeCatalog& change) { OnChange(change); },
      [this](const messages::RefreshCatalog& refresh) { OnRefresh(refresh); },
      [this](const messages::DocumentsRead& read) { OnDocumentsRead(read); },
      [this](const messages::DocumentsWritten& written) { OnDocumentsWritten(written); },
      [this](const messages::RevisionRead& read) { OnRevisionRead(read); },
      [this](const messages::CheckRevision&) { OnCheckRevision(); },
  };
}

CatalogActor::behavior_type RunCatalog(CatalogActor::stateful_pointer<CatalogState> self,
                                       CatalogActorConfig config) {
  self->state.config = std::move(config);
  self->delayed_send(self, kCheckEvery, messages::CheckRevision{});
  return self->state.Behavior();
}

}  // namespace

CatalogActor SpawnCatalogActor(caf::actor_system& system, CatalogActorConfig config) {
  return system.spawn(RunCatalog, std::move(config));
}

}  // namespace usher::journey
