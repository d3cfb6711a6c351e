#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "journey/catalog_documents.h"
#include "messages/actors.h"
#include "messages/catalog_messages.h"
#include "messages/views.h"

namespace usher::journey {

struct CatalogActorConfig {
  std::shared_ptr<messages::StorePort> store;
  std::shared_ptr<messages::CatalogView> view;  // kept up to date
  // Told the names of journeys that this gateway cannot understand.
  std::function<void(const std::string&)> on_unreadable;
  // Told the documents whenever they changed, before journeys of theirs can run.
  std::function<void(const Documents&)> on_documents = [](const Documents&) {};
};

// Keeps the catalog: applies changes to the stored documents, one after another, and notices
// within a second what other gateways changed.
messages::CatalogActor SpawnCatalogActor(caf::actor_system& system, CatalogActorConfig config);

}  // namespace usher::journey
