#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::provider {

// A new pair of RSA keys in `folder`: private.pem and public.pem.
inline void MakeRsaKeys(const std::string& folder) {
  const std::string command = absl::StrCat(
      "openssl genrsa -out ", folder, "/private.pem 2048 2>/dev/null && openssl rsa -in ", folder,
      "/private.pem -pubout -out ", folder, "/public.pem 2>/dev/null");
  ASSERT_EQ(std::system(command.c_str()), 0);
}

// A key file of a service account, as Google writes it, with the private key of that folder.
inline std::string ServiceAccountText(const std::string& folder, const std::string& token_uri) {
  std::ifstream file(folder + "/private.pem");
  const std::string pem{std::istreambuf_iterator<char>(file), {}};
  std::string text = R"({
  "type": "service_account",
  "project_id": "example-shop",
  "private_key_id": "key-1",
  "client_email": "usher@example-shop.iam.gserviceaccount.com",
  "client_id": "1234567890",
  "private_key": )";
  base::AppendJsonString(pem, &text);
  return absl::StrCat(text, ",\n  \"token_uri\": \"", token_uri, "\"\n}\n");
}

}  // namespace usher::provider
