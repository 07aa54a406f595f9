#include "records/diff.h"

#include <algorithm>
#include <fmt/format.h>

namespace lp::records {
namespace {

using model::FieldType;

const json::value& value_or_null(const json::object& data, std::string_view name) {
  static const json::value null;
  const json::value* found = find(data, name);
  return found != nullptr ? *found : null;
}

class Differ {
 public:
  explicit Differ(const model::Catalogue& catalogue) : catalogue_(catalogue) {}

  void compare(const model::Field& field, const json::value& before, const json::value& after) {
    if (before == after) return;
    if (field.type == FieldType::rows && (before.is_array() || after.is_array())) {
      compare_rows(field, before, after);
    } else {
      add(field, field.name, field.title, before, after);
    }
  }
  std::vector<FieldChange> take() { return std::move(changes_); }

 private:
  static const json::value& item(const json::value& list, std::size_t i) {
    static const json::value null;
    return list.is_array() && i < list.as_array().size() ? list.as_array()[i] : null;
  }
  static std::size_t size(const json::value& list) { return list.is_array() ? list.as_array().size() : 0; }

  void compare_rows(const model::Field& field, const json::value& before, const json::value& after) {
    for (std::size_t i = 0; i < std::max(size(before), size(after)); ++i) {
      const json::value& was = item(before, i);
      const json::value& is = item(after, i);
      if (was == is) continue;
      const std::string path = fmt::format("{}[{}]", field.name, i);
      const LocalText title{fmt::format("{} 第{}行", field.title.zh, i + 1), fmt::format("{} row {}", field.title.en, i + 1)};
      if (was.is_object() && is.is_object()) {
        compare_cells(field, path, title, was.as_object(), is.as_object());
      } else {
        add(field, path, title, was, is);
      }
    }
  }

  void compare_cells(const model::Field& field, const std::string& path, const LocalText& title,
                     const json::object& was, const json::object& is) {
    for (const auto& column : field.columns) {
      const json::value& a = value_or_null(was, column.name);
      const json::value& b = value_or_null(is, column.name);
      if (a == b) continue;
      add(column, path + "." + column.name, {title.zh + " " + column.title.zh, title.en + " " + column.title.en}, a, b);
    }
  }

  void add(const model::Field& field, std::string path, LocalText title, const json::value& before, const json::value& after) {
    changes_.push_back({std::move(path), std::move(title), before, after, value_text(catalogue_, field, before),
                        value_text(catalogue_, field, after)});
  }

  const model::Catalogue& catalogue_;
  std::vector<FieldChange> changes_;
};

// A field the form no longer has still shows, under its name.
void compare_removed(const model::Kind& kind, const json::object& one, Differ& differ, const json::object& before,
                     const json::object& after) {
  for (const auto& [name, value] : one) {
    if (kind.find_field(name) != nullptr) continue;
    model::Field gone;
    gone.name = name;
    gone.title = {gone.name, gone.name};
    differ.compare(gone, value_or_null(before, name), value_or_null(after, name));
  }
}

}  // namespace

std::vector<FieldChange> diff(const model::Catalogue& catalogue, const model::Kind& kind, const json::object& before,
                              const json::object& after) {
  Differ differ(catalogue);
  for (const auto& field : kind.fields) {
    differ.compare(field, value_or_null(before, field.name), value_or_null(after, field.name));
  }
  json::object names = before;
  for (const auto& [name, value] : after) names[name] = value;
  compare_removed(kind, names, differ, before, after);
  return differ.take();
}

std::vector<FieldChange> changes_of(const model::Catalogue& catalogue, const model::Kind& kind,
                                    const model::HistoryEntry& entry) {
  json::object before, after;
  for (const auto& [name, pair] : entry.changes) {
    if (!pair.is_array() || pair.as_array().size() != 2) continue;
    before[name] = pair.as_array()[0];
    after[name] = pair.as_array()[1];
  }
  return diff(catalogue, kind, before, after);
}

}  // namespace lp::records
