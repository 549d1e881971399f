//! The one dialect of our statements, put into PostgreSQL's words: placeholders, types, triggers.
//!
//! Understands only the forms that our own statements and migrations have; a form that it does not know is refused
//! when a database is made, never passed on half understood.

use super::Value;
use crate::error::StoreError;

/// The statement with `?` and `$n` numbered as the values come, and `NULL` written out: PostgreSQL gives a bound
/// nothing a type, and that must be the column's.
pub(super) fn numbered(sql: &str, values: Vec<Value>) -> (String, Vec<Value>) {
    if !sql.contains('?') && !values.iter().any(|v| matches!(v, Value::Null)) {
        return (sql.to_owned(), values);
    }
    let mut numbers = Vec::with_capacity(values.len());
    let mut bound = Vec::with_capacity(values.len());
    for value in values {
        if matches!(value, Value::Null) {
            numbers.push(None);
        } else {
            bound.push(value);
            numbers.push(Some(bound.len()));
        }
    }
    let mut out = String::with_capacity(sql.len() + 4 * bound.len());
    let mut next = 0_usize;
    let mut rest = sql;
    while let Some(at) = rest.find(['?', '$']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let place = if rest.as_bytes()[at] == b'?' {
            next += 1;
            next
        } else {
            after[..digits].parse().unwrap_or(0)
        };
        match numbers.get(place.wrapping_sub(1)).copied().flatten() {
            Some(number) => out.push_str(&format!("${number}")),
            None => out.push_str("NULL"),
        }
        rest = if rest.as_bytes()[at] == b'?' { after } else { &after[digits..] };
    }
    out.push_str(rest);
    (out, bound)
}

/// A migration for PostgreSQL. Text is compared byte by byte, as SQLite does, whatever the server's language.
pub(super) fn migration(sql: &str) -> Result<String, StoreError> {
    let mut out = String::with_capacity(sql.len() * 2);
    for statement in statements(sql) {
        let words: Vec<&str> = statement.split_whitespace().take(2).collect();
        match words[..] {
            ["CREATE", "TRIGGER"] => out.push_str(&trigger(&statement)?),
            // The trigger's function has its name and takes the trigger with it.
            ["DROP", "TRIGGER"] => {
                let name = statement.split_whitespace().last().unwrap_or_default();
                out.push_str(&format!("DROP FUNCTION {name}() CASCADE"));
            }
            _ => out.push_str(&types(&statement)),
        }
        out.push_str(";\n");
    }
    Ok(out)
}

/// The statements of a migration, without comments. A trigger's inner `;` does not end it.
pub(crate) fn statements(sql: &str) -> Vec<String> {
    let clear: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
    let mut out = Vec::new();
    let mut current = String::new();
    for part in clear.join("\n").split_inclusive(';') {
        current.push_str(part);
        let is_trigger = current.trim_start().starts_with("CREATE TRIGGER");
        let done = !is_trigger || current.trim_end_matches(';').trim_end().ends_with("END");
        if done {
            let statement = current.trim().trim_end_matches(';').trim();
            if !statement.is_empty() {
                out.push(statement.to_owned());
            }
            current.clear();
        }
    }
    out.extend(Some(current.trim().to_owned()).filter(|rest| !rest.is_empty()));
    out
}

/// Types by PostgreSQL's names. Our statements write them in capitals, and nothing else so.
fn types(statement: &str) -> String {
    let mut out = String::with_capacity(statement.len() + 64);
    let mut word = String::new();
    let end = |word: &mut String, out: &mut String| {
        match word.as_str() {
            "BLOB" => out.push_str("BYTEA"),
            "TEXT" => out.push_str("TEXT COLLATE \"C\""),
            other => out.push_str(other),
        }
        word.clear();
    };
    for c in statement.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            end(&mut word, &mut out);
            out.push(c);
        }
    }
    end(&mut word, &mut out);
    out
}

/// `CREATE TRIGGER t BEFORE UPDATE ON x [WHEN c] BEGIN SELECT RAISE(ABORT, 'm') [WHERE d]; END` as a function and its
/// trigger.
fn trigger(statement: &str) -> Result<String, StoreError> {
    let unknown = || StoreError::Damaged(format!("Tabellernes opbygning kan ikke oversættes: {statement}"));
    let rest = statement.strip_prefix("CREATE TRIGGER ").ok_or_else(unknown)?;
    let (head, body) =
        rest.split_once(" BEGIN ").or_else(|| rest.split_once("\nBEGIN ")).ok_or_else(unknown)?;
    let (head, when) = match head.split_once("WHEN ") {
        Some((head, when)) => (head, Some(when.trim())),
        None => (head, None),
    };
    let [name, "BEFORE", event, "ON", table] = head.split_whitespace().collect::<Vec<_>>()[..] else {
        return Err(unknown());
    };
    let body = body.trim().strip_suffix("END").map(|b| b.trim().trim_end_matches(';')).ok_or_else(unknown)?;
    let raise = body.strip_prefix("SELECT RAISE(ABORT, '").ok_or_else(unknown)?;
    let (message, rest) = raise.split_once("')").ok_or_else(unknown)?;
    let condition = match (when, rest.trim().strip_prefix("WHERE ")) {
        (None, None) if rest.trim().is_empty() => "TRUE".to_owned(),
        (Some(when), None) if rest.trim().is_empty() => when.to_owned(),
        (None, Some(also)) => also.to_owned(),
        _ => return Err(unknown()),
    };
    let row = if event == "DELETE" { "OLD" } else { "NEW" };
    Ok(format!(
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $ottetal$ BEGIN IF {condition} THEN \
         RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END \
         $ottetal$;\nCREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[Value]) -> String {
        format!("{values:?}")
    }

    #[test]
    fn placeholders_are_numbered_and_nothing_is_written_out() {
        let (sql, bound) =
            numbered("VALUES (?, ?), (?, ?)", vec![1.into(), Value::Null, "a".into(), 2.into()]);
        assert_eq!(sql, "VALUES ($1, NULL), ($2, $3)");
        assert_eq!(text(&bound), r#"[Int(1), Text("a"), Int(2)]"#);
        let (sql, bound) = numbered("a = $1 OR b = $1 AND c = $12", vec![7.into()]);
        assert_eq!((sql.as_str(), bound.len()), ("a = $1 OR b = $1 AND c = $12", 1));
        let (sql, _) = numbered("VALUES ($1, $2, $3)", vec![Value::Null, 1.into(), 2.into()]);
        assert_eq!(sql, "VALUES (NULL, $1, $2)");
    }

    #[test]
    fn migrations_are_translated_or_refused() {
        let sql = "-- en; bemærkning\nCREATE TABLE t (a TEXT NOT NULL, b BLOB); -- slut\n\
                   CREATE TRIGGER t_no BEFORE DELETE ON t\nWHEN OLD.a <> 'x' BEGIN SELECT RAISE(ABORT, 'nej'); END;\n\
                   DROP TRIGGER t_no;";
        let out = migration(sql).unwrap();
        assert!(out.contains("CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, b BYTEA);"), "{out}");
        assert!(
            out.contains("IF OLD.a <> 'x' THEN RAISE EXCEPTION 'nej'") && out.contains("RETURN OLD"),
            "{out}"
        );
        assert!(out.contains("DROP FUNCTION t_no() CASCADE;"), "{out}");
        assert!(migration("CREATE TRIGGER t AFTER INSERT ON t BEGIN DELETE FROM t; END;").is_err());
    }
}
