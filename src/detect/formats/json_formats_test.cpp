// What the mappings make of Windows, Zeek and cloud events: names, times, log sources.
#include <gtest/gtest.h>

#include "detect/decoder_testing.h"
#include "detect/format_samples.h"

namespace lp::detect {
namespace {

struct JsonCase {
  const char* format;
  const char* line;
  const char* route;
  std::vector<std::pair<const char*, const char*>> fields;
  std::int64_t time = 1719500000LL * 1'000'000;
};

void check(const JsonCase& c) {
  std::vector<std::string> wanted;
  for (const auto& [name, value] : c.fields) wanted.emplace_back(name);
  DecoderUnderTest decoder(c.format, wanted);
  ASSERT_EQ(decoder.decode(c.line), Decoded::event) << c.line << decoder.decoder().reason();
  EXPECT_EQ(decoder.route(), c.route) << c.line;
  EXPECT_EQ(decoder.event().time, c.time) << c.line;
  for (const auto& [name, value] : c.fields) EXPECT_EQ(decoder.all(name), value) << name << " of " << c.line;
}

TEST(WindowsJson, EveryLayoutGivesTheSameNames) {
  const char* sysmon = "windows//;windows//sysmon;windows/process_creation/sysmon";
  const std::vector<std::pair<const char*, const char*>> same{{"Image", "C:\\a.exe"}, {"EventID", "1"}, {"Channel", "Microsoft-Windows-Sysmon/Operational"}, {"Computer", "PC1"}, {"process.executable", "C:\\a.exe"},
                                                              {"Provider_Name", "Microsoft-Windows-Sysmon"}, {"md5", "bb"}, {"file.hash.sha256", "cc"}, {"Imphash", "dd"}, {"event.code", "1"}};
  for (const char* line : {
           R"({"@timestamp":"2024-06-27T14:53:20Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","event_id":"1","computer_name":"PC1","event_data":{"Image":"C:\\a.exe","Hashes":"SHA1=aa,MD5=bb,SHA256=cc,IMPHASH=dd"}}})",
           R"({"@timestamp":"2024-06-27T14:53:20Z","winlog.channel":"Microsoft-Windows-Sysmon/Operational","winlog.provider_name":"Microsoft-Windows-Sysmon","winlog.event_id":1,"winlog.computer_name":"PC1","winlog.event_data.Image":"C:\\a.exe","winlog.event_data.Hashes":"MD5=bb,SHA256=cc,IMPHASH=dd"})",
           R"({"@timestamp":"2024-06-28T00:00:00Z","EventTime":"2024-06-27 20:00:00","UtcTime":"2024-06-27 14:53:20","Hostname":"PC1","EventID":1,"SourceName":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\a.exe","Hashes":"MD5=bb,SHA256=cc,IMPHASH=dd"})",
           R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"EventID":1,"TimeCreated":{"#attributes":{"SystemTime":"2024-06-27T14:53:20Z"}},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"PC1"},"EventData":{"Image":"C:\\a.exe","Hashes":"MD5=bb,SHA256=cc,IMPHASH=dd"}}})",
           R"({"TimeCreated_SystemTime":"2024-06-27T14:53:20Z","Provider_Name":"Microsoft-Windows-Sysmon","EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"PC1","Image":"C:\\a.exe","Hashes":"MD5=bb,SHA256=cc,IMPHASH=dd"})",
           R"({"@timestamp":"2024-06-27T14:53:20Z","log_name":"Microsoft-Windows-Sysmon/Operational","source_name":"Microsoft-Windows-Sysmon","event_id":1,"computer_name":"PC1","event_data":{"Image":"C:\\a.exe","Hashes":"MD5=bb,SHA256=cc,IMPHASH=dd"}})",
       })
    check({"windows_json", line, sysmon, same});
}

struct RouteCase {
  const char *channel, *id, *route;
};

TEST(WindowsJson, ChannelsAndEventIdsAreLogSources) {
  const RouteCase cases[] = {
      {"Microsoft-Windows-Sysmon/Operational", "3", "windows//;windows//sysmon;windows/network_connection/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "7", "windows//;windows//sysmon;windows/image_load/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "10", "windows//;windows//sysmon;windows/process_access/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "11", "windows//;windows//sysmon;windows/file_event/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "12", "windows//;windows//sysmon;windows/registry_add/sysmon;windows/registry_delete/sysmon;windows/registry_event/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "13", "windows//;windows//sysmon;windows/registry_event/sysmon;windows/registry_set/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "22", "windows//;windows//sysmon;windows/dns_query/sysmon"},
      {"Microsoft-Windows-Sysmon/Operational", "99", "windows//;windows//sysmon"},
      {"Security", "4688", "windows//;windows//security;windows/process_creation/security"},
      {"security", "4624", "windows//;windows//security"},
      {"Microsoft-Windows-PowerShell/Operational", "4103", "windows//;windows//powershell;windows/ps_module/powershell"},
      {"Microsoft-Windows-PowerShell/Operational", "4104", "windows//;windows//powershell;windows/ps_script/powershell"},
      {"Windows PowerShell", "400", "windows//;windows//powershell-classic;windows/ps_classic_start/powershell-classic"},
      {"Microsoft-Windows-AppLocker/EXE and DLL", "8004", "windows//;windows//applocker"},
      {"Application", "1000", "windows//;windows//application"},
      {"Linux-Sysmon/Operational", "1", "linux/process_creation/sysmon"},
      {"Nobody/Knows", "1", "windows//"},
  };
  DecoderUnderTest windows("windows_json", {});
  for (const RouteCase& c : cases) {
    ASSERT_EQ(windows.decode(std::string("{\"Channel\":\"") + c.channel + "\",\"EventID\":" + c.id + "}"), Decoded::event);
    EXPECT_EQ(windows.route(), c.route) << c.channel << ' ' << c.id;
  }
}

TEST(WindowsJson, SecurityAuditEventsHaveTheNamesOfSysmonToo) {
  check({"windows_json", R"({"@timestamp":"2024-06-27T14:53:20Z","Channel":"Security","EventID":4688,"NewProcessName":"C:\\a.exe","ParentProcessName":"C:\\p.exe","CommandLine":"a -x"})",
         "windows//;windows//security;windows/process_creation/security", {{"Image", "C:\\a.exe"}, {"ParentImage", "C:\\p.exe"}, {"process.command_line", "a -x"}, {"NewProcessName", "C:\\a.exe"}}});
}

TEST(ZeekJson, NamesAndLogs) {
  check({"zeek_json", R"({"_path":"http","ts":1719500000.0,"uid":"C","id.orig_h":"10.0.0.9","id.resp_h":"192.0.2.7","host":"a.example","uri":"/x.php?y=1","user_agent":"curl"})", "zeek//;zeek/proxy/http;zeek/webserver/http",
         {{"source.ip", "10.0.0.9"}, {"dst_ip", "192.0.2.7"}, {"url.domain", "a.example"}, {"c-uri", "/x.php?y=1"}, {"url.query", "y=1"}, {"c-useragent", "curl"}}});
  check({"zeek_json", R"({"@stream":"dce_rpc","ts":1719500000.0,"id_orig_h":"10.0.0.9","operation":"x"})", "zeek//;zeek//dce_rpc", {{"id.orig_h", "10.0.0.9"}, {"operation", "x"}}});
  check({"zeek_json", R"({"ts":"2024-06-27T14:53:20.000000Z","id.orig_h":"10.0.0.9","qtype":1,"query":"a.example","answers":["192.0.2.7","b.example"]})", "zeek//;zeek/dns/dns",
         {{"dns.question.name", "a.example"}, {"answer", "192.0.2.7|b.example"}}});
  check({"zeek_json", R"({"ts":1719500000,"conn_state":"SF","id":{"orig_h":"10.0.0.9"}})", "zeek//;zeek/firewall/conn;zeek/network_connection/", {{"source.ip", "10.0.0.9"}}});
}

TEST(CloudJson, ServicesAreTold) {
  check({"cloudtrail", R"({"eventTime":"2024-06-27T14:53:20Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","sourceIPAddress":"192.0.2.7","requestParameters":{"userName":"x"}})", "aws//cloudtrail",
         {{"eventSource", "iam.amazonaws.com"}, {"source.ip", "192.0.2.7"}, {"requestParameters.userName", "x"}}});
  const std::pair<const char*, const char*> routes[] = {
      {R"("category":"AuditLogs","operationName":"x")", "azure//auditlogs"},
      {R"("category":"Administrative","operationName":"x")", "azure//activitylogs"},
      {R"("category":"SignInLogs")", "azure//signinlogs"},
      {R"("riskEventType":"x")", "azure//riskdetection"},
      {R"("protoPayload":{"methodName":"m"})", "gcp//gcp.audit"},
      {R"("eventService":"admin.googleapis.com")", "gcp//google_workspace.admin"},
      {R"("published":"2024-06-27T14:53:20Z","eventType":"user.x","displayMessage":"d")", "okta//okta"},
      {R"("_document_id":"1","action":"repo.create")", "github//audit"},
      {R"("Workload":"Exchange","Operation":"New-InboxRule")", "m365//audit;m365//exchange"},
      {R"("apiVersion":"audit.k8s.io/v1","verb":"create")", "kubernetes/application/audit"},
      {R"("node_id":"n","logtype":3000)", "opencanary/application/"},
      {R"("eventSource":"ec2.amazonaws.com","awsRegion":"r")", "aws//cloudtrail"},
      {R"("x":1)", ""},
  };
  for (const auto& [members, route] : routes) check({"json_generic", (std::string("{\"time\":\"2024-06-27T14:53:20Z\",") + members + "}").c_str(), route, {}});
}

// Fields that are only asked whether they are there do not fill the decoder's memory with their values.
TEST(CloudJson, ManyValuesOfAPresentFieldAreOneRoute) {
  DecoderUnderTest json("json_generic", {});
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(json.decode("{\"published\":\"" + std::to_string(i) + "\",\"eventType\":\"e" + std::to_string(i) + "\",\"displayMessage\":\"d\"}"), Decoded::event);
    EXPECT_EQ(json.route(), "okta//okta");
  }
}

}  // namespace
}  // namespace lp::detect
