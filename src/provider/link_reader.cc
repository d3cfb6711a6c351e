#include "provider/link_reader.h"

#include <utility>

#include "provider/link_token.h"
#include "provider/unsubscribe_link.h"

namespace usher::provider {
namespace {

absl::StatusOr<messages::Feedback> ReadLink(absl::string_view token, LinkToken::Kind kind,
                                            SecretFile* keys) {
  if (keys == nullptr) return absl::NotFoundError("links are not tracked");
  auto link = ReadLinkToken(token, keys->Get());
  if (!link.ok()) return link.status();
  if (link->kind != kind) return absl::NotFoundError("a token for something else");
  messages::Feedback report;
  (link->customer.anonymous() ? report.anonymous_id : report.customer_id) =
      std::string(link->customer.name());
  report.channel = link->channel;
  report.send_id = link->send_id;
  report.link = std::move(link->url);
  return report;
}

}  // namespace

LinkReader::LinkReader(std::shared_ptr<SecretFile> unsubscribe_keys,
                       std::shared_ptr<SecretFile> link_keys)
    : unsubscribe_keys_(std::move(unsubscribe_keys)), link_keys_(std::move(link_keys)) {}

absl::StatusOr<messages::Feedback> LinkReader::ReadUnsubscribe(absl::string_view token) {
  if (unsubscribe_keys_ == nullptr) return absl::NotFoundError("there is no unsubscription");
  return ReadUnsubscribeToken(token, unsubscribe_keys_->Get());
}

absl::StatusOr<messages::Feedback> LinkReader::ReadClick(absl::string_view token) {
  auto report = ReadLink(token, LinkToken::Kind::kClick, link_keys_.get());
  if (report.ok()) report->kind = messages::FeedbackKind::kClicked;
  return report;
}

absl::StatusOr<messages::Feedback> LinkReader::ReadOpen(absl::string_view token) {
  auto report = ReadLink(token, LinkToken::Kind::kOpen, link_keys_.get());
  if (report.ok()) report->kind = messages::FeedbackKind::kOpened;
  return report;
}

}  // namespace usher::provider
