#include "detect/indicators/watched_fields.h"

#include <array>

namespace lp::detect {
namespace {

using enum FieldRole;
using D = Direction;

constexpr WatchedField table[] = {
    {"source.ip", address, D::inbound},
    {"client.ip", address, D::inbound},
    {"source.domain", address, D::inbound},
    {"client.domain", address, D::inbound},
    {"network.forwarded_ip", address, D::inbound},
    {"destination.ip", address, D::outbound},
    {"server.ip", address, D::outbound},
    {"destination.domain", address, D::outbound},
    {"server.domain", address, D::outbound},
    {"dns.question.name", address, D::query},
    {"dns.answers.data", address, D::answer},
    {"dns.answers.name", address, D::answer},
    {"dns.resolved_ip", address, D::answer},
    {"url.domain", host, D::request},
    {"http.request.host", host, D::request},
    {"http.request.headers.host", host, D::request},
    {"url.full", url, D::request},
    {"url.original", url_path, D::request},
    {"http.request.referrer", url, D::referrer},
    {"tls.client.server_name", address, D::request},
    {"tls.server.x509.subject.common_name", address, D::request},
    {"tls.server.hash.sha1", hash, D::request},
    {"tls.client.ja3", ja3, D::client},
    {"tls.client.ja4", ja4, D::client},
    {"file.hash.md5", hash, D::content},
    {"file.hash.sha1", hash, D::content},
    {"file.hash.sha256", hash, D::content},
    {"process.hash.md5", hash, D::content},
    {"process.hash.sha1", hash, D::content},
    {"process.hash.sha256", hash, D::content},
    {"dll.hash.md5", hash, D::content},
    {"dll.hash.sha1", hash, D::content},
    {"dll.hash.sha256", hash, D::content},
    {"Hashes", hash, D::content},
    {"email.from.address", email, D::mail},
    {"email.sender.address", email, D::mail},
    {"email.reply_to.address", email, D::mail},
    {"email.to.address", email, D::mail},
    {"email.url", url, D::mail},  // Suricata: what stands in the text of a mail
};

constexpr std::array<std::string_view, 9> direction_names{"inbound", "outbound", "query", "answer", "request", "referrer", "content", "mail", "client"};

}  // namespace

std::string_view to_string(Direction d) { return direction_names[static_cast<std::size_t>(d)]; }

LocalText title(Direction d) {
  static const std::array<LocalText, 9> titles{{{"来自该处的连接", "came from there"},
                                                {"向该处的连接", "connected there"},
                                                {"查询该域名", "asked for the name"},
                                                {"解析结果指向该处", "a name resolved to it"},
                                                {"访问该处", "requested it"},
                                                {"由该处跳转", "was led from there"},
                                                {"文件或进程", "a file or process"},
                                                {"邮件往来", "mail with it"},
                                                {"握手特征", "a program's handshake"}}};
  return titles[static_cast<std::size_t>(d)];
}

std::span<const WatchedField> watched_fields() { return table; }

Watched::Watched(FieldTable& fields) {
  for (const WatchedField& field : table) {
    const FieldId id = fields.intern(field.name);
    if (of_field_.size() <= id) of_field_.resize(id + 1);
    of_field_[id] = &field;
  }
  for (const std::string_view name : {"url.domain", "http.request.host", "http.request.headers.host", "destination.domain", "destination.ip"}) hosts_.push_back(fields.intern(name));
}

std::string_view Watched::name(FieldId id) const {
  const WatchedField* field = find(id);
  return field == nullptr ? std::string_view{} : field->name;
}

}  // namespace lp::detect
