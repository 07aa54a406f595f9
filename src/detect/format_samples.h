#pragma once
// For tests only: lines as each format writes them, all made up. Every sample sniffs as its own format.

#include <span>
#include <string_view>

namespace lp::detect {

struct FormatSample {
  std::string_view format;
  std::string_view text;  // whole lines
};

inline constexpr FormatSample format_sample_list[] = {
      {"suricata_eve", R"({"timestamp":"2024-06-27T22:53:20.000045+0800","flow_id":1,"event_type":"dns","src_ip":"10.1.1.9","dest_ip":"192.0.2.53","proto":"UDP","dns":{"type":"query","rrname":"www.example.com","rrtype":"A"}}
{"timestamp":"2024-06-27T22:53:21.000045+0800","event_type":"stats","stats":{"uptime":8}}
)"},
      {"zeek_json", R"({"_path":"conn","_write_ts":"2024-06-27T14:53:25.7Z","ts":"2024-06-27T14:53:20.7Z","uid":"C1","id.orig_h":"10.0.0.9","id.resp_h":"192.0.2.7","proto":"tcp","conn_state":"SF"}
)"},
      {"zeek_json", R"({"ts":1719500000.25,"uid":"C2","id.orig_h":"10.0.0.9","id.orig_p":5353,"id.resp_h":"192.0.2.53","id.resp_p":53,"query":"a.example","qtype":1,"qtype_name":"A"}
)"},
      {"zeek_json", R"({"@stream":"ssl","@system":"s1","@proc":"zeek","ts":1719500000.25,"uid":"C3","id_orig_h":"10.0.0.9","id_resp_h":"192.0.2.7","server_name":"a.example"}
)"},
      {"windows_json", R"({"@timestamp":"2024-06-27T14:53:20.123Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","event_id":1,"computer_name":"PC1","event_data":{"Image":"C:\\Windows\\System32\\cmd.exe","CommandLine":"cmd /c whoami","Hashes":"SHA1=aa,MD5=bb,SHA256=cc,IMPHASH=dd"}},"message":"Process Create"}
)"},
      {"windows_json", R"({"EventTime":"2024-06-27 14:53:20","Hostname":"PC1","EventID":4624,"SourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security","IpAddress":"10.0.0.9","TargetUserName":"u1","Message":"logon"}
)"},
      {"windows_json", R"({"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-PowerShell"}},"EventID":4104,"TimeCreated":{"#attributes":{"SystemTime":"2024-06-27T14:53:20.123456Z"}},"Channel":"Microsoft-Windows-PowerShell/Operational","Computer":"PC1"},"EventData":{"ScriptBlockText":"Get-Date"}}}
)"},
      {"windows_json", R"({"UtcTime":"2024-06-27 14:53:20.123","ProcessGuid":"{01}","Image":"C:\\a.exe","DestinationIp":"192.0.2.7","DestinationPort":"443"}
)"},
      {"cloudtrail", R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"u1"},"eventTime":"2024-06-27T14:53:20Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"cn-north-1","sourceIPAddress":"192.0.2.7","requestParameters":{"userName":"x"}}
)"},
      {"json_generic", R"({"time":"2024-06-27T14:53:20Z","level":"info","msg":"started"}
)"},
      {"zeek_tsv", "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n#open\t2024-06-27-14-53-20\n"
                   "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery\tanswers\trejected\n"
                   "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tvector[string]\tbool\n"
                   "1719500000.000045\tC1\t10.0.0.9\t5353\t192.0.2.53\t53\twww.example.com\t192.0.2.7,192.0.2.8\tF\n"
                   "1719500001.000000\tC2\t10.0.0.9\t5353\t192.0.2.53\t53\t-\t(empty)\tT\n#close\t2024-06-27-15-00-00\n"},
      {"syslog", "<34>1 2024-06-27T14:53:20.003Z gw1 su 77 ID47 [ex@32473 iut=\"3\" src=\"App\\]x\"] 'su root' failed for u1 on /dev/pts/8\n"
                 "<165>1 - 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.\n"},
      {"syslog", "<38>Jun 27 14:53:20 host1 sshd[123]: Failed password for root from 192.0.2.7 port 4711 ssh2\n"},
      {"syslog", "2024-06-27T22:53:20.000045+08:00 host1 sudo: u1 : TTY=pts/0 ; PWD=/home/u1 ; USER=root ; COMMAND=/bin/ls\n"},
      {"syslog", "<134>Jun 27 14:53:20 fw1 CEF:0|Example|Wall|1.0|100|blocked|5|src=10.0.0.9 dst=192.0.2.7 dpt=445 act=deny\n"},
      {"syslog", "<189>45: *Jun 27 14:53:20.123: %SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin]\n<189>Jun 27 2024 14:53:20 R1 %%01SHELL/5/CMDRECORD(l)[12]: Recorded command\n"},
      {"cef", "CEF:0|Example|Wall|1.0|100|blocked \\| dropped|5|src=10.0.0.9 spt=1024 dst=192.0.2.7 dpt=445 proto=TCP act=deny rt=1719500000000 msg=a\\=b and more cs1Label=Zone cs1=dmz one\n"},
      {"leef", "LEEF:1.0|Example|Wall|1.0|deny|src=10.0.0.9\tdst=192.0.2.7\tdstPort=445\taction=deny\tdevTime=2024-06-27 14:53:20\n"},
      {"leef", "LEEF:2.0|Example|Wall|1.0|deny|^|src=10.0.0.9^dst=192.0.2.7^dstPort=445^action=deny^devTime=1719500000\n"},
      {"access_log", "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET /index.php?id=1 HTTP/1.1\" 200 1024\n"},
      {"access_log", "192.0.2.7 - u1 [27/Jun/2024:22:53:20 +0800] \"POST /a/login.jsp HTTP/1.1\" 302 - \"http://www.example.com/\" \"Mozilla/5.0 (X11; \\\"q\\\")\"\n"
                     "2001:db8::7 - - [27/Jun/2024:22:53:21 +0800] \"\\x16\\x03\\x01\" 400 150 \"-\" \"-\" \"10.0.0.9\"\n"},
      {"access_log", "www.example.com:443 192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET / HTTP/2.0\" 200 5 \"-\" \"curl/8.0\"\n"},
      {"iis_w3c", "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2024-06-27 14:53:20\n"
                  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status time-taken\n"
                  "2024-06-27 14:53:20 10.0.0.1 GET /owa/auth.aspx cmd=whoami 443 - 192.0.2.7 Mozilla/5.0+(X11) - 200 15\n"},
      {"dns_queries", "Jun 27 14:53:20 dnsmasq[123]: query[A] www.example.com from 10.0.0.9\nJun 27 14:53:20 dnsmasq[123]: forwarded www.example.com to 192.0.2.53\n"
                      "Jun 27 14:53:20 dnsmasq[123]: reply www.example.com is 192.0.2.7\nJun 27 14:53:20 dnsmasq[123]: read /etc/hosts - 5 addresses\n"},
      {"dns_queries", "Jun 27 14:53:20 gw dnsmasq[123]: 7 10.0.0.9/5353 query[AAAA] www.example.com from 10.0.0.9\n"},
      {"dns_queries", "27-Jun-2024 14:53:20.123 queries: info: client @0x7f00 10.0.0.9#53211 (www.example.com): query: www.example.com IN A +E(0)K (192.0.2.53)\n"},
      {"dns_queries", "<30>Jun 27 14:53:20 ns1 named[88]: client 10.0.0.9#53211: query: www.example.com IN TXT +\n"},
      {"dns_queries", "[1719500000] unbound[123:0] info: 10.0.0.9 www.example.com. A IN\n[1719500000] unbound[123:0] info: 10.0.0.9 www.example.com. A IN NOERROR 0.01 0 60\n"},
      {"nfdump_csv", "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\n"
                     "2024-06-27 14:53:20,2024-06-27 14:53:21,1.000,10.0.0.9,192.0.2.7,1024,445,TCP,...AP.SF,0,0,12,3456,0,0\n"
                     "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n1,3456,12,1,1,1\n"},
      {"auditd", "type=SYSCALL msg=audit(1719500000.155:92733): arch=c000003e syscall=59 success=yes exit=0 ppid=29002 pid=1631 auid=1000 uid=0 comm=\"arp\" exe=\"/usr/sbin/arp\" key=(null)\x1d" "ARCH=x86_64 SYSCALL=execve AUID=\"u1\"\n"
                 "type=EXECVE msg=audit(1719500000.155:92733): argc=3 a0=\"sh\" a1=\"-c\" a2=6563686F2068692074686572650A\n"
                 "type=USER_LOGIN msg=audit(1719500001.000:92734): pid=1 uid=0 msg='op=login acct=\"root\" exe=\"/usr/sbin/sshd\" addr=192.0.2.7 res=failed'\n"},
      {"csv_generic", "time,src_ip,dst_ip,dst_port,action,note\n2024-06-27T14:53:20Z,10.0.0.9,192.0.2.7,445,deny,\"a, \"\"b\"\"\"\n"},
      {"csv_generic", "time;host;value\n2024-06-27T14:53:20Z;h1;5\n"},
};

inline std::span<const FormatSample> format_samples() { return format_sample_list; }

}  // namespace lp::detect
