#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "journey/content.h"

namespace usher::provider {

// For so long after a customer's last message may anything be written to him.
inline constexpr absl::Duration kWhatsappWindow = absl::Hours(24);

// What a message is on WhatsApp: its members `type` and `text` or `template`. Parts, which
// proto/usher/v1/template.proto explains: within the window after `replied_at` the free text of
// `text` and `link`, else `template` with `language`, `parameters.NAME`, `header`, `image` and
// `button`. FAILED_PRECONDITION when there is only a free text, and the window is not known to be
// open at `now`; INVALID_ARGUMENT when there is neither, or `replied_at` is no time.
absl::StatusOr<base::Value> WhatsappContent(const journey::RenderedContent& content,
                                            absl::Time now);

}  // namespace usher::provider
