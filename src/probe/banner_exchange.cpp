#include "probe/banner_exchange.h"

#include <openssl/ssl.h>

#include "probe/answers/service_answer.h"
#include "probe/http_question.h"
#include "probe/service_question.h"
#include "probe/tls_stream.h"

namespace lp::probe {
namespace {

constexpr std::size_t most_bytes = 256u << 10;
constexpr std::chrono::milliseconds quiet{120};  // after a part that may be all

class BannerExchange {
 public:
  BannerExchange(Exchange& exchange, const ServiceQuestion& question) : exchange_(exchange), question_(question) {}

  // How it ended; ok when there is something to report.
  Net run(Stream& stream) {
    const bool waits = question_.when != AskWhen::at_once;
    if (waits) {
      const bool unknown = question_.when == AskWhen::after_silence;
      const std::chrono::milliseconds patience(exchange_.number_parameter("greeting_ms", 600, 50, 30'000));
      const Net greeted = read_answer(stream, unknown ? exchange_.until(patience) : exchange_.deadline());
      if (greeted != Net::ok && greeted != Net::timeout) return greeted;
      if (greeted == Net::ok) return greet_back(stream);
      if (!unknown) return greeted;
    }
    const std::string text = question_text(question_.service, exchange_.request());
    if (text.empty()) return Net::timeout;
    asked_ = question_.service.empty() ? std::string("http") : std::string(question_.service);
    if (const Net sent = stream.send(text); sent != Net::ok && sent != Net::end) return sent;
    const Net got = read_answer(stream, exchange_.deadline());
    if (got == Net::ok) add_facts();
    return got;
  }

 private:
  // Reads until the answer is whole, quiet or at its limit. ok when anything came.
  Net read_answer(Stream& stream, Exchange::SteadyTime until) {
    HttpAnswerReader http(false);
    answer_.clear();
    for (;;) {
      std::string block;
      const Net got = stream.read(block, most_bytes - answer_.size(), until);
      answer_ += block;
      if (got == Net::stopped) return got;
      const bool is_http = answer_.starts_with("HTTP/");
      http.feed(block);
      if (got != Net::ok) {
        if (got == Net::end) http.end();
        if (is_http) http_ = http.answer();
        return answer_.empty() ? got : Net::ok;
      }
      if (is_http && http.done()) {
        http_ = http.answer();
        return Net::ok;
      }
      if (is_http) {
        until = exchange_.deadline();
        continue;
      }
      const Whole whole = followed_.empty() ? is_whole(answer_) : is_follow_up_whole(followed_, answer_) ? Whole::yes : Whole::no;
      if (whole == Whole::yes || answer_.size() >= most_bytes) return Net::ok;
      until = whole == Whole::perhaps ? exchange_.until(quiet) : exchange_.deadline();
    }
  }

  // A greeting came: read it, and ask for capabilities where that is usual.
  Net greet_back(Stream& stream) {
    add_facts();
    const auto service = exchange_.facts().find("service");
    const std::string name = service == exchange_.facts().end() ? std::string() : service->second;
    const std::string more = question_.when == AskWhen::never ? std::string() : follow_up(name);
    if (more.empty()) return Net::ok;
    if (stream.send(more) != Net::ok) return Net::ok;
    followed_ = name;
    if (read_answer(stream, exchange_.deadline()) == Net::stopped) return Net::stopped;
    add_follow_up_facts(name, answer_, exchange_.facts());
    return Net::ok;
  }

  void add_facts() {
    if (http_.status != 0) {
      exchange_.fact("service", "http");
      add_http_facts(http_, exchange_.facts());
    } else {
      add_service_facts(answer_, asked_, exchange_.request().endpoint.port, exchange_.facts());
    }
  }

  Exchange& exchange_;
  ServiceQuestion question_;
  std::string asked_, followed_;  // services whose question or follow-up was sent
  std::string answer_;
  HttpAnswer http_;
};

// What to ask by the parameters, else by the port; false when a parameter is unknown.
bool choose(const Exchange& exchange, Speak speak, ServiceQuestion& question) {
  const std::string ask = exchange.parameter("ask", "");
  question = question_for(exchange.request().endpoint.port);
  if (!ask.empty() && ask != "none") {
    question = question_named(ask);
    if (question.service.empty()) return false;
  }
  const std::string tls = exchange.parameter("tls", question.tls ? "yes" : "no");
  if (tls != "yes" && tls != "no") return false;
  question.tls = tls == "yes";
  if (ask == "none" || speak == Speak::never) question = {question.service, AskWhen::never, false};
  return true;
}

Observation finish(Exchange& exchange, Net last) { return last == Net::ok ? exchange.answered() : exchange.ended(last); }

}  // namespace

Observation exchange_banners(const ProbeRequest& request, EngineContext& context, Speak speak) {
  Exchange exchange(request, context);
  ServiceQuestion question;
  if (!choose(exchange, speak, question)) return exchange.invalid("\"ask\" must be a known service or none, \"tls\" yes or no");
  Connection connection(exchange, question.tls ? Connection::Evidence::above : Connection::Evidence::here);
  if (const Net opened = connection.open(request.engine); opened != Net::ok) return exchange.ended(opened);
  BannerExchange banners(exchange, question);
  if (!question.tls) return finish(exchange, banners.run(connection));
  TlsStream stream(exchange, connection, {.server_name = request.host_name}, Connection::Evidence::above);
  if (const Net agreed = stream.handshake(); agreed != Net::ok) return exchange.ended(agreed);
  exchange.fact("tls.version", SSL_get_version(stream.ssl()));
  return finish(exchange, banners.run(stream));
}

}  // namespace lp::probe
