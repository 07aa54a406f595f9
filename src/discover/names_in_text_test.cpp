#include "discover/names_in_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "discover/document_scanner.h"
#include "discover/gb_text.h"
#include "discover/test_engine.h"
#include "io/bytes.h"

namespace lp::discover {
namespace {

std::shared_ptr<const Engine> engine() { return testing::specs_engine(); }

// The names told of a text, in order.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> found;
  DocumentScanner scanner(engine());
  scanner.listen([&](const ToldHit& hit) {
    if (hit.kind != "person_name") return;
    EXPECT_EQ(text.substr(hit.offset, hit.length), hit.value);
    found.emplace_back(hit.value);
  });
  const auto source = io::make_memory_source(text);
  EXPECT_TRUE(scanner.scan({"t.txt", text.size(), 0}, *source));
  return found;
}

// A line with «» around the names it holds. All persons are invented.
struct Line {
  std::string text;
  std::vector<std::string> names;
};
Line read(std::string_view marked) {
  Line line;
  while (true) {
    const std::size_t open = marked.find("«");
    line.text += marked.substr(0, open);
    if (open == std::string_view::npos) return line;
    marked.remove_prefix(open + 2);
    const std::size_t close = marked.find("»");
    line.names.emplace_back(marked.substr(0, close));
    line.text += line.names.back();
    marked.remove_prefix(close + 2);
  }
}

constexpr std::string_view lines[] = {
    "姓名：«张伟»  性别：男", "联系人:«王小明» 电话 138", "【姓名】«李静» 【部门】网络部", "收件人 «赵敏»，北京市海淀区", "姓名«陈建国»身份证号码如下",
    "经办人：«刘洋»（签字）", "本人«周杰伦»于2023年申请", "我叫«孙丽»，今年三十岁", "该员工名叫«吴强»的", "患者«郑秀英»，女，68岁",
    "机主«钱多多»来电反映宽带断线", "尊敬的«冯雪»女士：您好", "请通知«韩梅梅»老师到场", "今天«许三多»同志值班", "感谢«曾国强»先生的配合",
    "驾驶员:«欧阳修远»", "法定代表人为«司马光明»。", "紧急联系人 = «沈从文»", "投诉人：“«唐嫣»”", "姓名：«买买提·艾力»",
    "负责人：«罗永浩»\t\t手机", "报案人«潘石»称其账户被盗", "值班员：«魏征», 10:00", "Full name: «Jane Doe», Patient", "Signed by «John Smith»\n",
    "Dr. «Maria Gonzalez» wrote", "家长«林青霞»确认", "被告人«武松»因", "申请人：«慕容复»；", "户主 «田中»",
    "学生姓名：«夏雨»\n班级：三班", "审核人：«程颐»  审批人：«朱熹»", "姓名：«龙傲天»,年龄：20", "操作员«高飞»已登录", "与«诸葛孔明»先生沟通",
    // hard: no rule of ours sees these
    "昨天«张三丰»打来电话说宽带坏了", "会议由«王建民»主持", "抄送：«李雷»、«韩梅»"};

constexpr std::string_view others[] = {
    "联系人电话：010-12345678", "联系方式：见附件", "负责人应当在三日内报告", "姓名：不详", "联系人：无", "收件人地址为空", "姓名/性别/年龄", "责任人：管理员", "负责人：项目经理", "经办人及时间",
    "王女士来电", "黄先生反映网速慢", "感谢黄先生", "由于王老师不在", "各位老师、同学", "高中老师", "任课老师", "安全员同志", "我叫了外卖", "名叫方案二的文档",
    "司机管理办法", "患者安全目标", "员工通知", "学生安全", "家长任务清单", "本人应当如实填写", "本人常住地", "法定代表人（签字）", "联系人姓名", "姓名 身份证号 手机号",
    "当事人关系", "操作员全部退出", "Full name is required", "Contact person: see below", "Dr. Watson", "Signed by Default", "值班人：安排见下表", "委托人：公司", "户名：某某公司", "审批人:通过", "责任人和时限", "负责人的意见", "经办人与审核人"};

TEST(NamesInText, OfLabelledLines) {
  std::size_t right = 0, wrong = 0, all = 0, hard = 0;
  for (const std::string_view& marked : lines) {
    const Line line = read(marked);
    all += line.names.size();
    for (const std::string& name : names_in(line.text)) {
      if (std::find(line.names.begin(), line.names.end(), name) != line.names.end()) ++right;
      else ADD_FAILURE() << line.text << " -> " << name, ++wrong;
    }
    if (&marked >= std::end(lines) - 3) hard += line.names.size();
    else EXPECT_EQ(names_in(line.text), line.names) << line.text;
  }
  for (const std::string_view text : others) {
    for (const std::string& name : names_in(std::string(text))) ADD_FAILURE() << text << " -> " << name, ++wrong;
  }
  RecordProperty("precision", std::to_string(double(right) / double(right + wrong)));
  RecordProperty("recall", std::to_string(double(right) / double(all)));
  EXPECT_EQ(all - right, hard) << "what no label, phrase or title leads to is not looked for";
}

TEST(NamesInText, TheSameInGb18030) {
  const std::string text = "这是第一行\n联系人：张三丰 电话\n感谢李小龙先生\n";
  const std::string gb = utf8_to_gb(text);
  const std::vector<std::string> found = names_in(gb);
  EXPECT_EQ(found, (std::vector<std::string>{utf8_to_gb("张三丰"), utf8_to_gb("李小龙")}));
}

TEST(NamesInText, AreMaskedAndCountNoPersons) {
  DocumentScanner scanner(engine());
  const std::string text = "联系人：张三丰\n联系人：李四光\n";
  const auto d = scanner.scan({"t.txt", text.size(), 0}, *io::make_memory_source(text));
  ASSERT_TRUE(d);
  ASSERT_EQ(d->findings.size(), 1U);
  const Finding& f = d->findings[0];
  EXPECT_EQ(f.kind, "person_name");
  EXPECT_EQ(f.hits, 2U);
  EXPECT_EQ(f.because, "label_or_title");
  for (const std::string& example : f.examples) EXPECT_NE(example.find('*'), std::string::npos) << example;
  EXPECT_EQ(d->persons, 0U);
}

TEST(NamesInText, KeysOfJsonAreColumnsNotLabels) {
  EXPECT_TRUE(names_in(R"({"姓名":"张伟","联系人":"王小明"})").empty());
  EXPECT_TRUE(names_in("姓名,联系人\n张伟,王小明\n").empty());
}

TEST(NamesInText, AnyBytesAreRead) {
  const NameFinder finder(engine()->rules()->find("person_name")->about.running_text);
  const std::string text = "\xe5\xa7\x93\xe5\x90\x8d\xef\xbc\x9a\xe5\xbc\xa0\xe4";
  for (std::size_t end = 0; end <= text.size(); ++end) {
    for (std::size_t begin = 0; begin <= end; ++begin) {
      (void)finder.find(NameCue::label, {begin, end}, text);
      (void)finder.find(NameCue::title, {begin, end}, text);
    }
  }
}

}  // namespace
}  // namespace lp::discover
