#pragma once
// One libcurl transfer. Internal to io.

#include <curl/curl.h>
#include <memory>
#include <string>

#include "base/result.h"

namespace lp::io {

class CurlHandle {
 public:
  CurlHandle();
  ~CurlHandle();
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(handle_, option, value);
  }
  void add_header(const std::string& line);     // HTTP
  void add_recipient(const std::string& address);  // SMTP
  CURLcode perform();
  CURL* raw() const { return handle_; }         // for connections that are not transfers
  long response_code() const;
  // What curl says went wrong, without credentials.
  std::string problem(CURLcode code) const;

 private:
  CURL* handle_;
  curl_slist* headers_ = nullptr;
  curl_slist* recipients_ = nullptr;
  char error_[CURL_ERROR_SIZE] = {};
};

}  // namespace lp::io
