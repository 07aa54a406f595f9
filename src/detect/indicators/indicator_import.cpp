#include "detect/indicators/indicator_import.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "detect/net/ip_address.h"
#include "io/files.h"

namespace lp::detect {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{2} << 30;

// Mail addresses are personal data: they are not shown.
std::string shown(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return "a mail address";
  const std::string cut = truncate(text, 60);
  return is_valid_utf8(cut) ? cut : "bytes that are no text";
}

}  // namespace

ImportSink::ImportSink(const ImportOptions& options, IndicatorSet& set, Diagnostics& out) : file_(options.file), set_(set), out_(out), defaults_(options.context) {
  if (defaults_.source.empty()) defaults_.source = file_;
}

void ImportSink::take(IndicatorKind kind, std::string_view text, const IndicatorContext& context, int line) {
  if (!has_last_ || context != last_context_) {
    last_context_ = context;
    last_id_ = set_.add_context(context);
    has_last_ = true;
  }
  const std::string clear = refang(trim(text));
  // A range is often given where an address is due, and the other way round.
  if (kind == IndicatorKind::ip && clear.find('/') != std::string::npos) kind = IndicatorKind::prefix;
  if (kind == IndicatorKind::domain && parse_ip(clear)) kind = IndicatorKind::ip;
  if (set_.add(kind, clear, last_id_)) ++statistics_.taken;
  else refuse(line, "no_indicator", "no " + std::string(to_string(kind)) + ": " + shown(clear));
}

void ImportSink::take_any(std::string_view text, const IndicatorContext& context, int line) {
  const std::string clear = refang(trim(text));
  const std::size_t colon = clear.rfind(':');
  if (colon != std::string::npos && clear.find(':') == colon && parse_ip(std::string_view(clear).substr(0, colon))) {
    const std::string_view port = std::string_view(clear).substr(colon + 1);
    if (!port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos) return take(IndicatorKind::ip, std::string_view(clear).substr(0, colon), context, line);
  }
  if (const auto kind = guess_kind(clear)) return take(*kind, clear, context, line);
  refuse(line, "no_indicator", "no indicator: " + shown(clear));
}

void ImportSink::refuse(int line, std::string code, std::string what) {
  ++statistics_.refused;
  out_.warning({file_, line, 0}, std::move(code), std::move(what), "nothing is looked for by it");
}

const IndicatorImport* sniff_import(std::string_view head) {
  const IndicatorImport* best = nullptr;
  int best_score = 0;
  for (const IndicatorImport& import : builtin_imports())
    if (const int score = import.sniff(head); score > best_score) {
      best = &import;
      best_score = score;
    }
  return best;
}

Result<ImportStatistics> import_indicators(std::string_view bytes, const ImportOptions& options, IndicatorSet& set, Diagnostics& out) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const IndicatorImport* import = nullptr;
  if (options.format.empty()) {
    import = sniff_import(bytes.substr(0, 65'536));
  } else {
    const auto found = std::ranges::find(builtin_imports(), options.format, &IndicatorImport::id);
    if (found != builtin_imports().end()) import = &*found;
  }
  if (import == nullptr) return make_error(Errc::invalid, options.file + " is no list of indicators that is known", "lists, CSV, MISP events, STIX bundles and Zeek intel files are read");
  ImportSink sink(options, set, out);
  import->read(bytes, sink);
  if (!sink.failure().empty()) return make_error(Errc::invalid, options.file + ": " + sink.failure(), "a file of " + std::string(import->en) + " was expected");
  sink.statistics().format = import->id;
  return std::move(sink.statistics());
}

Result<ImportStatistics> import_indicator_file(const std::filesystem::path& path, ImportOptions options, IndicatorSet& set, Diagnostics& out) {
  LP_TRY(const std::string bytes, io::read_file(path, most_bytes));
  if (options.file.empty()) options.file = path.string();
  return import_indicators(bytes, options, set, out);
}

std::int64_t import_time(std::string_view text) {
  if (const auto instant = parse_timestamp(trim(text))) return instant->micros();
  // "2024-07-01 12:00:00" of feeds is UTC.
  if (text.size() == 19 && text[10] == ' ') return import_time(std::string(text.substr(0, 10)) + "T" + std::string(text.substr(11)) + "Z");
  if (const auto date = parse_date(trim(text))) return std::int64_t{date->days()} * 86'400'000'000;
  return no_time;
}

}  // namespace lp::detect
