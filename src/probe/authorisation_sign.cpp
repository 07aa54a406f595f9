// Files, signatures and revocation of authorisations.

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "io/error.h"
#include "io/files.h"
#include "model/value_error.h"
#include "probe/authorisation.h"
#include "probe/policy_read.h"

namespace lp::probe {
namespace {

constexpr std::uint64_t most_file = 4u << 20, most_signature = 4'096;
// No signature made for anything else is one for an authorisation.
constexpr std::string_view purpose = "longpan probe authorisation 1\n";

std::string message_of(const json::value& body) { return std::string(purpose) + to_canonical_text(body); }

Error denied(std::string field, std::string code, std::string zh, std::string en, std::string hint) {
  Error error = io::fail(Errc::denied, en, zh, std::move(hint));
  error.fields.push_back({std::move(field), std::move(code), std::move(zh), std::move(en)});
  return error;
}

Result<json::value> body_to_sign(std::string_view body, const Policy& policy) {
  LP_TRY(const Authorisation authorisation, parse_authorisation(body));
  LP_CHECK_OK(check_scope(authorisation, policy));
  return parse_json(body);
}

Result<Authorisation> verified(const json::value& body, std::string_view signature, std::string_view key_id, const std::vector<PublicKey>& keys) {
  const std::string message = message_of(body);
  bool known = key_id.empty();
  for (const PublicKey& key : keys) {
    if (!key_id.empty() && key.id() != key_id) continue;
    known = true;
    if (!verify_signature(key, message, signature)) continue;
    LP_TRY(Authorisation out, parse_authorisation(to_text(body)));
    out.key_id = key.id();
    return out;
  }
  if (!known)
    return denied("/signature/key", "unknown_key", "授权书由不受信任的密钥签署", "the authorisation was signed by a key that is not trusted", "give the public key of whoever signs authorisations here");
  return denied("/signature", "wrong_signature", "授权书签名不正确：内容被改动，或不是用受信任的密钥签署",
                "the signature does not verify: the file was changed, or another key signed it", "have the file signed anew");
}

Error unsigned_file() {
  return denied("/signature", "unsigned", "授权书没有签名", "the authorisation is not signed", "sign it with longpan probe sign, or put FILE.sig beside it");
}

Result<json::object> read_revocations(const std::filesystem::path& path) {
  LP_TRY(const std::string text, io::read_file(path, most_file));
  LP_TRY(const json::value value, parse_json(text));
  const json::array* list = value.is_object() ? find_array(value.as_object(), "revoked") : nullptr;
  const bool good = list != nullptr && std::all_of(list->begin(), list->end(), [](const json::value& v) {
    return v.is_object() && !get_string(v.as_object(), "id").empty();
  });
  if (!good) return model::value_error("revocations", "撤销名单格式不正确", "the list of revocations is malformed: {\"revoked\": [{\"id\", \"at\", \"reason\"}]}");
  return value.as_object();
}

}  // namespace

Result<Policy> load_policy(const std::filesystem::path& path) {
  LP_TRY(const std::string text, io::read_file(path, most_file));
  return read_policy(text);
}

Result<std::string> sign_authorisation(std::string_view body, const PrivateKey& key, const Policy& policy) {
  LP_TRY(const json::value value, body_to_sign(body, policy));
  json::object signature{{"algorithm", "ed25519"}, {"key", key.public_key().id()}, {"value", to_base64(key.sign(message_of(value)))}};
  return to_pretty_text(json::object{{"authorisation", value}, {"signature", std::move(signature)}});
}

Result<std::string> sign_detached(std::string_view body, const PrivateKey& key, const Policy& policy) {
  LP_TRY(const json::value value, body_to_sign(body, policy));
  return to_base64(key.sign(message_of(value))) + "\n";
}

Result<Authorisation> verify_authorisation(std::string_view file, std::string_view detached, const std::vector<PublicKey>& keys) {
  LP_TRY(const json::value value, parse_json(file));
  if (!value.is_object()) return model::value_error("object", "授权书应为JSON对象", "an authorisation is a JSON object");
  std::string signature;
  const json::value* body = find(value.as_object(), "authorisation");
  if (body == nullptr) {
    if (trim(detached).empty()) return unsigned_file();
    if (!from_base64(trim(detached), signature)) return denied("", "wrong_signature", "签名文件不是base64", "the signature file is not base64", "have the file signed anew");
    return verified(value, signature, "", keys);
  }
  const json::object* inside = find_object(value.as_object(), "signature");
  if (inside == nullptr) return unsigned_file();
  if (value.as_object().size() != 2) return model::value_error("unknown_member", "签名之外还有内容", "the file holds more than an authorisation and its signature");
  if (get_string(*inside, "algorithm") != "ed25519" || !from_base64(get_string(*inside, "value"), signature) || get_string(*inside, "key").empty())
    return denied("/signature", "wrong_signature", "签名格式不正确，应为ed25519", "the signature is malformed; it must be of ed25519", "have the file signed anew");
  return verified(*body, signature, get_string(*inside, "key"), keys);
}

Status check_revocation(const Authorisation& authorisation, const std::filesystem::path& revocations) {
  if (revocations.empty()) return ok_status();
  LP_TRY(const json::object list, read_revocations(revocations));
  for (const json::value& one : *find_array(list, "revoked")) {
    const std::string id = get_string(one.as_object(), "id");
    if (id != authorisation.id && id != authorisation.digest) continue;
    return denied("/id", "revoked", "授权" + authorisation.id + "已被撤销", "the authorisation " + authorisation.id + " has been revoked", "ask whoever revoked it");
  }
  return ok_status();
}

Status revoke(const std::filesystem::path& revocations, std::string_view id, std::string_view reason, Timestamp at) {
  json::object list{{"revoked", json::array{}}};
  if (auto known = read_revocations(revocations); known) {
    list = *std::move(known);
  } else if (known.error().code != Errc::not_found) {
    return std::move(known).error();
  }
  list["revoked"].as_array().push_back(json::object{{"id", id}, {"at", to_string(at)}, {"reason", reason}});
  return io::write_file_atomic(revocations, to_pretty_text(list));
}

Result<Authorisation> load_authorisation(const std::filesystem::path& path, const Trust& trust) {
  LP_TRY(const std::string file, io::read_file(path, most_file));
  std::filesystem::path beside = path;
  beside += ".sig";
  auto detached = io::read_file(beside, most_signature);
  if (!detached && detached.error().code != Errc::not_found) return std::move(detached).error();
  LP_TRY(Authorisation authorisation, verify_authorisation(file, detached.value_or(""), trust.keys));
  LP_CHECK_OK(check_revocation(authorisation, trust.revocations));
  LP_CHECK_OK(check_scope(authorisation, trust.policy));
  return authorisation;
}

}  // namespace lp::probe
