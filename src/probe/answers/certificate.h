#pragma once
#include <openssl/x509.h>

#include <map>
#include <string>

#include "base/time.h"

namespace lp::probe {

// What a certificate says, as facts "tls.subject", "tls.issuer", "tls.san", "tls.serial", "tls.not_before", "tls.not_after",
// "tls.key", "tls.signature", "tls.sha256"; and as "yes" or "no" what is wrong with it at `now`: "tls.expired",
// "tls.not_yet_valid", "tls.self_signed", "tls.weak_key" (RSA, DSA under 2048 bits, curves under 224), "tls.weak_signature" (MD5,
// SHA-1). "tls.host_mismatch" only when `host_name` is given.
void add_certificate_facts(X509* certificate, Timestamp now, const std::string& host_name, std::map<std::string, std::string>& facts);

}  // namespace lp::probe
