// One flaw, everywhere: what a new advisory costs against a portfolio of millions of installed components, and that what it reports is
// what a full match would. Real advisories and components (match_data.h); components are drawn again until there are enough.
//   match_retro_bench [MILLIONS]        10 million components in 2,000 enterprises unless said otherwise
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "match/index/portfolio.h"
#include "match_data.h"

namespace {

using namespace lp;
using namespace lp::match;

std::vector<Advisory> all_advisories(std::initializer_list<const char*> folders) {
  std::vector<Advisory> out;
  std::set<AdvisoryName> seen;
  for (const char* folder : folders)
    for (const auto& file : feeds_below(match_data() / folder)) {
      Diagnostics diagnostics(10);
      FeedTakers takers;
      takers.advisory = [&](Advisory&& advisory) {
        if (seen.insert({advisory.source, advisory.id}).second) out.push_back(std::move(advisory));
      };
      (void)read_feed(whole_text(file), {.file = file.filename().string()}, takers, diagnostics);
    }
  return out;
}

// Enterprises have sizes by Zipf's law, assets of 100 components.
Portfolio made(AdvisoryLayers layers, const std::vector<Component>& components, std::size_t count) {
  Portfolio portfolio(std::move(layers));
  std::mt19937_64 random(42);
  constexpr std::uint32_t enterprises = 2000;
  double sum = 0;
  for (std::uint32_t e = 1; e <= enterprises; ++e) sum += 1.0 / e;
  const double from = cpu_seconds();
  std::vector<Installed> installed;
  for (std::uint32_t e = 1; e <= enterprises; ++e) {
    installed.clear();
    const auto mine = static_cast<std::uint32_t>(static_cast<double>(count) / sum / e);
    for (std::uint32_t i = 0; i < mine; ++i) installed.push_back({&components[random() % components.size()], i / 100, i});
    portfolio.put(e, e, installed);
  }
  std::printf("portfolio: %.2f M installed, %zu different, %.1f B each (goal 24), put at %.2f M/s\n", static_cast<double>(portfolio.installed()) / 1e6, portfolio.different(),
              static_cast<double>(portfolio.bytes()) / static_cast<double>(portfolio.installed()), static_cast<double>(portfolio.installed()) / (cpu_seconds() - from) / 1e6);
  return portfolio;
}

using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::string>;
std::set<Place> places(const PortfolioChanges& changes, const std::vector<PortfolioFinding>& list) {
  std::set<Place> out;
  for (const PortfolioFinding& f : list) out.emplace(f.enterprise, f.inventory, f.asset, f.item, changes.advisories[f.advisory].source + ' ' + changes.advisories[f.advisory].id);
  return out;
}

// Real advisories one by one, from nothing, on a small portfolio: the sum of the changes is the full match.
bool is_equal(const std::vector<Advisory>& advisories, const std::vector<Component>& components) {
  Portfolio portfolio = made({}, components, 20'000);
  std::mt19937_64 random(7);
  std::set<Place> open;
  std::vector<Advisory> batch;
  for (int step = 0; step < 400; ++step) {
    batch.clear();
    std::vector<AdvisoryName> gone;
    for (unsigned n = 0; n < 25; ++n) {
      const Advisory& a = advisories[random() % advisories.size()];
      if (step > 100 && random() % 6 == 0) gone.push_back({a.source, a.id});
      else batch.push_back(a);
    }
    std::erase_if(batch, [&](const Advisory& a) { return std::ranges::find(gone, AdvisoryName{a.source, a.id}) != gone.end(); });
    const PortfolioChanges changes = portfolio.update(batch, gone);
    for (const Place& p : places(changes, changes.opened)) open.insert(p);
    for (const Place& p : places(changes, changes.closed)) open.erase(p);
    if (step % 50 != 49) continue;
    const PortfolioChanges full = portfolio.findings();
    if (places(full, full.opened) == open) continue;
    std::printf("NOT EQUAL after step %d: %zu by changes, %zu by full match\n", step, open.size(), full.opened.size());
    return false;
  }
  std::printf("equality: 400 batches of real advisories, added, replaced and withdrawn, and every 50 a full match: equal, %zu findings at the end\n", open.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const double millions = argc > 1 ? std::atof(argv[1]) : 10;
  const std::vector<Component> components = bom_shelter();
  std::vector<Advisory> advisories = all_advisories({"advisories", "csaf", "cve"});
  std::mt19937_64 random(1);
  std::ranges::shuffle(advisories, random);
  if (!is_equal(advisories, components)) return 1;
  const std::size_t held_back = 3000;
  AdvisoryIndexBuilder builder;
  for (std::size_t i = held_back; i < advisories.size(); ++i) builder.add(advisories[i]);
  Portfolio portfolio = made(AdvisoryLayers(builder.build()), components, static_cast<std::size_t>(millions * 1e6));
  std::vector<double> matching, updating, known;
  std::size_t findings = 0;
  for (std::size_t i = 0; i < 1000; ++i) (void)portfolio.preview(std::span(&advisories[i], 1));  // orders of versions are made when first asked for
  for (std::size_t i = 0; i < 1000; ++i) {
    double from = cpu_seconds();
    const std::size_t n = portfolio.preview(std::span(&advisories[i], 1)).opened.size();
    matching.push_back(cpu_seconds() - from);
    if (n > 0) known.push_back(matching.back());
    findings += n;
    if (i >= 200) continue;
    from = cpu_seconds();
    (void)portfolio.update(std::span(&advisories[i], 1));
    updating.push_back(cpu_seconds() - from);
  }
  std::printf("one advisory: p50 %.1f us, p99 %.1f us (goals 50, 1000); of the %zu with findings p50 %.1f us, p99 %.1f us; %zu findings; taken over: p50 %.1f us, p99 %.1f us\n", percentile(matching, .5) * 1e6,
              percentile(matching, .99) * 1e6, known.size(), percentile(known, .5) * 1e6, percentile(known, .99) * 1e6, findings, percentile(updating, .5) * 1e6, percentile(updating, .99) * 1e6);
  const double from = cpu_seconds();
  const PortfolioChanges changes = portfolio.update(std::span(advisories).subspan(1000, 1000));
  std::printf("1,000 advisories at once: %.1f ms (goal 1000), %zu opened, %zu changed\n", (cpu_seconds() - from) * 1e3, changes.opened.size(), changes.changed.size());
  const double scan = cpu_seconds();
  const PortfolioChanges full = portfolio.findings();
  std::printf("yardstick, full match of the same portfolio: %.0f ms, %zu findings; resident %.0f MB\n", (cpu_seconds() - scan) * 1e3, full.opened.size(), resident_mb("VmRSS"));
  return 0;
}
