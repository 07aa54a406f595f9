#include "detect/report/attack_titles.h"

#include <algorithm>

namespace lp::detect {
namespace {

struct Row {
  std::string_view code, zh, en;
};

constexpr Row table[] = {
    {"reconnaissance", "侦察", "Reconnaissance"},
    {"resource-development", "资源准备", "Resource Development"},
    {"initial-access", "初始访问", "Initial Access"},
    {"execution", "执行", "Execution"},
    {"persistence", "持久化", "Persistence"},
    {"privilege-escalation", "权限提升", "Privilege Escalation"},
    {"defense-evasion", "防御规避", "Defense Evasion"},
    {"credential-access", "凭据获取", "Credential Access"},
    {"discovery", "内部探测", "Discovery"},
    {"lateral-movement", "横向移动", "Lateral Movement"},
    {"collection", "数据收集", "Collection"},
    {"command-and-control", "命令与控制", "Command and Control"},
    {"exfiltration", "数据外传", "Exfiltration"},
    {"impact", "破坏影响", "Impact"},
    {"evasion", "规避（工控）", "Evasion (ICS)"},
    {"inhibit-response-function", "抑制响应功能（工控）", "Inhibit Response Function (ICS)"},
    {"impair-process-control", "破坏过程控制（工控）", "Impair Process Control (ICS)"},

    {"t0814", "拒绝服务（工控）", "Denial of Service (ICS)"},
    {"t0815", "丧失监视（工控）", "Denial of View (ICS)"},
    {"t0816", "设备重启或关机（工控）", "Device Restart/Shutdown (ICS)"},
    {"t0822", "外部远程服务（工控）", "External Remote Services (ICS)"},
    {"t0836", "修改参数（工控）", "Modify Parameter (ICS)"},
    {"t0846", "远程系统发现（工控）", "Remote System Discovery (ICS)"},
    {"t0858", "改变运行模式（工控）", "Change Operating Mode (ICS)"},
    {"t0883", "互联网可访问的设备（工控）", "Internet Accessible Device (ICS)"},
    {"t1003", "操作系统凭据转储", "OS Credential Dumping"},
    {"t1021", "远程服务", "Remote Services"},
    {"t1021.001", "远程桌面协议", "Remote Desktop Protocol"},
    {"t1021.002", "SMB/Windows 管理共享", "SMB/Windows Admin Shares"},
    {"t1021.004", "SSH", "SSH"},
    {"t1027", "混淆的文件或信息", "Obfuscated Files or Information"},
    {"t1030", "限制外传数据块大小", "Data Transfer Size Limits"},
    {"t1036", "伪装", "Masquerading"},
    {"t1040", "网络嗅探", "Network Sniffing"},
    {"t1041", "经控制信道外传", "Exfiltration Over C2 Channel"},
    {"t1046", "网络服务发现", "Network Service Discovery"},
    {"t1047", "Windows 管理规范（WMI）", "Windows Management Instrumentation"},
    {"t1048", "经其他协议外传", "Exfiltration Over Alternative Protocol"},
    {"t1053", "计划任务", "Scheduled Task/Job"},
    {"t1055", "进程注入", "Process Injection"},
    {"t1059", "命令和脚本解释器", "Command and Scripting Interpreter"},
    {"t1059.001", "PowerShell", "PowerShell"},
    {"t1059.004", "Unix Shell", "Unix Shell"},
    {"t1068", "利用漏洞提升权限", "Exploitation for Privilege Escalation"},
    {"t1070", "清除痕迹", "Indicator Removal"},
    {"t1070.001", "清除 Windows 事件日志", "Clear Windows Event Logs"},
    {"t1071", "应用层协议", "Application Layer Protocol"},
    {"t1071.001", "网页协议", "Web Protocols"},
    {"t1071.004", "DNS", "DNS"},
    {"t1078", "合法账号", "Valid Accounts"},
    {"t1078.001", "默认账号", "Default Accounts"},
    {"t1090", "代理", "Proxy"},
    {"t1098", "账号操纵", "Account Manipulation"},
    {"t1105", "工具传入", "Ingress Tool Transfer"},
    {"t1110", "暴力破解", "Brute Force"},
    {"t1110.001", "口令猜测", "Password Guessing"},
    {"t1110.003", "口令喷洒", "Password Spraying"},
    {"t1112", "修改注册表", "Modify Registry"},
    {"t1133", "外部远程服务", "External Remote Services"},
    {"t1136", "新建账号", "Create Account"},
    {"t1190", "利用公开应用漏洞", "Exploit Public-Facing Application"},
    {"t1195.002", "软件供应链入侵", "Compromise Software Supply Chain"},
    {"t1204", "诱导用户执行", "User Execution"},
    {"t1210", "利用远程服务漏洞", "Exploitation of Remote Services"},
    {"t1213", "信息库中的数据", "Data from Information Repositories"},
    {"t1218", "系统自带程序代理执行", "System Binary Proxy Execution"},
    {"t1485", "销毁数据", "Data Destruction"},
    {"t1486", "加密数据造成影响", "Data Encrypted for Impact"},
    {"t1489", "停止服务", "Service Stop"},
    {"t1490", "阻止系统恢复", "Inhibit System Recovery"},
    {"t1491.002", "篡改对外网页", "External Defacement"},
    {"t1496", "劫持资源", "Resource Hijacking"},
    {"t1498", "网络拒绝服务", "Network Denial of Service"},
    {"t1499", "端点拒绝服务", "Endpoint Denial of Service"},
    {"t1505.003", "网页后门", "Web Shell"},
    {"t1530", "云存储中的数据", "Data from Cloud Storage"},
    {"t1543", "新建或修改系统进程", "Create or Modify System Process"},
    {"t1547", "启动或登录时自动执行", "Boot or Logon Autostart Execution"},
    {"t1552.001", "文件中的凭据", "Credentials In Files"},
    {"t1562", "破坏防御", "Impair Defenses"},
    {"t1566", "网络钓鱼", "Phishing"},
    {"t1567", "经网络服务外传", "Exfiltration Over Web Service"},
    {"t1567.002", "外传到云存储", "Exfiltration to Cloud Storage"},
    {"t1568", "动态解析", "Dynamic Resolution"},
    {"t1568.002", "域名生成算法", "Domain Generation Algorithms"},
    {"t1570", "横向传送工具", "Lateral Tool Transfer"},
    {"t1571", "非标准端口", "Non-Standard Port"},
    {"t1572", "协议隧道", "Protocol Tunneling"},
    {"t1573", "加密信道", "Encrypted Channel"},
    {"t1573.002", "非对称加密信道", "Asymmetric Cryptography"},
    {"t1592.003", "收集目标固件信息", "Firmware"},
    {"t1595", "主动扫描", "Active Scanning"},
    {"t1595.002", "漏洞扫描", "Vulnerability Scanning"},
    {"t1595.003", "字典扫描", "Wordlist Scanning"},
};

std::string_view behind_attack(std::string_view tag) { return tag.starts_with("attack.") ? tag.substr(7) : tag; }

}  // namespace

std::optional<LocalText> attack_title(std::string_view tag) {
  std::string code(behind_attack(tag));
  std::ranges::replace(code, '_', '-');   // older Sigma rules write tactics so
  for (const std::string_view wanted : {std::string_view(code), std::string_view(code).substr(0, code.find('.'))})
    for (const Row& row : table)
      if (row.code == wanted) return LocalText{std::string(row.zh), std::string(row.en)};
  return std::nullopt;
}

std::string attack_code(std::string_view tag) {
  std::string code(behind_attack(tag));
  if (code.size() >= 5 && code[0] == 't' && code[1] >= '0' && code[1] <= '9') code[0] = 'T';
  return code;
}

}  // namespace lp::detect
