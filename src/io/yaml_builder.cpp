#include "io/yaml_builder.h"

namespace lp::io {

SourceRef YamlBuilder::place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

void YamlBuilder::stop(const SourceRef& where, const char* code, std::string what, std::string hint) {
  stopped_ = true;
  out_.error(where, code, std::move(what), {}, std::move(hint));
  throw YamlStop{};
}

// Counts a whole subtree: an alias costs what it expands to, before it is copied.
void YamlBuilder::count(const YamlNode& node, const SourceRef& where) {
  ++nodes_;
  text_bytes_ += node.text.size();
  if (nodes_ > limits_.nodes) {
    stop(where, "too_many_nodes", "more than " + std::to_string(limits_.nodes) + " values, aliases expanded",
         "split the file; do not nest aliases");
  }
  if (text_bytes_ > limits_.text_bytes) {
    stop(where, "too_large", "more than " + std::to_string(limits_.text_bytes) + " bytes of text, aliases expanded",
         "split the file; do not nest aliases");
  }
  for (const YamlNode& item : node.items) count(item, where);
  for (const YamlEntry& e : node.entries) {
    text_bytes_ += e.key.size();
    count(e.value, where);
  }
}

void YamlBuilder::refuse_tag(const std::string& tag, const SourceRef& where) {
  if (tag.empty() || tag == "?" || tag == "!") return;  // plain and quoted
  stop(where, "yaml_tag", "tag \"" + tag + "\" is not understood", "write the value without a tag");
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  add({YamlNode::Kind::null, {}, true, place(mark), {}, {}}, anchor);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  refuse_tag(tag, place(mark));
  const bool plain = tag != "!";
  const bool null = plain && (value.empty() || value == "~" || value == "null");
  add({null ? YamlNode::Kind::null : YamlNode::Kind::scalar, null ? std::string() : value, plain, place(mark), {}, {}},
      anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto it = anchors_.find(anchor);
  if (it == anchors_.end()) stop(place(mark), "yaml_alias", "an alias inside its own anchor", "write the value out");
  count(it->second, place(mark));
  add(it->second, 0);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  open(YamlNode::Kind::list, mark, tag, anchor);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  open(YamlNode::Kind::map, mark, tag, anchor);
}

void YamlBuilder::open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const SourceRef where = place(mark);
  refuse_tag(tag, where);
  if (stack_.size() >= limits_.depth) {
    stop(where, "too_deep", "nested deeper than " + std::to_string(limits_.depth) + " levels", "flatten the structure");
  }
  Open entry;
  entry.node.kind = kind;
  entry.node.where = where;
  entry.anchor = anchor;
  stack_.push_back(std::move(entry));
}

void YamlBuilder::close() {
  Open top = std::move(stack_.back());
  stack_.pop_back();
  add(std::move(top.node), top.anchor);
}

void YamlBuilder::remember(const YamlNode& node, YAML::anchor_t anchor) {
  if (anchor == 0) return;
  count(node, node.where);  // the copy kept for aliases takes memory too
  anchors_[anchor] = node;
}

void YamlBuilder::take_key(Open& top, const YamlNode& node) {
  if (!node.is_scalar()) {
    stop(node.where, "yaml_key", node.is_null() ? "an empty key" : "a key must be a simple word",
         "write `key: value`");
  }
  top.has_key = true;
  top.key = node.text;
  top.key_place = node.where;
  const auto [first, is_new] = top.lines.emplace(node.text, node.where.line);
  top.drop_value = !is_new;
  if (is_new) return;
  out_.error(node.where, "duplicate_key", "key \"" + node.text + "\" stands twice in this map",
             "the first is at line " + std::to_string(first->second) + "; which one counts would be a guess",
             "delete one of them");
}

void YamlBuilder::add(YamlNode node, YAML::anchor_t anchor) {
  // Containers were empty when they opened: their children counted themselves.
  ++nodes_;
  text_bytes_ += node.text.size();
  if (nodes_ > limits_.nodes) {
    stop(node.where, "too_many_nodes", "more than " + std::to_string(limits_.nodes) + " values", "split the file");
  }
  remember(node, anchor);
  if (stack_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& top = stack_.back();
  if (top.node.is_list()) {
    top.node.items.push_back(std::move(node));
  } else if (!top.has_key) {
    take_key(top, node);
  } else {
    if (!top.drop_value) top.node.entries.push_back({std::move(top.key), top.key_place, std::move(node)});
    top.has_key = false;
  }
}

}  // namespace lp::io
