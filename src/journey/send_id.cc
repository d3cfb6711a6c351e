#include "journey/send_id.h"

#include "absl/strings/str_cat.h"

#include "base/hash.h"

namespace usher::journey {

std::uint64_t MakeSendId(const base::CustomerId& customer, std::uint64_t run_id,
                         absl::string_view step, std::uint32_t visit) {
  return base::HashFields({customer.key(), absl::StrCat(run_id), step, absl::StrCat(visit)});
}

std::string SendIdText(std::uint64_t send_id) {
  return absl::StrCat(absl::Hex(send_id, absl::kZeroPad16));
}

}  // namespace usher::journey
