#pragma once
// What kind of service an answer comes from, and what it says of itself. Any bytes may come; nothing here fails.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lp::probe {

using Facts = std::map<std::string, std::string>;

// Will more follow of an answer that begins with `bytes`?
enum class Whole : std::uint8_t { no, perhaps, yes };
Whole is_whole(std::string_view bytes);

// Adds "service" and what belongs to it: "banner", "ssh.software", "mysql.version", "redis.version" … `asked` is the service whose
// question was sent ("" for none): some answers mean something only then. HTTP is not read here.
void add_service_facts(std::string_view bytes, std::string_view asked, std::uint16_t port, Facts& facts);

// Readers of one protocol each; false when it is another.
bool add_text_service(std::string_view bytes, std::uint16_t port, Facts& facts);
bool add_asked_text_service(std::string_view bytes, std::string_view asked, Facts& facts);
bool add_mysql(std::string_view bytes, Facts& facts);
bool add_postgresql(std::string_view bytes, Facts& facts);
bool add_mssql(std::string_view bytes, Facts& facts);
bool add_dns_version(std::string_view bytes, Facts& facts);
bool add_mqtt(std::string_view bytes, Facts& facts);
bool add_mongodb(std::string_view bytes, Facts& facts);
bool add_ldap(std::string_view bytes, Facts& facts);
bool add_amqp(std::string_view bytes, Facts& facts);

// Is the answer to a follow-up all there?
bool is_follow_up_whole(std::string_view service, std::string_view bytes);
// What a follow-up answered: "smtp.starttls", "pop3.implementation", "imap.id".
void add_follow_up_facts(std::string_view service, std::string_view bytes, Facts& facts);

}  // namespace lp::probe
