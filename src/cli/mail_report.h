#pragma once

#include <string>
#include <vector>

#include "usher/v1/feedback_service.pb.h"

namespace usher::cli {

// What a mail says about messages of ours.
struct MailReports {
  std::vector<v1::Feedback> reports;
  std::string why;  // there are none
};

// Reads a mail that a mail server received for the address to which bounces go: a delivery status
// notification (RFC 3464) or an abuse report (RFC 5965) about a mail that has the header
// Usher-Message. Takes any bytes; what makes no sense is left out. At most 100 recipients of one
// notification are looked at.
MailReports ReadMailReports(const std::string& mail);

}  // namespace usher::cli
