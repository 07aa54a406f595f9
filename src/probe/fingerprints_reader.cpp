#include "probe/fingerprints_reader.h"

#include <algorithm>

#include "spec/map_reader.h"
#include "spec/shared_readers.h"

namespace lp::probe {
namespace {

std::optional<FingerprintPart> parse_part(std::string_view word) {
  if (word == "application") return FingerprintPart::application;
  if (word == "os") return FingerprintPart::os;
  if (word == "hardware") return FingerprintPart::hardware;
  return std::nullopt;
}

FingerprintExample read_example(const io::YamlNode& node, Diagnostics& out) {
  FingerprintExample example;
  example.where = node.where;
  if (node.is_scalar()) {
    example.text = node.text;
    return example;
  }
  spec::MapReader map(node, "example", out);
  example.text = map.require_text("text");
  example.version = map.text("version");
  example.cpe = map.text("cpe");
  example.package = map.text("package");
  map.finish();
  return example;
}

Fingerprint read_one(const io::YamlNode& node, const std::vector<std::string>& usual, Diagnostics& out) {
  spec::MapReader map(node, "fingerprint", out);
  Fingerprint print;
  print.where = node.where;
  print.id = map.require_text("id");
  if (!print.id.empty()) spec::check_name(node.where, "fingerprint", print.id, out);
  print.matches = map.texts("match");
  if (print.matches.empty()) print.matches = usual;
  if (print.matches.empty()) out.error(node.where, "missing_key", "fingerprint \"" + print.id + "\" names no fact to match", {}, "add match:");
  for (const std::string& fact : print.matches) {
    const auto& known = fingerprint_facts();
    if (std::find(known.begin(), known.end(), fact) == known.end()) spec::report_unknown_word(node.where, "match", fact, known, out);
  }
  print.pattern = map.require_text("pattern");
  print.part = map.one_of<FingerprintPart>("part", parse_part, {"application", "os", "hardware"}, FingerprintPart::application);
  print.rank = map.integer("rank", 50, 1, 100);
  print.vendor = map.text("vendor");  // may be unknown
  print.product = map.require_text("product");
  print.version = map.text("version");
  print.cpe = map.text("cpe");
  print.package = map.text("package");
  map.each_item("examples", [&](const io::YamlNode& item) { print.examples.push_back(read_example(item, out)); });
  map.each_item("near_misses", [&](const io::YamlNode& item) { print.near_misses.push_back(read_example(item, out)); });
  if (print.examples.empty()) out.error(node.where, "missing_key", "fingerprint \"" + print.id + "\" has no example", "nobody could tell whether it works", "add examples:");
  if (print.near_misses.empty()) out.error(node.where, "missing_key", "fingerprint \"" + print.id + "\" has no near miss", "nobody could tell whether it is too wide", "add near_misses:");
  map.finish();
  return print;
}

}  // namespace

const std::vector<std::string>& fingerprint_facts() {
  static const std::vector<std::string> facts{
      "banner", "service", "http.server", "http.title", "http.x_powered_by", "http.generator", "http.cookies", "http.www_authenticate",
      "http.location", "http.via", "http.text", "http.x_generator", "http.x_aspnet_version", "http.x_jenkins", "http.x_drupal_cache",
      "http.liferay_portal", "http.x_application_context", "tls.issuer", "tls.subject", "ssh.software", "mysql.version", "mysql.error",
      "redis.version", "redis.error", "redis.os", "memcached.version", "zookeeper.version", "mongodb.version", "mssql.version",
      "dns.version", "mqtt.version", "amqp.product", "ldap.vendor", "ldap.version", "rtsp.server", "pop3.implementation", "imap.id"};
  return facts;
}

std::vector<Fingerprint> read_fingerprints(std::string_view file, std::string_view text, Diagnostics& out) {
  std::vector<Fingerprint> found;
  const auto root = io::parse_yaml(text, file, out);
  if (!root) return found;
  spec::MapReader map(*root, "file", out);
  map.require_text("source");
  const std::vector<std::string> usual = map.texts("match");
  map.each_item("fingerprints", [&](const io::YamlNode& node) {
    Diagnostics mine;
    Fingerprint print = read_one(node, usual, mine);
    out.merge(mine);
    if (mine.errors() == 0) found.push_back(std::move(print));
  });
  map.finish();
  return found;
}

}  // namespace lp::probe
