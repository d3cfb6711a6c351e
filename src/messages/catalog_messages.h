#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "caf/all.hpp"

#include "journey/catalog_documents.h"
#include "messages/store_port.h"

namespace usher::messages {

// The document that holds the contact policy, as YAML.
inline constexpr char kPolicyDocument[] = "policy";

// Front door to the catalog actor: change the documents. `plan` says what to change; it may be
// asked again when another gateway was faster. `done` gets the documents after it, or the error.
struct ChangeCatalog {
  std::function<absl::StatusOr<journey::DocumentChanges>(const journey::Documents&)> plan;
  std::function<void(absl::StatusOr<std::shared_ptr<const Documents>>)> done;
};
// To the catalog actor: make sure that what is in the store now is known, then call back.
struct RefreshCatalog {
  std::function<void(absl::Status)> done;
};
// From the store.
struct DocumentsRead {
  std::shared_ptr<absl::StatusOr<Documents>> reply;
};
struct DocumentsWritten {
  std::shared_ptr<absl::StatusOr<std::int64_t>> reply;
};
struct RevisionRead {
  std::shared_ptr<absl::StatusOr<std::int64_t>> reply;
};
// To itself, every second.
struct CheckRevision {};

using CatalogActor =
    caf::typed_actor<caf::reacts_to<ChangeCatalog>, caf::reacts_to<RefreshCatalog>,
                     caf::reacts_to<DocumentsRead>, caf::reacts_to<DocumentsWritten>,
                     caf::reacts_to<RevisionRead>, caf::reacts_to<CheckRevision>>;

}  // namespace usher::messages

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::ChangeCatalog)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::RefreshCatalog)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::DocumentsRead)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::DocumentsWritten)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::RevisionRead)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::CheckRevision)
