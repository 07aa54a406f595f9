#include "cli/diagnostics_text.h"

#include <fmt/format.h>

#include <ostream>

#include "cli/colour.h"

namespace lp::cli {
namespace {

std::string_view word(Severity severity, bool zh) {
  switch (severity) {
    case Severity::error: return zh ? "错误" : "error";
    case Severity::warning: return zh ? "警告" : "warning";
    case Severity::note: return zh ? "提示" : "note";
  }
  return {};
}

std::string_view wire_name(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

Colour colour_of(Severity severity) {
  return severity == Severity::error ? Colour::red : severity == Severity::warning ? Colour::yellow : Colour::grey;
}

}  // namespace

void print_diagnostics(Context& context, const Diagnostics& found, Severity least) {
  for (const Diagnostic& d : found.items()) {
    if (d.severity < least) continue;
    context.err << fmt::format("{}: {} [{}] {}\n", paint(context, Colour::bold, to_string(d.where)),
                               paint(context, colour_of(d.severity), word(d.severity, context.zh)), d.code, d.what);
    if (!d.why.empty()) context.err << (context.zh ? "    原因：" : "    why: ") << d.why << '\n';
    if (!d.hint.empty()) context.err << (context.zh ? "    建议：" : "    hint: ") << d.hint << '\n';
  }
  if (found.dropped() > 0) context.err << fmt::format("… {} more\n", found.dropped());
}

json::object to_json(const Diagnostics& found) {
  json::array items;
  for (const Diagnostic& d : found.items()) {
    items.push_back(json::object{{"severity", std::string(wire_name(d.severity))}, {"file", d.where.file},
                                 {"line", d.where.line}, {"column", d.where.column}, {"code", d.code},
                                 {"what", d.what}, {"why", d.why}, {"hint", d.hint}});
  }
  return {{"errors", found.errors()}, {"warnings", found.warnings()}, {"items", std::move(items)}};
}

const std::string& sentence_of(const Context& context, const Error& error) { return context.zh && !error.message_zh.empty() ? error.message_zh : error.message; }

}  // namespace lp::cli
