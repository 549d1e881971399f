//! Whether a text is a person's name, as far as one can see: so that it is not shown as an example.
//!
//! Invariant: this only ever hides; nothing is read by it. Where a file is about citizens, a text that is not one of a
//! few repeated words is hidden whether it looks like a name or not.

/// Common first names in Denmark, born 1940-2010 (Danmarks Statistik, navne i hele befolkningen). Enough to see that a
/// column holds names; a rare name is hidden with the column that it stands in.
const FIRST: &[&str] = &[
    "aage", "alexander", "alfred", "allan", "alma", "anders", "andrea", "andreas", "ane", "anette", "anita", "anja",
    "anna", "anne", "annelise", "annette", "anni", "anton", "arne", "asger", "asta", "astrid", "august", "benny", "bent",
    "bente", "berit", "birgit", "birgitte", "birthe", "bjarne", "bo", "bodil", "britta", "camilla", "carl", "carsten",
    "caroline", "cecilie", "charlotte", "christian", "christina", "claus", "connie", "daniel", "dennis", "ditte", "dorte",
    "dorthe", "ebbe", "edith", "egon", "ejvind", "elin", "elisabeth", "ella", "ellen", "elna", "else", "elsebeth", "emil",
    "emilie", "emma", "erik", "ernst", "esther", "eva", "finn", "flemming", "freja", "frederik", "frida", "frode", "gerda",
    "gitte", "grethe", "gudrun", "gunnar", "gurli", "hanne", "hans", "harald", "heidi", "helene", "helge", "helle",
    "henning", "henrik", "henry", "holger", "ib", "ida", "inga", "inge", "inger", "ingrid", "irene", "irma", "isabella",
    "ivan", "jacob", "jakob", "jan", "jane", "janne", "jeanette", "jens", "jeppe", "jesper", "jette", "joan", "johan",
    "johanne", "johannes", "john", "johnny", "jonas", "julie", "jytte", "jørgen", "jørn", "kaj", "karen", "karin", "karina",
    "karl", "karla", "karsten", "kasper", "kate", "kent", "kim", "kirsten", "kirstine", "kjeld", "klaus", "knud",
    "kristian", "kristina", "kurt", "kåre", "lars", "lasse", "laura", "laurits", "leif", "lena", "lene", "lilly", "lillian",
    "linda", "line", "lis", "lisa", "lisbeth", "lise", "lissi", "liv", "lone", "louise", "lucas", "magnus", "maja", "malene",
    "margit", "margrethe", "maria", "marianne", "marie", "marius", "martha", "martin", "mathias", "mette", "mia", "michael",
    "mikkel", "mohammad", "mona", "morten", "nanna", "nicolai", "niels", "nikolaj", "nina", "noah", "ole", "oliver", "olga",
    "oscar", "ove", "palle", "per", "pernille", "peter", "philip", "pia", "poul", "preben", "rasmus", "rene", "rikke",
    "rita", "robert", "rosa", "ruth", "sanne", "sara", "sebastian", "sigrid", "signe", "simon", "sofie", "sonja", "steen",
    "stefan", "stig", "susanne", "svend", "søren", "thomas", "thorkild", "tina", "tine", "tobias", "tom", "tommy", "torben",
    "tove", "troels", "trine", "ulla", "uffe", "valdemar", "verner", "vibeke", "victor", "viggo", "villy", "vilhelm",
    "william", "winnie", "yvonne",
];

/// Endings of last names that nothing else has.
const LAST: &[&str] = &["sen", "gaard", "gård", "holm", "lund", "berg", "strup", "dahl", "bæk", "toft"];

/// True where the text looks like one person's name: "Anna Jensen", "Jensen, Anna", "Prøve Et" is none.
pub(super) fn is_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let plain = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''))
    };
    if !(2..=5).contains(&words.len()) || !words.iter().all(plain) {
        return false;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let first = |word: &String| word.split('-').all(|part| FIRST.contains(&part));
    let last = |word: &String| word.chars().count() >= 5 && LAST.iter().any(|end| word.ends_with(end));
    let turned = text.contains(", ");
    (turned && words.len() >= 2 && lower.iter().skip(1).any(first))
        || first(&lower[0])
        || (lower.last().is_some_and(last) && words.len() == 2 && lower[0].chars().count() <= 10)
}
