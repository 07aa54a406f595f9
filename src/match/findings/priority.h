#pragma once
// How urgent a finding is, and why: severity, exploited in the wild (KEV), likely to be (EPSS), SSVC (CISA's coordinator table), BOD 26-04,
// exposure. The tables and thresholds are data (specs/match/priority). Silence is "not stated", never "none": a table with an input that
// is not stated gives what holds whatever the input is, and says so.
//
// Threads: everything here is immutable after it is made.

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "match/findings/finding.h"
#include "match/findings/key_map.h"
#include "match/signals.h"

namespace lp::match {

enum class PriorityLevel : std::uint8_t { low, medium, high, urgent };  // by rising urgency
enum class Exposure : std::uint8_t { unknown, internal, internet };
enum class MissionImpact : std::uint8_t { unknown, low, medium, high };  // of the asset, SSVC "mission and well-being"
std::string_view to_string(PriorityLevel level);
std::string_view to_string(Exposure exposure);
std::string_view to_string(MissionImpact impact);
std::optional<PriorityLevel> parse_priority_level(std::string_view word);
std::optional<Exposure> parse_exposure(std::string_view word);
std::optional<MissionImpact> parse_mission_impact(std::string_view word);

// What is said of one flaw; of several when a finding has several ids (the worst).
struct FlawFacts {
  std::optional<bool> exploited{};         // in KEV; false only when the whole list was read
  bool ransomware = false;
  std::optional<Date> kev_due{};
  std::optional<double> epss{}, percentile{};
  Exploitation exploitation = Exploitation::unknown;
  std::optional<bool> automatable{};
  std::optional<bool> total_impact{};      // total, else partial
  bool operator==(const FlawFacts&) const = default;
};

// What is said of the asset.
struct AssetFacts {
  Exposure exposure = Exposure::unknown;
  MissionImpact mission = MissionImpact::unknown;
  bool operator==(const AssetFacts&) const = default;
};

struct PriorityStep {
  std::string source;                      // "severity", "kev", "epss", "ssvc", "bod_26_04", "exposure"
  std::optional<PriorityLevel> level;      // what the step asks for; empty: it does not tell
  LocalText why;
};

struct Priority {
  PriorityLevel level = PriorityLevel::medium;
  std::uint32_t rank = 0;                  // higher is first: level, exploited, EPSS, severity
  std::string ssvc{};                      // "act" "attend" "track*" "track"; "" = what is stated does not decide it
  std::string bod_26_04{};                 // "3 days" …; "" likewise
  std::vector<PriorityStep> steps{};       // in order; the last says the result
};

// One decision table: every combination of inputs has one outcome.
struct DecisionTable {
  struct Input {
    std::string name;                      // "exploitation"
    std::vector<std::string> values;
  };
  struct Outcome {
    std::string name;
    PriorityLevel level = PriorityLevel::low;
    LocalText title;
  };
  std::string id;
  LocalText title;
  std::string source;
  bool verified = false;
  std::vector<Input> inputs;
  std::vector<Outcome> outcomes;           // by rising urgency
  std::vector<std::uint8_t> rows;          // outcome by mixed radix of the inputs, the last input fastest
  // Per input the place of its value, or -1 = not stated. The least and the most urgent outcome that may be.
  std::pair<std::size_t, std::size_t> decide(std::span<const int> values) const;
  std::vector<std::pair<std::uint8_t, std::uint8_t>> decided;   // every answer of decide(), -1 counted as one more value
};

struct PriorityRules {
  DecisionTable ssvc, bod_26_04;
  std::map<std::string, PriorityLevel, std::less<>> severity;   // "critical" … "none", "" = not stated
  struct EpssStep { double from = 0; PriorityLevel level = PriorityLevel::low; };
  std::vector<EpssStep> epss;              // by falling `from`
  std::array<PriorityLevel, 3> exploited{}; // by Exposure
  bool internal_lowers = true;             // by one level what severity asks for, where the asset is known to be internal
  std::string source;
  bool verified = false;
  std::map<PriorityLevel, LocalText> titles;
};
// specs/match/priority under `specs`. A bad file is an error: half a table would rank wrongly.
Result<PriorityRules> load_priority_rules(const std::filesystem::path& specs, Diagnostics& out);

// Signals by id. Later signals of a source replace earlier ones.
class SignalTable {
 public:
  // Returns the place of the id's facts: stable, counts up from 0.
  std::uint32_t add(const Signal& signal);
  // The whole KEV list was read: an id that is not in it is not in KEV.
  void kev_is_complete() { kev_complete_ = true; }
  FlawFacts facts(std::string_view id) const;                       // CVE; nothing stated when unknown
  FlawFacts facts(std::span<const std::string> ids) const;          // the worst of all
  std::uint32_t place_of(std::string_view id) const;                // KeyMap::none: nothing is known
  FlawFacts at(std::uint32_t place) const;
  std::size_t size() const { return facts_.size(); }

 private:
  KeyMap places_;
  std::vector<FlawFacts> facts_;
  bool kev_complete_ = false;
};

// The worst of both; what one does not state is the other's.
void merge_facts(FlawFacts& into, const FlawFacts& other);
FlawFacts facts_of(const Advisory& advisory);    // its SSVC values

Priority prioritise(const PriorityRules& rules, const ReportedFinding& finding, const FlawFacts& flaw, const AssetFacts& asset);
// The level and rank alone, without words: for many.
std::pair<PriorityLevel, std::uint32_t> rank_of(const PriorityRules& rules, std::string_view severity, const FlawFacts& flaw, const AssetFacts& asset);

}  // namespace lp::match
