#pragma once
// The web application: the files of one folder, read into memory once, compressed once.
// Hashed assets (assets/) may be cached for ever; index.html answers every path that looks like
// a page, because the application routes in the browser. Immutable; thread-safe.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/message.h"

namespace lp::server {

class StaticFiles {
 public:
  // A folder without index.html is allowed: the page then says how to build the application.
  // Files over 20 MB and names starting with a dot are left out.
  static Result<StaticFiles> load(const std::filesystem::path& folder);
  static StaticFiles none();
  Response answer(const RequestHead& head) const;  // GET and HEAD; 404 for missing files

 private:
  struct Asset {
    std::string type, etag;
    std::shared_ptr<const std::string> plain, packed;  // shared with responses under way; packed may be null
    bool immutable = false;
  };
  static Asset make_asset(std::string path, std::string bytes);
  const Asset* find(std::string_view path) const;
  std::map<std::string, Asset, std::less<>> assets_;
};

std::string_view content_type_of(std::string_view file_name);  // by ending; application/octet-stream otherwise

}  // namespace lp::server
