// What each rule is called, in Chinese and in English, and what it looks for.

/** @type {Record<string, [string, string, string]>} name in Chinese, name in English, what it is in Chinese */
export const RULE_NAMES = {
  "entity/person": ["人名", "Person", "自然人的姓名，不含职务和称谓。姓名最容易指向具体的人，对外公开的材料不应保留。"],
  "entity/place": ["地名", "Place", "省以下行政区划、村组、道路、河流、山岭和设施的名称。"],
  "entity/org": ["单位", "Organisation", "带有地名、字号或编号的机关、法院、学校、医院、银行、公司和合作社。"],
  "figure/count": ["数量", "Count", "人数、户数、件数、次数等。"],
  "figure/amount": ["金额", "Amount", "钱款数额。"],
  "figure/percent": ["百分比", "Percentage", "百分数或所占份额。"],
  "figure/measure": ["计量", "Measure", "带计量单位的数值，或一段时间。"],
  "figure/numeral": ["数字", "Number", "没有单位的数字、比例或分数。"],
  "date/date": ["日期", "Date", "完整或部分的日期。"],
  "date/time": ["时刻", "Time", "单独出现的钟点。"],
  "id/phone": ["电话", "Telephone", "手机、座机、400 电话，或“电话”二字后的短号。"],
  "id/card": ["身份证号", "Identity card", "公民身份号码。"],
  "id/credit-code": ["信用代码", "Credit code", "统一社会信用代码，或有标签的组织机构代码。"],
  "id/bank-card": ["银行卡号", "Bank card", "银行卡号或账号。"],
  "id/plate": ["车牌号", "Number plate", "机动车号牌。"],
  "id/email": ["邮箱", "E-mail", "电子邮箱地址。"],
  "id/url": ["网址", "Web address", "网页地址。"],
  "id/doc-number": ["文号", "Document number", "公文、合同、项目、证书或信访件的编号。"],
  "id/case-number": ["案号", "Case number", "法院或仲裁案件的编号。"],
  "id/address": ["门牌", "House address", "地址中的楼、单元、层、室。"],
  "placeholder/run": ["占位符", "Mask characters", "应有名称或文字的地方只有一串 XX、×××、****、○○。"],
  "placeholder/year": ["年份待填", "Masked year", "年份全部或部分被遮盖。"],
  "placeholder/number": ["数字待填", "Masked number", "单位或量词前的数字被遮盖。"],
  "placeholder/name": ["姓名待填", "Masked name", "姓名被遮盖：姓加“某”、××或*。"],
  "placeholder/blank": ["空白待填", "Blank", "下划线、空括号、没有数字的日期。"],
  "placeholder/field": ["模板字段", "Template field", "模板的字段还在：【姓名】、{{金额}}、（填写上级单位）。"],
  "placeholder/mou": ["“某”字", "某", "用“某”代替了名称或数字。"],
  "placeholder/dummy": ["示例数据", "Sample data", "示例姓名或号码：张三、13800138000。"],
  "placeholder/todo": ["待办说明", "To-do note", "写明还要补充的内容：待补充、TBD。"],
  "marker/paywall": ["付费标记", "Paywall token", "网站付费或隐藏内容的标记。"],
  "marker/preview": ["内容不全", "Missing text", "说明其余内容看不到：文档在这里缺了一段，应找到全文。"],
  "marker/site": ["网站内容", "Site debris", "网站页面的导航、按钮、广告、上传信息等。"],
  "marker/pagination": ["页码", "Page number", "原件或网页的页码、分页。"],
  "marker/related": ["相关链接", "Related links", "网站列出的其他文章，或上一篇、下一篇。"],
  "marker/notice": ["网站声明", "Site notice", "网站关于版权、责任或使用的声明。"],
  "marker/compilation": ["汇编标题", "Compilation head", "多篇合集的标题：篇一、第一篇、（精选5篇）。"],
  "damage/stripped": ["文字缺失", "Missing word", "某个词或数字没有了。"],
  "damage/collision": ["遮盖过头", "Mask collision", "遮盖时把旁边的字也去掉了。"],
  "damage/spun": ["机器改写", "Spun words", "被机器换成了不通的近义词。"],
  "damage/mojibake": ["乱码", "Mojibake", "编码错误或防复制的杂字。"],
  "damage/duplicate": ["重复", "Duplicate", "词语、短语或段落重复。"],
  "damage/covered": ["隐藏文字", "Covered text", "版式文件中被挡住或不可见、但仍能读到的文字。"],
  "damage/year": ["年份矛盾", "Year compared", "某一年与它自己比较。"],
  "consistency/mixed-style": ["方式不一", "Mixed styles", "同一文档里用了两种遮盖方式。"],
  "consistency/half-masked": ["遮盖不全", "Half masked", "一处遮盖、另一处写全。"],
  "consistency/foreign-place": ["他地地名", "Foreign place", "本应是本地的地方写成了别的县。"],
  "consistency/over-masked": ["不应遮盖", "Over-masked", "应公开的内容被遮盖：法官、书记员、案号。"],
  "consistency/irregular": ["书写不规范", "Irregular", "文号或日期不符合公文的写法。"],
  "consistency/recomputable": ["可以推算", "Recomputable", "遮盖的数字可由其余数字算出。"],
};

/** What the person can do about a leftover, by the group of its rule. @type {Record<string, [string, string]>} */
export const ADVICE = {
  entity: ["遮盖，或确认可以公开", "mask it, or make sure it may stay"],
  figure: ["遮盖，或确认可以公开", "mask it, or make sure it may stay"],
  date: ["遮盖，或确认可以公开", "mask it, or make sure it may stay"],
  id: ["必须遮盖，或确认是公开号码", "mask it, unless it is public"],
  placeholder: ["填上真实内容，或删去这一句", "fill in the real words, or delete the sentence"],
  marker: ["删去，不属于正文", "take it out: it is not part of the text"],
  damage: ["对照原件改正", "correct it by the original"],
  consistency: ["统一写法", "make it the same throughout"],
};

const EVIDENCE = /** @type {[RegExp, string][]} */ ([
  [/^ends in (.+)$/, "以“$1”结尾"],
  [/^surname (.+)$/, "姓氏“$1”"],
  [/^after (.+)$/, "前面是“$1”"],
  [/^before (.+)$/, "后面是“$1”"],
  [/^listed (.+)$/, "名录中的“$1”"],
  [/^confirmed elsewhere in the document ?(.*)$/, "文中别处已确认 $1"],
  [/^check digit holds$/, "校验码正确"],
  [/^telephone number$/, "符合电话号码的写法"],
  [/^document number$/, "符合文号的写法"],
  [/^case number$/, "符合案号的写法"],
  [/^number plate$/, "符合车牌的写法"],
  [/^e-mail address$/, "符合邮箱的写法"],
  [/^web address$/, "符合网址的写法"],
  [/^clock time$/, "钟点"],
  [/^year in Chinese numerals$/, "汉字年份"],
  [/^year$/, "年份"],
  [/^month$/, "月份"],
  [/^day$/, "日"],
  [/^number$/, "数字"],
  [/^mask$/, "遮盖符号"],
  [/^marker$/, "网站标记"],
  [/^consistency$/, "前后不一"],
  [/^labelled$/, "有标签"],
  [/^pattern (.+)$/, "符合规则“$1”"],
]);

/**
 * The reason of a finding in Chinese, as far as its words are known.
 * @param {string} reason
 */
export function reasonInChinese(reason) {
  return reason
    .split(", ")
    .map((part) => {
      for (const [pattern, words] of EVIDENCE) if (pattern.test(part)) return part.replace(pattern, words).trim();
      return part;
    })
    .join("，");
}
