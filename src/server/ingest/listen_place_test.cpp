#include "server/ingest/listen_place.h"

#include <gtest/gtest.h>

namespace lp::server {
namespace {

TEST(ListenPlace, ReadsAddressesAndPorts) {
  EXPECT_EQ(parse_listen_place("0.0.0.0:5514")->address, "0.0.0.0");
  EXPECT_EQ(parse_listen_place("[::1]:9")->address, "::1");
  EXPECT_EQ(parse_listen_place("9464")->address, "127.0.0.1");
  EXPECT_EQ(parse_listen_place("9464")->port, 9464);
  EXPECT_EQ(parse_listen_place("localhost:1")->address, "127.0.0.1");
  for (const char* bad : {"", "somewhere:1", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:70000", "::1", "[::1:5"}) EXPECT_FALSE(parse_listen_place(bad)) << bad;
}

}  // namespace
}  // namespace lp::server
