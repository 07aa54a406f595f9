#include "io/curl_handle.h"

#include <mutex>

#include "base/check.h"

namespace lp::io {

CurlHandle::CurlHandle() {
  static std::once_flag once;
  std::call_once(once, [] { LP_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
  handle_ = curl_easy_init();
  LP_CHECK(handle_ != nullptr, "curl has memory");
  set(CURLOPT_ERRORBUFFER, error_);
  set(CURLOPT_NOSIGNAL, 1L);  // threads
}

CurlHandle::~CurlHandle() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(headers_);
  curl_slist_free_all(recipients_);
}

void CurlHandle::add_header(const std::string& line) { headers_ = curl_slist_append(headers_, line.c_str()); }

void CurlHandle::add_recipient(const std::string& address) { recipients_ = curl_slist_append(recipients_, address.c_str()); }

CURLcode CurlHandle::perform() {
  if (headers_ != nullptr) set(CURLOPT_HTTPHEADER, headers_);
  if (recipients_ != nullptr) set(CURLOPT_MAIL_RCPT, recipients_);
  return curl_easy_perform(handle_);
}

long CurlHandle::response_code() const {
  long code = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

std::string CurlHandle::problem(CURLcode code) const { return error_[0] != '\0' ? error_ : curl_easy_strerror(code); }

}  // namespace lp::io
