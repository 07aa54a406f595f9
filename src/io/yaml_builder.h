#pragma once
// Inside io/yaml.cpp: turns yaml-cpp's events into YamlNodes under limits. Throws YamlStop, after
// a diagnostic, to leave yaml-cpp's parser; nothing but parse_yaml calls it.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "io/yaml.h"

namespace lp::io {

struct YamlStop {};

class YamlBuilder final : public YAML::EventHandler {
 public:
  YamlBuilder(std::string_view file, Diagnostics& out, const YamlLimits& limits)
      : file_(file), out_(out), limits_(limits) {}

  bool stopped() const { return stopped_; }
  YamlNode take_root() { return std::move(root_); }
  SourceRef last_place() const { return last_; }

  void OnDocumentStart(const YAML::Mark& mark) override { last_ = place(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    bool drop_value = false;  // the value of a duplicate key
    std::string key;
    SourceRef key_place;
    std::unordered_map<std::string, int> lines;  // of the keys so far
  };

  SourceRef place(const YAML::Mark& mark) const;
  [[noreturn]] void stop(const SourceRef& where, const char* code, std::string what, std::string hint);
  void count(const YamlNode& node, const SourceRef& where);
  void refuse_tag(const std::string& tag, const SourceRef& where);
  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void close();
  void add(YamlNode node, YAML::anchor_t anchor);
  void take_key(Open& top, const YamlNode& node);
  void remember(const YamlNode& node, YAML::anchor_t anchor);

  std::string file_;
  Diagnostics& out_;
  YamlLimits limits_;
  bool stopped_ = false;
  std::size_t nodes_ = 0, text_bytes_ = 0;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  YamlNode root_;
  SourceRef last_;
};

}  // namespace lp::io
