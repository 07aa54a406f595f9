#pragma once
// The kernel's guard: a network namespace whose only way out is one veth pair, with nftables rules made from the authorisation.
// It holds when our code is wrong or a child program does as it likes: what is not authorised is dropped, whoever sends it.
//
// Needs root (CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_SETUID), nft, ip and nsenter. Without them nothing is sent: there is no way without.
// The namespace has no name: it ends with the processes in it, also after kill -9; rules left outside are cleared at the next start.

#include <memory>
#include <string>

#include "base/result.h"
#include "probe/authorisation.h"
#include "probe/confinement.h"

namespace lp::probe {

struct GuardNames {
  std::string inside = "lpp1", outside = "lpp0";              // interfaces
  std::string table = "longpan_probe";
  std::string inside_v4 = "198.18.255.2", outside_v4 = "198.18.255.1";
  std::string inside_v6 = "fd6c:7070::2", outside_v6 = "fd6c:7070::1";
};

// The rules inside of the namespace: pure functions of the authorisation, in the language of `nft -f`.
std::string inside_rules(const Authorisation& authorisation, const Policy& policy, const GuardNames& names = {});
// The second lock, outside: what comes out of the pair is held against the addresses again, and translated.
std::string outside_rules(const Authorisation& authorisation, const Policy& policy, const GuardNames& names = {});

class Guard final : public Confinement {
 public:
  // ok when a guard can be raised here; else unsupported, with what is missing and how to mend it.
  static Status check_possible();
  static Result<std::unique_ptr<Guard>> raise(const Authorisation& authorisation, const Policy& policy);
  ~Guard() override;               // the namespace, the pair and the rules outside are gone afterwards

  Status enter() override;
  Status renew(const Authorisation& authorisation, const Policy& policy) override;
  Result<GuardCounters> counters() override;

 private:
  struct State;
  explicit Guard(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lp::probe
