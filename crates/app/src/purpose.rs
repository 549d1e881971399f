//! Why somebody looks: a closed list, so that a citizen's question "when and why was I looked up" can be answered
//! (GDPR art. 15; EU-Domstolen C-579/21).

/// A purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Follow-up of a citizen's case.
    SagOpfoelgning,
    /// A deviation is put right. The purpose of a control and what leads to it.
    AfvigelseRet,
    /// Control of payments.
    BetalingKontrol,
    /// Refund between municipalities.
    RefusionMellemkom,
    /// Delivery to Danmarks Statistik.
    DstLeverance,
    /// Approval of Danmarks Statistik's figures.
    DstGodkendelse,
    /// Complaint.
    Klage,
    /// A citizen's own right of access.
    IndsigtArt15,
    /// Supervision.
    Tilsyn,
    /// Emergency access.
    Noedadgang,
}

impl Purpose {
    /// All, in the order in which they are listed.
    pub const ALL: [Purpose; 10] = [
        Purpose::SagOpfoelgning,
        Purpose::AfvigelseRet,
        Purpose::BetalingKontrol,
        Purpose::RefusionMellemkom,
        Purpose::DstLeverance,
        Purpose::DstGodkendelse,
        Purpose::Klage,
        Purpose::IndsigtArt15,
        Purpose::Tilsyn,
        Purpose::Noedadgang,
    ];

    /// The code of the log and of `--formaal`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Purpose::SagOpfoelgning => "SAG-OPFØLGNING",
            Purpose::AfvigelseRet => "AFVIGELSE-RET",
            Purpose::BetalingKontrol => "BETALING-KONTROL",
            Purpose::RefusionMellemkom => "REFUSION-MELLEMKOM",
            Purpose::DstLeverance => "DST-LEVERANCE",
            Purpose::DstGodkendelse => "DST-GODKENDELSE",
            Purpose::Klage => "KLAGE",
            Purpose::IndsigtArt15 => "INDSIGT-ART15",
            Purpose::Tilsyn => "TILSYN",
            Purpose::Noedadgang => "NØDADGANG",
        }
    }

    /// As screens write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Purpose::SagOpfoelgning => "Opfølgning på borgerens sag",
            Purpose::AfvigelseRet => "Rette en afvigelse",
            Purpose::BetalingKontrol => "Kontrollere en betaling",
            Purpose::RefusionMellemkom => "Refusion mellem kommuner",
            Purpose::DstLeverance => "Levere til Danmarks Statistik",
            Purpose::DstGodkendelse => "Godkende Danmarks Statistiks tal",
            Purpose::Klage => "Behandle en klage",
            Purpose::IndsigtArt15 => "Borgeren har bedt om indsigt",
            Purpose::Tilsyn => "Tilsyn",
            Purpose::Noedadgang => "Nødadgang",
        }
    }

    /// Reads a code in any case; ø may be written oe.
    #[must_use]
    pub fn parse(text: &str) -> Option<Purpose> {
        let plain = |text: &str| text.trim().to_uppercase().replace('Ø', "OE");
        Purpose::ALL.into_iter().find(|p| plain(p.code()) == plain(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_case_and_without_danish_letters() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::parse(purpose.code()), Some(purpose));
            assert_eq!(Purpose::parse(&purpose.code().to_lowercase()), Some(purpose));
        }
        assert_eq!(Purpose::parse("sag-opfoelgning"), Some(Purpose::SagOpfoelgning));
        assert_eq!(Purpose::parse("nysgerrig"), None);
    }
}
