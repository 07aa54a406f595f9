// VERS "datetime": RFC 3339 moments ("2024-01-01T00:00:00.5+08:00"), ordered by the moment and not by the text.
#include "match/version/key.h"
#include "match/version/scheme.h"

namespace lp::match {
namespace {

constexpr int days_before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

struct Reader {
  const char* at;
  const char* end;
  bool good = true;

  int number(int digits, int low, int high) {
    int value = 0;
    for (; digits != 0; --digits) {
      if (at == end || !is_digit(*at)) return fail();
      value = value * 10 + (*at++ - '0');
    }
    return value < low || value > high ? fail() : value;
  }
  void mark(char c) {
    if (at == end || *at != c) {
      good = false;
    } else {
      ++at;
    }
  }
  int fail() {
    good = false;
    return 0;
  }
};

// Days since 0000-03-01, as if the calendar had always been Gregorian.
std::int64_t day_of(Reader& in) {
  const int year = in.number(4, 0, 9999);
  in.mark('-');
  const int month = in.number(2, 1, 12);
  in.mark('-');
  const int day = in.number(2, 1, 31);
  if (!in.good) return 0;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > days_before_month[month] - days_before_month[month - 1] + (leap && month == 2 ? 1 : 0)) return in.fail();
  const std::int64_t past = year == 0 ? 0 : std::int64_t{year} * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1;
  return past + days_before_month[month - 1] + day - 1 + (leap && month > 2 ? 1 : 0);
}

std::int64_t second_of(Reader& in) {
  const int hour = in.number(2, 0, 23);
  in.mark(':');
  const int minute = in.number(2, 0, 59);
  in.mark(':');
  return hour * 3600 + minute * 60 + in.number(2, 0, 60);
}

std::int64_t offset_of(Reader& in) {
  if (in.at != in.end && *in.at == 'Z') {
    ++in.at;
    return 0;
  }
  const bool east = in.at != in.end && *in.at == '+';
  in.mark(east ? '+' : '-');
  const int hour = in.number(2, 0, 23);
  in.mark(':');
  const int seconds = hour * 3600 + in.number(2, 0, 59) * 60;
  return east ? seconds : -seconds;
}

char* encode(const char* begin, const char* end, char* out) {
  Reader in{begin, end};
  std::int64_t moment = day_of(in) * 86400;
  in.mark('T');
  moment += second_of(in);
  const char* fraction = in.at;
  const char* fraction_end = in.at;
  if (in.good && in.at != end && *in.at == '.') {
    fraction = ++in.at;
    in.at = fraction_end = skip_digits(in.at, end);
    if (fraction == fraction_end) return nullptr;
    while (fraction_end != fraction && fraction_end[-1] == '0') --fraction_end;
  }
  moment -= offset_of(in);
  if (!in.good || in.at != end) return nullptr;
  moment += 86400;  // the first day east of Greenwich began before it
  for (int shift = 32; shift >= 0; shift -= 8) out = put(out, static_cast<int>(moment >> shift & 0xff));
  while (fraction != fraction_end) out = put(out, *fraction++);
  return out;
}

}  // namespace

Scheme scheme_datetime() {
  return {"datetime", "时间（RFC 3339）", "moment (RFC 3339)", {}, {},
          [](std::string_view version, std::string& key) { return append_key(version, key, encode); }};
}

}  // namespace lp::match
