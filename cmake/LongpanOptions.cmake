# Compiler settings shared by every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

set(LP_SANITIZE "" CACHE STRING "comma-separated sanitizers, e.g. address,undefined")
option(LP_FUZZ "build the fuzzers (clang)" OFF)
option(LP_BENCH "build the benchmarks" ON)
# Halves the sanitized builds. Off in release, so that a header that forgets an include is found there.
option(LP_PCH "precompile the heavy third-party and standard headers" OFF)

add_library(lp_flags INTERFACE)
target_compile_options(lp_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 raises these on correct std::string, std::optional and std::variant code (GCC bugs 105329, 105562)
  target_compile_options(lp_flags INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
target_include_directories(lp_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)

if(LP_SANITIZE)
  add_compile_options(-fsanitize=${LP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LP_SANITIZE})
endif()

find_program(LP_CCACHE ccache)
if(LP_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${LP_CCACHE})
endif()
find_program(LP_MOLD mold)
if(LP_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(LP_PCH_HEADERS <algorithm> <array> <atomic> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <mutex>
    <optional> <set> <string> <string_view> <thread> <unordered_map> <variant> <vector> <boost/json.hpp> <fmt/format.h>)
if(LP_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Without the time in the precompiled header the compiler cache finds it again.
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
