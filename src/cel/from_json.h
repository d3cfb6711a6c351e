#pragma once

#include "cel/context.h"
#include "cel/type.h"
#include "cel/value.h"

namespace usher::cel {

// What `json`, a value made by Value::Json or of that type already, is as one of the declared
// `type`, by the JSON mapping of protocol buffers: bytes are base64, timestamps RFC 3339, durations
// texts such as "1.5s", and an int, uint or double is a number or a text of one. Parts of type dyn
// stay as they are. An error when the data are of another type.
Value FromJson(const Value& json, const Type& type, Context& context);

}  // namespace usher::cel
