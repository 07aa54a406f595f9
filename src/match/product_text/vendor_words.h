#pragma once
#include <string_view>

namespace lp::match {

struct VendorSplit {
  std::string_view vendor, product;   // parts of the name; vendor "" when the name is one word
};
// "Electric Sheep Fencing LLC. pfSense", "淄博闪灵网络科技有限公司 S-CMS", "Pulse Secure Pulse Secure Pulse Connect Secure" (bulletins begin the product with
// the vendor again), "Palo Alto Networks PAN-OS"; else the first word is the vendor.
VendorSplit split_vendor(std::string_view folded_name);

}  // namespace lp::match
