//! What ends in a suffix and is no name: ordinary words, descriptions, and characters that are cut better elsewhere.

use super::edge::{SOUND, VERBS};
use super::listed::FULL;
use super::tail::{DIVISIONS, KNOWN, TERRAIN, Tail, common};
use super::{Edge, Level, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Text, is_cnum, is_digit, is_han};

/// What roads and estates begin with that are called by ordinary words: 幸福 | 家园.
const HOME: CharSet = CharSet::new("路街大巷小家花公庄新");

/// Whether a suffix that is mostly something else lacks what shows that it is none: 扎西错 but not 过错.
pub(super) fn single_rare(scan: &Scan<'_, '_>, tail: Tail, start: usize, edge: Edge) -> bool {
    let text = scan.cx.text;
    if tail.end - tail.start > 1 {
        return false;
    }
    let (length, next) = (tail.start - start, text.get(tail.end));
    match text.ch[tail.start] {
        '错' => {
            length < 2
                || edge < Edge::Break
                || "误过失乱开峰了的".contains(next)
                || !(start..tail.start).all(|i| SOUND.contains(text.ch[i]))
        }
        '圩' => length < 2 || "区堤镇田垸".contains(next),
        '寺' | '庙' => length < 2 || edge < Edge::Break || "会宇堂庙院僧".contains(next),
        '苑' => length < 2 || !(is_digit(next) || scan.ends.any(start) || matches!(next, '小' | '社')),
        _ => false,
    }
}

/// Whether the suffix is that of a division from the township up.
const fn administrative_char(tail: Tail) -> bool {
    matches!(tail.level, Level::Prefecture | Level::County | Level::Township)
}

/// Whether the characters are read better in another way.
pub(super) fn misread(scan: &Scan<'_, '_>, tail: Tail, start: usize, chained: bool) -> bool {
    let text = scan.cx.text;
    let (length, single) = (tail.start - start, tail.end - tail.start == 1);
    let word = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    // 依法治 | 镇, 参加 | 镇、县, 部分 | 乡镇, 各 | 县、乡
    let coordinated = matches!(text.get(tail.end), '、' | '和')
        && DIVISIONS.contains(text.get(tail.end + 1))
        && !is_han(text.get(tail.end + 2))
        || (matches!(text.get(tail.end), '、')
            && DIVISIONS.contains(text.get(tail.end + 1))
            && word(start, tail.start));
    let governed = text.ends_with(tail.start, "法治");
    if tail.level < Level::Village && single && (coordinated || governed) && !chained {
        return true;
    }
    if spoken(scan, tail, start, chained) {
        return true;
    }
    // 分乡 | 镇: all real ones are listed.
    if tail.level == Level::Township && text.before(tail.start) == '乡' {
        return true;
    }
    // 西北三 | 市, 永清二 | 县
    let counted = is_cnum(text.before(tail.start))
        || matches!(text.before(tail.start), '几' | '各' | '个' | '位' | '座');
    if administrative_char(tail) && single && counted && !chained {
        return true;
    }
    // 沿江 | 农村, 科技 | 下乡: no name ends so.
    if matches!(
        (text.before(tail.end - 1), text.ch[tail.end - 1]),
        ('农' | '乡' | '城', '村' | '镇') | ('故' | '家' | '下' | '返', '乡')
    ) && !chained
        && !beside(text, tail, start)
    {
        return true;
    }
    // 更懂得研究 | 市场
    if matches!((text.get(tail.start), tail.end - tail.start), ('市' | '出' | '入' | '公', 2)) && length > 4
    {
        return true;
    }
    // 投身国际 | 市场, 制成品 | 出口
    if matches!((text.get(tail.start), tail.end - tail.start), ('市' | '出' | '入', 2))
        && length > 2
        && !chained
        && common(scan.cx.words.get(&text.ch[tail.start - 2..tail.start]))
    {
        return true;
    }
    // 记者陈天 | 湖
    let titled = text.starts[start].has(Tags::TITLE)
        || (start > 0
            && length == 2
            && text.one[start].has(Tags::SURNAME)
            && text.ends[start - 1].has(Tags::TITLE));
    if single && tail.level == Level::Feature && titled {
        return true;
    }
    if told(scan, tail, start, chained) {
        return true;
    }
    // 中国 | 市场
    let road = matches!(text.get(tail.start), '路' | '街' | '大' | '巷');
    if tail.level == Level::Feature
        && !road
        && scan.cx.lexicon.get(&text.ch[start..tail.start]).has(Tags::KEEP)
    {
        return true;
    }
    // 中国 | 农村
    let kept = |hit: &crate::recognize::Hit| hit.tags.has(Tags::KEEP) && hit.end() > start;
    if start > 0 && text.starts[start - 1].has(Tags::KEEP) && text.hits_at(start - 1).iter().any(kept) {
        return true;
    }
    // 湖边有 | 古城, 抚远段 | 开江
    if (text.before(tail.start) == '有' && length > 2)
        || (tail.level == Level::Feature && text.ch[start] == '段')
    {
        return true;
    }
    // 江面开 | 江, 找过 | 村里, 折上 | 县道
    let (last, next_last) = (text.before(tail.start), text.before(tail.start - 1));
    if (matches!(last, '开' | '封')
        && single
        && length > 1
        && matches!(next_last, '面' | '江' | '河' | '段' | '已'))
        || (matches!(last, '过' | '了' | '着') && single && tail.level != Level::Feature)
        || (matches!(text.get(tail.start), '县' | '乡') && text.ch[tail.end - 1] == '道')
    {
        return true;
    }
    // 乌苏里江 | 开江: the ice breaks up.
    if single && length == 1 && matches!(text.ch[start], '开' | '封' | '跨' | '渡') && chained {
        return true;
    }
    // 连南 | 瑶寨 are the stockaded villages there.
    if matches!(text.get(tail.start), '瑶' | '苗' | '侗' | '羌' | '彝' | '古')
        && text.get(tail.start + 1) == '寨'
        && scan.ends.is(tail.start, Level::Short)
    {
        return true;
    }
    // 县乡村三级, 省市县
    if (start..tail.start).all(|i| DIVISIONS.contains(text.ch[i])) {
        return true;
    }
    match tail.level {
        // 一级保护区, 两江四河, 嫩江 | 段渡口
        Level::Feature
            if (is_cnum(text.ch[start]) && text.get(start + 1) == '级')
                || (length == 2 && single && is_cnum(text.ch[start + 1]) && is_cnum(text.before(start)))
                || (length == 1
                    && matches!(text.ch[start], '段' | '内' | '境' | '线' | '沿' | '全' | '支' | '水'))
                || (length == 1
                    && is_cnum(text.ch[start])
                    && (is_cnum(text.get(tail.end)) || text.get(tail.end) == '两')) =>
        {
            true
        }
        // 争取 | 河北省
        Level::Feature if single && text.starts[tail.start].has(FULL) => true,
        // 连夜 | 坐镇, 胸怀 | 江山
        Level::Feature | Level::Township if single && length == 3 && !chained => {
            word(start, start + 2)
                && (word(tail.end - 2, tail.end)
                    || scan.cx.lexicon.get(&text.ch[tail.end - 2..tail.end]).has(Tags::ORDINARY))
        }
        // 文化广场, 仔猪交易市场: a facility that is called after its use.
        Level::Feature
            if !single && (!HOME.contains(text.get(tail.start)) || text.ch[tail.end - 1] == '院') =>
        {
            let tags = scan.cx.lexicon.get(&text.ch[start..tail.start]);
            tags.has(Tags::ORG_WORD)
                || chained
                    && !tags.has(KNOWN)
                    && matches!(length, 2..=4)
                    && common(scan.cx.words.get(&text.ch[tail.start - 2..tail.start]))
                    && (length < 4 || word(start, start + 2))
        }
        // 游览 | 敦煌: all real ones are listed.
        Level::County | Level::Prefecture if single && word(tail.end - 2, tail.end) => true,
        Level::County | Level::Prefecture if length == 3 => word(start, start + 2),
        _ => false,
    }
}

/// Whether the listed name of a province or city begins at the suffix: 家乡 | 湖南, but not 清水河 | 南岸.
fn states(scan: &Scan<'_, '_>, s: usize) -> bool {
    let text = scan.cx.text;
    text.starts[s].has(Tags::SHORT)
        && text.hits_at(s).iter().any(|hit| {
            hit.len == 2
                && hit.tags.has(Tags::SHORT)
                && !hit.tags.has(Tags::ORDINARY)
                && matches!(
                    (text.ch[s], text.get(s + 1)),
                    ('湖' | '河', '南' | '北') | ('江', '苏' | '西') | ('山', '东' | '西')
                )
                && !matches!(
                    text.get(s + 2),
                    '岸' | '侧' | '边' | '路' | '街' | '坡' | '麓' | '面' | '段' | '支' | '部' | '脚' | '沿'
                )
        })
}

/// Whether trade is spoken of and no market is named: 农贸菜 | 市场, 其总 | 出口.
fn trading(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    let kind = &text.ch[tail.start..tail.end];
    let is = |name: &str| name.chars().eq(kind.iter().copied());
    if is("出口") || is("入口") {
        // 杭金衢高速 | 龙游出口, 从龙游出口下高速
        let road = scan.ends.is(start, Level::Feature)
            || text.ch[start.saturating_sub(12)..(tail.end + 6).min(text.len())].contains(&'速');
        return !road;
    }
    if !(is("市场") || is("商场") || is("大市场") || is("批发市场")) {
        return false;
    }
    let word = |from: usize| from >= start && !scan.cx.words.get(&text.ch[from..tail.start]).is_empty();
    let adverb = matches!(
        text.before(tail.start),
        '有' | '大' | '个' | '新' | '旧' | '各' | '该' | '业' | '品' | '货'
    );
    adverb
        || (tail.start - start > 2 || edge_at(&scan.cx, &scan.ends, start) < Edge::Break)
            && word(tail.start - 2)
}

/// Whether a verb, a measure or a description stands where the name would be: 有条 | 小河, 夜间登 | 桥, 大柘下 | 高速,
/// 沤江边 | 码头.
fn told(scan: &Scan<'_, '_>, tail: Tail, start: usize, chained: bool) -> bool {
    let text = scan.cx.text;
    let (length, single) = (tail.start - start, tail.end - tail.start == 1);
    let word = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    let (first, last) = (text.ch[start], text.before(tail.start));
    // 有座山, 各位老乡
    if length < if matches!(first, '位' | '名') { 5 } else { 3 }
        && matches!(first, '条' | '座' | '位' | '个' | '名' | '处' | '片' | '道' | '家')
        && matches!(text.before(start), '有' | '是' | '这' | '那' | '各' | '几' | '两' | '一' | '每' | '某')
    {
        return true;
    }
    // 上坐镇, 乡包村: the verb that ends there.
    let verb = |from: usize| {
        let word = scan.cx.words.get(&text.ch[from..tail.end]);
        word.has(Tags::CUE_AFTER) && word.has(Tags::BREAK)
    };
    if single
        && length >= 2
        && !chained
        && matches!(text.get(tail.start), '镇' | '村' | '乡')
        && verb(tail.start - 1)
    {
        return true;
    }
    // 边界山区 | 乡, 计划生育合格 | 村
    let plain = |from: usize| common(scan.cx.words.get(&text.ch[from..from + 2]));
    let described = single && length >= 4 && !chained && tail.level != Level::Feature && last != '子';
    if described
        && !is_cnum(first)
        && plain(start)
        && plain(tail.start - 2)
        && segmented(scan, start, tail.start)
    {
        return true;
    }
    // 找 | 村监委, 带队下 | 村督办
    if tail.level == Level::Village && single && !chained {
        let crossed = start > 0 && is_han(text.ch[start - 1]) && word(start - 1, start + 1);
        let going = matches!(last, '下' | '进' | '入' | '驻' | '到' | '回' | '出' | '来');
        if length == 1 && matches!(first, '找' | '请' | '问' | '让' | '帮' | '跑')
            || length == 2 && going && crossed
        {
            return true;
        }
    }
    // 偏僻 | 山村, 全寨
    if tail.level == Level::Village && !chained && single {
        let hill = length == 3 && last == '山' && common(scan.cx.words.get(&text.ch[start..start + 2]));
        if hill || length == 1 && matches!(first, '全' | '各' | '本' | '山' | '边' | '古') {
            return true;
        }
    }
    // 整治 | 村口
    if tail.level == Level::Village
        && length == 2
        && matches!(text.get(tail.end), '口' | '头' | '尾')
        && !chained
    {
        let verb = scan
            .cx
            .words
            .get(&text.ch[start..tail.start])
            .and(scan.cx.lexicon.get(&text.ch[start..tail.start]));
        if verb.has(Tags::BREAK) {
            return true;
        }
    }
    if tail.level != Level::Feature {
        return false;
    }
    // 县住建局 | 质安站
    if single && matches!((first, text.get(tail.start)), ('局' | '院' | '委' | '厅' | '所', '站')) {
        return true;
    }
    // 升班马 | 河南, 家乡 | 湖南
    if single && !chained && states(scan, tail.start) {
        return true;
    }
    // 差别化 | 市场, 滩涂式 | 保护区, 找条 | 致富路, 撩得 | 河, 县 | 公路站
    if !chained
        && (!single && length > 2 && matches!(last, '化' | '式' | '型' | '性' | '级')
            || first == '条'
            || text.ch[start + 1..tail.start].contains(&'得')
            || length > 2 && matches!(first, '县' | '省') && word(start + 1, start + 3))
    {
        return true;
    }
    // 无证 | 市场, 都已 | 出口
    if !single && !chained && trading(scan, tail, start) {
        return true;
    }
    // 主河, 过江
    if single
        && length == 1
        && !chained
        && matches!(
            first,
            '主' | '干' | '母' | '过' | '渡' | '隔' | '涉' | '挖' | '填' | '护' | '巡' | '治' | '下'
        )
    {
        return true;
    }
    if single && length == 3 && VERBS.contains(last) && word(start, start + 2) && !chained {
        return true;
    }
    // 带病 | 上路
    if single
        && length == 2
        && !chained
        && (word(start + 1, tail.end) || last == '上')
        && start > 0
        && is_han(text.ch[start - 1])
        && word(start - 1, start + 1)
    {
        return true;
    }
    match text.get(tail.start) {
        '高' | '公' => {
            !single && matches!(last, '上' | '下' | '走' | '跑') && text.get(tail.start + 1) != '原'
        }
        '码' | '渡' | '停' => {
            !single && matches!(last, '边' | '旁' | '畔' | '侧') && scan.ends.any(tail.start - 1)
        }
        _ => false,
    }
}

/// Whether the characters belong to a sentence: 冲着巷子, 这座小山, 9时逢街, 带病上路, 沮河 | 河滩.
fn spoken(scan: &Scan<'_, '_>, tail: Tail, start: usize, chained: bool) -> bool {
    const FUNCTION: CharSet = CharSet::new("着了给忽这那哪些届");
    let text = scan.cx.text;
    let single = tail.end - tail.start == 1;
    let word = |from: usize, to: usize| to <= text.len() && !scan.cx.words.get(&text.ch[from..to]).is_empty();
    // 梅林乡 | 翻山
    if tail.start - start == 1 && matches!(text.ch[start], '翻' | '爬' | '登' | '进' | '出' | '过') && chained
    {
        return true;
    }
    // 沮河 | 河滩
    if single && tail.start > start && text.before(tail.start) == text.ch[tail.start] {
        return tail.level == Level::Feature;
    }
    if chained {
        return false;
    }
    let one = text.ch[start] == '一'
        && matches!(text.get(start + 1), '条' | '道' | '座' | '个' | '片' | '段' | '处');
    if one
        || matches!(text.ch[start], '没' | '先' | '却')
        || (start..tail.start).any(|i| FUNCTION.contains(text.ch[i]))
    {
        return true;
    }
    // 带病 | 上路
    single
        && tail.level == Level::Feature
        && tail.start - start == 2
        && word(tail.start - 1, tail.end)
        && !word(start, tail.start)
        && edge_at(&scan.cx, &scan.ends, start) < Edge::Break
}

/// Whether the name is an ordinary word or a description: 思路, 示范村, 城市社区.
pub(super) fn is_generic(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    // 象山 | 路
    let road = matches!(text.get(tail.start), '路' | '街' | '大');
    if road && scan.cx.lexicon.get(&text.ch[start..tail.start]).has(KNOWN.and(Tags::ORDINARY)) {
        return false;
    }
    if text.longest_before(tail.end, Tags::GENERIC).is_some_and(|n| {
        n > tail.end - tail.start
            && (tail.end - n <= start
                || start + n + 1 != tail.end
                || text.one[start].has(Tags::BREAK)
                || DIVISIONS.contains(text.ch[start]))
    }) {
        return true;
    }
    // 那座山叫 | 笔架山
    if text.before(start) == '叫' {
        return false;
    }
    let ordinary = |n: usize| {
        tail.end >= n
            && scan.cx.words.get(&text.ch[tail.end - n..tail.end]).has(Tags::GENERIC.and(Tags::WORD))
    };
    let reach = tail.end - start;
    let lone = (tail.level == Level::Feature || tail.level <= Level::County) && tail.end - tail.start == 1;
    // 运河 and 水河 are words, yet many rivers end so.
    let water = TERRAIN.contains(text.get(tail.start)) && reach > 2;
    // 蓟 | 运河, but not 大 | 运河
    let canal = reach == 3
        && text.ends_with(tail.end, "运河")
        && !"大小新老古旧本该各长修治护巡沿过跨引清".contains(text.ch[start]);
    if canal {
        return false;
    }
    // 往 | 峪明路: 明路 is a word, yet a rare one.
    let named = (3..6).contains(&reach) && matches!(text.get(tail.start), '路' | '街' | '巷');
    let rare =
        |n: usize| n == 2 && (water || named) && !common(scan.cx.words.get(&text.ch[tail.end - 2..tail.end]));
    (tail.end - tail.start + 1..=4).any(|n| ordinary(n) && !rare(n) && (n >= reach || lone || n >= 3))
        && tail.end - tail.start < 4
        && !scan.ends.any(start)
        && !(tail.level == Level::Village && beside(text, tail, start))
}

/// Whether another village stands beside it in a list: 胜利村、建民村.
fn beside(text: &Text<'_>, tail: Tail, start: usize) -> bool {
    if start > 1 && text.before(start) == '、' && text.ch[start - 2] == text.ch[tail.end - 1] {
        return true;
    }
    text.get(tail.end) == '、' && (tail.end + 2..tail.end + 5).any(|i| text.get(i) == text.ch[tail.end - 1])
}

/// Whether ordinary words of two characters and more make up the whole.
pub(super) fn segmented(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        let Some(n) = (2..=4.min(end - at))
            .rev()
            .find(|&n| !scan.cx.words.get(&scan.cx.text.ch[at..at + n]).is_empty())
        else {
            return false;
        };
        at += n;
    }
    true
}
