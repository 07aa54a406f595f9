#include "spec/checks.h"

namespace lp::spec {
namespace {

void need(const Lint& lint, const SourceRef& where, const std::string& what, const LocalText& text) {
  const std::string missing = text.zh.empty() && text.en.empty() ? "zh, en" : text.zh.empty() ? "zh" : text.en.empty() ? "en" : "";
  if (missing.empty()) return;
  lint.out.error(where, "missing_title", what + " has no title in " + missing, "every page is shown in both languages", "add title: {zh: …, en: …}");
}

void check_field(const Lint& lint, const model::Field& field) {
  need(lint, field.where, "field \"" + field.name + "\"", field.title);
  for (const model::Option& o : field.options) need(lint, field.where, "option \"" + o.code + "\" of \"" + field.name + "\"", o.title);
  for (const model::Field& column : field.columns) check_field(lint, column);
  const bool half_help = field.help.zh.empty() != field.help.en.empty();
  if (half_help) need(lint, field.where, "the help of field \"" + field.name + "\"", field.help);
}

void check_kind(const Lint& lint, const model::Kind& kind) {
  need(lint, kind.where, "kind \"" + kind.name + "\"", kind.title);
  for (const model::Field& field : kind.fields) check_field(lint, field);
  for (const model::State& s : kind.workflow.states) need(lint, s.where, "state \"" + s.name + "\"", s.title);
  for (const model::Move& m : kind.workflow.moves) {
    need(lint, m.where, "move \"" + m.name + "\"", m.title);
    for (const LocalText& title : m.guard_titles) need(lint, m.where, "a guard of move \"" + m.name + "\"", title);
  }
}

void check_plan(const Lint& lint, const model::Plan& plan) {
  const auto each = [&](const char* list, std::size_t i) { return plan.places.at(std::string(list) + "[" + std::to_string(i) + "].title"); };
  need(lint, plan.places.at("title"), "plan \"" + plan.name + "\"", plan.title);
  for (std::size_t i = 0; i < plan.groups.size(); ++i) need(lint, each("groups", i), "group \"" + plan.groups[i].name + "\"", plan.groups[i].title);
  for (std::size_t i = 0; i < plan.phases.size(); ++i) need(lint, each("phases", i), "phase \"" + plan.phases[i].name + "\"", plan.phases[i].title);
  for (std::size_t i = 0; i < plan.tasks.size(); ++i) need(lint, each("tasks", i), "task " + std::to_string(plan.tasks[i].number), plan.tasks[i].title);
}

}  // namespace

void check_titles(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  for (const auto& [name, kind] : c.kinds) check_kind(lint, kind);
  for (const auto& [name, plan] : c.plans) check_plan(lint, plan);
  for (const auto& [name, duty] : c.obligations) need(lint, duty.places.at("title"), "obligation \"" + name + "\"", duty.title);
  for (const auto& [name, clock] : c.clocks) need(lint, clock.places.at("title"), "clock \"" + name + "\"", clock.title);
  for (const auto& [name, method] : c.gradings) need(lint, method.where, "grading method \"" + name + "\"", method.title);
  for (const auto& [name, identifier] : c.identifiers) need(lint, identifier.places.at("title"), "identifier \"" + name + "\"", identifier.title);
  for (const auto& [name, role] : c.roles) need(lint, role.where, "role \"" + name + "\"", role.title);
  for (const auto& [name, taxonomy] : c.taxonomies) {
    need(lint, taxonomy.places.at("title"), "taxonomy \"" + name + "\"", taxonomy.title);
    for (std::size_t i = 0; i < taxonomy.entries.size(); ++i) {
      const model::Option& o = taxonomy.entries[i];
      need(lint, taxonomy.places.at("entries[" + std::to_string(i) + "].title"), "code \"" + o.code + "\" of \"" + name + "\"", o.title);
    }
  }
}

}  // namespace lp::spec
