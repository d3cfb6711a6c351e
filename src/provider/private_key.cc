#include "provider/private_key.h"

#include <array>

#include "absl/status/status.h"
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

namespace usher::provider {
namespace {

constexpr int kRsaBitsMin = 2048;
constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kPointBytes = 65;
constexpr char kCurve[] = "prime256v1";

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* it) const {
    Free(it);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool IsP256(const EVP_PKEY* key) {
  std::array<char, 32> name{};
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1 &&
         absl::string_view(name.data()) == kCurve;
}

OwnedKey PublicKey(absl::string_view point) {
  if (point.size() != kPointBytes || point[0] != 0x04) return nullptr;
  std::array<char, sizeof kCurve> curve{};
  std::copy(std::begin(kCurve), std::end(kCurve), curve.begin());
  std::string bytes(point);
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size()),
      OSSL_PARAM_construct_end()};
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(parameters)) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  return OwnedKey(key);
}

// OpenSSL signs in DER; JSON Web Signatures have r and s side by side.
std::string RAndS(absl::string_view der) {
  const unsigned char* begin = Bytes(der);
  const Owned<ECDSA_SIG, ECDSA_SIG_free> signature(
      d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
  if (signature == nullptr) return "";
  std::array<unsigned char, 2 * kScalarBytes> both{};
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), both.data(), kScalarBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), both.data() + kScalarBytes, kScalarBytes);
  return {reinterpret_cast<const char*>(both.data()), both.size()};
}

absl::Status NoPoint() {
  return absl::InvalidArgumentError(
      "expected a public key of P-256: 65 bytes of a point on the curve, not compressed");
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PrivateKey>> PrivateKey::FromPem(absl::string_view pem,
                                                                      Kind kind) {
  const Owned<BIO, BIO_free> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // Without this callback OpenSSL would ask the terminal for the password of an encrypted key.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  OwnedKey key(PEM_read_bio_PrivateKey(text.get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  if (kind == Kind::kRs256) {
    if (key == nullptr || EVP_PKEY_is_a(key.get(), "RSA") != 1 ||
        EVP_PKEY_get_bits(key.get()) < kRsaBitsMin) {
      return absl::InvalidArgumentError(
          "expected a private RSA key of at least 2048 bits in PEM, without a password");
    }
  } else if (key == nullptr || !IsP256(key.get())) {
    return absl::InvalidArgumentError(
        "expected a private key of the curve P-256 in PEM, without a password");
  }
  return std::shared_ptr<const PrivateKey>(new PrivateKey(key.release(), kind));
}

absl::StatusOr<std::shared_ptr<const PrivateKey>> PrivateKey::FromScalar(absl::string_view scalar) {
  absl::Status none = absl::InvalidArgumentError("expected a private key of P-256: 32 bytes");
  if (scalar.size() != kScalarBytes) return none;
  const Owned<EC_GROUP, EC_GROUP_free> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Owned<BIGNUM, BN_clear_free> number(BN_bin2bn(Bytes(scalar), kScalarBytes, nullptr));
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return none;
  }
  const Owned<EC_POINT, EC_POINT_free> point(EC_POINT_new(group.get()));
  std::array<unsigned char, kPointBytes> bytes{};
  if (EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                         bytes.size(), nullptr) != bytes.size()) {
    return none;
  }
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes.data(),
                                   bytes.size());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get());
  const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1) {
    ERR_clear_error();
    return none;
  }
  return std::shared_ptr<const PrivateKey>(new PrivateKey(key, Kind::kEs256));
}

absl::StatusOr<std::shared_ptr<const PrivateKey>> PrivateKey::NewP256() {
  EVP_PKEY* key = EVP_EC_gen(kCurve);
  if (key == nullptr) return absl::InternalError("OpenSSL made no key");
  return std::shared_ptr<const PrivateKey>(new PrivateKey(key, Kind::kEs256));
}

PrivateKey::~PrivateKey() { EVP_PKEY_free(key_); }

absl::StatusOr<std::string> PrivateKey::Sign(absl::string_view text) const {
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::size_t size = 0;
  std::string signature;
  bool good = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_) == 1 &&
              EVP_DigestSign(context.get(), nullptr, &size, Bytes(text), text.size()) == 1;
  if (good) {
    signature.resize(size);
    good = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                          Bytes(text), text.size()) == 1;
    signature.resize(size);
  }
  if (good && kind_ == Kind::kEs256) signature = RAndS(signature);
  ERR_clear_error();
  if (!good || signature.empty()) return absl::InternalError("OpenSSL did not sign");
  return signature;
}

std::string PrivateKey::PublicPoint() const {
  std::array<unsigned char, kPointBytes> point{};
  std::size_t size = 0;
  EVP_PKEY_get_octet_string_param(key_, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point.data(),
                                  point.size(), &size);
  return {reinterpret_cast<const char*>(point.data()), size};
}

absl::StatusOr<std::string> PrivateKey::Agree(absl::string_view point) const {
  const OwnedKey peer = PublicKey(point);
  if (peer == nullptr) return NoPoint();
  const OwnedKeyContext context(EVP_PKEY_CTX_new(key_, nullptr));
  std::array<unsigned char, kScalarBytes> secret{};
  std::size_t size = secret.size();
  if (EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), secret.data(), &size) != 1 || size != secret.size()) {
    ERR_clear_error();
    return NoPoint();
  }
  return std::string(reinterpret_cast<const char*>(secret.data()), size);
}

absl::Status CheckP256Point(absl::string_view point) {
  return PublicKey(point) != nullptr ? absl::OkStatus() : NoPoint();
}

}  // namespace usher::provider
