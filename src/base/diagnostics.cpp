#include "base/diagnostics.h"

#include <fmt/format.h>

namespace lp {

std::string to_string(const SourceRef& ref) {
  if (ref.line == 0) return ref.file;
  if (ref.column == 0) return fmt::format("{}:{}", ref.file, ref.line);
  return fmt::format("{}:{}:{}", ref.file, ref.line, ref.column);
}

void Diagnostics::add(Diagnostic item) {
  std::size_t& counter = item.severity == Severity::error     ? errors_
                         : item.severity == Severity::warning ? warnings_
                                                              : notes_;
  if (counter++ < keep_) items_.push_back(std::move(item));
}

void Diagnostics::error(SourceRef where, std::string code, std::string what, std::string why, std::string hint) {
  add({Severity::error, std::move(where), std::move(code), std::move(what), std::move(why), std::move(hint)});
}

void Diagnostics::warning(SourceRef where, std::string code, std::string what, std::string why, std::string hint) {
  add({Severity::warning, std::move(where), std::move(code), std::move(what), std::move(why), std::move(hint)});
}

void Diagnostics::merge(const Diagnostics& other) {
  const std::size_t errors = errors_ + other.errors_, warnings = warnings_ + other.warnings_,
                    notes = notes_ + other.notes_;
  for (const Diagnostic& d : other.items_) add(d);
  errors_ = errors;
  warnings_ = warnings;
  notes_ = notes;
}

}  // namespace lp
