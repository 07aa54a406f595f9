#pragma once
// The parts of `longpan detect`, one file each; each adds its options to a subcommand and says how to run it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "detect/run/block_scanner.h"
#include "detect/run/detector.h"

namespace lp::cli {

Run add_detect_run(CLI::App& app);
Run add_detect_receive(CLI::App& app);
Run add_detect_forward(CLI::App& app);
Run add_detect_rules(CLI::App& app);
Run add_detect_explain(CLI::App& app);
Run add_detect_indicators(CLI::App& app);
Run add_detect_report(CLI::App& app);
Run add_detect_formats(CLI::App& app);
Run add_detect_hunt(CLI::App& app);
Run add_detect_alerts(CLI::App& app);
Run add_detect_store(CLI::App& app);

// What all parts that look at events share.
struct DetectorChoice {
  std::vector<std::filesystem::path> rules;   // beside our own
  bool own_rules = true, routing = true;
  std::string indicators, allow_lists, owners, suppressions, public_suffixes, owner;
};
void add_detector_options(CLI::App& app, DetectorChoice& choice);
// Loads it; rules and lines that cannot be used are printed as warnings, or put into `found` when it is given.
Result<std::shared_ptr<const detect::Detector>> load_detector(Context& context, const DetectorChoice& choice, Diagnostics* found = nullptr);

// Takes personal data out of evidence, leaves addresses and names of machines: they are the evidence.
Result<detect::Masker> make_masker(Context& context);

}  // namespace lp::cli
