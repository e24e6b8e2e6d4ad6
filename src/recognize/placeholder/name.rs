//! A masked name: a family name with a mask (李××, 王*, 张小X), or a familiar 小 or 老 with a letter.

use super::super::{Text, is_han};
use super::Alphabet;
use super::anchor::{boundary, counts, dates, names_follow, suffixes};
use super::token::Token;

/// Frequent family names; next to a mask they are enough.
const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈姚卢傅钟姜崔谭廖范汪陆戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由任于向方石金";

/// Family names that are function words too: they need a title before them and a boundary behind.
const FUNCTION: &str = "于任向和由时全应连来都但那对成方公相信元利平国位原区计门展居初强满支古车项南班权海云明印普花索富战智党章单司农管路乐常文高温安白金石万江";

/// Compound family names.
const COMPOUND: [&str; 12] =
    ["欧阳", "司马", "诸葛", "上官", "令狐", "皇甫", "尉迟", "慕容", "公孙", "东方", "夏侯", "司徒"];

/// Whether `c` is a family name.
pub(super) fn family(c: char) -> bool {
    is_han(c) && FAMILY.contains(c)
}

/// Whether `c` is a family name that is also a function word or a frequent part of words.
pub(super) fn doubtful(c: char) -> bool {
    FUNCTION.contains(c)
}

/// Where a masked name that ends before `at` begins: at its family name.
pub(super) fn begin(text: &Text<'_>, at: usize, sure_right: bool) -> Option<usize> {
    if at == 0 || text.gap.get(at).is_some_and(|&g| g > 1) {
        return None;
    }
    if at >= 2 && COMPOUND.iter().any(|name| text.ends_with(at, name)) {
        return Some(at - 2);
    }
    let c = text.before(at);
    let before = announced(text, at - 1) || text.before(at - 1) == '某';
    let fits = family(c) && if doubtful(c) { sure_right && before } else { before || sure_right };
    fits.then_some(at - 1)
}

/// Whether a title, a boundary or the like stands before `at`.
pub(super) fn announced(text: &Text<'_>, at: usize) -> bool {
    let left = text.before(at);
    !is_han(left) || text.gap.get(at).is_some_and(|&g| g > 0) || names_follow(left)
}

/// The span of the name a mask token belongs to.
pub(super) fn around(text: &Text<'_>, token: &Token) -> Option<(usize, usize)> {
    if token.digits
        || token.end != token.core.1
        || token.masks > 3
        || matches!(token.alphabet, Alphabet::Line | Alphabet::Hash)
        || text.gap.get(token.start).is_some_and(|&g| g > 0)
    {
        return None;
    }
    let (start, end) = token.core;
    let next = text.get(end);
    // X某: the family name itself is masked.
    if next == '某' && text.gap.get(end) == Some(&0) && token.alphabet != Alphabet::Star {
        return Some((start, end + 1));
    }
    let (given, sure) = right(text, end);
    let left = text.before(start);
    if token.masks == 1 && token.alphabet == Alphabet::Letter && is_han(left) {
        // 小X, and 张小X with nothing else beside it.
        if matches!(left, '小' | '老') {
            let named = start >= 2 && family(text.before(start - 1));
            let outside = text.before(start.saturating_sub(2));
            if named && !is_han(outside) && boundary(next) {
                return Some((start - 2, end));
            }
            let free = !is_han(text.before(start - 1)) || !counts(next);
            let place =
                suffixes(next) && !matches!(next, '主' | '同' | '老' | '经' | '某' | '先' | '女' | '事');
            return (free && !place && !dates(next) && !counts(next)).then_some((start - 1, end));
        }
    }
    if token.alphabet == Alphabet::Box && token.masks < 2 {
        return None;
    }
    // Without a boundary behind it, a name needs one before it.
    let listed = matches!(text.before(start.saturating_sub(1)), '、' | '：' | ':') && !doubtful(left);
    if !sure && (!listed || suffixes(next) || counts(next) || dates(next)) {
        return None;
    }
    begin(text, start, sure).map(|from| (from, given))
}

/// Where the name ends right of its mask (刘x甲 takes 甲), and whether what follows can only follow a name.
pub(super) fn right(text: &Text<'_>, end: usize) -> (usize, bool) {
    let next = text.get(end);
    if matches!(next, '甲' | '乙' | '丙' | '丁' | '戊') && !is_han_word(text, end) {
        return (end + 1, true);
    }
    let said = [
        "同志", "先生", "女士", "给予", "离婚", "诉", "与", "和", "等", "因", "被", "系", "称", "说", "表示",
        "在", "、",
    ];
    let sure = (boundary(next) && next != '%') || said.iter().any(|w| text.starts_with(end, w));
    (end, sure)
}

/// 甲状, 甲醛, 甲级 … are words, not the second party.
fn is_han_word(text: &Text<'_>, at: usize) -> bool {
    matches!(text.get(at + 1), '状' | '亢' | '醛' | '级' | '流' | '方' | '肝' | '烷' | '醇' | '类')
}
