#pragma once
// The certificate and key of a listener: both or none.

#include <CLI/CLI.hpp>
#include <filesystem>

namespace lp::cli {

inline void add_tls_options(CLI::App& app, std::filesystem::path& certificate, std::filesystem::path& key) {
  auto* first = app.add_option("--certificate", certificate, "TLS 证书 / TLS certificate (PEM)")->check(CLI::ExistingFile);
  auto* second = app.add_option("--key", key, "TLS 私钥 / TLS key (PEM)")->check(CLI::ExistingFile);
  first->needs(second);
  second->needs(first);
}

}  // namespace lp::cli
