#pragma once
// specs/ → Catalogue. The language: docs/extending/specs.md.

#include <filesystem>

#include "base/diagnostics.h"
#include "base/result.h"
#include "model/catalogue.h"

namespace lp::spec {

// Reads every *.yaml of the known folders. A bad file, key or value is reported with
// file:line:column and left out; the rest goes on. Names are not cross-checked here: lint().
// Error only when the folder itself cannot be read (not_found, io). Files over 1 MiB are refused.
// Diagnostics name files relative to `folder`, in the order of their paths: equal input, equal output.
Result<model::Catalogue> load(const std::filesystem::path& folder, Diagnostics& out);

// The identifiers alone, sorted by id, without reading the other folders; collisions are mutual. Otherwise as load():
// a bad file is reported and left out, error only when the folder specs/identifiers cannot be read.
Result<std::vector<model::Identifier>> load_identifiers(const std::filesystem::path& specs, Diagnostics& out);
// Is `path` (relative to the folder) in a folder that another module reads, such as secrets/? load() passes it over.
bool is_read_elsewhere(std::string_view path);

// One file's text as if it stood at `path` (relative, e.g. "records/app.yaml"). For tests and fuzzing.
void load_text(std::string_view path, std::string_view text, model::Catalogue& catalogue, Diagnostics& out);

}  // namespace lp::spec
