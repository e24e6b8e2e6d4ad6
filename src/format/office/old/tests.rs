use super::*;

/// A compound file of streams that are all long enough to need no small sectors.
fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let pad = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().max(4096).next_multiple_of(512), 0);
        bytes
    };
    let mut sectors: Vec<u8> = Vec::new();
    let mut table: Vec<u32> = vec![0xffff_fffd, 0xffff_fffe];
    let mut directory = vec![0u8; 128];
    directory[..20]
        .copy_from_slice(&"Root Entry".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    directory[64] = 22;
    directory[66] = 5;
    directory[68..80].fill(0xff);
    directory[76..80].copy_from_slice(&1u32.to_le_bytes());
    directory[116..120].copy_from_slice(&0xffff_fffeu32.to_le_bytes());
    for (number, (name, bytes)) in streams.iter().enumerate() {
        let mut entry = vec![0u8; 128];
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..wide.len()].copy_from_slice(&wide);
        entry[64] = wide.len() as u8 + 2;
        entry[66] = 2;
        entry[68..80].fill(0xff);
        if number + 1 < streams.len() {
            entry[72..76].copy_from_slice(&(number as u32 + 2).to_le_bytes());
        }
        let bytes = pad(bytes);
        entry[116..120].copy_from_slice(&(table.len() as u32).to_le_bytes());
        entry[120..124].copy_from_slice(&(bytes.len() as u32).to_le_bytes());
        let count = bytes.len() / 512;
        for n in 0..count {
            let next = table.len() as u32 + 1;
            table.push(if n + 1 == count { 0xffff_fffe } else { next });
        }
        sectors.extend(bytes);
        directory.extend(entry);
    }
    directory.resize(512, 0);
    table.resize(128, 0xffff_ffff);
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(512, 0);
    let mut put = |at: usize, value: u32| out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(30, 9 | 6 << 16);
    put(44, 1);
    put(48, 1);
    put(56, 4096);
    put(60, 0xffff_fffe);
    put(68, 0xffff_fffe);
    for n in 0..109 {
        put(76 + 4 * n, if n == 0 { 0 } else { 0xffff_ffff });
    }
    out.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    out.extend(directory);
    out.extend(sectors);
    out
}

fn word(text: &str, flags: u16) -> Vec<u8> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let mut main = vec![0u8; 2048];
    main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[10..12].copy_from_slice(&flags.to_le_bytes());
    main[0x4c..0x50].copy_from_slice(&(wide.len() as u32).to_le_bytes());
    let mut table = vec![2, 16, 0, 0, 0];
    table.extend([0u32, wide.len() as u32].iter().flat_map(|n| n.to_le_bytes()));
    table.extend([0, 0]);
    table.extend(2048u32.to_le_bytes());
    table.extend([0, 0]);
    main[0x1a6..0x1aa].copy_from_slice(&(table.len() as u32).to_le_bytes());
    main.extend(wide.iter().flat_map(|unit| unit.to_le_bytes()));
    let mut summary = vec![0u8; 48];
    summary[24] = 1;
    summary[28] = 0xe0;
    summary[44] = 48;
    summary.extend([0u32, 1, 4, 16, 30, 9].iter().flat_map(|n| n.to_le_bytes()));
    summary.extend("郑海燕".as_bytes());
    let gbk = encoding_rs::GBK.encode("郑海燕").0;
    let at = summary.len() - 9;
    summary.splice(at.., gbk.iter().copied().chain([0, 0, 0]));
    compound(&[("WordDocument", main), ("0Table", table), ("\u{5}SummaryInformation", summary)])
}

#[test]
fn the_text_of_an_old_document_is_read() {
    let bytes = word("组长郑海燕\r姓名\u{7}林晓\u{7}\u{7}见\u{13}HYPERLINK \"郑\"\u{14}此处\u{15}。\r", 0);
    let opened = super::super::open(&bytes, &Limits::default()).unwrap();
    assert_eq!(opened.kind, Kind::Doc);
    let texts: Vec<(&str, bool)> =
        opened.document.units.iter().map(|unit| (unit.text.as_str(), unit.row_goes_on)).collect();
    assert_eq!(
        texts,
        [
            ("组长郑海燕", false),
            ("姓名", true),
            ("林晓", true),
            ("HYPERLINK \"郑\"", false),
            ("见此处。", false),
            ("郑海燕", false),
        ]
    );
    assert_eq!(opened.properties()[0].name, "author");
    assert!(opened.write(&[vec![]], &WriteOptions { scrub: true, ..WriteOptions::default() }).is_err());
}

#[test]
fn a_document_with_a_password_says_so() {
    let refused = super::super::open(&word("郑", 0x0100), &Limits::default());
    assert_eq!(refused.unwrap_err(), OpenError::Protected);
}

#[test]
fn the_cells_of_an_old_workbook_are_read() {
    let mut stream = Vec::new();
    let mut record = |kind: u16, body: &[u8]| {
        stream.extend(kind.to_le_bytes());
        stream.extend((body.len() as u16).to_le_bytes());
        stream.extend(body);
    };
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    record(0x809, &[0, 6, 5, 0]);
    record(0x85, &[&[0, 0, 0, 0, 0, 0, 2, 1][..], &wide("人员")].concat());
    record(0xfc, &[&[2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0][..], b"ab", &[3, 0, 1], &wide("郑")].concat());
    record(0x3c, &[&[1][..], &wide("海燕")].concat());
    record(0x809, &[0, 6, 16, 0]);
    record(0xfd, &[1, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    record(0x27e, &[&[1, 0, 2, 0, 0, 0][..], &(48u32 << 2 | 2).to_le_bytes()].concat());
    record(0x203, &[&[0, 0, 27, 0, 0, 0][..], &2.5f64.to_le_bytes()].concat());
    let opened = super::super::open(&compound(&[("Workbook", stream)]), &Limits::default()).unwrap();
    let texts: Vec<(&str, &str)> =
        opened.document.units.iter().map(|unit| (unit.locator.as_str(), unit.text.as_str())).collect();
    assert_eq!(
        texts,
        [("sheet 1!AB1", "2.5"), ("sheet 1!B2", "郑海燕"), ("sheet 1!C2", "48"), ("name of a sheet", "人员"),]
    );
    assert!(opened.document.units[1].row_goes_on);
}

proptest::proptest! {
    #[test]
    fn broken_files_do_no_harm(places in proptest::collection::vec((0usize..20_000, proptest::prelude::any::<u8>()), 1..6), cut in 0usize..20_000) {
        let mut bytes = word("组长郑海燕\r", 0);
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = super::super::open(&bytes, &Limits::default());
        bytes.truncate(cut);
        let _ = super::super::open(&bytes, &Limits::default());
    }
}

fn record(head: u16, kind: u16, inside: &[u8]) -> Vec<u8> {
    [&head.to_le_bytes()[..], &kind.to_le_bytes(), &(inside.len() as u32).to_le_bytes(), inside].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn slides_and_notes_are_read() {
    let list = record(
        15,
        4080,
        &[record(0, 1011, &[0; 20]), record(0, 4000, &wide("郑海燕\r组长\u{b}到会"))].concat(),
    );
    let slide = record(15, 1006, &record(15, 1036, &record(0, 4008, b"Plan B")));
    let notes = record(15, 1008, &record(0, 4000, &wide("备注")));
    let document = record(15, 1000, &[record(0, 4026, &wide("链接")), list].concat());
    let stream = [document, slide, notes].concat();
    let bytes = compound(&[("PowerPoint Document", stream.clone()), ("Pictures", vec![1])]);
    let opened = open(&bytes, &Limits::default()).unwrap();
    assert_eq!((opened.kind, opened.is_writable()), (Kind::Ppt, false));
    let units: Vec<_> =
        opened.document.units.iter().map(|u| (u.text.as_str(), u.locator.as_str(), u.role)).collect();
    let meant = [
        ("链接", "name ¶1", Role::Carrier),
        ("郑海燕", "slide 1 ¶1", Role::Body),
        ("组长\n到会", "slide 1 ¶2", Role::Body),
        ("Plan B", "slide 1 ¶1", Role::Body),
        ("备注", "notes ¶1", Role::Aside),
    ];
    assert_eq!(units, meant);
    let mut user = vec![0; 20];
    user[12..16].copy_from_slice(&0xf3d1_c4df_u32.to_le_bytes());
    let bytes = compound(&[("PowerPoint Document", stream.clone()), ("Current User", user)]);
    assert_eq!(open(&bytes, &Limits::default()).unwrap_err(), OpenError::Protected);
    // Cut off, too deep, and of sizes beyond the file.
    for cut in 0..stream.len() {
        let _ = slides::units(&stream[..cut]);
    }
    let deep = (0..500).fold(Vec::new(), |inside, _| record(15, 1006, &inside));
    assert!(slides::units(&deep).is_err());
    assert!(slides::units(&[15, 0, 1, 1, 0xff, 0xff, 0xff, 0xff]).is_err());
}
