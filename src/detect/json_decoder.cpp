#include "detect/json_decoder.h"

#include <optional>

#include "detect/event_builder.h"
#include "detect/json_paths.h"
#include "detect/json_repair.h"
#include "detect/json_walk.h"
#include "detect/number_texts.h"

namespace lp::detect {
namespace {

constexpr std::size_t usual_capacity = 1u << 20;   // after a longer line its memory is given back
constexpr std::size_t first_capacity = 1u << 16;
constexpr std::size_t length_limit = 0xffffff00;   // simdjson's

static_assert(line_slack >= simdjson::SIMDJSON_PADDING);

// Every text of the document an event came from.
class JsonTexts final : public Texts {
 public:
  std::optional<FastNode> fast;
  std::optional<ExactNode> exact;

  bool any(bool (*matches)(void*, std::string_view), void* context) const override {
    const auto told = [&](std::string_view text) { return matches(context, text); };
    return exact ? visit(*exact, told) : fast && visit(*fast, told);
  }
  bool shown_in(std::string_view line) const override {
    for (std::size_t at = line.find('\\'); at != line.npos && at + 1 < line.size(); at = line.find('\\', at + 2))
      if (line[at + 1] == 'u') return false;
    return true;
  }

 private:
  template <class Node, class Tell>
  static bool visit(const Node& node, const Tell& tell) {
    char room[NumberTexts::longest];
    switch (node.type()) {
      case JsonType::object: return node.any_member([&](std::string_view, const Node& value) { return visit(value, tell); });
      case JsonType::list: return node.any_item([&](const Node& item) { return visit(item, tell); });
      case JsonType::text: return tell(node.text());
      case JsonType::integer: return tell(number_text(node.integer(), room));
      case JsonType::unsigned_integer: return tell(number_text(node.wide(), room));
      case JsonType::real: return tell(node.big_digits().empty() ? number_text(node.real(), room) : node.big_digits());
      case JsonType::boolean: return tell(node.boolean() ? "true" : "false");
      case JsonType::null: return false;
    }
    return false;
  }
};

class JsonDecoder final : public Decoder {
 public:
  JsonDecoder(const DecodeContext& context, bool always_exact)
      : builder_(context), paths_(builder_.wanted()), always_exact_(always_exact) { renew_parser(); }

  Decoded decode(std::string_view line, Event& out) override;

 private:
  void renew_parser();
  bool parse(std::string_view text);
  bool mend(std::string_view& text, simdjson::error_code error);
  bool parse_exactly(std::string_view text);
  template <class Node>
  Decoded fill(const Node& root, std::string_view line, Event& out);
  template <class Node>
  void walk_object(const Node& object, WantedFields::Place place);
  template <class Node>
  void visit(const Node& node, const Wanted* wanted, bool below, WantedFields::Place place);
  template <class Node>
  void put(const Node& node, JsonType type, const Wanted& wanted);

  EventBuilder builder_;
  JsonPaths paths_;
  simdjson::dom::parser parser_;
  ExactJson exact_;
  NumberTexts numbers_;
  JsonTexts texts_;
  std::string mended_text_;
  bool always_exact_;
};

std::string_view without_blanks(std::string_view line) {
  if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
  const std::size_t first = line.find_first_not_of(" \t\r\n");
  return first == line.npos ? std::string_view{} : line.substr(first);
}

Decoded JsonDecoder::decode(std::string_view line, Event& out) {
  out.clear();
  numbers_.reset();
  texts_.fast.reset();
  texts_.exact.reset();
  const std::string_view text = without_blanks(line);
  if (text.empty()) return Decoded::control;
  if (text[0] != '{') return reject(text[0] == '[' ? "not_object" : "not_json");
  if (text.size() > length_limit) return reject("too_long");
  if (!parse(text)) return Decoded::rejected;
  return texts_.exact ? fill(*texts_.exact, line, out) : fill(*texts_.fast, line, out);
}

void JsonDecoder::renew_parser() {
  parser_ = simdjson::dom::parser();
  // simdjson counts the document as a level. Out of memory shows at the first line.
  [[maybe_unused]] const auto error = parser_.allocate(first_capacity, json_depth_limit + 1);
}

// Sets texts_.fast or texts_.exact, or the reason.
bool JsonDecoder::parse(std::string_view text) {
  if (parser_.capacity() > usual_capacity && text.size() < usual_capacity) renew_parser();
  for (int mends = 0;; ++mends) {
    simdjson::dom::element root;
    const auto error = parser_.parse(text.data(), text.size(), false).get(root);
    if (error && mends < 2 && mend(text, error)) continue;
    bool read = !error;
    if (!error && !always_exact_) {
      texts_.fast.emplace(root);
    } else if (!error || error == simdjson::NUMBER_ERROR) {
      read = parse_exactly(text);
    } else {
      reject(error == simdjson::DEPTH_ERROR ? "too_deep" : why_not_json(text));
    }
    mended_ += read && mends > 0 ? 1 : 0;
    return read;
  }
}

bool JsonDecoder::mend(std::string_view& text, simdjson::error_code error) {
  if (error == simdjson::UTF8_ERROR) {
    mended_text_ = mend_utf8(text);
  } else if (error != simdjson::STRING_ERROR || !mend_surrogates(text, mended_text_)) {
    return false;
  }
  const std::size_t length = mended_text_.size();
  mended_text_.append(line_slack, ' ');
  text = std::string_view(mended_text_).substr(0, length);
  return true;
}

bool JsonDecoder::parse_exactly(std::string_view text) {
  if (!exact_.parse(text)) {
    reject(exact_.too_deep() ? "too_deep" : why_not_json(text));
    return false;
  }
  texts_.exact.emplace(exact_, 0);
  return true;
}

template <class Node>
Decoded JsonDecoder::fill(const Node& root, std::string_view line, Event& out) {
  builder_.begin(out, line);
  walk_object(root, WantedFields::root);
  builder_.finish();
  out.texts = &texts_;
  return Decoded::event;
}

template <class Node>
void JsonDecoder::walk_object(const Node& object, WantedFields::Place place) {
  JsonPaths::Object keys(paths_, place);
  object.any_member([&](std::string_view key, const Node& value) {
    const JsonPaths::Edge& edge = keys.follow(key);
    if (edge.wanted || edge.below) visit(value, edge.wanted, edge.below, edge.place);
    return false;
  });
}

template <class Node>
void JsonDecoder::visit(const Node& node, const Wanted* wanted, bool below, WantedFields::Place place) {
  const JsonType type = node.type();
  if (type == JsonType::object) {
    if (below) walk_object(node, place);
  } else if (type == JsonType::list) {
    node.any_item([&](const Node& item) {
      visit(item, wanted, below, place);
      return false;
    });
  } else if (wanted) {
    put(node, type, *wanted);
  }
}

template <class Node>
void JsonDecoder::put(const Node& node, JsonType type, const Wanted& wanted) {
  Value value;
  switch (type) {
    case JsonType::text:
      value.kind = Kind::text;
      value.text = node.text();
      break;
    case JsonType::integer:
      value.kind = Kind::integer;
      value.integer = node.integer();
      value.real = static_cast<double>(value.integer);
      value.text = numbers_.write(value.integer);
      break;
    case JsonType::unsigned_integer:
      value.kind = Kind::real;
      value.real = static_cast<double>(node.wide());
      value.text = numbers_.write(node.wide());
      break;
    case JsonType::real:
      value.kind = Kind::real;
      value.real = node.real();
      value.text = node.big_digits().empty() ? numbers_.write(value.real) : node.big_digits();
      break;
    case JsonType::boolean:
      value.kind = Kind::boolean;
      value.integer = node.boolean() ? 1 : 0;
      value.text = node.boolean() ? "true" : "false";
      break;
    default: break;
  }
  builder_.put(wanted, value);
}

}  // namespace

std::unique_ptr<Decoder> make_json_decoder(const DecodeContext& context) { return std::make_unique<JsonDecoder>(context, false); }

std::unique_ptr<Decoder> make_exact_json_decoder(const DecodeContext& context) { return std::make_unique<JsonDecoder>(context, true); }

}  // namespace lp::detect
