//! Whether a head is only the beginning of an ordinary word: 局面, 社区, 会议, 小学生.

use crate::recognize::{Text, is_han};

/// Whether the head from `start` to `end` goes on into another word.
pub(super) fn continues(text: &Text<'_>, start: usize, end: usize) -> bool {
    // What stands behind a wide blank begins anew: 乡村振兴办　电话.
    let next = if text.gap_at(end) == 2 { '\n' } else { text.get(end) };
    // 新棉厂 | 小区 is where people live.
    if text.starts_with(end, "小区") || text.ends_with(end, "山海关") {
        return true;
    }
    if end - start > 1 {
        // 饮酒行为, 出行方式
        if text.ch[end - 1] == '行'
            && matches!(next, '为' | '业' | '动' | '政' | '走' | '使' | '驶' | '人' | '车')
        {
            return true;
        }
        // 水井湾 | 村小 is a school, 村小组 none.
        if text.ends_with(end, "村小") {
            return matches!(
                next,
                '组' | '学' | '队' | '区' | '型' | '微' | '院' | '户' | '河' | '路' | '巷'
            );
        }
        // 村校 | 舍, 学区 | 房
        if text.ends_with(end, "村校") && matches!(next, '舍' | '园' | '门' | '企')
            || text.ends_with(end, "学区") && matches!(next, '房' | '划' | '内' | '范' | '制')
        {
            return true;
        }
        // 包虫病门诊, 发热门诊
        if text.starts_with(start, "门诊")
            && matches!(
                text.before(start),
                '病' | '症' | '科' | '热' | '家' | '苗' | '特' | '慢' | '日' | '普' | '通'
            )
        {
            return true;
        }
        return match text.get(end - 1) {
            '学' if matches!(text.before(start), '中' | '大') && text.get(start) == '小' => true,
            '院' if text.get(start) == '学' && matches!(text.before(start), '小' | '中') => true,
            // 医院 | 外二科
            '院' => {
                let ward =
                    matches!(next, '内' | '外') && (text.get(end + 1) == '科' || text.get(end + 2) == '科');
                matches!(next, '落' | '内' | '外' | '子' | '墙' | '坝') && !ward
            }
            '学' => matches!(
                next,
                '生' | '城' | '历' | '位' | '者' | '习' | '期' | '科' | '术' | '员' | '院' | '说'
            ),
            '校' => {
                let school = matches!(text.get(end - 3), '小' | '中' | '大');
                text.get(start) == '学' && matches!(text.before(start), '小' | '中' | '大')
                    || next == '长' && school
                    // 中心小学 | 校务会议
                    || school && end - start > 2 && matches!(next, '务' | '门' | '舍' | '服')
            }
            '心' => matches!(next, '村' | '城' | '镇' | '组' | '户' | '点' | '任' | '工'),
            '社' => matches!(next, '区' | '会' | '员' | '保'),
            // 学会 | 骑车
            '会' => {
                matches!(next, '议' | '员')
                    || text.starts_with(start, "学会")
                        && end - start == 2
                        && is_han(next)
                        && !matches!(
                            next,
                            '会' | '理' | '副' | '秘' | '主' | '组' | '成' | '在' | '的' | '和' | '与'
                        )
            }
            '委' => matches!(next, '员' | '托' | '派' | '任') || next == '会' && text.get(end + 1) != '议',
            '投' => matches!(next, '入' | '资' | '放' | '产' | '用' | '票' | '标' | '身' | '向' | '保'),
            '队' => next == '长' && matches!(text.before(start), '队' | '副'),
            '府' => next == '性',
            '办' => matches!(next, '理' | '法' | '公' | '事' | '学' | '案'),
            '局' => next == '面',
            _ => false,
        };
    }
    // 作坊, 店铺: a kind of them; 关店: what is done to one.
    let kind = match text.get(start) {
        '坊' => "作街牌教里",
        '店' => "关闭开停守看",
        '铺' => "店商床卧被门上中下街摊",
        _ => "",
    };
    if kind.contains(text.before(start)) {
        return true;
    }
    let rest = match text.get(start) {
        '局' => "面部势限",
        '厅' => "级堂",
        '委' => "员托派任会婉屈",
        '院' => "落内外子坝士墙线系方感",
        '处' => "理罚分置于长级境方女所在处事治死决",
        '馆' => "员子藏",
        '所' => "有以在得谓需属述列能",
        '站' => "点位立台在岗",
        '队' => "伍员列",
        '社' => "会区保员情群交",
        '厂' => "家房区矿商",
        '店' => "铺面员",
        '坊' => "间子市",
        '铺' => "面子路设垫开张",
        '办' => "理法公事学案好实结证件班税电",
        _ => "",
    };
    rest.contains(next)
}
