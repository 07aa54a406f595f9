// The engine over TLS, with a certificate made for the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "base/check.h"
#include "base/hash.h"
#include "server/http/http_server.h"
#include "server/http/test_client.h"

namespace lp::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* p) const { Free(p); }
};
template <class T, auto Free>
using Handle = std::unique_ptr<T, Freer<Free>>;

struct Files {
  std::filesystem::path certificate, key;
};

Files make_certificate() {
  const Handle<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Handle<X509, X509_free> certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  LP_CHECK(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  const std::filesystem::path folder(testing::TempDir());
  const std::string stem = "lp-tls-" + to_hex(random_bytes(4));
  Files files{folder / (stem + ".crt"), folder / (stem + ".key")};
  const Handle<std::FILE, std::fclose> out(std::fopen(files.certificate.c_str(), "w"));
  PEM_write_X509(out.get(), certificate.get());
  const Handle<std::FILE, std::fclose> key_out(std::fopen(files.key.c_str(), "w"));
  PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

class PathHandler final : public HttpHandler {
 public:
  BodyPlan plan(const RequestHead&) override { return {10'000'000, false, std::nullopt}; }
  Response refuse(const Refusal& refusal, std::string_view) override {
    Response response;
    response.status = refusal.status;
    return response;
  }
  Response handle(HttpRequest request) override {
    Response response;
    response.body = request.head.path + (request.head.secure ? " secure" : " plain");
    if (request.head.path == "/large") response.body = std::string(500'000, 'l');
    if (!request.body.empty()) response.body = std::to_string(request.body.size());
    return response;
  }
};

class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int newest = TLS1_3_VERSION) : client_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_security_level(context_.get(), 0);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), client_.descriptor());
    connected = SSL_connect(ssl_.get()) == 1;
  }
  void send(std::string_view text) { SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())); }
  std::string read_all() {
    std::string out;
    char buffer[16384];
    for (int n = 0; (n = SSL_read(ssl_.get(), buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(n));
    return out;
  }
  bool connected = false;

 private:
  TestClient client_;
  Handle<SSL_CTX, SSL_CTX_free> context_;
  Handle<SSL, SSL_free> ssl_;
};

class TlsTest : public testing::Test {
 protected:
  TlsTest() : files(make_certificate()) {
    options.port = 0;
    options.certificate = files.certificate;
    options.key = files.key;
  }
  ~TlsTest() override {
    std::filesystem::remove(files.certificate);
    std::filesystem::remove(files.key);
  }
  void start() {
    auto started = HttpServer::start(options, handler);
    ASSERT_TRUE(started) << started.error().message;
    server = *std::move(started);
  }
  Files files;
  HttpOptions options;
  PathHandler handler;
  std::unique_ptr<HttpServer> server;
};

TEST_F(TlsTest, AnswersPipelinedRequests) {
  start();
  TlsClient client(server->port());
  ASSERT_TRUE(client.connected);
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200 OK"));
  EXPECT_THAT(all, HasSubstr("/a secure"));
  EXPECT_THAT(all, HasSubstr("/b secure"));
  EXPECT_GT(all.size(), 500'000U);
}

TEST_F(TlsTest, TakesALargeBody) {
  start();
  TlsClient client(server->port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n");
  client.send(std::string(1'000'000, 'b'));
  EXPECT_THAT(client.read_all(), HasSubstr("1000000"));
}

TEST_F(TlsTest, RefusesOldVersions) {
  start();
  EXPECT_TRUE(TlsClient(server->port(), TLS1_2_VERSION).connected);
  EXPECT_FALSE(TlsClient(server->port(), TLS1_1_VERSION).connected);
}

TEST_F(TlsTest, ASilentHandshakeMeetsItsDeadline) {
  options.handshake_deadline = std::chrono::milliseconds(150);
  start();
  const auto begin = std::chrono::steady_clock::now();
  TestClient silent(server->port());
  silent.send("\x16\x03\x01");
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(TlsTest, PlainTextOnATlsPortIsDropped) {
  start();
  TestClient plain(server->port());
  plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(plain.read_all().find("HTTP/1.1 200"), std::string::npos);
}

TEST_F(TlsTest, NamesTheFileThatCannotBeRead) {
  options.key = "/nowhere/key.pem";
  const auto started = HttpServer::start(options, handler);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, Errc::invalid);
  EXPECT_THAT(started.error().message, HasSubstr("/nowhere/key.pem"));
  EXPECT_THAT(started.error().message_zh, HasSubstr("/nowhere/key.pem"));
}

}  // namespace
}  // namespace lp::server
