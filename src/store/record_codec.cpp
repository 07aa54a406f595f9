#include "store/record_codec.h"

#include <algorithm>
#include <cstring>
#include <numeric>

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
      if (v.is_double()) return db::Value(v.get_double());
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

void push_system(db::Params& out, const model::Record& r) {
  out.push_back({"id", r.id.value});
  out.push_back({"no", r.no});
  out.push_back({"org_id", r.org.value});
  out.push_back({"state", r.state});
  out.push_back({"version", r.version});
  out.push_back({"form_version", r.form_version});
  out.push_back({"created_at", r.created_at.micros()});
  out.push_back({"updated_at", r.updated_at.micros()});
  out.push_back({"state_since", r.state_since.micros()});
  out.push_back({"created_by", r.created_by.value});
  out.push_back({"updated_by", r.updated_by.value});
  out.push_back({"submitted_by", r.submitted_by.value});
  out.push_back({"path", r.path});
}

// name length, name, type letter, value length, value: no two rows share their bytes
class DigestBytes {
 public:
  void name(std::string_view name) { sized(name); }
  void integer(std::int64_t v) { fixed('i', static_cast<std::uint64_t>(v)); }
  void real(double v) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &v, sizeof bits);
    fixed('r', bits);
  }
  void text(std::string_view v) {
    bytes_ += 't';
    sized(v);
  }
  void blob(std::string_view v) {
    bytes_ += 'b';
    sized(v);
  }
  Digest finish() const { return sm3(bytes_); }

 private:
  void little_endian(std::uint64_t v, int n) {
    for (int i = 0; i < n; ++i) bytes_ += static_cast<char>((v >> (8 * i)) & 0xff);
  }
  void sized(std::string_view v) {
    little_endian(v.size(), 4);
    bytes_ += v;
  }
  void fixed(char type, std::uint64_t v) {
    bytes_ += type;
    little_endian(v, 8);
  }
  std::string bytes_;
};

void add_value(DigestBytes& out, const db::Value& value) {
  const auto& v = value.variant();
  if (const auto* i = std::get_if<std::int64_t>(&v)) out.integer(*i);
  else if (const auto* d = std::get_if<double>(&v)) out.real(*d);
  else if (const auto* t = std::get_if<std::string>(&v)) out.text(*t);
  else if (const auto* b = std::get_if<db::Blob>(&v)) out.blob(b->bytes);
}

}  // namespace

Result<db::Params> to_params(const KindTable& t, const model::Record& r) {
  db::Params out;
  out.reserve(t.columns.size());
  push_system(out, r);
  std::size_t known = 0;
  for (std::size_t i = system_columns; i < t.columns.size(); ++i) {
    const Column& c = t.columns[i];
    const json::value* v = find(r.data, c.field->name);
    if (v != nullptr) ++known;
    if (v == nullptr || v->is_null()) {
      out.push_back({c.name, nullptr});
    } else {
      LP_TRY(db::Value value, to_value(c, *v));
      out.push_back({c.name, std::move(value)});
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

Digest record_digest(const KindTable& t, const db::Params& params) {
  DigestBytes bytes;
  for (const std::size_t i : t.digest_order) {
    if (params[i].value.is_null()) continue;
    bytes.name(params[i].name);
    add_value(bytes, params[i].value);
  }
  return bytes.finish();
}

Digest row_digest(const db::Row& row, const std::vector<int>& order) {
  DigestBytes bytes;
  for (const int c : order) {
    if (row.is_null(c)) continue;
    bytes.name(row.name(c));
    add_value(bytes, row.value(c));
  }
  return bytes.finish();
}

std::vector<int> order_by_name(const db::Row& row) {
  std::vector<int> order(static_cast<std::size_t>(row.size()));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) { return row.name(a) < row.name(b); });
  return order;
}

}  // namespace lp::store
