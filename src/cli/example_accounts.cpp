#include "cli/example_accounts.h"

#include <fstream>
#include <iterator>
#include <ostream>

#include "base/json.h"
#include "cli/table.h"

namespace lp::cli {

void print_example_accounts(Context& context) {
  std::ifstream file(context.data / "example.json");
  if (!file) return;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto summary = parse_json(text);
  if (!summary || !summary->is_object()) return;
  const json::array* accounts = find_array(summary->get_object(), "accounts");
  if (accounts == nullptr) return;
  const std::string password = get_string(summary->get_object(), "password");
  std::vector<std::vector<std::string>> rows;
  for (const json::value& item : *accounts) {
    const json::object* account = item.if_object();
    if (account == nullptr) continue;
    rows.push_back({get_string(*account, "login"), password, get_string(*account, "role"), get_string(*account, "title")});
  }
  context.out << to_table(context.zh ? std::vector<std::string>{"登录名", "口令", "角色", "说明"}
                                     : std::vector<std::string>{"login", "password", "role", "who"}, rows);
}

}  // namespace lp::cli
