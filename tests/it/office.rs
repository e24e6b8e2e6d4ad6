//! Files with a container: what is opened is written back, what is edited is what was meant, and nothing else changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use yinmo::document::Role;
use yinmo::edit::{self, Edit};
use yinmo::format::office::{Limits, Opened, Package, WriteOptions, open};
use yinmo::span::Span;

/// Where real files lie, in folders by type.
const FOLDER: &str = "YINMO_DOCUMENTS";

/// The files of these types, where there are any.
fn documents(types: &[&str]) -> Vec<PathBuf> {
    let Ok(folder) = std::env::var(FOLDER) else {
        eprintln!("skipped: set {FOLDER} to a folder of real files to run this");
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| types.iter().any(|known| end == *known)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

const OFFICE: [&str; 8] = ["docx", "docm", "dotx", "xlsx", "xlsm", "pptx", "potx", "pptm"];

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let package = Package::read(bytes, &Limits::default()).unwrap();
    package.parts.into_iter().map(|part| (part.name, part.bytes)).collect()
}

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Some edits of every unit; copies of a unit are edited alike.
fn some_edits(opened: &Opened, dice: &mut Dice) -> Vec<Vec<Edit>> {
    let units = &opened.document.units;
    let mut all: Vec<Vec<Edit>> = Vec::with_capacity(units.len());
    for unit in units {
        if let Some(first) = unit.twin_of {
            all.push(all[first].clone());
            continue;
        }
        let bounds: Vec<usize> =
            unit.text.char_indices().map(|(at, _)| at).chain([unit.text.len()]).collect();
        let mut edits = Vec::new();
        let mut at = 0;
        while at + 2 < bounds.len() {
            let start = at + dice.below(6);
            let end = start + 1 + dice.below(4);
            if end >= bounds.len() {
                break;
            }
            let span = Span::new(bounds[start], bounds[end]);
            if !span.of(&unit.text).contains(['\u{fffc}', '\n']) {
                // What no reader sees is read where it looks like text; it must go on doing so.
                let seen = matches!(unit.role, Role::Body | Role::Aside);
                let content = if seen { ["XX", "", "某 ", "<&>\""][dice.below(4)] } else { "某" };
                edits.push(Edit::replacement(span, content));
            }
            at = end + dice.below(20);
        }
        all.push(edits);
    }
    all
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn real_files_are_opened_and_written_back_part_by_part() {
    let (mut opened, mut refused) = (0, Vec::new());
    for path in documents(&OFFICE) {
        let bytes = std::fs::read(&path).unwrap();
        let file = match open(&bytes, &Limits::default()) {
            Ok(file) => file,
            Err(error) => {
                refused.push(format!("{}: {error}", name(&path)));
                continue;
            }
        };
        opened += 1;
        let written = file.write(&[], &WriteOptions::default()).unwrap();
        assert_eq!(parts(&written.bytes), parts(&bytes), "{}", path.display());
        let again = open(&written.bytes, &Limits::default()).unwrap();
        assert_eq!(again.write(&[], &WriteOptions::default()).unwrap().bytes, written.bytes);
    }
    eprintln!("{opened} opened; refused:\n{}", refused.join("\n"));
}

#[test]
fn edits_of_real_files_are_what_was_meant() {
    let (mut count, mut files) = (0, 0);
    for path in documents(&OFFICE) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(file) = open(&bytes, &Limits::default()) else { continue };
        let mut dice = Dice(bytes.len() as u64);
        let edits = some_edits(&file, &mut dice);
        let written = file.write(&edits, &WriteOptions::default()).unwrap();
        let again = match open(&written.bytes, &Limits::default()) {
            Ok(again) => again,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        count += edits.iter().map(Vec::len).sum::<usize>();
        files += 1;
        // Units may go when they are empty; those that are left stand in order.
        let texts = |opened: &Opened, edits: Option<&[Vec<Edit>]>| -> BTreeMap<String, Vec<String>> {
            let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (number, unit) in opened.document.units.iter().enumerate() {
                let text =
                    edits.map_or_else(|| unit.text.clone(), |edits| edit::apply(&unit.text, &edits[number]));
                if !text.trim().is_empty() {
                    all.entry(unit.locator.clone()).or_default().push(text.trim().to_owned());
                }
            }
            all
        };
        let (wanted, got) = (texts(&file, Some(&edits)), texts(&again, None));
        for (place, texts) in &wanted {
            assert_eq!(got.get(place), Some(texts), "{} {place}", path.display());
        }
    }
    eprintln!("{count} edits in {files} files");
}
