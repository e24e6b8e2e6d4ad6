use crate::builtin;
use crate::policy::Policy;
use crate::rule::RuleId;

/// Whether `text` has `wanted` as a finding of `rule`.
fn has(text: &str, rule: RuleId, wanted: &str) -> bool {
    let findings = builtin::engine(Policy::default()).scan(text).findings;
    findings.iter().any(|f| f.rule == rule && &text[f.span.start..f.span.end] == wanted)
}

#[test]
fn an_identity_number_needs_its_check_digit_or_its_label() {
    assert!(has("持430102198506150001办理", RuleId::CARD, "430102198506150001"));
    assert!(has("身份证号430102198506150002", RuleId::CARD, "430102198506150002"));
    assert!(!has("持430102198506150002办理", RuleId::CARD, "430102198506150002"));
    assert!(has("身份证号430102850615001", RuleId::CARD, "430102850615001"));
}

#[test]
fn a_credit_code_holds_by_its_check_character() {
    assert!(has("持91110105MA7KQ2XW7T经营", RuleId::CREDIT_CODE, "91110105MA7KQ2XW7T"));
    assert!(has("组织机构代码：12345678-8", RuleId::CREDIT_CODE, "12345678-8"));
}

#[test]
fn a_bank_card_holds_by_luhn_or_label() {
    assert!(has("汇至6222020000000001230", RuleId::BANK_CARD, "6222020000000001230"));
    assert!(has("汇至4532123456789014", RuleId::BANK_CARD, "4532123456789014"));
    assert!(!has("汇至4532123456789015", RuleId::BANK_CARD, "4532123456789015"));
}

#[test]
fn a_telephone_number_is_never_cut_out_of_a_longer_one() {
    assert!(has("找13912345678办理", RuleId::PHONE, "13912345678"));
    for text in ["序列2024111513912345678", "卡13912345678901", "金额139123456781元"] {
        assert!(!has(text, RuleId::PHONE, "13912345678"), "{text}");
    }
}
