#pragma once

#include <memory>
#include <string>
#include <vector>

#include "customer/channel.h"
#include "journey/compiler_context.h"
#include "journey/content.h"

namespace usher::v1 {
class Journey;
}

namespace usher::journey {

// Compiles the template that the send step at `path` names and checks that it has content for
// every channel of the step. Null when there is a problem.
std::shared_ptr<const Content> FindContent(const v1::Journey& journey, const std::string& name,
                                           const std::vector<customer::Channel>& channels,
                                           const std::string& path, CompilerContext& context);

}  // namespace usher::journey
