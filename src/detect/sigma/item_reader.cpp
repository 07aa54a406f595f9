#include "detect/sigma/item_reader.h"

#include <algorithm>
#include <charconv>

#include "detect/sigma/modifiers.h"

namespace lp::detect::sigma {
namespace {

constexpr std::size_t max_values = 100'000;  // of one item, placeholders filled in

Error invalid(std::string what, std::string hint = {}) { return make_error(Errc::invalid, std::move(what), std::move(hint)); }

// %name% of the written text, each way it can be filled in. `\%` is a plain percent sign.
Result<std::vector<std::string>> expand(const std::string& written, const Placeholders* known) {
  std::vector<std::string> out{""};
  bool any = false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size() && written[i + 1] == '%') {
      for (std::string& o : out) o += '%';
      ++i;
      continue;
    }
    const std::size_t end = written[i] == '%' ? written.find('%', i + 1) : written.npos;
    if (end == written.npos) {
      for (std::string& o : out) o += written[i];
      continue;
    }
    const std::string name = written.substr(i + 1, end - i - 1);
    const auto values = known == nullptr ? Placeholders::const_iterator{} : known->find(name);
    if (known == nullptr || values == known->end()) {
      return make_error(Errc::unsupported, "the placeholder %" + name + "% has no values here", "give a placeholder list, or leave the rule out");
    }
    std::vector<std::string> next;
    for (const std::string& o : out) {
      for (const std::string& v : values->second) next.push_back(o + v);
    }
    if (next.size() > max_values) return make_error(Errc::too_large, "the placeholders stand for too many values");
    out = std::move(next);
    any = true;
    i = end;
  }
  if (!any) return invalid("expand without a placeholder", "placeholders are written %name%");
  return out;
}

Pattern text_pattern(Wildcards w, const Modifiers& m, std::string written) {
  const Form form = m.form();
  const Op op = m.text.value_or(m.field.empty() ? Op::contains : Op::equals);
  if (op == Op::contains || op == Op::ends) w.open_front();
  if (op == Op::contains || op == Op::starts) w.open_back();
  w = w.in(form);
  Pattern out{.form = form, .written = std::move(written)};
  auto parts = w.parts();
  const bool front = !parts.empty() && parts.front().kind == Wildcards::Kind::many;
  const bool back = parts.size() > 1 && parts.back().kind == Wildcards::Kind::many;
  if (front) parts.erase(parts.begin());
  if (back) parts.pop_back();
  if (parts.size() > 1 || (parts.size() == 1 && parts[0].kind != Wildcards::Kind::text) || (parts.empty() && front)) {
    out.op = Op::wildcards;
    out.wildcards = std::move(w);
    return out;
  }
  out.op = front ? (back ? Op::contains : Op::ends) : (back ? Op::starts : Op::equals);
  if (!parts.empty()) out.text = std::move(parts[0].text);
  return out;
}

Result<Pattern> number_pattern(const std::string& text, const Modifiers& m) {
  Pattern out{.op = m.number.value_or(Op::number_equals), .part = m.part, .written = text};
  const auto number = number_of(Value{.kind = Kind::text, .text = text});
  if (!number) return invalid("'" + text + "' is not a number");
  out.number = *number;
  std::int64_t integer = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (error == std::errc{} && end == text.data() + text.size()) out.integer = integer;
  return out;
}

Result<Pattern> special_pattern(const std::string& text, const Modifiers& m) {
  Pattern out{.form = m.form(), .written = text};
  if (m.is_regex) {
    out.op = Op::regex;
    LP_TRY(out.regex, Regex::compile(text, m.regex));
    return out;
  }
  if (m.cidr) {
    out.op = Op::address;
    out.range = AddressRange::parse(text);
    if (!out.range) return invalid("'" + text + "' is not a range of addresses", "10.0.0.0/8, fe80::/10");
    return out;
  }
  out.op = Op::field;
  out.compare = m.text.value_or(Op::equals);
  out.text = text;
  std::erase(out.text, ' ');
  if (out.text.empty()) return invalid("fieldref needs the name of a field");
  return out;
}

Status add_text(const std::string& text, const Modifiers& m, std::vector<Pattern>& out) {
  if (m.number || m.part) {
    LP_TRY(Pattern p, number_pattern(text, m));
    out.push_back(std::move(p));
    return ok_status();
  }
  if (m.is_regex || m.cidr || m.fieldref) {
    LP_TRY(Pattern p, special_pattern(text, m));
    out.push_back(std::move(p));
    return ok_status();
  }
  const bool bytes = std::ranges::any_of(m.encodings, [](Encoding e) { return e != Encoding::windash && e != Encoding::expand; });
  if (!bytes) {
    out.push_back(text_pattern(Wildcards::parse(text), m, text));
    return ok_status();
  }
  const Wildcards w = Wildcards::parse(text);
  if (!w.is_plain()) return invalid("'" + text + "' has wildcards, which cannot be encoded", "write \\* for a plain one");
  Modifiers of = m;
  if (m.has(Encoding::base64offset) && !m.text) of.text = Op::contains;
  for (std::string& e : encode(w.plain_text(), m.encodings)) out.push_back(text_pattern(Wildcards::plain(std::move(e)), of, text));
  if (out.empty()) return invalid("'" + text + "' is too short for base64offset");
  return ok_status();
}

// One value of the item; several patterns, of which one must hold.
Status add_value(const io::YamlNode& node, const Modifiers& m, const Placeholders* placeholders, std::vector<Pattern>& out) {
  if (node.is_list() || node.is_map()) return invalid("a value is a text, a number, true, false or null");
  if (m.exists) {
    const auto wanted = io::as_bool(node);
    if (!wanted) return invalid("exists takes true or false");
    out.push_back({.op = *wanted ? Op::present : Op::absent, .written = *wanted ? "true" : "false"});
    return ok_status();
  }
  if (node.is_null()) {
    if (m.text || m.number || m.part || m.is_regex || m.cidr || m.fieldref || !m.encodings.empty() || m.field.empty()) return invalid("null goes with no modifier but neq");
    out.push_back({.op = Op::null, .written = "null"});
    return ok_status();
  }
  if (m.has(Encoding::expand)) {
    LP_TRY(const auto texts, expand(node.text, placeholders));
    for (const std::string& text : texts) LP_CHECK_OK(add_text(text, m, out));
    return ok_status();
  }
  const bool plain_number = node.plain && !m.field.empty() && !m.text && m.encodings.empty() && !m.is_regex && !m.cidr && !m.fieldref && !m.number && !m.part;
  if (plain_number && (io::as_int(node) || io::as_number(node))) {
    LP_TRY(Pattern p, number_pattern(node.text, m));
    out.push_back(std::move(p));
    return ok_status();
  }
  return add_text(node.text, m, out);
}

bool fail(const SourceRef& where, const std::string& key, const Error& e, ReadContext& context) {
  const std::string of = key.empty() ? "keywords" : "'" + key + "'";
  const std::string code = e.code == Errc::unsupported ? "unsupported" : "bad_value";
  context.out.error(where, code, of + ": " + e.message, "the rule is left out", e.hint);
  return false;
}

}  // namespace

bool read_item(const std::string& key, const SourceRef& where, const io::YamlNode& value, ReadContext& context, Expr& expr) {
  const auto m = parse_modifiers(key);
  if (!m) return fail(where, key, m.error(), context);
  std::vector<const io::YamlNode*> values;
  if (value.is_list()) {
    for (const io::YamlNode& v : value.items) values.push_back(&v);
  } else {
    values.push_back(&value);
  }
  if (values.empty()) return fail(where, key, invalid("an empty list can never match"), context);
  if (m->all && values.size() == 1) context.out.warning(where, "all_of_one", "'" + key + "': all needs several values", "Sigma 2.1 forbids it", "leave |all out");
  std::vector<std::vector<Pattern>> patterns;
  bool null = false;
  for (const io::YamlNode* v : values) {
    std::vector<Pattern> of;
    if (const auto added = add_value(*v, *m, context.placeholders, of); !added) return fail(v->where, key, added.error(), context);
    null = null || (of.size() == 1 && of[0].op == Op::null);
    patterns.push_back(std::move(of));
  }
  if (null && values.size() > 1) context.out.warning(where, "null_in_list", "'" + key + "': null stands in a list", "Sigma 2.1 forbids it; it is read as one more possibility", "write a selection of its own");
  std::vector<Expr> tests;
  const auto add = [&](std::vector<Pattern> any) {
    tests.push_back(Expr::of_test(context.tests.size()));
    context.tests.push_back({m->field, m->neq, std::move(any), key, where});
  };
  if (m->all && !m->neq) {
    for (auto& p : patterns) add(std::move(p));
  } else {
    std::vector<Pattern> any;
    for (auto& p : patterns) std::ranges::move(p, std::back_inserter(any));
    add(std::move(any));
  }
  expr = Expr::all(std::move(tests));
  return true;
}

bool read_detection(const io::YamlNode& node, ReadContext& context, Expr& expr) {
  std::vector<Expr> parts;
  if (node.is_map()) {
    for (const io::YamlEntry& entry : node.entries) {
      if (!read_item(entry.key, entry.where, entry.value, context, parts.emplace_back())) return false;
    }
    if (parts.empty()) return fail(node.where, "", invalid("an empty selection says nothing"), context);
    expr = Expr::all(std::move(parts));
    return true;
  }
  if (!node.is_list()) return read_item("", node.where, node, context, expr);
  io::YamlNode keywords;
  keywords.kind = io::YamlNode::Kind::list;
  keywords.where = node.where;
  for (const io::YamlNode& item : node.items) {
    if (item.is_map() || item.is_list()) {
      if (!read_detection(item, context, parts.emplace_back())) return false;
    } else {
      keywords.items.push_back(item);
    }
  }
  if ((!keywords.items.empty() || parts.empty()) && !read_item("", node.where, keywords, context, parts.emplace_back())) return false;
  expr = Expr::any(std::move(parts));
  return true;
}

}  // namespace lp::detect::sigma
