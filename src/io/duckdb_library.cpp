#include "io/duckdb_library.h"

#include <dlfcn.h>

#include "io/error.h"

namespace lp::io {
namespace {

template <class Function>
bool bind(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

bool bind_all(void* so, DuckdbLibrary& d) {
  return bind(so, "duckdb_open_ext", d.open_ext) && bind(so, "duckdb_close", d.close) && bind(so, "duckdb_create_config", d.create_config) &&
         bind(so, "duckdb_set_config", d.set_config) && bind(so, "duckdb_destroy_config", d.destroy_config) && bind(so, "duckdb_connect", d.connect) &&
         bind(so, "duckdb_disconnect", d.disconnect) && bind(so, "duckdb_query", d.query) && bind(so, "duckdb_prepare", d.prepare) &&
         bind(so, "duckdb_prepare_error", d.prepare_error) && bind(so, "duckdb_destroy_prepare", d.destroy_prepare) &&
         bind(so, "duckdb_execute_prepared_streaming", d.execute_prepared_streaming) && bind(so, "duckdb_result_error", d.result_error) &&
         bind(so, "duckdb_destroy_result", d.destroy_result) && bind(so, "duckdb_fetch_chunk", d.fetch_chunk) &&
         bind(so, "duckdb_destroy_data_chunk", d.destroy_data_chunk) && bind(so, "duckdb_data_chunk_get_size", d.data_chunk_get_size) &&
         bind(so, "duckdb_data_chunk_get_vector", d.data_chunk_get_vector) && bind(so, "duckdb_vector_get_data", d.vector_get_data) &&
         bind(so, "duckdb_vector_get_validity", d.vector_get_validity) && bind(so, "duckdb_free", d.free);
}

void bind_writing(void* so, DuckdbLibrary& d) {
  const bool all = bind(so, "duckdb_bind_int64", d.bind_int64) && bind(so, "duckdb_bind_varchar_length", d.bind_text) &&
                   bind(so, "duckdb_appender_error", d.appender_error) && bind(so, "duckdb_appender_flush", d.appender_flush) &&
                   bind(so, "duckdb_appender_destroy", d.appender_destroy) && bind(so, "duckdb_append_int64", d.append_int64) &&
                   bind(so, "duckdb_append_uint64", d.append_uint64) && bind(so, "duckdb_append_uint8", d.append_uint8) &&
                   bind(so, "duckdb_append_varchar_length", d.append_text) && bind(so, "duckdb_appender_end_row", d.appender_end_row) &&
                   bind(so, "duckdb_appender_create_ext", d.appender_create);
  if (!all) d.appender_create = nullptr;
}

}  // namespace

Result<DuckdbLibrary> DuckdbLibrary::load(const std::filesystem::path& library) {
  const std::string name = library.empty() ? "libduckdb.so" : library.string();
  DuckdbLibrary out;
  void* so = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);  // never closed: its threads and statics live on
  if (so == nullptr || !bind_all(so, out))
    return fail(Errc::unsupported, so == nullptr ? name + " cannot be loaded" : name + " lacks functions of DuckDB 1.0", "需要 DuckDB 动态库（libduckdb.so）",
                "put libduckdb.so, DuckDB's C library of version 1.0 or later, where the loader finds it");
  bind_writing(so, out);
  return out;
}

}  // namespace lp::io
