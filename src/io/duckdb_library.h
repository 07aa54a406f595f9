#pragma once
// DuckDB's C interface, loaded when it is needed: Debian has no package of it, and it is as large as
// all of Longpan. Only what parquet_database and duckdb_session use; declared here as version 1 of the interface has it.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace lp::io {

struct DuckdbResult {  // duckdb_result: passed by value, so its size matters
  std::uint64_t unused[3];
  void* columns;
  char* error;
  void* data;
};

struct DuckdbString {  // duckdb_string_t: up to 12 bytes stand in the place of prefix and pointer
  std::uint32_t length;
  char start[4];
  const char* pointer;
  std::string_view view() const { return {length <= 12 ? start : pointer, length}; }
};
static_assert(sizeof(DuckdbResult) == 48 && sizeof(DuckdbString) == 16);

struct DuckdbLibrary {
  // `library` empty = libduckdb.so where the loader finds it. unsupported, with a hint, when it is not there.
  static Result<DuckdbLibrary> load(const std::filesystem::path& library);

  int (*open_ext)(const char* path, void** database, void* config, char** error) = nullptr;
  void (*close)(void** database) = nullptr;
  int (*create_config)(void** config) = nullptr;
  int (*set_config)(void* config, const char* name, const char* value) = nullptr;
  void (*destroy_config)(void** config) = nullptr;
  int (*connect)(void* database, void** connection) = nullptr;
  void (*disconnect)(void** connection) = nullptr;
  int (*query)(void* connection, const char* sql, DuckdbResult* result) = nullptr;
  int (*prepare)(void* connection, const char* sql, void** statement) = nullptr;
  const char* (*prepare_error)(void* statement) = nullptr;
  void (*destroy_prepare)(void** statement) = nullptr;
  int (*execute_prepared_streaming)(void* statement, DuckdbResult* result) = nullptr;
  const char* (*result_error)(DuckdbResult* result) = nullptr;
  void (*destroy_result)(DuckdbResult* result) = nullptr;
  void* (*fetch_chunk)(DuckdbResult result) = nullptr;
  void (*destroy_data_chunk)(void** chunk) = nullptr;
  std::uint64_t (*data_chunk_get_size)(void* chunk) = nullptr;
  void* (*data_chunk_get_vector)(void* chunk, std::uint64_t column) = nullptr;
  void* (*vector_get_data)(void* vector) = nullptr;
  std::uint64_t* (*vector_get_validity)(void* vector) = nullptr;
  void (*free)(void* memory) = nullptr;

  // For writing and for parameters (version 1.1 of the interface); all null when the library is older.
  int (*bind_int64)(void* statement, std::uint64_t place, std::int64_t value) = nullptr;
  int (*bind_text)(void* statement, std::uint64_t place, const char* text, std::uint64_t size) = nullptr;
  int (*appender_create)(void* connection, const char* catalog, const char* schema, const char* table, void** appender) = nullptr;
  const char* (*appender_error)(void* appender) = nullptr;
  int (*appender_flush)(void* appender) = nullptr;
  int (*appender_destroy)(void** appender) = nullptr;
  int (*append_int64)(void* appender, std::int64_t value) = nullptr;
  int (*append_uint64)(void* appender, std::uint64_t value) = nullptr;
  int (*append_uint8)(void* appender, std::uint8_t value) = nullptr;
  int (*append_text)(void* appender, const char* text, std::uint64_t size) = nullptr;
  int (*appender_end_row)(void* appender) = nullptr;
  bool writes() const { return appender_create != nullptr; }
};

}  // namespace lp::io
