#include <gtest/gtest.h>

#include "base/golden.h"
#include "base/text.h"
#include "probe/engine_testing.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using Outcome = Observation::Outcome;

std::string big32(std::size_t n) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift & 0xff);
  return out;
}

std::string kexinit() {
  std::string payload = "\x14" + std::string(16, 'c');
  for (const std::string list : {"curve25519-sha256,diffie-hellman-group1-sha1", "ssh-ed25519,ssh-rsa", "aes256-gcm@openssh.com,aes128-cbc",
                                 "aes256-gcm@openssh.com,aes128-cbc", "hmac-sha2-256,hmac-md5", "hmac-sha2-256", "none,zlib@openssh.com", "none", "", ""}) {
    payload += big32(list.size()) + list;
  }
  payload += std::string(5, '\0');
  const std::string padding(6, 'p');
  return big32(payload.size() + padding.size() + 1) + static_cast<char>(padding.size()) + payload + padding;
}

Asked ask_ssh(const FakeServer& server, std::chrono::milliseconds timeout = 3000ms) {
  CountingGate gate;
  Asked asked = ask("ssh", request_to("ssh", server.endpoint()), gate, timeout);
  EXPECT_EQ(gate.passes(), 1);
  EXPECT_EQ(gate.asked().front(), to_string(server.endpoint()) + " ssh");
  return asked;
}

TEST(SshEngine, GoldenOfLineAndAlgorithms) {
  std::string heard;
  Observation seen;
  {
    FakeServer server([&](Peer& peer) {
      peer.send("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n");
      heard = peer.read_until("\n");
      peer.send(kexinit());
      peer.wait_for_end();
    });
    seen = ask_ssh(server).seen;
  }
  golden::expect(to_golden(seen), "probe/ssh.txt");
  EXPECT_EQ(heard, "SSH-2.0-Longpan_1\r\n");
  EXPECT_EQ(seen.request, heard);
}

TEST(SshEngine, PacketMayComeWithTheLineOrInParts) {
  FakeServer at_once([](Peer& peer) {
    peer.send("SSH-2.0-x\r\n" + kexinit());
    peer.wait_for_end();
  });
  EXPECT_EQ(ask_ssh(at_once).seen.facts.at("ssh.host_key"), "ssh-ed25519,ssh-rsa");
  FakeServer in_parts([](Peer& peer) {
    peer.dribble("hello\r\nSSH-1.99-x\n" + kexinit(), 1ms);
    peer.wait_for_end();  // closing with our line unread would reset what was sent
  });
  const Observation seen = ask_ssh(in_parts).seen;
  EXPECT_EQ(seen.facts.at("ssh.protocol"), "1.99");
  EXPECT_EQ(seen.facts.at("ssh.host_key"), "ssh-ed25519,ssh-rsa");
}

TEST(SshEngine, TheLineAloneIsAnAnswer) {
  FakeServer server([](Peer& peer) {
    peer.send("SSH-2.0-dropbear\r\n");
    peer.read();
  });
  const Observation seen = ask_ssh(server).seen;
  EXPECT_EQ(seen.outcome, Outcome::answered);
  EXPECT_EQ(seen.facts.at("ssh.software"), "dropbear");
  EXPECT_EQ(seen.detail, "no list of algorithms followed");
}

TEST(SshEngine, BrokenPacketIsNoList) {
  FakeServer server([](Peer& peer) {
    peer.send("SSH-2.0-x\r\n");
    peer.read();
    peer.send(std::string("\x7f\xff\xff\xff\x01\x14", 6) + std::string(40, 'x'));
    peer.wait_for_end();
  });
  const Observation seen = ask_ssh(server).seen;
  EXPECT_EQ(seen.outcome, Outcome::answered);
  EXPECT_FALSE(seen.facts.contains("ssh.kex"));
}

TEST(SshEngine, OtherServicesFail) {
  FakeServer http([](Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(ask_ssh(http).seen.outcome, Outcome::failed);
  FakeServer endless([](Peer& peer) {
    while (!peer.over()) peer.send(std::string(4096, 'x') + "\n");
  });
  const Observation seen = ask_ssh(endless).seen;
  EXPECT_EQ(seen.outcome, Outcome::failed);
  EXPECT_LT(seen.response_bytes, 64u << 10);
  FakeServer silent([](Peer& peer) { peer.wait_for_end(); });
  EXPECT_EQ(ask_ssh(silent, 200ms).seen.outcome, Outcome::no_answer);
}

}  // namespace
}  // namespace lp::probe
