//! Places that read like people: 黎安港 and 米拉山 begin like a family name and are in no list. What stands around them
//! says which they are: 杨林山 | 水域, 石桥镇 | 杨林山, 新村港、黎安港; what is written by sound is a river or a 苏木 outright.

use super::edge::{SOUND, VERBS};
use super::hamlet::LAND;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, Clue, ClueKind, Context, is_cnum, is_digit};
use crate::rule::RuleId;

/// Last characters of places that people are hardly called by.
const VILLAGES: CharSet = CharSet::new("村屯寨");
/// Last characters of places that people are called by too.
const OPEN: CharSet = CharSet::new("河江湖溪港山岭沟镇乡峰岛桥渠");
/// What divisions end in.
const DIVISIONS: CharSet = CharSet::new("省州市县区旗镇乡村");

/// What is said of waters and mountains.
const SAID: [&str; 44] = [
    "水域", "两岸", "南岸", "北岸", "左岸", "右岸", "东岸", "西岸", "沿岸", "河岸", "抢险", "河段", "大桥",
    "湿地", "景区", "公园", "林场", "隧道", "垭口", "主峰", "北麓", "南麓", "脚下", "山顶", "上游", "下游",
    "中游", "流域", "水库", "灌区", "电站", "断面", "支流", "干流", "涨水", "水位", "水质", "清淤", "改道",
    "决口", "沿线", "河道", "大堤", "防汛",
];
/// What those begin with.
const SAYS: CharSet = CharSet::new("水两南北左右东西沿河抢大湿景公林隧垭主脚山上下中流灌电断支干涨清改决防");

/// Turns readings as people into places where the surroundings say so.
pub(in crate::recognize) fn settle(cx: &Context<'_>, found: &mut [Candidate]) {
    let text = cx.text;
    let suspect = |c: &Candidate| {
        c.rule == RuleId::PERSON && (3..=7).contains(&(c.end - c.start)) && c.score >= 0.5 && {
            let last = text.ch[c.end - 1];
            VILLAGES.contains(last)
                || OPEN.contains(last)
                || LAND.contains(last)
                || last == '子'
                || matches!((text.ch[c.end - 2], last), ('苏', '木') | ('嘎', '查'))
        }
    };
    if !found.iter().any(suspect) {
        return;
    }
    let sure = found.iter().filter(|c| c.rule == RuleId::PLACE && c.score >= 0.5);
    let mut places = Around { by_start: sure.map(|c| (c.start, c.end)).collect(), by_end: Vec::new() };
    // What a column or the words around it say is the name of a spot.
    let mut bare: Vec<(usize, usize)> = Vec::new();
    let column = |c: &&Candidate| {
        c.rule == RuleId::PLACE
            && c.score >= 0.6
            && c.clues.first().is_some_and(|clue| matches!(clue.kind, ClueKind::Column | ClueKind::Repeated))
    };
    bare.extend(found.iter().filter(column).map(|c| (c.start, c.end)));
    bare.sort_unstable();
    places.by_end.extend(places.by_start.iter().map(|&(start, end)| (end, start)));
    places.by_start.sort_unstable();
    places.by_end.sort_unstable();
    for c in found.iter_mut().filter(|c| suspect(c)) {
        if !is_place(cx, &places, c) && bare.binary_search(&(c.start, c.end)).is_err() {
            continue;
        }
        let end = c.end;
        if !OPEN.contains(text.ch[end - 1])
            && !VILLAGES.contains(text.ch[end - 1])
            && !matches!(text.ch[end - 1], '木' | '查')
        {
            (c.rule, c.score) = (RuleId::PLACE, 0.72);
            c.clues.clear();
            c.clues.push(Clue { kind: ClueKind::Column, start: c.start as u32, end: end as u32 });
            c.kept.clear();
            continue;
        }
        let suffix = end - if matches!(text.ch[end - 1], '木' | '查') { 2 } else { 1 };
        let (from, to) = (suffix as u32, end as u32);
        (c.rule, c.score) = (RuleId::PLACE, 0.72);
        c.clues.clear();
        c.clues.push(Clue { kind: ClueKind::Suffix, start: from, end: to });
        c.kept.clear();
        c.kept.push((from, to));
    }
}

/// The places of a text, by both ends.
struct Around {
    by_start: Vec<(usize, usize)>,
    by_end: Vec<(usize, usize)>,
}

impl Around {
    /// End of the longest place that starts at `start`.
    fn starting(&self, start: usize) -> Option<usize> {
        let near = self.by_start.partition_point(|&(from, _)| from <= start);
        self.by_start[..near].last().filter(|&&(from, _)| from == start).map(|&(_, end)| end)
    }

    /// Start of the longest place that ends at `end`.
    fn ending(&self, end: usize) -> Option<usize> {
        let near = self.by_end.partition_point(|&(to, _)| to < end);
        self.by_end.get(near).filter(|&&(to, _)| to == end).map(|&(_, start)| start)
    }
}

fn is_place(cx: &Context<'_>, places: &Around, c: &Candidate) -> bool {
    let text = cx.text;
    let (start, end, last) = (c.start, c.end, text.ch[c.end - 1]);
    let titled = (start > 0 && text.ends[start - 1].has(Tags::TITLE.and(Tags::PERSON_LABEL)))
        || text.starts.get(end).is_some_and(|tags| tags.has(Tags::TITLE_AFTER));
    if titled || matches!(text.before(start), '：' | ':') {
        return false;
    }
    // 朱家坳, 县道205线 | 黄柏塬 | 段
    let family = end - start == 3
        && text.ch[end - 2] == '家'
        && (LAND.contains(last) || matches!(last, '山' | '沟' | '河' | '桥' | '溪' | '湖' | '渠'));
    let stretch = (LAND.contains(last) || last == '子')
        && text.get(end) == '段'
        && !matches!(text.get(end + 1), '某' | '长');
    // 南至 | 马坑桥
    let bound = start > 1
        && matches!(text.ch[start - 2], '东' | '南' | '西' | '北')
        && matches!(text.ch[start - 1], '至' | '临' | '接' | '邻' | '靠');
    if family || stretch || bound && last != '子' {
        return true;
    }
    if last == '子' {
        return false;
    }
    let sounded =
        end - start > 3 && (start..end - 1).all(|i| SOUND.contains(text.ch[i]) || text.ch[i] == '花');
    if sounded || VILLAGES.contains(last) || matches!(last, '木' | '查') {
        return true;
    }
    let group = is_cnum(text.get(end)) && matches!(text.get(end + 1), '组' | '社');
    let said = SAYS.contains(text.get(end)) && SAID.iter().any(|word| text.starts_with(end, word));
    let high = (start.saturating_sub(12)..start).any(|i| text.ch[i] == '海' && text.get(i + 1) == '拔');
    if group || said || high || (start > 0 && VERBS.contains(text.ch[start - 1]) && !is_digit(text.get(end)))
    {
        return true;
    }
    let below = places.ending(start).is_some_and(|from| start - from > 2)
        && DIVISIONS.contains(text.before(start))
        && !matches!(last, '镇' | '乡');
    let listed = start > 1
        && text.before(start) == '、'
        && text.ch[start - 2] == last
        && places.ending(start - 1).is_some();
    let lists = text.get(end) == '、' && places.starting(end + 1).is_some_and(|to| text.ch[to - 1] == last);
    below || listed || lists
}
