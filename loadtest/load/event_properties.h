#pragma once

#include <string>

#include "usher/loadtest/v1/scenario.pb.h"
#include "usher/v1/event.pb.h"

namespace usher::load {

// Gives `event` the properties in the form and size the scenario asks for, with `customer` and
// `event_id` for {customer} and {event}.
void SetProperties(const google::protobuf::Struct& properties, const std::string& customer,
                   const std::string& event_id, const loadtest::v1::Scenario& scenario,
                   v1::Event* event);

}  // namespace usher::load
