#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "messages/store_port.h"

namespace usher::store {

// An empty store of `shards` shards together with what keeps it alive.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual messages::StorePort& store() = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>(int shards)> make;
};

// What every store must do; instantiated by the test of each.
class StoreContractTest : public testing::TestWithParam<StoreKind> {
 protected:
  static constexpr int kShards = 4;
  void SetUp() override { under_test_ = GetParam().make(kShards); }
  messages::StorePort& store() { return under_test_->store(); }

 private:
  std::unique_ptr<StoreUnderTest> under_test_;
};

}  // namespace usher::store
