#include "provider/address_guard.h"

#include <cstring>

#include "gtest/gtest.h"
#include <arpa/inet.h>
#include <netinet/in.h>

namespace usher::provider {
namespace {

// As it comes from a resolver.
bool Allows(const AddressGuard& guard, const std::string& text) {
  sockaddr_storage storage{};
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr = v4;
    std::memcpy(&storage, &address, sizeof address);
  } else {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &address.sin6_addr), 1) << text;
    std::memcpy(&storage, &address, sizeof address);
  }
  return guard.Allows(reinterpret_cast<const sockaddr*>(&storage));
}

TEST(AddressGuardTest, PublicAddressesAreAllowed) {
  const AddressGuard guard;
  for (const char* address : {"1.1.1.1",
                              "8.8.8.8",
                              "9.255.255.255",
                              "11.0.0.0",
                              "100.63.255.255",
                              "100.128.0.0",
                              "126.255.255.255",
                              "128.0.0.1",
                              "169.253.0.1",
                              "172.15.255.255",
                              "172.32.0.0",
                              "192.167.255.255",
                              "192.169.0.1",
                              "198.17.0.1",
                              "198.20.0.1",
                              "223.255.255.255",
                              "2606:4700:4700::1111",
                              "2a00:1450:4001::1",
                              "2001:4860:4860::8888",
                              "::ffff:1.1.1.1",
                              "64:ff9b::8.8.8.8"}) {
    EXPECT_TRUE(Allows(guard, address)) << address;
  }
}

TEST(AddressGuardTest, WhatIsNotPublicIsRefused) {
  const AddressGuard guard;
  for (const char* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.254",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.0.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.255.255.255",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::127.0.0.1",
                              "fe80::1",
                              "fc00::1",
                              "fd00:ec2::254",
                              "fec0::1",
                              "ff02::1",
                              "2001::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "3fff::1",
                              "5f00::1",
                              "100::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::ffff:169.254.169.254",
                              "64:ff9b::127.0.0.1",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b::169.254.169.254",
                              "64:ff9b:1::1"}) {
    EXPECT_FALSE(Allows(guard, address)) << address;
  }
}

TEST(AddressGuardTest, OnlyTheConfiguredRangesAreExempt) {
  const AddressGuard guard({*ParseAddressRange("10.1.0.0/16"), *ParseAddressRange("fd12::/16"),
                            *ParseAddressRange("127.0.0.1")});
  EXPECT_TRUE(Allows(guard, "10.1.2.3"));
  EXPECT_TRUE(Allows(guard, "::ffff:10.1.2.3"));
  EXPECT_TRUE(Allows(guard, "64:ff9b::10.1.2.3"));
  EXPECT_TRUE(Allows(guard, "fd12::1"));
  EXPECT_TRUE(Allows(guard, "127.0.0.1"));
  EXPECT_FALSE(Allows(guard, "10.2.0.1"));
  EXPECT_FALSE(Allows(guard, "127.0.0.2"));
  EXPECT_FALSE(Allows(guard, "fd13::1"));
}

TEST(AddressGuardTest, OtherKindsOfAddressesAreRefused) {
  sockaddr local{};
  local.sa_family = AF_UNIX;
  EXPECT_FALSE(AddressGuard().Allows(&local));
}

TEST(AddressRangeTest, RefusesWhatIsNoRange) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "fd00::/129", "host/8",
                           "10.0.0.0/", "10.0.0.0/8/8", "127.1"}) {
    EXPECT_FALSE(ParseAddressRange(text).ok()) << text;
  }
  EXPECT_EQ(ParseAddressRange("10.0.0.0/33").status().message(),
            "10.0.0.0/33: expected a range of addresses such as 10.0.0.0/8 or fd00::/8");
}

TEST(AddressRangeTest, ComparesOnlyItsFirstBits) {
  const AddressRange range = *ParseAddressRange("172.16.0.0/12");
  EXPECT_TRUE(range.Contains(ParseAddressRange("172.31.255.255")->first));
  EXPECT_FALSE(range.Contains(ParseAddressRange("172.32.0.0")->first));
  EXPECT_TRUE(ParseAddressRange("::/0")->Contains(ParseAddressRange("ff00::1")->first));
}

}  // namespace
}  // namespace usher::provider
