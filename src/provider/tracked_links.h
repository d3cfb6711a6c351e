#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

#include "journey/compose.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Puts links that lead over the gateway's HTTP port, which tells that they were followed, in the
// place of those in messages. Thread-safe.
class TrackedLinks {
 public:
  // `base_url` is where the HTTP port is seen from the world, without a slash at its end. The first
  // of `keys` signs. With `opens`, HTML carries an image that tells that it was looked at.
  TrackedLinks(std::string base_url, std::shared_ptr<SecretFile> keys, bool opens);

  // The message with its links wrapped: those in the parts html and text, and the parts link and
  // deep_link. Left as they are: other schemes, links on `base_url`, URLs with white space, users
  // or characters that are not ASCII, and those of more than 2,000 bytes.
  journey::Message Track(journey::Message message) const;

  const std::shared_ptr<SecretFile>& keys() const { return keys_; }

 private:
  const std::string base_url_;
  const std::shared_ptr<SecretFile> keys_;
  const bool opens_;
};

}  // namespace usher::provider
