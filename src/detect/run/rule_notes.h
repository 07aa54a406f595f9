#pragma once
// What a rule file says for Longpan beside what Sigma knows: the map `longpan` of a document. Other programs pass over it.
//
//   longpan:
//     title: 删除卷影副本                 # Chinese title; Sigma's `title` is English
//     advice: 立即隔离主机                # what to do
//     entity: host.name                  # the field that says what the alert is about
//     classes: {threat_classes_202: T2.virus, event_classes: malware.ransomware, rsit: malicious-code.infected-system}
//     examples: {match: [...], no_match: [...]}   # lines of logs; rule_examples.h
//
// Pure reading; any thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"

namespace lp::detect {

// Lines of one log; {n} in `line` stands for the number of the repetition, {n4} for it in four digits, {time}, {epoch} and
// {syslog} for the moment in the form the log writes it.
struct ExampleLine {
  std::string format, line;
  int repeat = 1;
  std::int64_t every = 1'000'000;  // microseconds between two
};

struct RuleNotes {
  std::string title{}, advice{}, entity{};
  std::vector<std::string> classes{};           // "threat_classes_202:T2.virus"
  std::vector<ExampleLine> match{}, no_match{}; // each a sequence: of the first the rule tells at least once, of the second never
  SourceRef where{};
};

// By rule id. What cannot be read is reported and left out.
using RuleNotesById = std::map<std::string, RuleNotes, std::less<>>;
void read_rule_notes(std::string_view text, std::string_view file, RuleNotesById& notes, Diagnostics& out);
// Every .yml and .yaml below a folder, or one file. not_found when it is not there.
Status load_rule_notes(const std::filesystem::path& path, RuleNotesById& notes, Diagnostics& out);

}  // namespace lp::detect
