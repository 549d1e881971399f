//! The two systems' provider names are nearly the same: another spelling, not another provider.

pub(super) const HELP: (&str, &str) = (
    "Lignende navn",
    "De to leverandørnavne ligner hinanden. Er det den samme leverandør, så sig det én gang (leverandør: samme), eller skriv stavemåden i leverandørregisteret; så er alle sådanne afvigelser væk. Er det to, så sig, at de er forskellige.",
);
