#pragma once
// What the words of an answer say about the software behind it: specs/fingerprints/*.yaml, data and not code
// (docs/formats/fingerprints.md). Only what has been answered is read; no packet is sent for it.
//
// Immutable once loaded: any number of threads may identify at once. A pattern that needs more steps than the limit
// counts as no match, so that no answer can hold a thread up.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "probe/engine.h"

namespace lp::probe {

enum class FingerprintPart : std::uint8_t { application, os, hardware };  // as in CPE: a, o, h

// A text that must be identified as said; for tests and for people who read the file.
struct FingerprintExample {
  std::string text;
  std::string version{};  // "" = none is expected
  std::string cpe{}, package{};  // "" = not compared
  SourceRef where{};
};

struct Fingerprint {
  std::string id;
  std::vector<std::string> matches;   // facts it reads: "banner", "http.server", "http.title", "tls.issuer", "ssh.software" …
  std::string pattern;                // found anywhere, letter case aside; named groups fill the templates below
  FingerprintPart part = FingerprintPart::application;
  int rank = 50;                      // of several for one answer the higher comes first
  // Templates: "{version}" is a named group. A group that took no part is "" (in the CPE "*").
  std::string vendor, product, version{}, cpe{};
  std::string package{};              // the distribution's package version where the answer tells it: "9.2p1-2+deb12u3"
  std::vector<FingerprintExample> examples{};
  std::vector<FingerprintExample> near_misses{};  // only `text`: nothing may come of it
  SourceRef where{};
};

// One thing said about the answer.
struct Identification {
  std::string fingerprint;            // its id
  std::string fact;                   // the fact that was read
  FingerprintPart part = FingerprintPart::application;
  int rank = 0;
  std::string vendor, product, version, cpe, package;
};

class Fingerprints {
 public:
  Fingerprints();
  ~Fingerprints();
  Fingerprints(Fingerprints&&) noexcept;
  Fingerprints& operator=(Fingerprints&&) noexcept;

  // Reads specs/fingerprints. A bad file or entry is reported with its place and left out; error only when the
  // folder cannot be read (not_found, io). `specs` is the folder that holds fingerprints/.
  static Result<Fingerprints> load(const std::filesystem::path& specs, Diagnostics& out);
  // One file's text as if it stood at `file`; adds to what is there.
  void read(std::string_view file, std::string_view text, Diagnostics& out);

  // Everything the facts say, highest rank first; of one product only the one that tells a version. Empty: not known.
  std::vector<Identification> identify(const std::map<std::string, std::string>& facts) const;
  // Puts the first application (or else hardware, or else system) into vendor, product, version, cpe and fingerprint. Facts
  // gain "os.vendor", "os.product", "os.version", "os.cpe", "package", and "also": the rest as "product version" in rank order,
  // separated by "; ". What was not identified is left as it was.
  void apply(Observation& observation) const;

  const std::vector<Fingerprint>& all() const;
  // Fingerprint `index` of all() alone on one text; `fact` of the result is its first.
  std::optional<Identification> try_one(std::size_t index, std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

// Every example must be identified as it says and no near miss at all: error "example_differs", "near_miss_matches".
void lint_fingerprints(const Fingerprints& fingerprints, Diagnostics& out);

// The names of facts a fingerprint may read.
const std::vector<std::string>& fingerprint_facts();

}  // namespace lp::probe
