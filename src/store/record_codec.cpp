#include "store/record_codec.h"

#include <algorithm>
#include <bit>

namespace lp::store {
namespace {

Error wrong_shape(const Column& c, const json::value& v) {
  Error e = make_error(Errc::invalid, "field " + c.field->name + " cannot hold " + std::string(json::to_string(v.kind())));
  e.fields.push_back({c.field->name, "shape", "值的类型不正确", "the value has the wrong type"});
  return e;
}

bool is_text_array(const json::value& v) {
  return v.is_array() && std::all_of(v.get_array().begin(), v.get_array().end(), [](const auto& x) { return x.is_string(); });
}

Result<db::Value> to_value(const Column& c, const json::value& v) {
  switch (c.shape) {
    case Shape::text:
      if (v.is_string()) return db::Value(std::string_view(v.get_string()));
      break;
    case Shape::integer:
      if (v.is_int64()) return db::Value(v.get_int64());
      if (v.is_uint64() && v.get_uint64() <= INT64_MAX) return db::Value(static_cast<std::int64_t>(v.get_uint64()));
      break;
    case Shape::boolean:
      if (v.is_bool()) return db::Value(v.get_bool() ? 1 : 0);
      break;
    case Shape::real:
      if (v.is_double()) return db::Value(v.get_double() + 0.0);  // -0 becomes 0: a database may keep it as the integer 0
      if (v.is_int64()) return db::Value(static_cast<double>(v.get_int64()));
      if (v.is_uint64()) return db::Value(static_cast<double>(v.get_uint64()));
      break;
    case Shape::list:
      if (is_text_array(v)) return db::Value(to_text(v));
      break;
    case Shape::opaque:
      if (v.is_array() || v.is_object()) return db::Value(to_text(v));
      break;
  }
  return wrong_shape(c, v);
}

void push_system(std::vector<db::Value>& out, const model::Record& r) {
  out.emplace_back(r.id.value);
  out.emplace_back(r.no);
  out.emplace_back(r.org.value);
  out.emplace_back(r.state);
  out.emplace_back(r.version);
  out.emplace_back(r.form_version);
  out.emplace_back(r.created_at.micros());
  out.emplace_back(r.updated_at.micros());
  out.emplace_back(r.state_since.micros());
  out.emplace_back(r.created_by.value);
  out.emplace_back(r.updated_by.value);
  out.emplace_back(r.submitted_by.value);
  out.emplace_back(r.path);
}

// name length, name, type letter, value length, value: no two rows share their bytes
void append_little_endian(std::string& out, std::uint64_t v, int n) {
  for (int i = 0; i < n; ++i) out += static_cast<char>((v >> (8 * i)) & 0xff);
}
void append_sized(std::string& out, std::string_view v) {
  append_little_endian(out, v.size(), 4);
  out += v;
}
void append_integer(std::string& out, std::int64_t v) {
  out += 'i';
  append_little_endian(out, static_cast<std::uint64_t>(v), 8);
}
void append_real(std::string& out, double v) {
  out += 'r';
  append_little_endian(out, std::bit_cast<std::uint64_t>(v), 8);
}
void append_bytes(std::string& out, char type, std::string_view v) {
  out += type;
  append_sized(out, v);
}
void append_value(std::string& out, const db::Value& value) {
  const auto& v = value.variant();
  if (const auto* i = std::get_if<std::int64_t>(&v)) append_integer(out, *i);
  else if (const auto* d = std::get_if<double>(&v)) append_real(out, *d);
  else if (const auto* t = std::get_if<std::string>(&v)) append_bytes(out, 't', *t);
  else if (const auto* b = std::get_if<db::Blob>(&v)) append_bytes(out, 'b', b->bytes);
}

}  // namespace

Result<std::vector<db::Value>> to_values(const KindTable& t, const model::Record& r) {
  std::vector<db::Value> out;
  out.reserve(t.columns.size());
  push_system(out, r);
  std::size_t known = 0;
  for (std::size_t i = system_columns; i < t.columns.size(); ++i) {
    const Column& c = t.columns[i];
    const json::value* v = find(r.data, c.field->name);
    if (v != nullptr) ++known;
    if (v == nullptr || v->is_null()) {
      out.emplace_back();
    } else {
      LP_TRY(db::Value value, to_value(c, *v));
      out.push_back(std::move(value));
    }
  }
  if (known == r.data.size()) return out;
  for (const auto& member : r.data) {
    if (t.kind->find_field(member.key()) == nullptr)
      return make_error(Errc::invalid, "kind " + t.kind->name + " has no field '" + std::string(member.key()) + "'");
  }
  return out;
}

json::value read_cell(Shape shape, const db::Row& row, int column) {
  if (row.is_null(column)) return nullptr;
  switch (shape) {
    case Shape::text: return json::value(row.text(column));
    case Shape::integer: return row.integer(column);
    case Shape::boolean: return row.integer(column) != 0;
    case Shape::real: return row.real(column);
    case Shape::list: case Shape::opaque: break;
  }
  auto parsed = parse_json(row.text(column));
  return parsed ? *std::move(parsed) : json::value(row.text(column));
}

Result<model::Record> read_record(const KindTable& t, const db::Row& row, int first) {
  model::Record r;
  int c = first;
  r.kind = t.kind->name;
  r.id = {row.integer(c++)};
  r.no = row.string(c++);
  r.org = {row.integer(c++)};
  r.state = row.string(c++);
  r.version = row.integer(c++);
  r.form_version = static_cast<int>(row.integer(c++));
  r.created_at = Timestamp(row.integer(c++));
  r.updated_at = Timestamp(row.integer(c++));
  r.state_since = Timestamp(row.integer(c++));
  r.created_by = {row.integer(c++)};
  r.updated_by = {row.integer(c++)};
  r.submitted_by = {row.integer(c++)};
  r.path = row.string(c++);
  for (std::size_t i = system_columns; i < t.columns.size(); ++i, ++c) {
    if (row.is_null(c)) continue;
    if (t.columns[i].shape == Shape::list || t.columns[i].shape == Shape::opaque) {
      auto v = parse_json(row.text(c));
      if (!v) return make_error(Errc::corrupt, "record " + r.no + ": column " + t.columns[i].name + " is not JSON");
      r.data[t.columns[i].field->name] = *std::move(v);
    } else {
      r.data[t.columns[i].field->name] = read_cell(t.columns[i].shape, row, c);
    }
  }
  return r;
}

Digest record_digest(const KindTable& t, const std::vector<db::Value>& values) {
  std::string bytes;
  for (const std::size_t i : t.digest_order) {
    if (values[i].is_null()) continue;
    append_sized(bytes, t.columns[i].name);
    append_value(bytes, values[i]);
  }
  return sm3(bytes);
}

Digest RowDigest::of(const db::Row& row) {
  if (order_.empty()) {
    for (int c = 0; c < row.size(); ++c) order_.push_back({c, std::string(row.name(c))});
    std::sort(order_.begin(), order_.end(), [](const Named& a, const Named& b) { return a.name < b.name; });
  }
  bytes_.clear();
  for (const Named& n : order_) {
    const db::Type type = row.type(n.column);
    if (type == db::Type::null) continue;
    append_sized(bytes_, n.name);
    switch (type) {
      case db::Type::integer: append_integer(bytes_, row.integer(n.column)); break;
      case db::Type::real: append_real(bytes_, row.real(n.column)); break;
      case db::Type::text: append_bytes(bytes_, 't', row.text(n.column)); break;
      default: append_bytes(bytes_, 'b', row.blob(n.column));
    }
  }
  hasher_.update(bytes_);
  return hasher_.finish();
}

}  // namespace lp::store
