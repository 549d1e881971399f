//! Decimals of a deviation's values as Danish readers write them: `33082.8` is `33.082,80` as a price, `12.5` is `12,5` as
//! hours.
//!
//! Invariant: no digit is lost and none is rounded.

/// A price: dots between thousands, at least two decimals.
#[must_use]
pub fn price(value: &str) -> String {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    format!("{},{decimals:0<2}", grouped(whole))
}

/// A quantity: dots between thousands, decimals as they are.
#[must_use]
pub fn quantity(value: &str) -> String {
    match value.split_once('.') {
        Some((whole, decimals)) => format!("{},{decimals}", grouped(whole)),
        None => grouped(value),
    }
}

fn grouped(whole: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stay_and_dots_stand_between_thousands() {
        for (value, as_price, as_quantity) in [
            ("33082.8", "33.082,80", "33.082,8"),
            ("2294.8571", "2.294,8571", "2.294,8571"),
            ("0.5", "0,50", "0,5"),
            ("-1234567", "-1.234.567,00", "-1.234.567"),
            ("12.5", "12,50", "12,5"),
        ] {
            assert_eq!((price(value).as_str(), quantity(value).as_str()), (as_price, as_quantity));
        }
    }
}
