use super::*;

const TEXT: &str = "各股室：\r\n请于本周五前报送材料，联系人见附件。\n";

fn encoded(encoding: Encoding, bom: bool) -> Vec<u8> {
    Decoded { text: Cow::Borrowed(""), encoding, bom }.encode(TEXT).unwrap()
}

#[test]
fn what_is_detected_goes_back_byte_for_byte() {
    for (encoding, bom) in [
        (Encoding::Utf8, false),
        (Encoding::Utf8, true),
        (Encoding::Gb18030, false),
        (Encoding::Gb18030, true),
        (Encoding::Utf16Le, true),
        (Encoding::Utf16Be, true),
    ] {
        let bytes = encoded(encoding, bom);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.encoding, decoded.bom), (TEXT, encoding, bom));
        assert_eq!(decoded.encode_like(&bytes, &decoded.text).unwrap(), bytes);
    }
}

#[test]
fn big5_is_detected() {
    let text = "各位同仁請於本週五前報送資料，聯絡人詳見附件。";
    let bytes =
        Decoded { text: Cow::Borrowed(""), encoding: Encoding::Big5, bom: false }.encode(text).unwrap();
    let decoded = decode(&bytes, None).unwrap();
    assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, Encoding::Big5));
}

#[test]
fn a_named_encoding_is_read_without_a_mark() {
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        assert_eq!(decode(&encoded(encoding, false), Some(encoding)).unwrap().text, TEXT);
    }
}

#[test]
fn damaged_utf8_is_never_taken_for_something_else() {
    let mut bytes = TEXT.as_bytes().to_vec();
    bytes.truncate(bytes.len() - 3);
    assert_eq!(
        decode(&bytes, None),
        Err(DecodeError::Invalid { encoding: Encoding::Utf8, at: bytes.len() - 1 })
    );
}

#[test]
fn binary_and_unknown_bytes_are_refused() {
    assert_eq!(decode(b"PK\x03\x04\0\0", None), Err(DecodeError::Binary { at: 4 }));
    assert_eq!(decode(b"caf\xe9 d\xe9j\xe0 vu", None), Err(DecodeError::Unknown { at: 3 }));
    assert_eq!(
        decode(b"\xff\xfe\x00\xd8", None),
        Err(DecodeError::Invalid { encoding: Encoding::Utf16Le, at: 2 })
    );
    assert_eq!(decode(b"\xff\xfeA", None), Err(DecodeError::Invalid { encoding: Encoding::Utf16Le, at: 2 }));
}

#[test]
fn a_wrong_byte_is_named_by_its_place() {
    let mut bytes = encoded(Encoding::Gb18030, false);
    bytes[4] = 0xff;
    assert_eq!(
        decode(&bytes, Some(Encoding::Gb18030)),
        Err(DecodeError::Invalid { encoding: Encoding::Gb18030, at: 4 })
    );
}

#[test]
fn a_missing_character_is_an_error_never_a_question_mark() {
    let big5 = Decoded { text: Cow::Borrowed(""), encoding: Encoding::Big5, bom: false };
    assert_eq!(
        big5.encode("镇"),
        Err(EncodeError::Unmappable { encoding: Encoding::Big5, code: u32::from('镇') })
    );
    let gb = Decoded { text: Cow::Borrowed(""), encoding: Encoding::Gb18030, bom: false };
    let bytes = gb.encode("𠮷").unwrap();
    assert_eq!(decode(&bytes, Some(Encoding::Gb18030)).unwrap().text, "𠮷");
}

#[test]
fn a_spelling_that_cannot_be_written_back_stops_the_writing() {
    let bytes = b"\xb8\xf7\x80";
    let decoded = decode(bytes, Some(Encoding::Gb18030)).unwrap();
    assert!(matches!(decoded.encode_like(bytes, &decoded.text), Err(EncodeError::Spelling { at: 2, .. })));
}

/// Every run of characters of these texts, from one to a whole line: told right or not at all.
#[test]
fn a_guess_is_right_or_not_made() {
    let simplified = include_str!("../../../examples/report.txt");
    let traditional = "各位同仁請於本週五前報送資料，聯絡人詳見附件。\n臺北市政府財政局長於三月五日到訪柳林鎮，視察企業四十八家，發放獎金三億二千萬元。\n市民反映的問題要及時處理，確保取得實效。";
    let (mut told, mut all, mut wrong) = (0, 0, Vec::new());
    for (text, encoding) in [(simplified, Encoding::Gb18030), (traditional, Encoding::Big5)] {
        let like = Stream::like(encoding, false);
        for line in text.lines() {
            let starts: Vec<usize> = line.char_indices().map(|(at, _)| at).step_by(3).collect();
            for &start in &starts {
                for length in [2, 3, 4, 6, 8, 12, 20, 40] {
                    let part: String = line[start..].chars().take(length).collect();
                    // A single wide character among ASCII may be a sign.
                    let wide = part.chars().filter(|c| !c.is_ascii()).count();
                    let Some(bytes) = like.encode(&part).ok().filter(|_| wide > 1) else { continue };
                    all += 1;
                    if let Ok(decoded) = decode(&bytes, None) {
                        told += 1;
                        if decoded.text != part {
                            wrong.push(format!("{part} {encoding} taken for {}", decoded.encoding));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {all}: {wrong:#?}", wrong.len());
    assert!(told * 2 > all, "{told} of {all}");
}

#[test]
fn signs_in_ascii_are_utf8() {
    for text in ["50×30", "20°C ± 1", "a·b", "café, naïve"] {
        assert_eq!(
            decode(text.as_bytes(), None).map(|decoded| decoded.encoding),
            Ok(Encoding::Utf8),
            "{text}"
        );
    }
    assert_eq!(decode(b"\xc4\xbf\xc2\xbc", None), Err(DecodeError::Ambiguous));
}
