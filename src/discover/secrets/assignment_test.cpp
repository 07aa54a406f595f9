#include "discover/secrets/assignment.h"

#include <gtest/gtest.h>

#include <string>

namespace lp::discover {
namespace {

// "key|value" of the assignment at the first `literal`, "-" when there is none.
std::string read(std::string_view text, std::string_view literal = "password") {
  const std::size_t at = text.find(literal);
  EXPECT_NE(at, std::string_view::npos) << text;
  const auto found = read_assignment(text, {at, at + literal.size()});
  return found ? std::string(found->key) + "|" + std::string(found->value.of(text)) : "-";
}

TEST(Assignment, ReadsCodeAndConfiguration) {
  EXPECT_EQ(read("db.password=a1;"), "db.password|a1");
  EXPECT_EQ(read("String password = \"a b\";"), "password|a b");
  EXPECT_EQ(read("password := `x`"), "password|x");
  EXPECT_EQ(read("'password' => 'x'"), "password|x");
  EXPECT_EQ(read("password: str = b'x'"), "password|x");
  EXPECT_EQ(read("conf[\"password\"] = \"x\""), "password|x");
  EXPECT_EQ(read("{\"my_password\": \"x\"}"), "my_password|x");
  EXPECT_EQ(read("{\\\"password\\\":\\\"x\\\"}"), "password|x");
  EXPECT_EQ(read("  password: x # c"), "password|x");
  EXPECT_EQ(read("put(\"password\", \"x\")"), "password|x");
  EXPECT_EQ(read("set_password('x')"), "set_password|x");
  EXPECT_EQ(read("run --password x"), "password|x");
  EXPECT_EQ(read("/q?password=x&y=1"), "password|x");
  EXPECT_EQ(read("with password 'x'"), "password|x");
}

TEST(Assignment, ReadsMarkupAndPairs) {
  EXPECT_EQ(read("<password>x y</password>"), "password|x y");
  EXPECT_EQ(read("<entry key=\"password\">x</entry>"), "password|x");
  EXPECT_EQ(read("<property name=\"password\" value=\"x\"/>"), "password|x");
  EXPECT_EQ(read("{\"name\": \"password\", \"value\": \"x\"}"), "password|x");
  EXPECT_EQ(read("- name: password\n  value: x\n"), "password|x");
}

TEST(Assignment, ReadsProse) {
  EXPECT_EQ(read("密码：x1，", "密码"), "密码|x1");
  EXPECT_EQ(read("密码为 x1。", "密码"), "密码|x1");
  EXPECT_EQ(read("the password is x1."), "password|x1");
}

TEST(Assignment, FindsNoneWhereNoValueIsGiven) {
  for (const std::string_view text : {"password", "password ", "password=", "password=\"", "password\n", "x->password->y", "[\"password\", \"user\"]", "password::reset()", "if (password) {",
                                      "password = \"a\" + b", "type=\"password\" :title=\"x\"", "<password>", "password('x', 'y')", "密码password 要求"}) {
    EXPECT_EQ(read(text), "-") << text;
  }
}

TEST(Assignment, KnowsALineOfItsOwn) {
  const auto whole = [](std::string_view text) {
    const std::size_t at = text.find("password");
    const auto found = read_assignment(text, {at, at + 8});
    return found && found->whole_line;
  };
  EXPECT_TRUE(whole("a=1\npassword=x\nb=2"));
  EXPECT_TRUE(whole("export password=x"));
  EXPECT_TRUE(whole("  - password: x  # note"));
  EXPECT_FALSE(whole("f(password=x)"));
  EXPECT_FALSE(whole("var password=x;"));
}

}  // namespace
}  // namespace lp::discover
