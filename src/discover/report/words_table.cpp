#include "discover/report/words_table.h"

namespace lp::discover {
namespace {

using enum Topic;

constexpr WordsRow table[] = {
    // Why bytes were not looked at.
    {skip, "unreadable", "无法读取（权限不足或读取出错）", "could not be read (permission or read error)", "以有读取权限的账户重新扫描", "scan again with an account that may read it"},
    {skip, "changed_while_read", "读取过程中内容发生变化", "changed while it was read", "在没有写入时再次扫描", "scan again while nobody writes"},
    {skip, "excluded", "按设置排除", "excluded by the settings"},
    {skip, "interrupted", "扫描在此之前中断", "the scan was interrupted before it", "再次扫描", "scan again"},
    {skip, "not_sampled", "抽样扫描，未抽到", "not drawn into the sample", "不抽样再次扫描", "scan again without sampling"},
    {skip, "too_large", "大小超过上限", "larger than the limit", "提高上限后再次扫描", "raise the limit and scan again"},
    {skip, "depth", "嵌套层数超过上限", "nested deeper than the limit", "解开后再次扫描", "unpack it and scan again"},
    {skip, "own_file", "本次扫描自己写的文件", "a file this scan itself writes"},
    {skip, "link", "符号链接，未跟随", "a symbolic link, not followed"},
    {skip, "hard_link", "与已扫描的文件是同一内容（硬链接）", "the same file under another name (hard link)"},
    {skip, "special_file", "不是普通文件（设备、管道、套接字）", "not a regular file (device, pipe, socket)"},
    {skip, "other_file_system", "位于另一文件系统", "lies on another file system", "把该文件系统单独列为扫描对象", "name that file system as a root of its own"},
    {skip, "encrypted", "已加密，没有口令", "encrypted, and no password is known", "提供口令或解密副本后再次扫描", "give the password or a decrypted copy and scan again"},
    {skip, "corrupt", "已损坏", "damaged", "找回完好副本后再次扫描", "find an undamaged copy and scan again"},
    {skip, "bomb", "解压后大小异常（疑似压缩炸弹）", "unpacks to an implausible size (a decompression bomb)", "在隔离环境中人工检查", "look at it by hand in isolation"},
    {skip, "needs_ocr", "只有图像没有文字，需文字识别（OCR）", "images without text; needs text recognition (OCR)", "先做文字识别（OCR）再扫描", "recognise its text (OCR), then scan"},
    {skip, "binary", "二进制内容，没有可读文字", "binary content without readable text"},
    {skip, "no_converter", "缺少转换程序", "the program that converts it is not installed", "安装转换程序后再次扫描", "install the converter and scan again"},
    {skip, "unsupported", "不支持的格式", "a format that is not supported", "转换为支持的格式后扫描，或人工检查", "convert it, or look at it by hand"},
    {skip, "trailing", "格式结束之后的多余内容", "bytes after the end of the format", "人工检查", "look at it by hand"},

    // Who proposed the level, beside the rules of specs/levels, which bring their own titles.
    {level_rule, "none", "没有规则认为高于一般", "no rule proposes more than general"},
    {level_rule, "human", "由人工决定", "decided by a person"},

    // Why a field is believed to hold a kind.
    {because, "header", "列名或键名", "name of the column or key"},
    {because, "name", "邻近的名称", "names beside its values"},
    {because, "share", "多数值符合", "most of its values fit"},
    {because, "validator", "校验规则通过", "values pass the check"},
    {because, "dictionary", "词典中的词", "words of the dictionary"},
    {because, "context", "邻近的词", "words beside it"},
    {because, "points_of_subjects", "少数主体的大量位置点", "many positions of few subjects"},
    {because, "label_or_title", "旁边的标签或称谓", "a label or title beside it"},
    {because, "secret_rule", "密钥规则", "a rule for keys"},

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
