#pragma once
// For tests and benchmarks: the log sources of an event of Windows as JSON, by channel and event number. A decoder has the
// full table (specs/events); here are those that most events belong to.

#include <boost/json.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detect/routes.h"

namespace lp::detect::sigma {

inline const char* sysmon_category(int id) {
  static const std::map<int, const char*> categories{
      {1, "process_creation"}, {2, "file_change"}, {3, "network_connection"}, {4, "sysmon_status"}, {5, "process_termination"}, {6, "driver_load"}, {7, "image_load"},
      {8, "create_remote_thread"}, {9, "raw_access_thread"}, {10, "process_access"}, {11, "file_event"}, {12, "registry_add"}, {13, "registry_set"}, {14, "registry_rename"},
      {15, "create_stream_hash"}, {16, "sysmon_status"}, {17, "pipe_created"}, {18, "pipe_created"}, {19, "wmi_event"}, {20, "wmi_event"}, {21, "wmi_event"}, {22, "dns_query"},
      {23, "file_delete"}, {26, "file_delete"}, {29, "file_executable_detected"}};
  const auto found = categories.find(id);
  return found == categories.end() ? "" : found->second;
}

inline std::vector<Logsource> windows_sources(std::string_view channel, int id) {
  std::vector<Logsource> out;
  const auto service = [&](const char* name) { out.push_back({"windows", "", name}); };
  const auto category = [&](const char* name) {
    if (*name != '\0') out.push_back({"windows", name, ""});
  };
  if (channel == "Microsoft-Windows-Sysmon/Operational") {
    service("sysmon");
    category(sysmon_category(id));
    if (id >= 12 && id <= 14) category("registry_event");
  } else if (channel == "Security" || channel == "security") {
    service("security");
    if (id == 4688) category("process_creation");
  } else if (channel == "Microsoft-Windows-PowerShell/Operational" || channel == "PowerShellCore/Operational") {
    service("powershell");
    if (id == 4104) category("ps_script");
    if (id == 4103) category("ps_module");
  } else if (channel == "Windows PowerShell") {
    service("powershell-classic");
    category(id == 400 ? "ps_classic_start" : (id == 600 ? "ps_classic_provider_start" : (id == 800 ? "ps_classic_script" : "")));
  } else if (channel == "System" || channel == "Application") {
    service(channel == "System" ? "system" : "application");
  } else if (channel == "Microsoft-Windows-WMI-Activity/Operational") {
    service("wmi");
  } else if (channel == "Microsoft-Windows-Windows Defender/Operational") {
    service("windefend");
  } else if (channel == "Microsoft-Windows-TaskScheduler/Operational") {
    service("taskscheduler");
  } else if (channel == "Microsoft-Windows-Bits-Client/Operational") {
    service("bits-client");
  } else {
    out.push_back({"windows", "", "other"});
  }
  return out;
}

inline std::vector<Logsource> sources_of(const std::string& json) {
  const boost::json::value root = boost::json::parse(json);
  const auto& object = root.as_object();
  const auto* channel = object.if_contains("Channel");
  const auto* id = object.if_contains("EventID");
  if (channel == nullptr || !channel->is_string() || id == nullptr) return {};
  const int number = id->is_int64() ? static_cast<int>(id->as_int64()) : (id->is_string() ? std::atoi(id->as_string().c_str()) : 0);
  return windows_sources({channel->as_string().data(), channel->as_string().size()}, number);
}

}  // namespace lp::detect::sigma
