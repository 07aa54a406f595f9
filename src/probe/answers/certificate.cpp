#include "probe/answers/certificate.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "model/ip_range.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

constexpr std::size_t value_limit = 512;
constexpr int names_limit = 50;

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct NamesFree {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

std::string name_text(const X509_NAME* name) {
  const std::unique_ptr<BIO, BioFree> bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return printable(std::string_view(data, static_cast<std::size_t>(std::max(size, 0L))), value_limit);
}

std::optional<Timestamp> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return Timestamp(static_cast<std::int64_t>(timegm(&parts)) * 1'000'000);
}

std::string address_text(const ASN1_OCTET_STRING* bytes) {
  model::IpAddress address;
  const int size = ASN1_STRING_length(bytes);
  if (size != 4 && size != 16) return {};
  address.v6 = size == 16;
  const unsigned char* data = ASN1_STRING_get0_data(bytes);
  std::copy(data, data + size, address.bytes.end() - size);
  return model::to_string(address);
}

std::string alternative_names(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, NamesFree> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string out;
  const int count = names == nullptr ? 0 : std::min(sk_GENERAL_NAME_num(names.get()), names_limit);
  for (int i = 0; i < count; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    std::string one;
    if (name->type == GEN_IPADD) one = address_text(name->d.iPAddress);
    if (name->type == GEN_DNS || name->type == GEN_EMAIL || name->type == GEN_URI) {
      one.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.ia5)), static_cast<std::size_t>(ASN1_STRING_length(name->d.ia5)));
    }
    if (!one.empty()) out += (out.empty() ? "" : ", ") + printable(one, 128);
  }
  return out;
}

struct Key {
  std::string text;
  bool weak = false;
};

Key key_of(X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return {};
  const int bits = EVP_PKEY_get_bits(key);
  const int type = EVP_PKEY_get_base_id(key);
  if (type == EVP_PKEY_EC) {
    char group[64] = "";
    std::size_t size = 0;
    EVP_PKEY_get_group_name(key, group, sizeof group, &size);
    return {"EC " + std::string(group, std::min(size, sizeof group)), bits < 224};
  }
  const char* name = EVP_PKEY_get0_type_name(key);
  const bool sized = type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS || type == EVP_PKEY_DSA;
  return {std::string(name == nullptr ? "unknown" : name) + (sized ? " " + std::to_string(bits) : ""), sized && bits < 2048};
}

bool weak_signature(X509* certificate) {
  int digest = NID_undef;
  X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr);
  return digest == NID_md5 || digest == NID_sha1 || digest == NID_md4 || digest == NID_md5_sha1;
}

bool matches_host(X509* certificate, const std::string& host) {
  return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1 || X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

std::string sha256_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) return {};
  return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

std::string serial_of(X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  return to_hex(std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                                 static_cast<std::size_t>(std::min(ASN1_STRING_length(serial), 32))));
}

}  // namespace

void add_certificate_facts(X509* certificate, Timestamp now, const std::string& host_name, std::map<std::string, std::string>& facts) {
  const auto text = [&](const char* name, std::string value) {
    if (!value.empty()) facts[std::string("tls.") + name] = std::move(value);
  };
  const auto flag = [&](const char* name, bool value) { text(name, value ? "yes" : "no"); };
  text("subject", name_text(X509_get_subject_name(certificate)));
  text("issuer", name_text(X509_get_issuer_name(certificate)));
  text("san", alternative_names(certificate));
  text("serial", serial_of(certificate));
  const auto from = time_of(X509_get0_notBefore(certificate)), to = time_of(X509_get0_notAfter(certificate));
  if (from) text("not_before", to_string(*from));
  if (to) text("not_after", to_string(*to));
  if (to) flag("expired", *to < now);
  if (from) flag("not_yet_valid", now < *from);
  const Key key = key_of(certificate);
  text("key", key.text);
  flag("weak_key", key.weak);
  text("signature", OBJ_nid2ln(X509_get_signature_nid(certificate)));
  flag("weak_signature", weak_signature(certificate));
  const bool own_issuer = X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
  flag("self_signed", own_issuer && X509_verify(certificate, X509_get0_pubkey(certificate)) == 1);
  text("sha256", sha256_of(certificate));
  if (!host_name.empty()) flag("host_mismatch", !matches_host(certificate, host_name));
}

}  // namespace lp::probe
