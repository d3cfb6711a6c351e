#pragma once

#include <cstdint>

#include "journey/definition.h"
#include "journey/work.h"

// What steps do to the customer, other than send messages. What fails is recorded as
// condition_error and leaves things as they were.
namespace usher::journey {

// Sets the step's attributes, one after the other, so that later ones see earlier ones.
void SetAttributes(const Set& set, const customer::Run& run, const Definition& definition,
                   Work& work);

// Makes the step's event happen. Its id is the same wherever the run's `visit` of this step is
// computed.
void EmitEvent(const Emit& emit, std::uint32_t visit, const customer::Run& run,
               const Definition& definition, Work& work);

// Leaves those of the step's audiences that are to be left, and joins those to be joined.
void LeaveAudiences(const Audience& audience, const customer::Run& run,
                    const Definition& definition, Work& work);
void JoinAudiences(const Audience& audience, const customer::Run& run, const Definition& definition,
                   Work& work);

// Records the step's permission as given now.
void NoteConsent(const RecordConsent& consent, const customer::Run& run,
                 const Definition& definition, Work& work);

}  // namespace usher::journey
