//! What stands beside a mask: closed classes of characters, so that no list is looked up next to each X.

/// Units, measure words and what follows a number.
pub(super) const fn counts(c: char) -> bool {
    matches!(
        c,
        '个' | '名' | '位' | '人' | '户' | '家' | '件' | '起' | '次' | '项' | '条' | '处' | '份' | '场' | '期'
            | '篇' | '册' | '本' | '批' | '台' | '辆' | '艘' | '架' | '套' | '座' | '栋' | '幢' | '间' | '所'
            | '株' | '棵' | '头' | '只' | '匹' | '亩' | '吨' | '斤' | '元' | '角' | '分' | '万' | '亿' | '千'
            | '百' | '十' | '米' | '平' | '立' | '度' | '天' | '周' | '时' | '秒' | '岁' | '届' | '轮' | '级'
            | '类' | '组' | '号' | '支' | '根' | '片' | '块' | '宗' | '例' | '门' | '节' | '课' | '款' | '张'
            | '幅' | '面' | '路' | '余' | '多' | '%' | '‰' | '℃' | '倍' | '成' | '番' | '层' | '口' | '道'
            | '笔' | '剂' | '床' | '席' | '桌' | '季' | '旬' | '字' | '页' | '厘' | '毫' | '克' | '升' | '瓦'
            | '伏' | '兆' | '股' | '等' | '大' | '国' | '盏' | '瓶' | '箱' | '袋' | '车' | '枚' | '则' | '首'
            | '堂' | '遍' | '趟' | '轴' | '副' | '对' | '双' | '顶' | '扇'
    )
}

/// 年, 月, 日.
pub(super) const fn dates(c: char) -> bool {
    matches!(c, '年' | '月' | '日')
}

/// First characters of what follows a place's or an organisation's name, or a person's: 县, 局, 公司, 同志.
pub(super) const fn suffixes(c: char) -> bool {
    matches!(
        c,
        '省' | '市' | '区' | '县' | '旗' | '盟' | '州' | '乡' | '镇' | '街' | '村' | '屯' | '社' | '庄' | '巷'
            | '弄' | '河' | '湖' | '山' | '桥' | '局' | '厅' | '部' | '委' | '办' | '科' | '室' | '院' | '站'
            | '队' | '厂' | '矿' | '店' | '校' | '园' | '馆' | '公' | '集' | '单' | '学' | '中' | '小' | '法'
            | '银' | '医' | '党' | '政' | '司' | '企' | '协' | '团' | '连' | '营' | '排' | '师' | '班' | '同'
            | '书' | '主' | '副' | '经' | '老' | '先' | '女' | '长' | '族' | '领' | '干' | '机' | '工' | '民'
            | '项' | '某' | '事' | '农' | '城' | '港' | '湾' | '岛' | '泉' | '楼' | '酒' | '宾' | '卷' | '财'
    )
}

/// Digits in Chinese, as they stand in years.
pub(super) const fn year_digit(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '零' | '〇' | '○')
}

/// Where a word can end: punctuation, line ends, cells, brackets.
pub(super) fn boundary(c: char) -> bool {
    c.is_ascii_punctuation()
        || c.is_ascii_whitespace()
        || matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '｛' | '｝' | '［' | '］' | '｜')
}

/// Whether a family name may stand after this character: the end of a title or role, or a word that names follow.
pub(super) const fn names_follow(c: char) -> bool {
    matches!(
        c,
        '长' | '记' | '任' | '员' | '人' | '师' | '民' | '生' | '授' | '理' | '计' | '导' | '友' | '志' | '手' | '户'
            | '众' | '干' | '兵' | '工' | '属' | '犯' | '告' | '由' | '对' | '请' | '给' | '及' | '和' | '与' | '为'
            | '诉' | '子' | '姨' | '叔' | '伯' | '妻' | '夫' | '名' | '部' | '者' | '主' | '官' | '农' | '士'
            | '儿' | '女' | '男' | '姓' | '使' | '拘' | '捕' | '获' | '将' | '向' | '选' | '同' | '于'
    )
}
