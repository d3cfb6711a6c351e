#include "ingest/inbox_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "ingest/event_check.h"
#include "ingest/inbox_view.h"
#include "ingest/inbox_watch.h"
#include "ingest/publish.h"

namespace usher::ingest {
namespace {

using Reactor = grpc::ServerUnaryReactor;
using Context = grpc::CallbackServerContext;
using WatchReactor = grpc::ServerWriteReactor<v1::WatchInboxResponse>;

constexpr int kIdsMax = 64;
constexpr std::size_t kIdDigits = 16;

template <class Request>
std::optional<journey::InboxInput> CheckReaction(const Request& request, bool dismissed,
                                                 std::vector<Violation>* violations) {
  journey::InboxInput input;
  input.dismissed = dismissed;
  if (request.send_ids().empty() || request.send_ids_size() > kIdsMax) {
    violations->push_back({"send_ids", absl::StrCat("there are ", request.send_ids_size(),
                                                    "; must be 1 to ", kIdsMax)});
  }
  for (int i = 0; i < request.send_ids_size(); ++i) {
    const std::string& text = request.send_ids(i);
    std::uint64_t id = 0;
    if (text.size() == kIdDigits && absl::SimpleHexAtoi(text, &id)) {
      input.send_ids.push_back(id);
    } else {
      violations->push_back({absl::StrCat("send_ids[", i, "]"),
                             absl::StrCat("\"", text, "\": must be ", kIdDigits,
                                          " hexadecimal digits, as List and Watch give it")});
    }
  }
  return input;
}

class InboxService final : public v1::InboxService::CallbackService {
 public:
  explicit InboxService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  Reactor* List(Context* context, const v1::ListInboxRequest* request,
                v1::ListInboxResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    const auto customer =
        CheckCustomer(request->customer_id(), request->anonymous_id(), &violations);
    if (!customer) {
      reactor->Finish(BadRequest(violations));
      return reactor;
    }
    Read(config_, *customer, reactor, response, /*may_move=*/true);
    return reactor;
  }

  WatchReactor* Watch(Context*, const v1::WatchInboxRequest* request) override {
    std::vector<Violation> violations;
    const auto customer =
        CheckCustomer(request->customer_id(), request->anonymous_id(), &violations);
    if (customer) return MakeInboxWatch(config_, *customer);
    // Refuses the call.
    class Refusal final : public WatchReactor {
     public:
      explicit Refusal(const grpc::Status& status) { Finish(status); }
      void OnDone() override { delete this; }
    };
    return new Refusal(BadRequest(violations));
  }

  Reactor* MarkSeen(Context* context, const v1::MarkSeenRequest* request,
                    v1::MarkSeenResponse* response) override {
    return React(context, *request, /*dismissed=*/false, response);
  }

  Reactor* Dismiss(Context* context, const v1::DismissRequest* request,
                   v1::DismissResponse* response) override {
    return React(context, *request, /*dismissed=*/true, response);
  }

 private:
  // A visitor may have turned out to be a customer; a customer is nobody else.
  static void Read(const std::shared_ptr<const FrontDoorConfig>& config,
                   const base::CustomerId& customer, Reactor* reactor,
                   v1::ListInboxResponse* response, bool may_move) {
    config->store->Load(customer, [config, reactor, response,
                                   may_move](const absl::StatusOr<messages::StoredRecord>& stored) {
      if (!stored.ok()) {
        reactor->Finish(ToGrpc(stored.status(), ReasonOf(stored.status())));
        return;
      }
      if (may_move && stored->record && !stored->record->merged_into.empty()) {
        Read(config, base::CustomerId::Known(stored->record->merged_into), reactor, response,
             /*may_move=*/false);
        return;
      }
      if (stored->record) {
        for (const auto& message : ShownAt(stored->record->inbox, config->clock->Now())) {
          FillInboxMessage(message, response->add_messages());
        }
      }
      reactor->Finish(grpc::Status::OK);
    });
  }

  template <class Request, class Response>
  Reactor* React(Context* context, const Request& request, bool dismissed, Response* response) {
    Reactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    const auto customer = CheckCustomer(request.customer_id(), request.anonymous_id(), &violations);
    auto input = CheckReaction(request, dismissed, &violations);
    if (!violations.empty()) {
      reactor->Finish(BadRequest(violations));
      return reactor;
    }
    const absl::Status admitted = Admit(*config_, 1);
    if (!admitted.ok()) {
      reactor->Finish(ToGrpc(admitted, ReasonOf(admitted)));
      return reactor;
    }
    HandOver(*config_, *customer, *std::move(input), DeadlineOf(*context),
             [reactor, response, config = config_](const journey::InputResult& result) {
               config->admission->Give(1);
               if (!result.status.ok()) {
                 reactor->Finish(ToGrpc(result.status, ReasonOf(result.status)));
                 return;
               }
               response->set_changed(result.messages_changed);
               response->set_durability(DurabilityNow(*config));
               reactor->Finish(grpc::Status::OK);
             });
    return reactor;
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeInboxService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<InboxService>(std::move(config));
}

}  // namespace usher::ingest
