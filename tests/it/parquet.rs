//! Parquet files: what is masked, and what stays byte for byte.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::Value;

use crate::harness::Folder;

const SCHEMA: &str = "message doc {
    required int64 id;
    optional binary text (UTF8);
    optional group meta { required binary title (UTF8); }
    optional group parts (LIST) { repeated group list { optional binary element (UTF8); } }
}";

type Levels = (Vec<i16>, Vec<i16>);

/// Two row groups of three records.
fn write(path: &Path, compression: Compression) {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_key_value_metadata(Some(vec![KeyValue::new("origin".to_owned(), "测试".to_owned())]))
        .build();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer =
        SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::new(properties)).unwrap();
    for group in 0..2 {
        let mut rows = writer.next_row_group().unwrap();
        let mut column = rows.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[group * 3, group * 3 + 1, i64::MAX], None, None).unwrap();
        column.close().unwrap();
        let texts: [(&[&str], Levels); 3] = [
            (&["到白鹭湾", "无"], (vec![1, 0, 1], vec![])),
            (&["白鹭湾报告"], (vec![1, 0, 0], vec![])),
            (&["青石坡", "到白鹭湾"], (vec![3, 1, 3], vec![0, 0, 1])),
        ];
        for (texts, (def, rep)) in texts {
            let mut column = rows.next_column().unwrap().unwrap();
            let values: Vec<ByteArray> = texts.iter().map(|&text| ByteArray::from(text)).collect();
            let (def, rep) = match rep.is_empty() {
                true => (def, None),
                // A record without parts, one with a part, one with two.
                false => (vec![0, 3, 3, 2], Some(vec![0, 0, 0, 1])),
            };
            column.typed::<ByteArrayType>().write_batch(&values, Some(&def), rep.as_deref()).unwrap();
            column.close().unwrap();
        }
        rows.close().unwrap();
    }
    writer.close().unwrap();
}

fn texts(path: &Path, group: usize, column: usize) -> (Vec<String>, Vec<i16>) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_group(group).unwrap();
    let mut column = get_typed_column_reader::<ByteArrayType>(rows.get_column_reader(column).unwrap());
    let (mut values, mut def, mut rep) = (vec![], vec![], vec![]);
    column.read_records(100, Some(&mut def), Some(&mut rep), &mut values).unwrap();
    (values.iter().map(|value| value.as_utf8().unwrap().to_owned()).collect(), def)
}

#[test]
fn texts_are_masked_and_the_rest_is_copied() {
    let folder = Folder::new();
    for compression in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())]
    {
        let (old, new) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
        write(&old, compression);
        let run =
            folder.yinmo("mask --field text --field meta.title --field parts a.parquet -o b.parquet").ends(0);
        assert!(run.err.contains("6 records"), "{}", run.err);
        for group in 0..2 {
            assert_eq!(texts(&new, group, 1), (vec!["到XX".to_owned(), "无".to_owned()], vec![1, 0, 1]));
            assert_eq!(texts(&new, group, 2).0, ["XX报告"]);
            assert_eq!(texts(&new, group, 3).0, ["XX", "到XX"]);
            assert_eq!(texts(&new, group, 3).1, texts(&old, group, 3).1);
        }
        let meta = |path: &Path| {
            let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
            reader.metadata().clone()
        };
        let (old_meta, new_meta) = (meta(&old), meta(&new));
        let (before, after) = (old_meta.file_metadata(), new_meta.file_metadata());
        assert_eq!(before.schema(), after.schema());
        assert_eq!(before.key_value_metadata(), after.key_value_metadata());
        assert_eq!(before.version(), after.version());
        let bytes = |name: &str, meta: &parquet::file::metadata::ParquetMetaData, group: usize| {
            let (start, len) = meta.row_group(group).column(0).byte_range();
            folder.read(name)[start as usize..(start + len) as usize].to_vec()
        };
        for group in 0..2 {
            assert_eq!(bytes("a.parquet", &old_meta, group), bytes("b.parquet", &new_meta, group));
            for column in 0..4 {
                let chunk = |meta: &parquet::file::metadata::ParquetMetaData| {
                    meta.row_group(group).column(column).compression_codec()
                };
                assert_eq!(chunk(&old_meta), chunk(&new_meta));
            }
        }
        let all = folder.read("b.parquet");
        assert!(!all.windows("白鹭湾".len()).any(|w| w == "白鹭湾".as_bytes()), "not even in the statistics");
    }
}

#[test]
fn findings_name_their_row() {
    let folder = Folder::new();
    write(&folder.path().join("a.parquet"), Compression::SNAPPY);
    let run = folder.yinmo("scan --format jsonl --field parts --field text a.parquet").ends(0);
    let units: Vec<String> = run
        .text()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["unit"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        units,
        [
            "/records/1/text",
            "/records/2/parts/1",
            "/records/3/parts/1",
            "/records/4/text",
            "/records/5/parts/1",
            "/records/6/parts/1"
        ]
    );
}

#[test]
fn rows_that_are_bad_are_left_out_of_every_column() {
    let folder = Folder::new();
    let path = folder.path().join("a.parquet");
    // Of the rows 1 to 3 of the first group the second is too long; the second group has no other.
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let file = File::create(&path).unwrap();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    let long = "到白鹭湾。".repeat(1000);
    let groups: [&[&str]; 3] = [&["到白鹭湾", &long, "无"], &[&long], &["青石坡"]];
    let mut id = 0;
    for group in groups {
        let mut rows = writer.next_row_group().unwrap();
        let mut column = rows.next_column().unwrap().unwrap();
        let ids: Vec<i64> = (id..).take(group.len()).collect();
        id += group.len() as i64;
        column.typed::<Int64Type>().write_batch(&ids, None, None).unwrap();
        column.close().unwrap();
        let bytes = |texts: &[&str]| texts.iter().map(|&text| ByteArray::from(text)).collect::<Vec<_>>();
        let mut column = rows.next_column().unwrap().unwrap();
        let there = vec![1; group.len()];
        column.typed::<ByteArrayType>().write_batch(&bytes(group), Some(&there), None).unwrap();
        column.close().unwrap();
        let mut column = rows.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&[], Some(&vec![0; group.len()]), None).unwrap();
        column.close().unwrap();
        // Two parts in each row.
        let mut column = rows.next_column().unwrap().unwrap();
        let parts: Vec<String> = ids.iter().flat_map(|id| [format!("a{id}"), format!("b{id}")]).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (def, rep) = (vec![3; parts.len()], [0, 1].repeat(group.len()));
        column.typed::<ByteArrayType>().write_batch(&bytes(&parts), Some(&def), Some(&rep)).unwrap();
        column.close().unwrap();
        rows.close().unwrap();
    }
    writer.close().unwrap();
    let mask = "mask --field text --max-unit 1000 --on-error drop a.parquet -o b.parquet --report r.json";
    let run = folder.yinmo(mask).ends(2);
    assert!(run.err.contains("row 2: a text longer than --max-unit"), "{}", run.err);
    let report: Value = serde_json::from_slice(&folder.read("r.json")).unwrap();
    assert_eq!((&report["total"]["records"], &report["total"]["bad_records"]), (&5.into(), &2.into()));
    let new = folder.path().join("b.parquet");
    let reader = SerializedFileReader::new(File::open(&new).unwrap()).unwrap();
    let rows: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(rows, [2, 1]);
    let mut ids = Vec::new();
    for group in 0..2 {
        let rows = reader.get_row_group(group).unwrap();
        let mut column = get_typed_column_reader::<Int64Type>(rows.get_column_reader(0).unwrap());
        column.read_records(100, None, None, &mut ids).unwrap();
    }
    assert_eq!(ids, [0, 2, 4]);
    assert_eq!(texts(&new, 0, 1).0, ["到XX", "无"]);
    assert_eq!(texts(&new, 0, 3).0, ["a0", "b0", "a2", "b2"]);
    assert_eq!(
        (texts(&new, 1, 1).0, texts(&new, 1, 3).0),
        (vec!["XX".to_owned()], vec!["a4".into(), "b4".into()])
    );
}

#[test]
fn what_is_no_parquet_or_no_text_is_refused() {
    let folder = Folder::new();
    write(&folder.path().join("a.parquet"), Compression::SNAPPY);
    let whole = folder.read("a.parquet");
    folder.write("cut.parquet", &whole[..whole.len() - 20]);
    folder.write("empty.parquet", "");
    folder.write("no.parquet", "到白鹭湾\n");
    for (args, words) in [
        ("mask --field text cut.parquet -o b.parquet", "not a Parquet file that can be read"),
        ("mask --field text empty.parquet -o b.parquet", "not a Parquet file that can be read"),
        ("mask --field text no.parquet -o b.parquet", "not a Parquet file that can be read"),
        ("mask --field id a.parquet -o b.parquet", "the column id is no text"),
        ("mask --field txet a.parquet -o b.parquet", "check the name"),
        ("mask --field text a.parquet", "a diff of a Parquet file cannot be shown"),
    ] {
        let run = folder.yinmo(args).ends(2);
        assert!(run.err.contains(words), "{args}: {}", run.err);
        assert!(!folder.path().join("b.parquet").exists());
    }
    let run = folder.yinmo_with("mask --as parquet --field text", &whole).ends(0);
    folder.write("c.parquet", &run.out);
    assert_eq!(texts(&folder.path().join("c.parquet"), 1, 1).0, ["到XX", "无"]);
}
