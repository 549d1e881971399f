//! The dependency names of a Cargo.toml, line by line: all that the edges need, without a TOML reader.

/// What one Cargo.toml asks for.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Manifest {
    /// Name and line of each dependency, of the build script too.
    pub(crate) normal: Vec<(String, usize)>,
    /// Name and line of each dev-dependency.
    pub(crate) dev: Vec<(String, usize)>,
}

impl Manifest {
    /// Reads the sections, also `[target.'…'.dependencies]` and `[dependencies.name]`.
    pub(crate) fn read(text: &str) -> Manifest {
        let mut manifest = Manifest::default();
        let mut section = String::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(header) = line.strip_prefix('[') {
                section = header.trim_end_matches(']').to_owned();
                if let Some((kind, name)) = section.rsplit_once('.')
                    && kind.ends_with("dependencies")
                {
                    manifest.add(kind, name, index + 1);
                    section.clear();
                }
            } else if section.ends_with("dependencies") && !line.starts_with('#') {
                let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
                manifest.add(&section.clone(), name, index + 1);
            }
        }
        manifest
    }

    fn add(&mut self, section: &str, name: &str, line: usize) {
        // A dependency spread over lines closes with a bracket, or goes on with a string.
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return;
        }
        let list = if section.ends_with("dev-dependencies") { &mut self.dev } else { &mut self.normal };
        list.push((name.to_owned(), line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_a_dependency() {
        let text = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\nb = { version = \"1\" }\n# c = 1\n\
                    [dev-dependencies]\nd = \"1\"\n[target.'cfg(unix)'.dependencies]\ne = \"1\"\n[dependencies.f]\nversion = \"1\"\n";
        let manifest = Manifest::read(text);
        let names =
            |list: &[(String, usize)]| list.iter().map(|(n, l)| format!("{n}{l}")).collect::<Vec<_>>();
        assert_eq!(names(&manifest.normal), ["a4", "b5", "e10", "f11"]);
        assert_eq!(names(&manifest.dev), ["d8"]);
    }
}
