#pragma once
// For tests: a blocking client that sends exactly the bytes it is given. Ten seconds without an
// answer fail the test instead of hanging it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lp::server {

struct TestResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  std::string header(std::string_view lower_case_name) const;
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port);
  ~TestClient();
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  void send(std::string_view bytes);
  bool try_send(std::string_view bytes);           // false when the server has closed
  std::string read_some();
  std::string read_until(std::string_view end);    // up to and including it
  TestResponse read_response(bool head_only = false);
  std::string read_all();                          // to the end of the connection
  int descriptor() const { return socket_; }

 private:
  bool receive();  // more into buffer_; false at the end
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace lp::server
