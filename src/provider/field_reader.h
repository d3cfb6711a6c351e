#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

#include "provider/address_guard.h"
#include "provider/secret_file.h"

namespace usher::provider {

// What is wrong with one field.
struct ProviderProblem {
  std::string field;    // path as yaml/path.h writes it, such as channels["email"].smtp.host
  std::string message;  // the value and what would have been right
};

// A URL of this scheme that can stand in a header: no user, no white space, nothing but ASCII.
bool IsUrl(absl::string_view url, absl::string_view scheme);
// A host's name or address.
bool IsHost(absl::string_view host);

// Reads fields of one provider's configuration. Fields are named by their path below it, such as
// smtp.host; what is wrong with them is added to the problems, and then what was read is not to be
// used.
class FieldReader {
 public:
  FieldReader(std::string path, std::vector<ProviderProblem>* problems)
      : path_(std::move(path)), problems_(*problems) {}

  void Fail(absl::string_view field, std::string message);

  // `otherwise` unless it is `given`; from `min` to 365 days.
  absl::Duration ReadDuration(absl::string_view field, bool given,
                              const google::protobuf::Duration& value, absl::Duration otherwise,
                              absl::Duration min);
  int ReadCount(absl::string_view field, std::uint32_t value, std::uint32_t min, std::uint32_t max);
  // Null when the file cannot be read.
  std::shared_ptr<SecretFile> ReadSecret(absl::string_view field, const std::string& path);
  // Looks whether the file, if one is named, can be read.
  void ReadCaFile(absl::string_view field, const std::string& path);
  // Ranges of addresses, 64 at most.
  std::vector<AddressRange> ReadRanges(absl::string_view field,
                                       const google::protobuf::RepeatedPtrField<std::string>& list);

 private:
  const std::string path_;
  std::vector<ProviderProblem>& problems_;
};

}  // namespace usher::provider
