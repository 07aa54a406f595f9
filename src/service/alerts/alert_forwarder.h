#pragma once
// Sends the alerts of a file (longpan-alert/1, one a line, growing) to receivers. The file is the queue: a receiver that stops
// holds up nobody and loses nothing.
//
// Each receiver has its own place in the file, kept after what it took: at least once, in order; after a kill the last few may be
// sent again, with the same id. A receiver that fails is tried again after 1, 2, 4 … seconds, at most 5 minutes. A file that
// begins with another alert, or holds another one where the last stood, is read from its beginning; one that became shorter is waited for: a
// run that goes on after a kill writes the same again. Lines that are no alert are counted and passed over.
//
// Threads: one at a time.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "detect/alert.h"
#include "io/keyed_file.h"
#include "service/alerts/alert_targets.h"

namespace lp::service {

class AlertForwarder {
 public:
  struct Options {
    std::filesystem::path alerts;
    std::filesystem::path places;          // made when absent
    detect::Severity least = detect::Severity::informational;
  };
  // What became of one receiver in this run.
  struct Report {
    std::string shown;
    std::uint64_t sent = 0, below = 0, refused = 0, unreadable = 0, failures = 0;
    std::string problem{};                 // of the last failure, until it works again
    bool at_end = false;                   // has all the file holds; not when its last line has no end
  };

  // conflict: another program forwards with these places.
  static Result<AlertForwarder> open(Options options, std::vector<std::unique_ptr<AlertTarget>> targets, const Clock& clock);
  AlertForwarder(AlertForwarder&&) noexcept;
  ~AlertForwarder();

  // Sends what is there to those who take it, at most `most` alerts each. True: something was sent or passed over.
  // `settled`: nobody is writing the file again, so that one that became shorter is another one.
  Result<bool> step(bool settled = false, std::size_t most = 256);
  std::vector<Report> reports() const;
  bool all_at_end() const;

 private:
  struct Receiver;
  AlertForwarder(Options options, std::unique_ptr<io::KeyedFile> places, const Clock& clock);
  Status restore(Receiver& receiver);
  Result<bool> step(Receiver& receiver, bool settled, std::size_t most);
  // False: not taken, try again later.
  bool pass_on(Receiver& receiver, std::string_view line);
  Status keep(const Receiver& receiver);

  Options options_;
  std::unique_ptr<io::KeyedFile> places_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Receiver>> receivers_;
};

}  // namespace lp::service
