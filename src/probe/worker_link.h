#pragma once
// JSON messages between the runner and one worker: four bytes of length, then the text. A worker may be taken over by what it reads, so
// the runner's side takes nothing for granted: a message that is too long or malformed ends the worker.

#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace lp::probe {

class WorkerLink {
 public:
  explicit WorkerLink(int descriptor) : fd_(descriptor) {}
  ~WorkerLink();
  WorkerLink(WorkerLink&& other) noexcept;
  WorkerLink& operator=(WorkerLink&& other) noexcept;
  int descriptor() const { return fd_; }

  // Both wait. unavailable: the other side is gone.
  Status send(const json::object& message);
  Result<json::object> receive();

  // Without waiting: takes what has arrived; false when the other side is gone.
  bool take_arrived();
  // The next whole message; invalid when it is none.
  Result<std::optional<json::object>> next();

 private:
  int fd_ = -1;
  std::string held_;
};

}  // namespace lp::probe
