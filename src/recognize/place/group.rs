//! Below the village: numbered and named groups, hamlets and teams.

use super::tail::{Tail, common};
use super::{Edge, Level, Scan, stem};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// What hamlets without a suffix end in: 水碓坑, 红石湾.
const HOLLOWS: CharSet = CharSet::new("坑坪湾坝坳垭坡岗冲垄塘坎岭嘴沟洼峪咀岩垸圩寮厝沱畈梁崖墚塬峁嶂窝");

/// What else groups are called after.
const LANDS: CharSet = CharSet::new("园屋院寨庄房楼桥井河山田头洞");

/// Adds the hamlet or team that stands right behind a village: 伏叶村 | 水碓坑, 郑老庄村 | 西队.
pub(super) fn hamlet_after(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let next = |at: usize| text.get(at);
    if next(i + 1) == '队'
        && matches!(next(i), '东' | '西' | '南' | '北' | '前' | '后' | '中' | '上' | '下')
        && !matches!(next(i + 2), '伍' | '员' | '长')
    {
        return scan.add(i, i + 1, i + 2, Level::Group, 0.75, ClueKind::Suffix);
    }
    let free = |end: usize| {
        !is_han(next(end)) || matches!(next(end), '组' | '的' | '居' | '农' | '等' | '和' | '村' | '试')
    };
    for n in 2..=3 {
        let end = i + n;
        if !(i..end).all(|at| is_han(next(at)) && !text.one[at].has(Tags::BREAK)) {
            return;
        }
        let hollow = HOLLOWS.contains(next(end - 1));
        let farm = n == 2
            && matches!(next(end - 1), '庄' | '营' | '店' | '楼' | '堡' | '寨' | '屯')
            && text.one[i].has(Tags::SURNAME);
        let word = !scan.cx.words.get(&text.ch[i..end]).is_empty()
            || (n == 3 && !scan.cx.words.get(&text.ch[i + 1..end]).is_empty());
        if (hollow || farm) && free(end) && !word {
            return scan.add(i, end, end, Level::Short, 0.6, ClueKind::Suffix);
        }
    }
}

/// Whether a full name may begin at `i`: a family name, and no word.
fn family_at(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    let double = text.longest_at(i, Tags::SURNAME).is_some_and(|n| n > 1);
    let single =
        text.one.get(i).is_some_and(|one| one.has(Tags::SURNAME) && !one.has(Tags::BREAK.and(Tags::MEASURE)));
    let word = i + 2 <= text.len() && common(scan.cx.words.get(&text.ch[i..i + 2]));
    (double || single && !word) && is_han(text.get(i + 1)) && text.gap_at(i) == 0
}

/// What groups have.
const OF_GROUPS: [&str; 10] =
    ["耕地", "林地", "水田", "旱地", "土地", "村民", "农户", "居民", "群众", "社员"];

/// Numbered and named groups: 二组, 第三村民小组, 樟树下组.
pub(super) fn group(scan: &mut Scan<'_, '_>, tail: Tail) {
    let text = scan.cx.text;
    let mut from = tail.start;
    while from > 0 && tail.start - from < 4 && (is_cnum(text.ch[from - 1]) || is_digit(text.ch[from - 1])) {
        from -= 1;
    }
    if from < tail.start {
        let ordinal = from > 0 && text.before(from) == '第';
        from -= usize::from(ordinal);
        let after_village = scan.ends.is(from, Level::Village) || scan.ends.is(from, Level::Group);
        let long = tail.end - tail.start > 2;
        // 一组至七组
        let range = matches!(text.get(tail.end), '至' | '到' | '—')
            && is_cnum(text.get(tail.end + 1))
            && text.get(tail.end + 2) == text.ch[tail.end - 1]
            || from > 1
                && matches!(text.before(from), '至' | '到' | '—')
                && scan.ends.is(from - 1, Level::Group);
        // 姓名｜二组｜人口, 石家户（二组）
        let closed = |c: char| matches!(c, '\t' | '\n' | '|' | '）' | ')');
        let opened = |c: char| matches!(c, '\t' | '\n' | '|' | '（' | '(');
        let cell = !long
            && tail.end - tail.start == 1
            && is_cnum(text.ch[from])
            && (opened(text.before(from)) || text.gap[from] == 2)
            && (closed(text.get(tail.end)) || text.gap_at(tail.end) == 2)
            && (text.before(from) != '\n' || text.get(tail.end) != '\n');
        // ：三组谌伏初，九组欧阳满
        let person = tail.end - tail.start == 1
            && is_cnum(text.ch[from])
            && matches!(text.before(from), '：' | '，' | '、' | '；' | '。' | '\n')
            && family_at(scan, tail.end);
        let score = match (after_village, long) {
            _ if person => 0.62,
            _ if range => 0.7,
            _ if cell => 0.66,
            (true, _) if text.get(tail.end) != '长' || long => 0.9,
            (true, _) => 0.8,
            (false, true) if ordinal => 0.7,
            // 占用五组 | 耕地
            (false, false)
                if is_cnum(text.ch[from])
                    && OF_GROUPS.iter().any(|word| text.starts_with(tail.end, word)) =>
            {
                0.6
            }
            _ => 0.0,
        };
        return scan.add(from, tail.start, tail.end, Level::Group, score, ClueKind::Suffix);
    }
    let village = scan.ends.any(tail.start) || {
        (2..=3).any(|n| tail.start >= n && scan.ends.is(tail.start - n, Level::Village))
    };
    if text.get(tail.end - 1) == '社' && !village {
        return;
    }
    let Some((start, edge)) = stem(&scan.cx, &scan.ends, tail.start, 4) else { return };
    let word = !scan.cx.words.get(&text.ch[start..tail.start]).is_empty()
        || !scan.cx.words.get(&text.ch[start..tail.end]).is_empty()
        || text.ends[tail.end - 1].has(Tags::GENERIC.and(Tags::ORG_HEAD))
        || tail.end - tail.start == 1 && !scan.cx.words.get(&text.ch[tail.start - 1..tail.end]).is_empty()
        || (tail.start - start > 2 && !scan.cx.words.get(&text.ch[tail.start - 2..tail.start]).is_empty());
    let cell = matches!(text.before(start), '\t' | '（' | '(' | '|')
        && matches!(text.get(tail.end), '\t' | '\n' | '）' | ')' | '|');
    let team = text.ends[tail.end - 1].has(Tags::GENERIC.and(Tags::ORG_HEAD));
    let village = scan.ends.is(start, Level::Village);
    let listed = text.before(start) == '、' && start > 0 && scan.ends.is(start - 1, Level::Group);
    // 付毛竹园组: what ends in a form of land is no team.
    let land = !team
        && tail.start - start > 2
        && (HOLLOWS.contains(text.before(tail.start)) || LANDS.contains(text.before(tail.start)))
        && scan.cx.words.get(&text.ch[start..tail.start]).is_empty();
    // 辖大坝组、白岩组
    let lists = text.get(tail.end) == '、'
        && tail.end - tail.start == 1
        && (tail.end + 2..tail.end + 5).any(|i| matches!(text.get(i), '组' | '寨' | '屯'));
    let score = match (word, village || listed, edge) {
        (_, false, Edge::Break | Edge::Hard) if land => 0.6,
        // 、高兴组田野；, 高兴组至石灰窑
        (_, false, Edge::Hard)
            if !team
                && tail.start - start == 2
                && tail.end - tail.start == 1
                && (matches!(text.get(tail.end), '至' | '到') || family_at(scan, tail.end)) =>
        {
            0.58
        }
        (false, false, Edge::Break) if lists => 0.55,
        (false, true, _) => 0.8,
        (true, true, _) if !team => 0.55,
        (false, false, Edge::Hard) if tail.start - start >= 2 => 0.5,
        (true, false, Edge::Hard) if cell && !team && tail.start - start >= 2 => 0.55,
        _ => 0.0,
    };
    scan.add(start, tail.start, tail.end, Level::Group, score, ClueKind::Suffix);
}
