//! The way to a field of a record: `text`, `meta.title`.

/// Names of keys, from the outside in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    name: String,
    steps: Vec<String>,
}

impl FieldPath {
    /// Reads a path: names with dots between them; `\.` is a dot in a name. `None` when a name is empty.
    pub fn parse(name: &str) -> Option<Self> {
        let mut steps = vec![String::new()];
        let mut chars = name.chars().peekable();
        while let Some(c) = chars.next() {
            let last = steps.last_mut().expect("there is always a step");
            match c {
                '\\' if matches!(chars.peek(), Some('.' | '\\')) => last.extend(chars.next()),
                '.' => steps.push(String::new()),
                _ => last.push(c),
            }
        }
        let whole = steps.iter().all(|step| !step.is_empty());
        whole.then(|| Self { name: name.to_owned(), steps })
    }

    /// As it was typed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many names it has.
    pub const fn len(&self) -> usize {
        self.steps.len()
    }

    /// Never: a path has at least one name.
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The name at this depth.
    pub fn step(&self, depth: usize) -> Option<&str> {
        self.steps.get(depth).map(String::as_str)
    }

    /// The names.
    pub fn steps(&self) -> &[String] {
        &self.steps
    }
}
