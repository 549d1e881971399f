//! A date on a page stays in one piece: a browser may break a line at a hyphen, and half a date is read wrong.
//!
//! Invariant: what is read is the same with and without; only text between tags is touched, and never where there may
//! be no elements (a title, a choice, a field, a drawing).

/// Around a date; the style sheet says that it does not break.
const OPEN: &str = "<span class=\"dato\">";
const CLOSE: &str = "</span>";

/// Elements whose text is left alone: they hold no elements of HTML.
const BARE: [&str; 5] = ["title", "option", "textarea", "script", "svg"];

/// A page whose dates do not break.
pub(crate) fn whole_dates(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        mark(&rest[..at], &mut out);
        let tag = &rest[at..];
        let end = past(tag);
        out.push_str(&tag[..end]);
        rest = &tag[end..];
    }
    mark(rest, &mut out);
    out
}

/// The length of a tag, with all that is inside where its text is left alone.
fn past(tag: &str) -> usize {
    let bare = BARE.iter().find(|name| {
        let after = tag[1..].strip_prefix(**name);
        after.is_some_and(|after| after.starts_with(['>', ' ', '\n']))
    });
    let end = match bare {
        Some(name) => format!("</{name}>"),
        None => ">".to_owned(),
    };
    tag.find(&end).map_or(tag.len(), |at| at + end.len())
}

/// A text with its dates marked.
fn mark(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(hyphen) = text[at..].find('-').map(|found| at + found) {
        at = hyphen + 1;
        // The first hyphen of a date stands after its day or its year.
        let date = [2, 4].into_iter().find_map(|before| {
            let start = hyphen.checked_sub(before).filter(|start| *start >= from)?;
            is_date(bytes, start).then_some(start)
        });
        let Some(start) = date else { continue };
        at = start + LENGTH;
        out.push_str(&text[from..start]);
        out.push_str(OPEN);
        out.push_str(&text[start..at]);
        out.push_str(CLOSE);
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Letters of a date as pages and systems write it: 31-03-2026, 2026-03-31.
const LENGTH: usize = "31-03-2026".len();

/// True where a date begins and is not a part of a longer number.
fn is_date(bytes: &[u8], start: usize) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let Some(own) = bytes.get(start..start + LENGTH) else { return false };
    let alone = !bytes[..start].last().is_some_and(part) && !bytes.get(start + LENGTH).is_some_and(part);
    alone
        && [[2, 5], [4, 7]].iter().any(|hyphens| {
            own.iter()
                .enumerate()
                .all(|(at, byte)| if hyphens.contains(&at) { *byte == b'-' } else { byte.is_ascii_digit() })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stand_whole_in_text_and_only_there() {
        let whole = |date: &str| format!("{OPEN}{date}{CLOSE}");
        let page = "<td data-dag=\"2026-03-31\">31-03-2026</td><p>fra 2026-01-01, til 28-02-2026.</p>æ";
        assert_eq!(
            whole_dates(page),
            format!(
                "<td data-dag=\"2026-03-31\">{}</td><p>fra {}, til {}.</p>æ",
                whole("31-03-2026"),
                whole("2026-01-01"),
                whole("28-02-2026")
            )
        );
        assert_eq!(whole_dates("nexus_2026-03-01.csv"), format!("nexus_{}.csv", whole("2026-03-01")));
        assert_eq!(
            whole_dates("01-01-2026-02-02-2026 x 31-03-2026"),
            format!("01-01-2026-02-02-2026 x {}", whole("31-03-2026"))
        );
    }

    #[test]
    fn what_holds_no_elements_or_is_no_date_is_left_alone() {
        for page in [
            "<title>Grundlag 31-03-2026</title>",
            "<select><option value=\"2026-03-31\" selected>31-03-2026</option></select>",
            "<textarea name=\"x\">2026-03-31 <b></textarea>",
            "<svg viewBox=\"0 0 1 1\"><text>31-03-2026</text></svg>",
            "8-talskontrol, 12-34, 1-2-2026, 310-03-2026, a2026-03-31, 2026-03-311, -",
            "",
            "<p",
        ] {
            assert_eq!(whole_dates(page), page);
        }
    }
}
