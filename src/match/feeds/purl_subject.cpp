#include "match/feeds/purl_subject.h"

#include "match/component.h"
#include "match/version/scheme.h"

namespace lp::match {

std::optional<PurlSubject> subject_of_purl(std::string_view text) {
  auto purl = parse_purl(text);
  if (!purl) return std::nullopt;
  PurlSubject subject{.package = {}, .name = purl->name, .type = purl->type, .version = purl->version};
  if (const Scheme* const scheme = scheme_of_purl_type(purl->type)) subject.scheme = scheme->id;
  const auto epoch = purl->qualifiers.find("epoch");
  if (epoch != purl->qualifiers.end() && !subject.version.empty() && subject.version.find(':') == std::string::npos) subject.version = epoch->second + ':' + subject.version;
  Component named;
  // Not of the source package the package URL may name beside: what is stated is of this one.
  purl->qualifiers.erase("upstream");
  named.purl = *std::move(purl);
  const auto keys = keys_of(named);
  if (keys.empty()) return std::nullopt;
  subject.package = keys.front();
  return subject;
}

}  // namespace lp::match
