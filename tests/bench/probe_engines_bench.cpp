// Identification of labelled banners, of 480 ports on loopback, and the time of a re-test.
//   probe_engines_bench RECOG_FOLDER [--missed]
// The labels are recog's (BSD-2-Clause), read where they lie. They are parted into halves by hash: fingerprints may be mended on the
// half "seen"; the half "held out" is only counted.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <pugixml.hpp>
#include <thread>

#include "base/hash.h"
#include "base/text.h"
#include "probe/answers/service_answer.h"
#include "probe/exchange.h"
#include "probe/fingerprints.h"
#include "probe/retest.h"

namespace {

using namespace lp;
using namespace lp::probe;
using SteadyClock = std::chrono::steady_clock;

struct Label {
  std::string file{}, text{}, vendor{}, product{}, version{}, cpe{};
  bool held_out = false;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// recog's labels of one file; texts in Base64 are resolved.
void read_labels(const std::string& file, const std::string& xml, std::vector<Label>& out) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  for (const pugi::xml_node print : document.child("fingerprints").children("fingerprint")) {
    std::map<std::string, std::string> params;
    for (const pugi::xml_node param : print.children("param")) params[param.attribute("name").value()] = param.attribute("value").value();
    for (const pugi::xml_node example : print.children("example")) {
      Label label{.file = file, .text = example.text().get()};
      if (example.attribute("_filename")) continue;
      if (std::string_view(example.attribute("_encoding").value()) == "base64") {
        std::string decoded;
        std::string packed;
        for (const char c : label.text) packed += static_cast<unsigned char>(c) > ' ' ? std::string(1, c) : std::string();
        if (!from_base64(packed, decoded)) continue;
        label.text = decoded;
      }
      const auto value = [&](const char* name) { return example.attribute(name) ? std::string(example.attribute(name).value()) : params[name]; };
      label.vendor = value("service.vendor");
      label.product = value("service.product");
      label.version = value("service.version");
      label.cpe = value("service.cpe23");
      label.held_out = sha256(label.text)[0] % 2 == 1;
      if (!label.product.empty() && !label.text.empty()) out.push_back(std::move(label));
    }
  }
}

// The facts an engine would have made of such an answer.
Facts facts_of(const Label& label) {
  static const std::map<std::string, std::string> single{{"http_servers.xml", "http.server"}, {"html_title.xml", "http.title"}, {"http_wwwauth.xml", "http.www_authenticate"},
                                                         {"x509_issuers.xml", "tls.issuer"}, {"rtsp_servers.xml", "rtsp.server"}, {"dns_versionbind.xml", "dns.version"},
                                                         {"mysql_banners.xml", "mysql.version"}, {"mysql_error.xml", "mysql.error"}, {"http_cookies.xml", "http.cookies"}};
  Facts facts;
  if (const auto found = single.find(label.file); found != single.end()) facts[found->second] = label.file == "http_cookies.xml" ? label.text.substr(0, label.text.find('=')) : label.text;
  else if (label.file == "ssh_banners.xml") facts["ssh.software"] = label.text;
  else facts["banner"] = label.text;
  return facts;
}

std::string plain(std::string_view text) {
  std::string out;
  for (const char c : to_lower_ascii(text)) out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? std::string(1, c) : std::string();
  return out;
}

// "cpe:/a:vendor:product…" or "cpe:2.3:a:vendor:product…" → "vendor:product"
std::string cpe_product(const std::string& cpe) {
  const auto parts = split(cpe, ':');
  const std::size_t at = cpe.starts_with("cpe:2.3") ? 3 : 2;
  return parts.size() > at + 1 ? std::string(parts[at]) + ":" + std::string(parts[at + 1]) : std::string();
}

struct Tally {
  int all = 0, named = 0, product = 0, versions = 0, version = 0, cpes = 0, cpe = 0;
  void add(const Label& label, const Observation& seen) {
    ++all;
    named += !seen.product.empty();
    const std::string ours = plain(seen.product), theirs = plain(label.product);
    const bool same_cpe = !label.cpe.empty() && cpe_product(label.cpe) == cpe_product(seen.cpe);
    const bool right = !ours.empty() && (same_cpe || ours.find(theirs) != std::string::npos || theirs.find(ours) != std::string::npos);
    product += right;
    versions += !label.version.empty();
    version += right && !label.version.empty() && seen.version == label.version;
    cpes += !label.cpe.empty();
    cpe += same_cpe;
  }
  void tell(const std::string& what) const {
    const auto share = [](int part, int whole) { return whole == 0 ? 0.0 : 100.0 * part / whole; };
    std::printf("%-34s %5d  named %5.1f %%  product %5.1f %%  version %5.1f %% of %d  cpe %5.1f %% of %d\n", what.c_str(), all, share(named, all), share(product, all), share(version, versions), versions, share(cpe, cpes), cpes);
  }
};

void judge_labels(const Fingerprints& prints, const std::vector<Label>& labels, bool missed) {
  std::map<std::string, Tally> tallies;
  const auto from = SteadyClock::now();
  for (const Label& label : labels) {
    Observation seen;
    seen.facts = facts_of(label);
    prints.apply(seen);
    const std::string half = label.held_out ? "held out" : "seen";
    const int before = tallies[half].product;
    tallies[half].add(label, seen);
    tallies[label.file + ", " + half].add(label, seen);
    if (missed && !label.held_out && tallies[half].product == before) {
      std::printf("missed %s: %s | %s %s | ours %s %s\n", label.file.c_str(), printable(label.text, 100).c_str(), label.product.c_str(), label.cpe.c_str(), seen.product.c_str(), seen.cpe.c_str());
    }
  }
  const double us = std::chrono::duration<double, std::micro>(SteadyClock::now() - from).count() / static_cast<double>(labels.size());
  for (const auto& [name, tally] : tallies) tally.tell(name);
  std::printf("one identification: %.1f us\n", us);
  std::fflush(stdout);
}

// One thread that serves many ports: a greeting at once, an answer to every question.
class BannerFarm {
 public:
  struct Port {
    std::string greeting, answer;
    bool ends = false;  // after the answer
    std::uint16_t number = 0;
  };
  explicit BannerFarm(std::vector<Port> ports) : ports_(std::move(ports)), epoll_(::epoll_create1(0)) {
    for (std::size_t i = 0; i < ports_.size(); ++i) listen(i);
    thread_ = std::thread([this] { serve(); });
  }
  ~BannerFarm() {
    over_ = true;
    thread_.join();
  }
  const std::vector<Port>& ports() const { return ports_; }

 private:
  void listen(std::size_t index) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(fd, 64);
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ports_[index].number = ntohs(address.sin_port);
    add(fd, index, true);
  }
  void add(int fd, std::size_t index, bool listener) {
    places_[fd] = {index, listener};
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }
  void serve() {
    epoll_event events[64];
    while (!over_) {
      const int n = ::epoll_wait(epoll_, events, 64, 20);
      for (int i = 0; i < n; ++i) handle(events[i].data.fd);
    }
    for (const auto& [fd, place] : places_) ::close(fd);
  }
  void handle(int fd) {
    const auto [index, listener] = places_[fd];
    const Port& port = ports_[index];
    if (listener) {
      const int peer = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK);
      if (peer < 0) return;
      add(peer, index, false);
      ::send(peer, port.greeting.data(), port.greeting.size(), MSG_NOSIGNAL);
      return;
    }
    char block[4096];
    const bool more = ::recv(fd, block, sizeof block, 0) > 0;
    if (more) ::send(fd, port.answer.data(), port.answer.size(), MSG_NOSIGNAL);
    if (more && !port.ends) return;
    ::close(fd);
    places_.erase(fd);
  }

  struct Place {
    std::size_t index;
    bool listener;
  };
  std::vector<Port> ports_;
  int epoll_;
  std::map<int, Place> places_;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

class OpenGate final : public Gate {
 public:
  std::atomic<int> passes{0};
  Status pass(const Endpoint&, std::string_view) override {
    ++passes;
    return ok_status();
  }
};

struct Kind {
  const char *file, *before, *after, *answer;
  std::size_t count;
};
// As many of each as in the measurement of nmap that the goal is set against.
constexpr Kind kinds[] = {{"ssh_banners.xml", "SSH-2.0-", "\r\n", "", 100}, {"http_servers.xml", "", "", "http", 200}, {"ftp_banners.xml", "220 ", "\r\n", "500 ?\r\n", 80},
                          {"smtp_banners.xml", "220 ", "\r\n", "250 ok\r\n", 60}, {"pop_banners.xml", "+OK ", "\r\n", "-ERR\r\n", 20}, {"imap_banners.xml", "* OK ", "\r\n", "a1 BAD\r\n", 20}};

// All ports are unknown to the engine: nothing but what is said tells the service.
void ask_ports(const Fingerprints& prints, const std::vector<Label>& labels, int workers) {
  std::vector<BannerFarm::Port> ports;
  std::vector<const Label*> truth;
  for (const Kind& kind : kinds) {
    std::size_t taken = 0;
    for (int round = 0; round < 4; ++round) {  // of few labels some are used again
      for (const Label& label : labels) {
        if (label.file != kind.file || taken >= kind.count || label.text.find('\n') != std::string::npos) continue;
        const bool http = std::string_view(kind.answer) == "http";
        ports.push_back(http ? BannerFarm::Port{"", "HTTP/1.1 200 OK\r\nServer: " + label.text + "\r\nContent-Length: 2\r\n\r\nok", true}
                             : BannerFarm::Port{kind.before + label.text + kind.after, kind.answer});
        truth.push_back(&label);
        ++taken;
      }
    }
  }
  const BannerFarm farm(std::move(ports));
  OpenGate gate;
  const SystemClock clock;
  const Engine* engine = find_engine("banner");
  std::vector<Observation> seen(farm.ports().size());
  std::atomic<std::size_t> next{0};
  const auto from = SteadyClock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      EngineContext context{gate, clock};
      for (std::size_t at = next++; at < seen.size(); at = next++) {
        ProbeRequest request{.engine = "banner", .endpoint = {"127.0.0.1", farm.ports()[at].number, Transport::tcp}};
        seen[at] = engine->run(request, context);
        prints.apply(seen[at]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(SteadyClock::now() - from).count();
  Tally tally;
  for (std::size_t i = 0; i < seen.size(); ++i) tally.add(*truth[i], seen[i]);
  std::printf("%zu ports, %d workers: %.2f s, %d connections\n", seen.size(), workers, seconds, gate.passes.load());
  tally.tell("on the wire, both halves");
}

void time_retests(const Fingerprints& prints) {
  const BannerFarm farm({{"SSH-2.0-OpenSSH_7.4\r\n", ""}, {"", "HTTP/1.1 200 OK\r\nServer: Apache/2.4.49\r\nContent-Length: 2\r\n\r\nok", true}, {"220 (vsFTPd 2.3.4)\r\n", ""}});
  OpenGate gate;
  const SystemClock clock;
  const char* engines[] = {"banner", "http", "banner"};
  const char* expects[] = {"version < 9.8p1", "http.server contains 2.4.49", "version == 2.3.4"};
  std::vector<double> times;
  int still = 0;
  for (int i = 0; i < 300; ++i) {
    EngineContext context{gate, clock};
    const std::size_t which = static_cast<std::size_t>(i % 3);
    ProbeRequest request{.engine = engines[which], .endpoint = {"127.0.0.1", farm.ports()[which].number, Transport::tcp}, .expect = expects[which]};
    const auto from = SteadyClock::now();
    const auto judged = retest(request, context, &prints);
    times.push_back(std::chrono::duration<double, std::milli>(SteadyClock::now() - from).count());
    still += judged && judged->verdict == RetestVerdict::still;
  }
  std::ranges::sort(times);
  std::printf("re-test: p50 %.2f ms, p95 %.2f ms, largest %.2f ms; %d of 300 still there (300 are right)\n", times[150], times[285], times[299], still);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: probe_engines_bench RECOG_FOLDER [--missed]\n");
    return 2;
  }
  Diagnostics out;
  const auto prints = Fingerprints::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  if (!prints) return 1;
  std::vector<Label> labels;
  for (const char* file : {"ssh_banners.xml", "http_servers.xml", "ftp_banners.xml", "smtp_banners.xml", "pop_banners.xml", "imap_banners.xml", "mysql_banners.xml", "dns_versionbind.xml",
                           "html_title.xml", "http_wwwauth.xml", "x509_issuers.xml", "rtsp_servers.xml", "http_cookies.xml", "telnet_banners.xml"}) {
    read_labels(file, read_file(std::filesystem::path(argv[1]) / file), labels);
  }
  std::printf("%zu fingerprints, %zu labelled texts\n", prints->all().size(), labels.size());
  if (labels.empty()) return 1;
  judge_labels(*prints, labels, argc > 2);
  for (const int workers : {8, 32}) ask_ports(*prints, labels, workers);
  time_retests(*prints);
  return 0;
}
