//! How much information each character carries in a name and in ordinary text.
//!
//! Six numbers for each character, in eighths of a bit (0 certain, 255 never seen): as a word of its own, as a family name, as
//! the only, first and last character of a given name, and in a transliterated name. The family and given names come
//! from the source's name entries of two to four characters that begin with a family name of our list; the
//! transliterations from its entries of three characters and more made mostly of characters that transliterations
//! use.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::source::{self, bits, is_han};

/// Characters that write foreign and minority names by sound.
pub(crate) const SOUNDS: &str = "阿艾埃安奥巴白班贝比毕边宾波伯勃博布才策查昌朝车茨次达代戴丹德登邓迪地丁东顿多厄恩尔法凡范菲费\
    芬丰冯夫弗福富盖甘冈高戈格葛根贡古瓜圭果哈海罕汉豪和河赫黑亨胡花华怀霍基吉及季加贾江杰捷金津居喀卡凯坎康考柯科可克肯库\
    夸拉腊莱赖兰朗劳勒雷蕾黎李里理立丽利莉廉琳隆卢鲁露伦罗洛吕马玛迈麦曼毛梅美门蒙米密敏明摩莫姆木穆纳娜乃南内嫩能尼年涅宁\
    纽努诺欧帕潘庞培佩彭皮平泼珀普齐其奇恰强乔切钦琴丘曲让热仁日茹儒瑞萨塞赛森沙山珊尚舍申圣施什史士舒斯苏索塔泰坦汤唐陶特腾\
    提帖廷图托瓦万旺威韦维温文翁沃乌武西希锡夏香肖谢辛欣兴休雪雅亚延彦央扬姚耶叶伊依义易因英尤于约云扎泽詹张占哲珍真芝珠朱卓孜子\
    吐买提依木江汗别孜努热克苏拜合力巴特格日其朝鲁额敦斯琴高娃图雅托娅宝音那钦呼和浩毕力格阿拉坦仓孟满都胡敖包召扎布桑杰登巴增旺姆央金\
    卓嘎拉姆措仁青多吉太加才让索南本尖参周毛南杰完么公保曲扎罗桑旦巴次仁罗布顿珠平措普布尼玛群培白玛朗杰";

#[derive(Default)]
struct Counts {
    counts: BTreeMap<char, u32>,
    total: u32,
}

impl Counts {
    fn add(&mut self, c: char) {
        *self.counts.entry(c).or_default() += 1;
        self.total += 1;
    }

    fn eighths(&self, c: char) -> u8 {
        self.counts.get(&c).map_or(u8::MAX, |&n| eighths(f64::from(n), f64::from(self.total)))
    }
}

pub(crate) fn run(dict: &str, out: &str) -> Result<(), String> {
    let entries = source::dict(dict)?;
    let surnames = source::surnames()?;
    let total: u64 = entries.iter().map(|e| e.count).sum();
    let mut alone: BTreeMap<char, u64> = BTreeMap::new();
    let [mut family, mut single, mut first, mut last, mut sound]: [Counts; 5] = Default::default();
    for entry in &entries {
        let chars = &entry.chars;
        if let [c] = chars[..]
            && is_han(c)
        {
            *alone.entry(c).or_default() += entry.count;
        }
        if !matches!(entry.tag.as_str(), "nr" | "nrt" | "nrfg") || !chars.iter().all(|&c| is_han(c)) {
            continue;
        }
        let sounds = chars.iter().filter(|&&c| SOUNDS.contains(c)).count();
        if chars.len() >= 3 && sounds * 5 >= chars.len() * 4 {
            chars.iter().for_each(|&c| sound.add(c));
        }
        let two: String = chars.iter().take(2).collect();
        let compound = chars.len() >= 3 && surnames.contains(&two);
        let (surname, given) = chars.split_at(if compound { 2 } else { 1 });
        if !compound && !surnames.contains(&surname[0].to_string()) {
            continue;
        }
        match *given {
            // The source has few names of two characters; what ends a given name also stands alone.
            [c] => (0..8).for_each(|_| single.add(c)),
            [a, b] => {
                first.add(a);
                last.add(b);
                single.add(b);
            }
            _ => continue,
        }
        if !compound {
            family.add(surname[0]);
        }
    }
    let mut text =
        String::from("# character, then in eighths of a bit: word, family, single, first, last, sound\n");
    let mut chars: Vec<char> = alone.keys().copied().collect();
    for counts in [&family, &single, &first, &last, &sound] {
        chars.extend(counts.counts.keys());
    }
    chars.sort_unstable();
    chars.dedup();
    for c in chars {
        let word = alone.get(&c).map_or(u8::MAX, |&n| eighths(n as f64, total as f64));
        let row = [family.eighths(c), single.eighths(c), first.eighths(c), last.eighths(c), sound.eighths(c)];
        if word < 176 || row.iter().any(|&n| n < 255) {
            let row = row.map(|n| n.to_string()).join("\t");
            let _ = writeln!(text, "{c}\t{word}\t{row}");
        }
    }
    let path = format!("{out}/chars.tsv");
    fs::write(&path, text).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: {} names", family.total);
    Ok(())
}

fn eighths(count: f64, total: f64) -> u8 {
    (bits(count, total) * 8.0).round().min(255.0) as u8
}
