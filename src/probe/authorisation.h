#pragma once
// Who allowed what to be asked of which addresses, when, how fast: a signed file (docs/probe.md). Nothing is sent without one.
//
// What is not allowed in words is refused: a file with a member that is not known, an address class that is not named, a
// sensitive range without its approval. A file is one that is read and checked as a whole or not at all.
//
// Errors: invalid (malformed; `fields` holds the JSON pointer, a stable code and both sentences), denied (unsigned, wrong key,
// revoked, out of its time, over-wide, without an approval). Values are immutable once loaded: any thread may read them.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ip_range.h"
#include "probe/gate.h"
#include "probe/signing.h"

namespace lp::probe {

struct PortRange {
  std::uint16_t first = 1, last = 65535;   // inclusive, first ≥ 1
  bool operator==(const PortRange&) const = default;
};
// "22", "8000-8100"; invalid otherwise.
Result<PortRange> parse_port_range(std::string_view text);
std::string to_string(const PortRange& range);

// Hours of every day in China time; `to` before `from` goes over midnight, 1440 is the end of the day.
struct DailyHours {
  int from_minute = 0, to_minute = 1440;
  bool operator==(const DailyHours&) const = default;
};

// Connections (TCP) or datagrams (UDP) a second. May be a fraction: 0.2 is one in five seconds.
struct Rates {
  double per_target = 0, per_block = 0, total = 0;  // block: a /24, or a /64 of IPv6
};

enum class ApprovalKind : std::uint8_t {
  cii,            // 关键信息基础设施: approval of the authorities, or of the protection department or operator
  carrier_core,   // 基础电信网络: reported to the State Council's telecom authority beforehand
  wide_scope,     // more addresses than Policy::most_addresses
};
std::string_view to_string(ApprovalKind kind);

struct Approval {
  ApprovalKind kind = ApprovalKind::cii;
  std::string number, by;
  Timestamp at{};
  std::vector<model::IpRange> ranges{};  // it covers; none = all of the kind (only for wide_scope)
};
struct SensitiveRanges {
  ApprovalKind kind = ApprovalKind::cii;
  std::vector<model::IpRange> ranges;
};

struct Authorisation {
  std::string id, organisation, operator_name;
  std::vector<model::IpRange> ranges;       // may be asked …
  std::vector<model::IpRange> excluded{};   // … but never these
  std::vector<model::IpRange> special{};    // loopback, link-local, multicast, own management …: only when listed here as well
  std::vector<std::string> domains{};       // names that may be said (SNI, Host); never widen the addresses
  std::vector<PortRange> tcp_ports{}, udp_ports{};
  std::set<std::string, std::less<>> methods{};  // "connect", "banner", "http", "tls", "nmap_service", "nuclei", "testssl" …
  Timestamp from{}, to{};                   // [from, to)
  std::vector<DailyHours> hours{};          // none = all day
  Rates rates{};
  std::vector<SensitiveRanges> sensitive{};
  std::vector<Approval> approvals{};
  bool ot_safe = false;                     // industrial equipment: only engines that say they are safe for it
  std::string digest{};                     // SHA-256 of what was signed, hexadecimal
  std::string key_id{};                     // of the key that signed; "" = not verified
};

// What the machine and the regulator know beside the file. All of it only narrows.
struct Policy {
  std::int64_t most_addresses = 65'536;     // IPv4 addresses plus IPv6 /64 networks; more need a wide_scope approval
  std::vector<SensitiveRanges> sensitive{}; // from the ledger: CII and carrier core
  std::vector<model::IpRange> management{}; // our own addresses
};
// {"sensitive": [{"kind": "cii", "ranges": ["192.0.2.0/24"]}], "management": ["198.51.100.7"], "most_addresses": 65536}
Result<Policy> load_policy(const std::filesystem::path& path);
// The addresses of this machine's interfaces, for Policy::management.
std::vector<model::IpRange> own_addresses();

struct Trust {
  std::vector<PublicKey> keys;                    // one of them must have signed
  std::filesystem::path revocations{};            // "" = none is kept; a named file that cannot be read is an error
  Policy policy{};
};

// The body alone, well formed; nothing about signature, time or scope has been checked.
Result<Authorisation> parse_authorisation(std::string_view body);
// Body → the file with the signature inside: {"authorisation": {…}, "signature": {"algorithm", "key", "value"}}. The body is
// parsed and checked against `policy` before; its time is not.
Result<std::string> sign_authorisation(std::string_view body, const PrivateKey& key, const Policy& policy = {});
// For a signature kept beside the file (FILE.sig, base64).
Result<std::string> sign_detached(std::string_view body, const PrivateKey& key, const Policy& policy = {});
// `detached` is "" for a file with the signature inside. Checks signature, revocation is left to load_authorisation.
Result<Authorisation> verify_authorisation(std::string_view file, std::string_view detached, const std::vector<PublicKey>& keys);
// Everything but the time: read, signature, revocation, scope. FILE.sig is read when the file has no signature inside.
Result<Authorisation> load_authorisation(const std::filesystem::path& path, const Trust& trust);

// Over-wide, special addresses, approvals.
Status check_scope(const Authorisation& authorisation, const Policy& policy);
// denied: not yet valid, expired, outside of the hours. The code of the field problem says which.
Status check_time(const Authorisation& authorisation, Timestamp now);
// not_found in the file = ok. denied when it names the id or the digest. {"revoked": [{"id": "…", "at": "…", "reason": "…"}]}
Status check_revocation(const Authorisation& authorisation, const std::filesystem::path& revocations);
// Adds one entry, atomically; makes the file.
Status revoke(const std::filesystem::path& revocations, std::string_view id, std::string_view reason, Timestamp at);

// An address in the only form that is used; invalid for octal, hexadecimal, integer and short forms, zone ids, and IPv6 forms
// that carry an IPv4 address (64:ff9b::, 2002::, Teredo, ::a.b.c.d). IPv4-mapped IPv6 becomes IPv4.
Result<model::IpAddress> parse_target_address(std::string_view text);

// An authorisation made fast to ask; immutable, shared by threads.
class Scope {
 public:
  Scope(const Authorisation& authorisation, const Policy& policy);
  bool allows(const model::IpAddress& address) const;
  bool allows(Transport transport, std::uint16_t port) const;
  bool allows_method(std::string_view method) const { return methods_.find(method) != methods_.end(); }
  bool allows_name(std::string_view canonical_name) const;
  // Address (canonical text only), port, transport and method together. denied, with the part that is not allowed.
  Status check(const Endpoint& endpoint, std::string_view method) const;
  // Disjoint, sorted: what is left of the ranges without the excluded, the special and the unapproved.
  const std::vector<model::IpRange>& ranges() const { return ranges_; }
  const std::vector<PortRange>& ports(Transport transport) const { return transport == Transport::tcp ? tcp_ : udp_; }

 private:
  std::vector<model::IpRange> ranges_;
  std::vector<PortRange> tcp_, udp_;
  std::set<std::string, std::less<>> methods_;
  std::vector<std::string> domains_;
};

}  // namespace lp::probe
