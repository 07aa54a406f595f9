#include "detect/sigma/pattern.h"

#include <algorithm>

namespace lp::detect::sigma {

Wildcards Wildcards::of(std::vector<Part> parts) {
  Wildcards out;
  for (Part& part : parts) {
    const bool first = out.parts_.empty();
    if (part.kind == Kind::text) {
      if (part.text.empty()) continue;
      if (!first && out.parts_.back().kind == Kind::text) out.parts_.back().text += part.text;
      else out.parts_.push_back(std::move(part));
    } else if (part.kind == Kind::one || first || out.parts_.back().kind != Kind::many) {
      out.add(part.kind);
    }
  }
  return out;
}

Wildcards Wildcards::plain(std::string text) { return of({{Kind::text, std::move(text)}}); }

Wildcards Wildcards::parse(std::string_view written) {
  std::vector<Part> parts;
  std::string text;
  const auto wildcard = [&](Kind kind) {
    parts.push_back({Kind::text, std::move(text)});
    parts.push_back({kind, {}});
    text.clear();
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    const char behind = i + 1 < written.size() ? written[i + 1] : '\0';
    if (c == '\\' && (behind == '*' || behind == '?' || behind == '\\')) {
      text += behind;
      ++i;
    } else if (c == '*') {
      wildcard(Kind::many);
    } else if (c == '?') {
      wildcard(Kind::one);
    } else {
      text += c;
    }
  }
  parts.push_back({Kind::text, std::move(text)});
  return of(std::move(parts));
}

bool Wildcards::is_plain() const {
  return std::ranges::all_of(parts_, [](const Part& p) { return p.kind == Kind::text; });
}

std::string Wildcards::plain_text() const {
  std::string out;
  for (const Part& p : parts_) out += p.text;
  return out;
}

std::string Wildcards::longest_text() const {
  std::string best;
  for (const Part& p : parts_) {
    if (p.text.size() > best.size()) best = p.text;
  }
  return best;
}

void Wildcards::open_front() {
  if (parts_.empty() || parts_.front().kind != Kind::many) parts_.insert(parts_.begin(), {Kind::many, {}});
}

void Wildcards::open_back() {
  if (parts_.empty() || parts_.back().kind != Kind::many) add(Kind::many);
}

Wildcards Wildcards::in(Form form) const {
  std::vector<Part> parts = parts_;
  for (Part& p : parts) p.text = in_form(p.text, form);
  return of(std::move(parts));
}

// Greedy with one step back: after a mismatch the last `*` takes one character more.
bool Wildcards::matches(std::string_view text) const {
  std::size_t part = 0, at = 0, many = parts_.size(), many_at = 0;
  for (;;) {
    if (part == parts_.size()) {
      if (at == text.size()) return true;
    } else if (parts_[part].kind == Kind::many) {
      many = part++;
      many_at = at;
      continue;
    } else if (parts_[part].kind == Kind::one) {
      if (at < text.size()) {
        next_character(text, at);
        ++part;
        continue;
      }
    } else if (text.substr(at).starts_with(parts_[part].text)) {
      at += parts_[part++].text.size();
      continue;
    }
    if (many == parts_.size() || many_at >= text.size()) return false;
    if (many + 1 == parts_.size()) return true;  // `*` at the end takes the rest
    next_character(text, many_at);
    at = many_at;
    part = many + 1;
  }
}

std::string Wildcards::written() const {
  std::string out;
  for (const Part& p : parts_) {
    if (p.kind == Kind::many) out += '*';
    if (p.kind == Kind::one) out += '?';
    for (const char c : p.text) {
      if (c == '*' || c == '?' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

}  // namespace lp::detect::sigma
