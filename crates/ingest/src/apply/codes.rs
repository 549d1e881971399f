//! Every finding of import: its code, what it does to the row, why, and what to do. `docs/fund.md` is written from here.
//!
//! Invariant: a code never changes its meaning and is never used again for another one.

use domain::finding::Effect;

/// How often a finding is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Each {
    /// For every row.
    Row,
    /// Once a file for every different value; the rows are counted.
    Value,
}

/// A kind of finding.
#[derive(PartialEq, Eq, Debug)]
pub struct Code {
    /// `IND001`.
    pub code: &'static str,
    /// What becomes of the row.
    pub effect: Effect,
    /// How often it is listed.
    pub each: Each,
    /// Why, in Danish.
    pub reason: &'static str,
    /// What to do, in Danish.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($name:ident $code:literal $effect:ident $each:ident $reason:literal $remedy:literal)+) => {
        $(
            #[doc = $reason]
            pub static $name: Code = Code {
                code: $code, effect: Effect::$effect, each: Each::$each, reason: $reason, remedy: $remedy,
            };
        )+

        /// All codes, in the order of `docs/fund.md`.
        pub static ALL: &[&Code] = &[$(&$name),+];
    };
}

codes! {
    CPR_MISSING "IND001" SetAside Row
        "CPR-nummeret mangler."
        "Skriv borgerens CPR-nummer på rækken i kildesystemet, eller lad rækken ude af udtrækket."
    CPR_FORM "IND002" SetAside Row
        "CPR-nummeret er ikke ti cifre."
        "Ret nummeret i kildesystemet. Står der noget helt andet i feltet, er kolonnerne forskudt: se efter et semikolon eller linjeskift i rækken."
    CPR_DATE "IND003" SetAside Row
        "CPR-nummerets første seks cifre er ingen dato."
        "Ret nummeret i kildesystemet; det er skrevet forkert."
    CPR_ZEROS "IND004" SetAside Row
        "CPR-nummeret er lutter nuller, og det er ingen person."
        "Find borgeren i kildesystemet, og skriv det rigtige nummer."
    CPR_LETTERS "IND005" SetAside Row
        "Nummeret er et lokalt erstatningsnummer med bogstaver, som ikke kan sammenlignes mellem systemer."
        "Skriv borgerens CPR-nummer i kildesystemet, når det er kendt."
    CPR_MASKED "IND006" SetAside Row
        "CPR-nummerets sidste cifre er skjult."
        "Bestil udtrækket med hele CPR-numre."
    CPR_LOST "IND007" SetAside Row
        "Excel har skrevet CPR-nummeret som 1,01E+09, og cifrene er gået tabt."
        "Hent udtrækket igen, og åbn det ikke i Excel undervejs; eller sæt kolonnen til tekst, før filen gemmes."
    CPR_MENDED "IND008" Mended Row
        "CPR-nummeret havde ni cifre; det første nul er sat på igen."
        "Rækken tæller. Sæt CPR-kolonnen til tekst i udtrækket, så Excel ikke fjerner nullet."

    START_MISSING "IND010" SetAside Row
        "Startdatoen mangler."
        "Skriv startdatoen på rækken i kildesystemet."
    START_UNREADABLE "IND011" SetAside Row
        "Startdatoen kan ikke læses, eller dagen findes ikke."
        "Ret datoen i kildesystemet. Skriver systemet datoer på en anden måde, så sæt 'dates' i kilde.toml."
    END_UNREADABLE "IND012" SetAside Row
        "Slutdatoen kan ikke læses, eller dagen findes ikke."
        "Ret datoen i kildesystemet. Er det systemets ord for en åben slutdato, så skriv det under 'open_end' i kilde.toml."
    END_BEFORE_START "IND013" SetAside Row
        "Slutdatoen ligger før startdatoen."
        "Ret den ene af de to datoer i kildesystemet, eller slet rækken, hvis den aldrig har gjaldt."
    NO_DAYS "IND014" SetAside Row
        "Rækken har ingen dage: slutdatoen er dagen efter sidste dag, og den er lig startdatoen."
        "Slet rækken i kildesystemet, eller ret slutdatoen. Er slutdatoen i virkeligheden sidste dag, så sæt end_date = \"last_day\" i kilde.toml."
    REGISTERED_UNREADABLE "IND015" ValueMissing Row
        "Registreringsdatoen kan ikke læses."
        "Ret datoen i kildesystemet. Rækken tæller, men kan ikke vente på overførsel."
    DATE_SERIAL "IND016" Mended Value
        "Datoen stod som Excels løbenummer og er læst som en dag."
        "Sæt kolonnen til dato, før filen gemmes."
    ROW_TOO_LONG "IND017" SetAside Row
        "Rækken har flere felter end overskriften, så værdierne kan være forskudt."
        "Se efter et semikolon i en tekst uden anførselstegn, og ret teksten i kildesystemet."
    ROW_TOO_SHORT "IND018" SetAside Row
        "Rækken har færre felter end overskriften, så værdier er gået tabt."
        "Se efter et linjeskift i en tekst uden anførselstegn, eller hent filen igen: den kan være afbrudt. Excel kan også udelade tomme felter sidst i rækken: sæt en kolonne, der altid er udfyldt, sidst."

    STATUS_UNKNOWN "IND020" SetAside Row
        "Statusordet står hverken under 'counts' eller 'never_took_effect'."
        "Skal bekræftes: skriv ordet i den rigtige liste under [status] i kilde.toml, og indlæs igen."
    ROLE_UNKNOWN "IND021" SetAside Row
        "Ordet for hovedydelse eller tillægsydelse står i ingen af mappingens lister."
        "Skal bekræftes: skriv ordet under 'main' eller 'supplement' i [role] i kilde.toml, og indlæs igen."

    SETTLES_UNKNOWN "IND022" ValueMissing Value
        "Ordet for, om linjen afregnes, er hverken ja eller nej."
        "Skriv Ja eller Nej i kildesystemet. Indtil da regnes linjen som afregnet."

    NUMBER_UNREADABLE "IND030" ValueMissing Row
        "Tallet kan ikke læses."
        "Ret tallet i kildesystemet. Rækken tæller, men uden værdien."
    NUMBER_TOO_FINE "IND031" ValueMissing Row
        "Tallet har flere end fire decimaler, og de kan ikke smides væk uden at ændre beløbet."
        "Afrund i kilden til højst fire decimaler."
    NUMBER_FOREIGN "IND032" ValueMissing Row
        "Tallet kan læses på to måder: punktum og komma står ikke, som de gør på dansk."
        "Hent udtrækket med danske tal (1.234,56), eller sæt decimal = \"point\" i kilde.toml, hvis hele filen er engelsk."
    NUMBER_TOO_LARGE "IND033" ValueMissing Row
        "Tallet er større, end det kan være."
        "Ret tallet i kildesystemet. Måske mangler kommaet, eller et andet nummer står i kolonnen."
    NUMBER_ROUNDED "IND034" Mended Value
        "Regnearkets tal havde flere end fire decimaler og er afrundet."
        "Rækken tæller. Afrund i udtrækket, hvis alle decimaler betyder noget."
    UNIT_UNKNOWN "IND035" ValueMissing Row
        "Takstenheden er ikke kendt, så rækken kan ikke prissættes."
        "Skriv ordet under den rigtige enhed i [units] i kilde.toml."
    UNIT_MISSING "IND036" ValueMissing Row
        "Rækken har en takst, men ingen enhed."
        "Skriv enheden i kildesystemet, eller sæt 'default' i [units] i kilde.toml."
    QUANTITY_UNUSED "IND037" Note Value
        "Antallet bruges ikke: takster pr. døgn og pr. måned betales én gang."
        "Skal taksten betales flere gange, så ret rækken i kildesystemet eller enheden i kilde.toml."

    TOTAL_WITHOUT_END "IND039" ValueMissing Row
        "Beløbet er for alle rækkens dage, men rækken har ingen slutdato, så det kan ikke fordeles."
        "Skriv den sidste dag, som beløbet er for."

    MAALGRUPPE_UNKNOWN "IND040" ValueMissing Row
        "Målgruppekoden findes ikke i Danmarks Statistiks liste."
        "Vælg en målgruppe fra listen i kildesystemet. En kode som 1.1 er en overskrift: vælg en under den."
    MAALGRUPPE_MENDED "IND041" Mended Value
        "Excel har gjort målgruppekoden til en dato; koden er læst ud af datoen igen."
        "Sæt kolonnen til tekst, før filen gemmes."
    MAALGRUPPE_ROLLED "IND042" Note Value
        "Den ældre, finere målgruppekode tælles under den kode, den hører til nu."
        "Ingen. Vælg den nye kode, hvis ydelsen stadig løber."
    MAALGRUPPE_NOT_IN_LAW "IND043" Note Row
        "Målgruppekoden findes ikke i Danmarks Statistiks liste. Den er læst, som den står, og sammenlignes."
        "Vælg en målgruppe fra listen i kildesystemet. En kode som 1.1 er en overskrift: vælg en under den."
    KOMMUNE_UNKNOWN "IND045" ValueMissing Row
        "Kommunen findes ikke."
        "Ret kommunen i kildesystemet: skriv navnet eller den trecifrede kode."

    PROVIDER_NUMBER "IND051" ValueMissing Row
        "Nummeret er hverken et P-nummer (ti cifre, der begynder med 10) eller et CVR-nummer (otte cifre)."
        "Ret leverandørens nummer i kildesystemet."
    CVR_CHECK "IND052" Note Value
        "CVR-nummeret består ikke kontrollen (modulus 11)."
        "Se efter, om nummeret er skrevet rigtigt. Det bruges, som det står."
    P_NUMBER_HIDDEN "IND053" ValueMissing Row
        "P-nummeret kunne lige så godt være et CPR-nummer og gemmes derfor ikke."
        "Er det et P-nummer, så skriv det under 'known_p_numbers' i [values] i kilde.toml, og indlæs igen."

    CELL_ERROR "IND060" ValueMissing Row
        "Feltet har en fejl fra regnearket i stedet for en værdi."
        "Ret formlen eller opslaget, som feltet er kommet af, eller hent udtrækket direkte fra systemet."
    TEXT_HIDDEN "IND061" Note Value
        "Teksten indeholder noget, der kan være et CPR-nummer; cifrene er skjult."
        "Fjern CPR-nummeret fra teksten i kildesystemet. Navne og numre hører til i deres egne felter."
    MIXED_ENCODING "IND062" Note Value
        "Filen blander to tegnsæt (UTF-8 og Windows-1252); begge er læst."
        "Se efter æ, ø og å omkring den første linje. Den er ofte sat sammen af to filer: hent udtrækket i én."
    DOUBLE_ENCODED "IND063" Note Value
        "Teksten har Ã¦, Ã¸ og Ã¥ i stedet for æ, ø og å: den er omsat to gange."
        "Hent udtrækket igen direkte fra systemet; navne og ydelser kan ellers ikke genkendes."
    HIDDEN_SHEET "IND064" Note Value
        "Arket er skjult i Excel og er læst som de andre."
        "Ingen, hvis rækkerne hører til udtrækket. Ellers slet arket, eller skriv det rigtige under 'sheet' i [file]."

    MACROS "IND065" Note Value
        "Projektmappen har makroer (.xlsm). De er ikke kørt; cellernes gemte værdier er læst."
        "Ingen, hvis tallene var regnet ud, da filen blev gemt. Ellers åbn den i Excel, lad den regne, og gem den som .xlsx."

    COLUMN_MISSING "IND070" Note Value
        "Kolonnen er ikke i filen, så værdien mangler på alle rækker."
        "Tag kolonnen med i udtrækket, eller ret overskriften under [columns] i kilde.toml."
    COLUMNS_UNUSED "IND071" Note Value
        "Kolonner i filen, som kildens beskrivelse ikke bruger."
        "Ingen, hvis det er meningen. Ellers sæt dem på et felt under [columns] i kilde.toml."
    SHEET_SKIPPED "IND072" Note Value
        "Arket har ikke mappingens overskrifter og er ikke læst."
        "Ingen, hvis arket ikke hører til udtrækket."
    DAY_CONTRADICTED "IND073" Note Value
        "Udtrækkets dag er oplyst forskelligt."
        "Se efter, hvilken dag der er rigtig, og skriv den ved indlæsningen med --udtraek."
    COVERS_CONTRADICTED "IND074" Note Value
        "De dage, udtrækket dækker, er oplyst forskelligt."
        "Se efter, hvilke dage der er rigtige, og skriv dem ved indlæsningen med --daekker."
    MANY_OF_A_KIND "IND076" Note Value
        "Fundet er gjort i så mange rækker, at kun de første er vist."
        "Ret årsagen; den er som regel den samme i dem alle."
    NO_ROWS "IND077" Note Value
        "Filen har overskrifter, men ingen rækker."
        "Se efter, om udtrækket er afgrænset rigtigt."
    START_AFTER_EXTRACT "IND078" Note Value
        "Filen har registreringer fra dage efter udtrækkets dag."
        "Se efter, om udtrækkets dag er rigtig."
    LONE_TEXT "IND079" Note Row
        "Rækken har kun ét udfyldt felt og er sprunget over som en bemærkning."
        "Ingen, hvis det er en note eller en fod. Er det resten af rækken over, så mangler der anførselstegn om en tekst med linjeskift."

    LINE_PARAGRAF_MISSING "IND080" SetAside Row
        "Linjen har ingen paragraf."
        "Skriv paragraffen, som linjen skal give."
    LINE_PARAGRAF_UNKNOWN "IND081" ValueMissing Row
        "Paragraffen findes ikke i lovlisten."
        "Skriv paragraffen som SEL § 103 eller ABL § 105/SEL § 85. Indtil da er det, linjen rammer, Uoplyst."
    DST_CODE_UNKNOWN "IND082" ValueMissing Row
        "DST-koden findes ikke i Danmarks Statistiks liste over ydelser."
        "Ret koden. Er koden en overskrift som 1.8, så vælg en kode under den. Skriv 'kan ikke indberettes', hvis paragraffen ingen kode har."
    DST_CODE_MENDED "IND083" Mended Row
        "Excel har gjort DST-koden til en dato; koden er læst ud af datoen igen."
        "Sæt kolonnen til tekst, før filen gemmes."
    LINE_DATES "IND084" SetAside Row
        "Linjens dage kan ikke læses, eller den ender, før den begynder."
        "Ret linjens første og sidste dag. Tomme felter betyder altid."
    LINE_INCOMPLETE "IND085" SetAside Row
        "Linjen mangler en værdi, som den ikke kan bruges uden, eller den kan ikke læses."
        "Udfyld feltet rigtigt, eller slet linjen."
    LINE_RATE "IND086" SetAside Row
        "Linjen har ingen takst, der kan læses."
        "Skriv taksten i kroner med højst fire decimaler."
    LINE_UNIT "IND087" SetAside Row
        "Takstens enhed mangler eller kendes ikke."
        "Skriv enheden (døgn, måned, time pr. uge, stk.), eller skriv ordet under den rigtige enhed i [units] i kilde.toml."
    LINE_WORD "IND088" SetAside Row
        "Ordet står i ingen af mappingens lister."
        "Skal bekræftes: ret ordet, eller skriv det i den rigtige liste i kilde.toml, og indlæs igen."
    LINE_DAYS_NEEDED "IND089" SetAside Row
        "Beløbet gælder et tidsrum, men linjens første eller sidste dag mangler eller kan ikke læses."
        "Skriv begge dage; slutdatoen må ikke være åben eller ligge før startdatoen."

    AMOUNT_MISSING "IND090" SetAside Row
        "Beløbet mangler eller kan ikke læses."
        "Ret beløbet i kildesystemet. Et beløb er kroner og hele øre."
    BOOKED_UNREADABLE "IND091" SetAside Row
        "Bogføringsdatoen mangler eller kan ikke læses."
        "Ret datoen i kildesystemet. Skriver systemet datoer på en anden måde, så sæt 'dates' i kilde.toml."
    CONCERNS_WRONG "IND092" ValueMissing Row
        "De dage, posteringen er for, kan ikke læses, mangler den ene ende, eller ender, før de begynder."
        "Ret perioden. Indtil da henføres beløbet efter bogføringsdatoen."
    CPR_LEFT_OUT "IND093" ValueMissing Row
        "Nummeret kan ikke læses som et CPR-nummer; linjen er med uden borger."
        "Ret nummeret i kildesystemet, hvis linjen er om en borger."
    ACCOUNT_MISSING "IND094" ValueMissing Row
        "Posteringen har ingen konto."
        "Skriv kontoen i kildesystemet; uden den hører beløbet til ingen paragraf."
    ACCOUNT_FORM "IND095" ValueMissing Value
        "Kontoen passer ikke på noget mønster, så funktion og gruppering kendes ikke."
        "Ret kontoen, eller skriv et mønster, der passer, under 'patterns' i [account] i kilde.toml."
    SIGN_UNKNOWN "IND096" SetAside Row
        "Det står ikke, om beløbet er debet eller kredit."
        "Ret feltet i kildesystemet, eller skriv ordet under 'debit' eller 'credit' i [sign] i kilde.toml."
    BILL_HIDDEN "IND097" ValueMissing Value
        "Bilagsnummeret kunne lige så godt være et CPR-nummer og gemmes derfor ikke."
        "Ingen, hvis det er et bilagsnummer. Er det et CPR-nummer, så fjern det fra feltet i kildesystemet."
    AMOUNT_ROUNDED "IND098" Mended Value
        "Regnearkets beløb havde dele af en øre og er afrundet til hele øre."
        "Rækken tæller. Afrund i udtrækket."
    YEAR_UNREADABLE "IND099" SetAside Row
        "Årstallet mangler eller kan ikke læses."
        "Skriv året med fire cifre."
    DATE_UNREADABLE "IND100" ValueMissing Row
        "Datoen kan ikke læses, eller dagen findes ikke."
        "Ret datoen i kildesystemet. Rækken er med uden den."
    PROTECTED_UNKNOWN "IND101" Mended Value
        "Ordet for adressebeskyttelse er hverken ja eller nej; borgeren behandles som beskyttet."
        "Skriv J eller N."
    FORMER_CPR_WRONG "IND102" ValueMissing Row
        "Det tidligere CPR-nummer kan ikke læses."
        "Ret nummeret; indtil da kan de to numre ikke kendes som samme borger."
    RESIDENCE_WRONG "IND103" ValueMissing Row
        "Bopælens dage kan ikke læses, eller de ender, før de begynder; rækken er med uden bopæl."
        "Ret tilflytnings- og fraflytningsdatoen i kilden."
    DEAD_BEFORE_BORN "IND104" ValueMissing Row
        "Dødsdatoen ligger før fødselsdatoen og er ikke brugt."
        "Ret den ene af de to datoer i kilden."
    KEY_IS_CPR "IND105" ValueMissing Row
        "Borgerens nøgle i systemet kan være et CPR-nummer og gemmes derfor ikke."
        "Vælg den kolonne, som systemet selv åbner borgeren med, under 'citizen_key' i kilde.toml. Den må ikke være CPR-nummeret. Rækken tæller."
    KEY_UNREADABLE "IND106" ValueMissing Row
        "Borgerens nøgle i systemet kan ikke læses."
        "Sæt kolonnen til tekst i udtrækket, så Excel ikke laver nummeret om. En nøgle er højst 80 tegn på én linje. Rækken tæller."
    KEY_SEVERAL "IND107" ValueMissing Row
        "Borgeren har en anden nøgle på en tidligere række, så ingen af dem bruges."
        "Se efter, om kolonnen er borgerens eget nummer og ikke sagens eller indsatsens. Er den det, så har systemet borgeren to gange: få dem lagt sammen. Rækken tæller."
    KEY_SHARED "IND108" ValueMissing Row
        "Nøglen står også på en anden borger, så den bruges ikke til nogen af dem."
        "Se efter, om kolonnen er borgerens eget nummer. Er den det, så står borgeren med to CPR-numre: ret det forkerte i kildesystemet. Rækken tæller."
    OWNERSHIP_UNKNOWN "IND110" ValueMissing Value
        "Ejerforholdet står i ingen af mappingens lister."
        "Skriv ordet i den rigtige liste under [ownership] i kilde.toml, og indlæs igen."
    SETTLEMENT_UNKNOWN "IND111" ValueMissing Value
        "Afregningsformen står i ingen af mappingens lister."
        "Skriv ordet i den rigtige liste under [settlement] i kilde.toml, og indlæs igen."
    EAN_FORM "IND112" ValueMissing Row
        "EAN-nummeret er ikke 13 cifre."
        "Ret nummeret."
}

/// `docs/fund.md`, whole.
#[must_use]
pub fn document() -> String {
    let mut out = String::from(
        "# Fund ved indlæsning\n\n\
         Et fund siger, hvad der var med en række: hvor den står, hvilken værdi, hvorfor, og hvad man gør. Et fund stopper ikke\n\
         filen; resten tæller. Koderne er faste. Listen er skrevet af programmet (`crates/ingest/src/apply/codes.rs`), og en\n\
         test holder de to ens.\n\n\
         *Sat til side*: rækken er ikke med i tallene. *Værdi mangler*: rækken er med, men uden den ene værdi. *Rettet ved\n\
         indlæsning*: rækken er med, og værdien er rettet på den eneste mulige måde. *Bemærkning*: intet er ændret. Et fund\n\
         viser aldrig et CPR-nummer: cifre, der kan være et, er skjult. Af hver slags vises højst 10.000 i en fil; alle tælles.\n\n\
         | Kode | Virkning | Listes | Hvorfor | Hvad man gør |\n|---|---|---|---|---|\n",
    );
    for code in ALL {
        let each = match code.each {
            Each::Row => "hver række",
            Each::Value => "én gang pr. værdi",
        };
        let effect = code.effect.text();
        out.push_str(&format!("| {} | {effect} | {each} | {} | {} |\n", code.code, code.reason, code.remedy));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `OPDATER=1 cargo test -p ingest` writes the page anew.
    #[test]
    fn the_page_and_the_code_agree() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/fund.md");
        if std::env::var_os("OPDATER").is_some() {
            std::fs::write(page, document()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(page).unwrap(), document(), "kør OPDATER=1 cargo test -p ingest");
    }

    #[test]
    fn codes_are_distinct_and_in_order() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
