// longpan probe keygen, sign, revoke: how an authorisation comes about and ends.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/probe/probe_commands.h"
#include "io/files.h"

namespace lp::cli {
namespace {

struct KeyOptions {
  std::string private_path, public_path;
};

Result<int> keygen(Context& context, const KeyOptions& o) {
  const probe::PrivateKey key = probe::generate_key();
  LP_CHECK_OK(probe::save_keys(key, o.private_path, o.public_path));
  context.out << fmt::format(fmt::runtime(context.zh ? "私钥 {}（只有本人可读，由签发人保管）\n公钥 {}（交给检测方），编号 {}\n" : "private key {} (readable by you alone)\npublic key {} (for those who probe), id {}\n"), o.private_path,
                             o.public_path, key.public_key().id());
  return 0;
}

struct SignOptions {
  std::string body, key, out, policy;
  bool detached = false;
};

Result<int> sign(Context& context, const SignOptions& o) {
  LP_TRY(const std::string body, io::read_file(o.body, 16u << 20));
  LP_TRY(const probe::PrivateKey key, probe::load_private_key(o.key));
  probe::Policy policy;
  if (!o.policy.empty()) {
    LP_TRY(policy, probe::load_policy(o.policy));
  }
  const auto file = o.detached ? probe::sign_detached(body, key, policy) : probe::sign_authorisation(body, key, policy);
  if (!file) {
    print_problems(context, file.error());
    return file.error();
  }
  const std::string out = !o.out.empty() ? o.out : o.detached ? o.body + ".sig" : o.body + ".signed.json";
  LP_CHECK_OK(io::write_file_atomic(out, *file));
  context.out << fmt::format(fmt::runtime(context.zh ? "已签名：{}（签发人 {}）\n" : "signed: {} (by {})\n"), out, key.public_key().id());
  return 0;
}

struct RevokeOptions {
  std::string id, revocations, reason;
};

Result<int> revoke(Context& context, const RevokeOptions& o) {
  LP_TRY(const Clock* clock, context.clock());
  LP_CHECK_OK(probe::revoke(o.revocations, o.id, o.reason, clock->now()));
  context.out << fmt::format(fmt::runtime(context.zh ? "已撤销 {}；正在进行的检测一秒内停止\n" : "{} is revoked; runs under it stop within a second\n"), o.id);
  return 0;
}

}  // namespace

Run add_probe_keygen(CLI::App& app) {
  auto o = std::make_shared<KeyOptions>();
  app.add_option("--private", o->private_path, "私钥文件（不得已存在）/ private key, must not exist")->required();
  app.add_option("--public", o->public_path, "公钥文件（不得已存在）/ public key, must not exist")->required();
  app.footer("例 / examples:\n  longpan probe keygen --private regulator.key --public regulator.pub");
  return [o](Context& context) { return keygen(context, *o); };
}

Run add_probe_sign(CLI::App& app) {
  auto o = std::make_shared<SignOptions>();
  app.add_option("body", o->body, "授权书正文 JSON，格式见 docs/probe.md / body of the authorisation")->required();
  app.add_option("--key", o->key, "签发人的私钥 / private key of who signs")->required();
  app.add_option("--out", o->out, "签名后的文件，默认 正文.signed.json / the signed file");
  app.add_option("--policy", o->policy, "本机策略 / policy of this machine");
  app.add_flag("--detached", o->detached, "签名另存为 正文.sig / keep the signature beside the body");
  app.footer("例 / examples:\n  longpan probe sign authorisation.json --key regulator.key --out authorisation.signed.json");
  return [o](Context& context) { return sign(context, *o); };
}

Run add_probe_revoke(CLI::App& app) {
  auto o = std::make_shared<RevokeOptions>();
  app.add_option("id", o->id, "授权书编号 / id of the authorisation")->required();
  app.add_option("--revocations", o->revocations, "撤销清单文件 / file of revoked authorisations")->required();
  app.add_option("--reason", o->reason, "理由 / why")->required();
  return [o](Context& context) { return revoke(context, *o); };
}

}  // namespace lp::cli
