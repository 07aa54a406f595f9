#pragma once
// A value found, made fit to be shown. What leaves a scan has been through here.

#include <string>
#include <string_view>

#include "discover/rules.h"

namespace lp::discover {

// Keeps the first and last characters the identifier allows, stars between; at least a third of the value and at least
// three characters are always hidden. UTF-8.
std::string mask(std::string_view value, int first, int last);
std::string mask(std::string_view value, const Kind& kind);

// The name of a field, with what in it is itself a value masked: {"13800000000": …} has a person's number for a key. Words a
// validator accepts without doubt are masked as its identifier allows, long ones that look like a key by their first four
// characters; ordinary names come back as they are, and so do names of persons.
std::string shown_name(const Rules& rules, std::string_view name);

}  // namespace lp::discover
