#pragma once
// One name for one release of a distribution, whoever writes it: "debian:12", "ubuntu:22.04", "almalinux:8", "redhat:9",
// "alpine:v3.18", "openeuler:22.03-lts-sp3", "wolfi".

#include <string>
#include <string_view>
#include <vector>

#include "match/purl.h"

namespace lp::match {

// "Debian:12", "debian 12.4", "Ubuntu:Pro:18.04:LTS", "Red Hat:enterprise_linux:8::baseos", "alpine-3.18.4", "rhel:8.6" …;
// "" when the distribution is none that is known. A known one without a release: its name alone ("debian").
std::string fold_distribution(std::string_view text);
// From the namespace and the qualifier `distro` of a deb, rpm, apk or alpm; else, with care, from what the version says
// ("el8", "oe2203sp3", "deb12u1", "ubuntu0.22.04"); "" when neither tells. Without a release: its name alone.
std::string distribution_of(const Purl& purl);
// False for "debian", true for "debian:12" and for what has no releases ("wolfi").
bool has_release(std::string_view distribution);
// Distributions whose advisories hold for this one too: "redhat:7" for "centos:7".
std::string parent_distribution(std::string_view distribution);

// A source package of a deb, rpm or apk from the qualifier `upstream`: "zlib", "zlib@1.2.11", "sed-4.5-2.el8.src.rpm".
struct SourcePackage {
  std::string name{}, version{};
};
SourcePackage source_package_of(const Purl& purl);
SourcePackage source_package_of_rpm(std::string_view file);  // "sed-4.5-2.el8.src.rpm"

}  // namespace lp::match
