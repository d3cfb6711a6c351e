#pragma once

#include <memory>

#include "grpcpp/grpcpp.h"

// What the gateway is measured against: the least work on this machine that does something alike.
//
// null_main.cc (usher-null) answers publishers and does nothing else; bare_commit_main.cc
// (usher-bare-commit) runs the commit script and nothing else; actor_messages_main.cc
// (usher-actor-messages) passes messages among as many actors as the gateway has and nothing else.
namespace usher::limits {

// An EventService that takes every event as new and keeps none: Publish, PublishBatch and
// PublishStream parse the request and answer at once, Lookup is not implemented.
std::unique_ptr<grpc::Service> MakeNullService();

}  // namespace usher::limits
