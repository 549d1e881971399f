//! Rust source with comments, strings and characters blanked out, so that braces and names can be counted.
//!
//! Lines stay where they are. Never a parser: what it does not know (macros) it takes as tokens.

/// The source with everything that is not code turned into spaces; line ends stay.
pub(crate) fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = not_code(&chars, at);
        if end > at {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment, string or character that starts here ends; `at` itself where none starts.
fn not_code(chars: &[char], at: usize) -> usize {
    let next = |offset: usize| chars.get(at + offset).copied().unwrap_or('\0');
    match (next(0), next(1)) {
        ('/', '/') => (at..chars.len()).find(|i| chars[*i] == '\n').unwrap_or(chars.len()),
        ('/', '*') => block_comment(chars, at),
        ('"', _) => quoted(chars, at + 1, '"'),
        ('\'', '\\') => quoted(chars, at + 1, '\''),
        ('\'', c) if c != '\'' && next(2) == '\'' => at + 3,
        ('r', '"' | '#') if !continues_a_name(chars, at) => raw_string(chars, at),
        _ => at,
    }
}

fn block_comment(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut i = at;
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                i += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    chars.len()
}

fn quoted(chars: &[char], from: usize, end: char) -> usize {
    let mut i = from;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            c if c == end => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

fn raw_string(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let open = at + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return at;
    }
    let closes = |i: usize| {
        chars[i] == '"' && chars.get(i + 1..i + 1 + hashes).is_some_and(|tail| tail.iter().all(|c| *c == '#'))
    };
    (open + 1..chars.len()).find(|i| closes(*i)).map_or(chars.len(), |i| i + 1 + hashes)
}

/// True where the `r` is the end of a name (`attr"`) and not of `br"`.
fn continues_a_name(chars: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map_or(' ', |i| chars[i]);
    let name = |c: char| c.is_alphanumeric() || c == '_';
    let prefix = matches!(before(1), 'b' | 'c') && !name(before(2));
    name(before(1)) && !prefix
}

/// The names in code, in order.
pub(crate) fn names(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// Functions with a body: name, line of `fn` (1 the first), lines of the body that hold code.
pub(crate) fn functions(code: &str) -> Vec<(String, usize, usize)> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') {
            continue;
        }
        let Some(name) = names(&code[at + 3..]).next() else { continue };
        let Some(body) = body(&code[at..]) else { continue };
        let lines = body.lines().skip(1).filter(|line| !line.trim().is_empty()).count().saturating_sub(1);
        found.push((name.to_owned(), code[..at].matches('\n').count() + 1, lines));
    }
    found
}

/// From the brace that opens the function's body to the one that closes it.
fn body(from_fn: &str) -> Option<&str> {
    let mut inside = 0i32;
    let mut open = None;
    for (at, byte) in from_fn.bytes().enumerate() {
        match byte {
            b'(' | b'[' if open.is_none() => inside += 1,
            b')' | b']' if open.is_none() => inside -= 1,
            b';' if open.is_none() && inside == 0 => return None,
            b'{' if open.is_none() && inside == 0 => {
                open = Some(at);
                inside = 1;
            }
            b'{' if open.is_some() => inside += 1,
            b'}' if open.is_some() => {
                inside -= 1;
                if inside == 0 {
                    return open.map(|start| &from_fn[start..=at]);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_strings_characters_and_comments_are_no_code() {
        let source =
            "fn a<'x>(s: &'x str) -> char { /* { /* { */ */ \"{\\\"{\"; r#\"{\"{\"#; b'{'; '\\''; '{' } // }";
        let code = code_only(source);
        assert_eq!(code.matches('{').count(), 1);
        assert_eq!(code.matches('}').count(), 1);
        assert!(code.contains("fn a<'x>(s: &'x str)"));
        assert_eq!(code_only("let attr = 1;\n\"a\nb\"").matches('\n').count(), 2);
        assert_eq!(code_only("br\"{\" cr#\"{\"#").split_whitespace().collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn functions_are_measured_by_their_lines_of_code() {
        let source = "trait T {\n fn none(&self) -> [u8; 2];\n}\nfn one() {}\nfn three(f: fn(u8)) {\n a();\n\n // b\n if x {\n }\n}\n";
        let found = functions(&code_only(source));
        assert_eq!(found, [("one".to_owned(), 4, 0), ("three".to_owned(), 5, 3)]);
    }

    #[test]
    fn names_are_whole_words() {
        let found: Vec<&str> = names("CprError::new(Cpr, x1, 12)").collect();
        assert_eq!(found, ["CprError", "new", "Cpr", "x1"]);
    }
}
