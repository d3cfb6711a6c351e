#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

#include "provider/secret_file.h"

namespace usher::provider {

// What a file of secrets says as a whole, such as a key. It is read anew when the file has changed;
// while a changed file is faulty, what it said before holds. Thread-safe.
template <class T>
class SecretOf {
 public:
  // Reads the text of the file, without empty lines. Its errors must not show secrets.
  using Parse = absl::StatusOr<T> (*)(absl::string_view text);

  // The errors of SecretFile::Open() and of `parse`, naming the file.
  static absl::StatusOr<std::shared_ptr<SecretOf>> Open(const std::string& path, Parse parse) {
    auto file = SecretFile::Open(path);
    if (!file.ok()) return file.status();
    std::shared_ptr<SecretOf> secret(new SecretOf(*std::move(file), parse));
    const absl::Status status = secret->Read();
    if (!status.ok()) {
      return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
    }
    return secret;
  }

  // The same pointer as long as the file says the same.
  std::shared_ptr<const T> Get() {
    const std::lock_guard<std::mutex> lock(mutex_);
    Read().IgnoreError();
    return value_;
  }

 private:
  SecretOf(std::unique_ptr<SecretFile> file, Parse parse) : file_(std::move(file)), parse_(parse) {}

  absl::Status Read() {
    std::string text = absl::StrJoin(file_->Get(), "\n");
    if (text == text_) return absl::OkStatus();
    text_ = std::move(text);
    auto value = parse_(text_);
    if (!value.ok()) return value.status();
    value_ = std::make_shared<const T>(*std::move(value));
    return absl::OkStatus();
  }

  const std::unique_ptr<SecretFile> file_;
  const Parse parse_;
  std::mutex mutex_;
  std::string text_;                // guarded by mutex_
  std::shared_ptr<const T> value_;  // guarded by mutex_; of the last text that was good
};

}  // namespace usher::provider
