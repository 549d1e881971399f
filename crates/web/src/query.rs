//! The part of an address after the question mark, and a sent form: read and written in one place.

use std::collections::BTreeMap;

/// The pairs of a query or of a sent form, in order, as people wrote them.
#[must_use]
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A path with the pairs that say something, in their order: the canonical form of an address.
#[must_use]
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A value as an address writes it.
#[must_use]
pub fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// What was asked or sent, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Of a query or a form.
    #[must_use]
    pub fn of(query: &str) -> Fields {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in pairs(query) {
            fields.entry(key).or_default().push(value);
        }
        Fields(fields)
    }

    /// The first value, without spaces around it; empty where there is none.
    #[must_use]
    pub fn one(&self, key: &str) -> &str {
        self.0.get(key).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// All values, in order, without empty ones.
    #[must_use]
    pub fn all(&self, key: &str) -> Vec<&str> {
        let values = self.0.get(key).into_iter().flatten();
        values.map(|value| value.trim()).filter(|value| !value.is_empty()).collect()
    }

    /// A positive whole number; `None` where there is none.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<usize> {
        self.one(key).parse().ok()
    }

    /// True where the field was sent at all: a ticked box, a pressed button.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_out_what_says_nothing_and_reads_back() {
        let written =
            address("/afvigelser", &[("paragraf", "SEL § 107"), ("status", ""), ("sorter", "dage")]);
        assert_eq!(written, "/afvigelser?paragraf=SEL+%C2%A7+107&sorter=dage");
        let fields = Fields::of(written.split_once('?').map_or("", |(_, query)| query));
        assert_eq!(
            (fields.one("paragraf"), fields.one("status"), fields.has("status")),
            ("SEL § 107", "", false)
        );
        assert_eq!(Fields::of("id=A&id=+B&id=").all("id"), ["A", "B"]);
    }
}
