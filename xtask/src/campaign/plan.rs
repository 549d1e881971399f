//! How much of a campaign is wanted, which of all points a sample takes, and chance that is the same in every run.
//!
//! Never reads a clock.

/// What was asked for.
pub(super) struct Plan {
    /// So many of each; all where nothing is said.
    pub(super) sample: Option<usize>,
    /// Only this scenario.
    pub(super) scenario: Option<String>,
    /// Whether figures are noted.
    pub(super) notes: bool,
}

impl Plan {
    pub(super) fn read(arguments: &[String]) -> Result<Plan, String> {
        let mut plan = Plan { sample: None, scenario: None, notes: true };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} mangler en værdi."));
            match word.as_str() {
                "--all" => plan.sample = None,
                "--sample" => {
                    let text = value()?;
                    plan.sample =
                        Some(text.parse().map_err(|_| format!("--sample {text}: skriv et antal."))?);
                }
                "--scenario" => plan.scenario = Some(value()?.clone()),
                other => return Err(format!("Kender ikke {other}.")),
            }
        }
        Ok(plan)
    }

    /// True where this scenario is wanted.
    pub(super) fn wants(&self, scenario: &str) -> bool {
        self.scenario.as_deref().is_none_or(|wanted| wanted == scenario)
    }

    /// So many of them, evenly spread; all of them where no number was given.
    pub(super) fn of<T>(&self, all: Vec<T>) -> Vec<T> {
        let count = all.len();
        let wanted = self.sample.unwrap_or(count).clamp(usize::from(count > 0), count.max(1));
        let chosen = |at: usize| (at * wanted) / count != ((at + 1) * wanted) / count;
        all.into_iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, one)| one).collect()
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_spread_and_never_larger_than_all() {
        let plan = |sample| Plan { sample, scenario: None, notes: false };
        assert_eq!(plan(Some(3)).of((1..=9).collect()), [3, 6, 9]);
        assert_eq!(plan(Some(99)).of(vec![1, 2]), [1, 2]);
        assert_eq!(plan(Some(0)).of(vec![1, 2]).len(), 1);
        assert_eq!(plan(None).of(vec![1, 2, 3]), [1, 2, 3]);
        assert!(plan(Some(3)).of(Vec::<u8>::new()).is_empty());
    }
}
