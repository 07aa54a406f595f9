// The engine over real sockets on 127.0.0.1.
#include "server/http/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "server/http/test_client.h"

namespace lp::server {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class EchoHandler : public HttpHandler {
 public:
  BodyPlan plan(const RequestHead& head) override {
    BodyPlan plan{1000, head.path == "/spool", std::nullopt};
    if (head.path == "/spool") plan.limit = 3'000'000;
    if (head.path == "/refused") plan.refuse = Response{403, {}, "no", {}, {}, {}, false};
    return plan;
  }
  Response refuse(const Refusal& refusal, std::string_view) override {
    return Response{refusal.status, {}, refusal.code, {}, {}, {}, false};
  }
  Response handle(HttpRequest request) override {
    ++handled;
    Response response;
    if (request.head.path == "/slow") std::this_thread::sleep_for(milliseconds(200));
    if (request.head.path == "/events") {
      response.events = events;
      return response;
    }
    if (request.head.path == "/file") {
      auto file = TempFile::create(testing::TempDir());
      EXPECT_TRUE(file->append(std::string(1'000'000, 'f')));
      EXPECT_TRUE(file->close());
      sent_file = file->path();
      auto owner = std::make_shared<TempFile>(*std::move(file));
      response.file = FileBody{owner->path(), owner->size(), owner};
      return response;
    }
    response.body = request.head.method + " " + request.head.path + " " +
                    std::to_string(request.file ? request.file->size() : request.body.size());
    return response;
  }
  std::shared_ptr<EventStream> events = std::make_shared<EventStream>();
  std::filesystem::path sent_file;
  std::atomic<int> handled{0};
};

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    options.port = 0;
    options.io_threads = 2;
    options.spool_folder = testing::TempDir();
  }
  void start() {
    auto started = HttpServer::start(options, handler);
    ASSERT_TRUE(started) << started.error().message;
    server = *std::move(started);
  }
  std::string talk(std::string_view request) {
    TestClient client(server->port());
    client.send(request);
    return client.read_all();
  }
  HttpOptions options;
  EchoHandler handler;
  std::unique_ptr<HttpServer> server;
};

TEST_F(HttpServerTest, KeepsTheConnectionForTheNextRequest) {
  start();
  TestClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /a%20b HTTP/1.1\r\nHost: x\r\n\r\n");
    const TestResponse response = client.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "GET /a b 0");
    EXPECT_EQ(response.header("connection"), "keep-alive");
  }
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  TestClient client(server->port());
  client.send(
      "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
      "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.read_response().body, "GET /slow 0");
  EXPECT_EQ(client.read_response().body, "POST /2 3");
  EXPECT_EQ(client.read_response().body, "GET /3 0");
  EXPECT_EQ(client.read_all(), "");
}

TEST_F(HttpServerTest, TakesAMessageByteByByte) {
  start();
  TestClient client(server->port());
  for (char c : std::string_view("POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;e=1\r\nde\r\n0\r\nT: 1\r\n\r\n")) {
    client.send(std::string_view(&c, 1));
  }
  EXPECT_EQ(client.read_response().body, "POST /b 5");
}

TEST_F(HttpServerTest, SpoolsUploadsAndRemovesThem) {
  start();
  const std::string body(2'500'000, 'u');
  TestClient client(server->port());
  client.send("POST /spool HTTP/1.1\r\nHost: x\r\nContent-Length: 2500000\r\n\r\n" + body);
  EXPECT_EQ(client.read_response().body, "POST /spool 2500000");
}

TEST_F(HttpServerTest, SendsAFileAndRemovesIt) {
  start();
  TestClient client(server->port());
  client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  const TestResponse response = client.read_response();
  EXPECT_EQ(response.body.size(), 1'000'000U);
  EXPECT_EQ(client.read_response().body, "GET /next 0");
  EXPECT_FALSE(std::filesystem::exists(handler.sent_file));
}

TEST_F(HttpServerTest, HeadHasTheLengthButNoBody) {
  start();
  TestClient client(server->port());
  client.send("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, ContinuesOnRequest) {
  start();
  TestClient client(server->port());
  client.send("POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.read_some(), StartsWith("HTTP/1.1 100 Continue\r\n\r\n"));
  client.send("ok");
  EXPECT_EQ(client.read_response().body, "POST /c 2");
}

TEST_F(HttpServerTest, RefusesBeforeTheBodyIsSent) {
  start();
  EXPECT_THAT(talk("POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"),
              testing::AllOf(StartsWith("HTTP/1.1 413 "), Not(HasSubstr("100 Continue"))));
  EXPECT_THAT(talk("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789"), StartsWith("HTTP/1.1 403 "));
  EXPECT_EQ(handler.handled, 0);
}

struct BadCase {
  const char* name;
  std::string request;
  const char* status;
};
std::ostream& operator<<(std::ostream& out, const BadCase& c) { return out << c.name; }

class HttpServerRefuses : public HttpServerTest, public testing::WithParamInterface<BadCase> {};

TEST_P(HttpServerRefuses, AndNeverRunsTheHandler) {
  start();
  EXPECT_THAT(talk(GetParam().request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"),
              StartsWith(std::string("HTTP/1.1 ") + GetParam().status + " "));
  EXPECT_EQ(handler.handled, 0) << "nothing after an ambiguous message may be taken for a request";
}

std::string post(std::string_view fields, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

INSTANTIATE_TEST_SUITE_P(
    Malformed, HttpServerRefuses,
    testing::Values(
        BadCase{"length_twice_different", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), "400"},
        BadCase{"length_twice_same", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "400"},
        BadCase{"length_list", post("Content-Length: 3, 3\r\n", "abc"), "400"},
        BadCase{"length_negative", post("Content-Length: -1\r\n", ""), "400"},
        BadCase{"length_plus", post("Content-Length: +3\r\n", "abc"), "400"},
        BadCase{"length_huge", post("Content-Length: 99999999999999999999\r\n", ""), "400"},
        BadCase{"length_and_chunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
        BadCase{"chunked_and_length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), "400"},
        BadCase{"chunked_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
        BadCase{"chunked_not_last", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), "501"},
        BadCase{"gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"},
        BadCase{"unknown_encoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501"},
        BadCase{"chunk_size_not_hex", post("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n"), "400"},
        BadCase{"chunk_over_limit", post("Transfer-Encoding: chunked\r\n", "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n"), "413"},
        BadCase{"space_before_colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
        BadCase{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
        BadCase{"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        BadCase{"bad_host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"},
        BadCase{"version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
        BadCase{"bad_percent", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        BadCase{"nul_in_path", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        BadCase{"not_utf8", "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        BadCase{"dots", "GET /a/%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        BadCase{"no_slash", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        BadCase{"garbage", std::string("\x16\x03\x01\x02\r\n\r\n", 8), "400"},
        BadCase{"one_long_header", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'a') + "\r\n\r\n", "431"},
        BadCase{"many_headers", [] {
                  std::string r = "GET / HTTP/1.1\r\nHost: x\r\n";
                  for (int i = 0; i < 3000; ++i) r += "A: 123456\r\n";
                  return r + "\r\n";
                }(), "431"},
        BadCase{"expectation", post("Expect: tea\r\nContent-Length: 1\r\n", "a"), "417"}),
    [](const auto& which) { return which.param.name; });

TEST_F(HttpServerTest, DrippingASlowHeaderMeetsOneDeadline) {
  options.header_deadline = milliseconds(300);
  start();
  TestClient client(server->port());
  const auto begin = std::chrono::steady_clock::now();
  client.send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 20 && client.try_send("A: 1\r\n"); ++i) std::this_thread::sleep_for(milliseconds(50));
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(3000));
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpServerTest, DrippingABodyMeetsItsDeadline) {
  options.body_deadline = milliseconds(200);
  start();
  TestClient client(server->port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n");
  int sent = 0;
  while (sent < 60 && client.try_send("a")) {
    std::this_thread::sleep_for(milliseconds(20));
    ++sent;
  }
  EXPECT_LT(sent, 60);
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpServerTest, ClosesIdleConnections) {
  options.idle_timeout = milliseconds(100);
  start();
  TestClient fresh(server->port()), used(server->port());
  used.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  used.read_response();
  EXPECT_EQ(fresh.read_all(), "");
  EXPECT_EQ(used.read_all(), "");
}

TEST_F(HttpServerTest, TurnsAwayBeyondTheConnectionLimit) {
  options.max_connections = 2;
  start();
  TestClient one(server->port()), two(server->port());
  one.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  one.read_response();
  two.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  two.read_response();
  TestClient three(server->port());
  EXPECT_THAT(three.read_all(), StartsWith("HTTP/1.1 503 "));
}

TEST_F(HttpServerTest, SaysBusyWhenTheQueueIsFull) {
  options.workers = 1;
  options.queue_limit = 1;
  start();
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<TestClient>(server->port()));
    clients.back()->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  int busy = 0, good = 0;
  for (auto& client : clients) {
    const TestResponse response = client->read_response();
    busy += response.status == 503 ? 1 : 0;
    good += response.status == 200 ? 1 : 0;
  }
  EXPECT_GE(good, 1);
  EXPECT_GE(busy, 1);
  EXPECT_EQ(good + busy, 6);
}

TEST_F(HttpServerTest, PushesEvents) {
  start();
  TestClient client(server->port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_until(": connected\n\n"), StartsWith("HTTP/1.1 200 "));
  for (int i = 0; i < 100; ++i) {
    const std::string text = "data: " + std::to_string(i) + "\n\n";
    EXPECT_TRUE(handler.events->push(text));
    EXPECT_THAT(client.read_until(text), HasSubstr(text));
  }
  handler.events->close();
  EXPECT_EQ(client.read_all(), "");
}

TEST_F(HttpServerTest, DrainsOnStop) {
  start();
  TestClient idle(server->port()), busy(server->port()), events(server->port());
  events.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  events.read_until(": connected\n\n");
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(50));
  std::thread stopper([&] { server->stop(); });
  const TestResponse response = busy.read_response();
  EXPECT_EQ(response.body, "GET /slow 0") << "what is under way is finished";
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_EQ(events.read_all(), "");
  stopper.join();
  EXPECT_EQ(server->counts().connections, 0U);
}

TEST_F(HttpServerTest, SaysThatThePortIsInUse) {
  start();
  options.port = server->port();
  auto second = HttpServer::start(options, handler);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::unavailable);
  EXPECT_THAT(second.error().message, HasSubstr("127.0.0.1:" + std::to_string(options.port)));
  EXPECT_THAT(second.error().hint, HasSubstr("--port"));
  EXPECT_THAT(second.error().message_zh, HasSubstr("已被占用"));
}

TEST_F(HttpServerTest, RefusesAnAddressThatIsNoNumber) {
  options.address = "localhost";
  auto server_or = HttpServer::start(options, handler);
  ASSERT_FALSE(server_or);
  EXPECT_EQ(server_or.error().code, Errc::invalid);
}

}  // namespace
}  // namespace lp::server
