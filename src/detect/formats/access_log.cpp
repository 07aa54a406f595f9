// Access logs of nginx and Apache: common and combined, with a virtual host before and a quoted X-Forwarded-For behind.
// Fields by the names of W3C and Sigma: c-ip, cs-username, cs-method, c-uri, cs-version, sc-status, sc-bytes, cs-referer,
// cs-user-agent, cs-host, x-forwarded-for.
#include <algorithm>

#include "detect/line_decoder.h"

namespace lp::detect {
namespace {

struct Access {
  std::string_view host{}, client{}, user{}, time{}, request{}, status{}, bytes{}, referer{}, agent{}, forwarded{};
};

// A quoted text with \" inside; false when `rest` does not start with a whole one.
bool take_quoted(std::string_view& rest, std::string_view& text) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (!rest.starts_with('"')) return false;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      text = rest.substr(1, i - 1);
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

bool parse(std::string_view rest, Access& out) {
  const std::size_t bracket = rest.find(" [");
  if (bracket == rest.npos) return false;
  std::string_view before = rest.substr(0, bracket);
  rest.remove_prefix(bracket + 2);
  out.time = take_until(rest, "]");
  if (out.time.size() < 20 || out.time[2] != '/' || out.time[6] != '/') return false;
  std::string_view first = take_word(before);
  const std::size_t words = static_cast<std::size_t>(std::count(before.begin(), before.end(), ' ')) + (before.empty() ? 0 : 1);
  if (words >= 3 && !looks_like_address(first)) {
    out.host = first;
    first = take_word(before);
  }
  out.client = first;
  take_word(before);  // identity, which nobody has
  out.user = before;
  if (!take_quoted(rest, out.request)) return false;
  out.status = take_word(rest);
  out.bytes = take_word(rest);
  if (out.status.size() != 3 || !all_digits(out.status) || !(all_digits(out.bytes) || out.bytes == "-")) return false;
  if (take_quoted(rest, out.referer) && take_quoted(rest, out.agent)) take_quoted(rest, out.forwarded);
  return true;
}

int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

class AccessDecoder final : public LineDecoder {
 public:
  explicit AccessDecoder(const DecodeContext& context)
      : LineDecoder(context), host_(wanted("cs-host")), client_(wanted("c-ip")), user_(wanted("cs-username")), method_(wanted("cs-method")),
        target_(wanted("c-uri")), version_(wanted("cs-version")), status_(wanted("sc-status")), bytes_(wanted("sc-bytes")),
        referer_(wanted("cs-referer")), agent_(wanted("cs-user-agent")), forwarded_(wanted("x-forwarded-for")) {}

 private:
  Decoded read(std::string_view text) override {
    Access line;
    if (!parse(text, line)) return reject("not_access_log");
    const std::int64_t time = parse_time(line.time, builder_.time_reading());
    if (time == no_time) return reject("bad_time");
    builder_.set_time(time);
    put(host_, line.host.substr(0, line.host.rfind(':')));
    put(client_, line.client);
    put(user_, line.user);
    put_request(line.request);
    builder_.put_untyped(status_, line.status);
    if (line.bytes != "-") builder_.put_untyped(bytes_, line.bytes);
    put(referer_, line.referer);
    put(agent_, line.agent);
    put(forwarded_, line.forwarded);
    return Decoded::event;
  }
  void put_request(std::string_view request) {
    if (request.empty() || request == "-") return;
    const std::size_t blank = request.find(' '), last = request.rfind(' ');
    const bool versioned = last != request.npos && last > blank && request.substr(last + 1).starts_with("HTTP/");
    if (blank == request.npos) return put(target_, request);  // what came was no HTTP
    put(method_, request.substr(0, blank));
    put(target_, versioned ? request.substr(blank + 1, last - blank - 1) : request.substr(blank + 1));
    if (versioned) put(version_, request.substr(last + 1));
  }
  void put(const Wanted* field, std::string_view text) {
    if (field && !text.empty() && text != "-") builder_.put_text(*field, unescape(text));
  }
  // \" \\ \xHH; bytes that are no UTF-8 stay escaped.
  std::string_view unescape(std::string_view text) {
    if (text.find('\\') == text.npos) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool hex = text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x' && hex_digit(text[i + 2]) >= 0 && hex_digit(text[i + 3]) >= 0;
      const int byte = hex ? hex_digit(text[i + 2]) * 16 + hex_digit(text[i + 3]) : 0;
      if (hex && byte < 0x80) {
        out += static_cast<char>(byte);
        i += 3;
      } else {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        out += text[i];
      }
    }
    return builder_.keep(std::move(out));
  }

  const Wanted *host_, *client_, *user_, *method_, *target_, *version_, *status_, *bytes_, *referer_, *agent_, *forwarded_;
};

bool is_access(std::string_view line) {
  Access out;
  return parse(line, out);
}

int sniff(std::string_view head) { return line_share(head, is_access) >= 50 ? 90 : 0; }

}  // namespace

Format format_access_log() {
  return {.id = "access_log", .zh = "Web 访问日志", .en = "Web access log", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<AccessDecoder>(context); }};
}

}  // namespace lp::detect
