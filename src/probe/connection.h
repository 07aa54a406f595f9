#pragma once
// A TCP connection of ours: never opened without the gate, never blocking, never outliving its exchange's deadline, given up
// within a tenth of a second of a stop. Addresses are numbers; a name is refused, not looked up.

#include "probe/stream.h"

namespace lp::probe {

class Connection final : public Stream {
 public:
  // Whose bytes are evidence: the connection's own (`here`: application data, counted; `raw`: a handshake's), or those of a
  // layer above it, which records and counts them itself.
  enum class Evidence : std::uint8_t { here, raw, above };

  explicit Connection(Exchange& exchange, Evidence evidence = Evidence::here) : exchange_(exchange), evidence_(evidence) {}
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Passes the gate and connects to the exchange's endpoint. `method` as the gate knows it. Once for each object.
  Net open(std::string_view method);
  Net send(std::string_view bytes) override;
  Net read(std::string& into, std::size_t limit, Exchange::SteadyTime until) override;

 private:
  Net connect();
  Net await(short events, Exchange::SteadyTime until) const;
  Net fail(int error, const char* what);

  Exchange& exchange_;
  Evidence evidence_;
  int fd_ = -1;
  int packets_ = 0;
};

}  // namespace lp::probe
