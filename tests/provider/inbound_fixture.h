#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "messages/inbound_port.h"
#include "provider/secret_file.h"
#include "tests/support/node_process.h"

namespace usher::provider {

// Requests of providers, signed by implementations of theirs.
class InboundFixture : public testing::Test {
 protected:
  // Secrets, each on a line.
  static std::shared_ptr<SecretFile> Secret(const std::string& text) {
    const std::string path = absl::StrCat(
        testing::TempDir(), "/",
        testing::UnitTest::GetInstance()->current_test_info()->test_suite_name(), "-",
        testing::UnitTest::GetInstance()->current_test_info()->name(), "-", ++secrets_);
    std::ofstream(path) << text << "\n";
    return *SecretFile::Open(path);
  }

  static std::string Signature(const std::vector<std::string>& arguments) {
    return support::NodeProcess("tests/support/sign_inbound.cjs", arguments).First("signature");
  }

  static messages::WebRequest Post(std::string body,
                                   std::vector<std::pair<std::string, std::string>> headers) {
    messages::WebRequest request;
    request.method = "POST";
    request.body = std::move(body);
    request.headers = std::move(headers);
    return request;
  }

  static inline int secrets_ = 0;
  const absl::Time now_ = absl::FromUnixSeconds(1'790'000'000);
};

}  // namespace usher::provider
