#pragma once
// Where workers and child programs run: behind the kernel guard (guard.h), which is the only one outside of tests.

#include <cstdint>

#include "base/result.h"
#include "probe/authorisation.h"

namespace lp::probe {

struct GuardCounters {
  std::uint64_t accepted_packets = 0;   // new connections and datagrams let out
  std::uint64_t dropped_packets = 0;    // wanted to leave to where nothing allows it
  std::uint64_t limited_packets = 0;    // over the rate
};

class Confinement {
 public:
  virtual ~Confinement() = default;
  // Called in a forked worker before it does anything: enters the namespace, gives up every right. A worker in which this fails ends.
  virtual Status enter() = 0;
  // The authorisation has become narrower.
  virtual Status renew(const Authorisation& authorisation, const Policy& policy) = 0;
  virtual Result<GuardCounters> counters() = 0;
};

}  // namespace lp::probe
