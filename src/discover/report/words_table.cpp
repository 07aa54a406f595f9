#include "discover/report/words_table.h"

namespace lp::discover {
namespace {

using enum Topic;

constexpr WordsRow table[] = {
    // Why bytes were not looked at.
    {skip, "unreadable", "无法读取（权限不足或读取出错）", "could not be read (permission or read error)", "以有读取权限的账户重新扫描", "scan again with an account that may read it"},
    {skip, "denied", "没有读取权限", "no permission to read it", "以有读取权限的账户重新扫描", "scan again with an account that may read it"},
    {skip, "vanished", "扫描时已不存在", "was gone when its turn came", "再次扫描", "scan again"},
    {skip, "changed", "读取过程中内容发生变化", "changed while it was read", "在没有写入时再次扫描", "scan again while nobody writes"},
    {skip, "not_regular", "不是普通文件（设备、管道、套接字）", "is not a regular file (device, pipe, socket)"},
    {skip, "symlink", "符号链接，未跟随", "a symbolic link, not followed"},
    {skip, "loop", "链接成环", "links form a loop"},
    {skip, "other_filesystem", "位于另一文件系统", "lies on another file system", "把该文件系统单独列为扫描对象", "name that file system as a root of its own"},
    {skip, "excluded", "按设置排除", "excluded by the settings"},
    {skip, "unsupported", "不支持的格式", "a format that is not supported", "转换为支持的格式后扫描，或人工检查", "convert it, or look at it by hand"},
    {skip, "unknown_format", "无法识别的格式", "a format that was not recognised", "人工检查", "look at it by hand"},
    {skip, "unknown_encoding", "无法识别的文字编码", "a text encoding that was not recognised", "指明编码后再次扫描", "name the encoding and scan again"},
    {skip, "binary", "二进制内容，没有可读文字", "binary content without readable text"},
    {skip, "executable", "可执行程序", "an executable program"},
    {skip, "image", "图片，未做文字识别", "an image; its text was not recognised", "先做文字识别（OCR）再扫描", "recognise its text (OCR), then scan"},
    {skip, "media", "音频或视频", "audio or video", "人工检查", "look at it by hand"},
    {skip, "needs_ocr", "只有图像没有文字，需文字识别（OCR）", "images without text; needs text recognition (OCR)", "先做文字识别（OCR）再扫描", "recognise its text (OCR), then scan"},
    {skip, "needs_converter", "缺少转换程序", "the program that converts it is not installed", "安装转换程序后再次扫描", "install the converter and scan again"},
    {skip, "converter_failed", "转换程序失败", "the program that converts it failed", "用原程序另存后再次扫描", "save it again with its own program and scan"},
    {skip, "encrypted", "已加密，没有口令", "encrypted, and no password is known", "提供口令或解密副本后再次扫描", "give the password or a decrypted copy and scan again"},
    {skip, "bomb", "解压后大小异常（疑似压缩炸弹）", "unpacks to an implausible size (a decompression bomb)", "在隔离环境中人工检查", "look at it by hand in isolation"},
    {skip, "too_deep", "嵌套层数超过上限", "nested deeper than the limit", "解开后再次扫描", "unpack it and scan again"},
    {skip, "too_large", "大小超过上限", "larger than the limit", "提高上限后再次扫描", "raise the limit and scan again"},
    {skip, "too_many", "成员数量超过上限", "more members than the limit", "解开后再次扫描", "unpack it and scan again"},
    {skip, "too_long", "单个值或行超过上限", "a value or line longer than the limit"},
    {skip, "corrupt", "已损坏", "damaged", "找回完好副本后再次扫描", "find an undamaged copy and scan again"},
    {skip, "truncated", "不完整，后部缺失", "incomplete, its end is missing", "找回完整副本后再次扫描", "find a complete copy and scan again"},
    {skip, "timeout", "超过时间上限", "took longer than the limit", "提高时间上限后再次扫描", "raise the limit and scan again"},
    {skip, "interrupted", "扫描在此之前中断", "the scan was interrupted before it", "再次扫描", "scan again"},
    {skip, "unavailable", "数据源暂时不可用", "the source was not available", "数据源恢复后再次扫描", "scan again when the source is back"},
    {skip, "sampled", "抽样扫描，未抽到", "not drawn into the sample", "不抽样再次扫描", "scan again without sampling"},
    {skip, "memory", "内存上限内无法处理", "could not be handled within the memory limit", "提高内存上限后再次扫描", "raise the memory limit and scan again"},
    {skip, "internal", "程序内部错误", "an internal error of the program", "请把详情告知开发者", "please tell the developers the detail"},

    // Which rule proposed the level.
    {level_rule, "none", "没有规则认为高于一般", "no rule proposes more than general"},
    {level_rule, "nothing_found", "未发现个人信息、敏感标识或密钥", "no personal information, sensitive identifier or key was found"},
    {level_rule, "default", "没有规则认为高于一般", "no rule proposes more than general"},
    {level_rule, "general", "没有规则认为高于一般", "no rule proposes more than general"},
    {level_rule, "pi_over_#", "含 {} 人以上个人信息", "personal information of {} persons or more"},
    {level_rule, "pi_at_least_#", "含 {} 人以上个人信息", "personal information of {} persons or more"},
    {level_rule, "pi_below_#", "含个人信息，不足 {} 人", "personal information of fewer than {} persons"},
    {level_rule, "sensitive_pi_over_#", "含 {} 人以上敏感个人信息", "sensitive personal information of {} persons or more"},
    {level_rule, "sensitive_pi_at_least_#", "含 {} 人以上敏感个人信息", "sensitive personal information of {} persons or more"},
    {level_rule, "sensitive_pi_below_#", "含敏感个人信息，不足 {} 人", "sensitive personal information of fewer than {} persons"},
    {level_rule, "spi_over_#", "含 {} 人以上敏感个人信息", "sensitive personal information of {} persons or more"},
    {level_rule, "vehicle_pi_over_#", "车辆数据涉及 {} 人以上个人信息", "vehicle data with personal information of {} persons or more"},
    {level_rule, "minors_over_#", "含 {} 名以上未成年人的个人信息", "personal information of {} minors or more"},
    {level_rule, "records_over_#", "记录 {} 条以上", "{} records or more"},
    {level_rule, "contains_pi", "含个人信息", "contains personal information"},
    {level_rule, "contains_sensitive_pi", "含敏感个人信息", "contains sensitive personal information"},
    {level_rule, "contains_secrets", "含口令或密钥", "contains passwords or keys"},
    {level_rule, "category", "所含类别在目录中为该级别", "its category is at this level in the catalogue"},
    {level_rule, "human", "由人工决定", "decided by a person"},

    // Why a field is believed to hold a kind.
    {because, "header", "列名或键名", "name of the column or key"},
    {because, "share", "多数值符合", "most of its values fit"},
    {because, "validator", "校验规则通过", "values pass the check"},
    {because, "dictionary", "词典中的词", "words of the dictionary"},
    {because, "context", "邻近的词", "words beside it"},
    {because, "format", "格式符合", "the format fits"},
    {because, "check", "校验码正确", "check digits are right"},
    {because, "check_digit", "校验码正确", "check digits are right"},
    {because, "date", "其中日期有效", "the date in it exists"},
    {because, "region", "其中地区代码存在", "the region code in it exists"},
    {because, "registry", "号段已登记", "the number range is registered"},
    {because, "entropy", "随机程度高", "it is as random as a key"},
    {because, "weak", "特征较弱", "the shape alone is weak"},
    {because, "literal", "固定前缀", "its fixed beginning"},
    {because, "rule", "密钥规则", "a rule for keys"},
    {because, "other_name", "名称指向别的内容", "its name says something else"},
    {because, "other_header", "列名指向别的内容", "its column is named for something else"},
    {because, "collision", "与其他标识相似", "another kind looks alike"},
    {because, "distinct", "取值各不相同", "its values differ from each other"},

    {source, "files", "文件", "files"},
    {source, "sqlite", "SQLite 数据库", "SQLite database"},
    {source, "postgresql", "PostgreSQL 数据库", "PostgreSQL database"},
    {source, "mysql", "MySQL 数据库", "MySQL database"},
    {source, "parquet", "Parquet 文件", "Parquet files"},

    {sensitivity, "none", "非个人信息", "not personal"},
    {sensitivity, "personal", "个人信息", "personal"},
    {sensitivity, "sensitive", "敏感个人信息", "sensitive personal"},
    {sensitivity, "secret", "口令或密钥", "password or key"},

    {note, "rules_differ", "两次扫描的识别规则不同，判定不可直接比较；请用同一规则重新评估", "the two scans used different rules; verdicts are not comparable until re-evaluated with the same rules"},
    {note, "rules_unknown", "至少一次扫描没有记录识别规则，判定不可直接比较", "at least one scan does not name its rules; verdicts are not comparable"},
    {note, "re_evaluated", "规则不同，但已用同一规则重新评估", "the rules differ, but verdicts were re-evaluated with the same rules"},
    {note, "source_differs", "两次扫描的数据源类型不同", "the two scans read different kinds of source"},
    {note, "root_differs", "两次扫描的根不同，路径按相对路径比较", "the two scans have different roots; paths are compared below them"},
    {note, "old_interrupted", "前一次扫描中断，不完整", "the earlier scan was interrupted and is incomplete"},
    {note, "new_interrupted", "后一次扫描中断，不完整", "the later scan was interrupted and is incomplete"},
    {note, "sampling_differs", "两次扫描的抽样方式不同，规模不可直接比较", "the two scans sample differently; scales are not comparable"},
    {note, "coverage_fell", "后一次未查看的内容更多，减少不一定是真的减少", "the later scan looked at less; what seems gone may only be unseen"},
    {note, "order_reversed", "“后一次”扫描早于“前一次”", "the later scan was made before the earlier one"},
    {note, "threshold_unverified", "30 % 的计量口径（条数或存储总量）待核实", "how the 30 % are measured (records or bytes) is not verified"},
    {note, "scale_check", "各文件单独未达到，合计人数上限达到规模阈值，请复核级别", "no file alone reaches it, together they may reach the threshold of persons; check the level"},
    {note, "level_on_rejected", "依据的发现已被人工否定，请复核级别", "what the level rests on was rejected by a person; check the level"},
};

}  // namespace

std::span<const WordsRow> words_table() { return table; }

}  // namespace lp::discover
