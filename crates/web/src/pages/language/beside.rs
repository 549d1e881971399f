//! What stands above each of the three tables: a draft that waits, a version that the basis does not use yet.

use crate::error::WebError;
use crate::visit::Visit;
use app::access::Right;
use app::purpose::Purpose;
use app::tables::save::decisions_are_newer;
use app::tables::{Table, Version};
use report::danish;

use super::path;

/// What waits around a table.
pub(super) struct Beside {
    /// The address of the table.
    pub(super) path: &'static str,
    /// The one who looks may change it.
    pub(super) may_edit: bool,
    /// "Du har 2 ændringer, der ikke er gemt."; empty where none.
    pub(super) draft: String,
    /// The draft.
    pub(super) draft_href: String,
    /// A new line.
    pub(super) new_href: String,
    /// The table as a workbook.
    pub(super) sheet_href: String,
    /// The basis does not use the newest version.
    pub(super) waits: String,
    /// The one who looks may take it into use.
    pub(super) may_use: bool,
    /// Why the table cannot be changed here; may be empty.
    pub(super) locked: String,
    /// The file of the newest version; empty where the one who looks sees no imports.
    pub(super) version: String,
}

impl Beside {
    pub(super) async fn of(visit: &Visit, version: &Version) -> Result<Beside, WebError> {
        let table = version.table;
        let held = visit.state.drafts.get(&visit.who.user.name, table);
        let changes = held.map_or(0, |held| held.draft.changes().len());
        let draft = match changes {
            0 => String::new(),
            many => {
                format!("Du har {}, der ikke er gemt.", danish::count(many as i64, "ændring", "ændringer"))
            }
        };
        let session = visit.session(Purpose::AfvigelseRet);
        let basis = session.store.bases().newest(&session.ctx).await?;
        let decisions = match (&basis, table) {
            (Some(basis), Table::Leverandoerer) => decisions_are_newer(&session, &basis.id).await?,
            _ => false,
        };
        let waits = match (version.in_basis, decisions) {
            (true, false) => String::new(),
            (false, _) => "Grundlaget bruger stadig den forrige udgave. Tal og afvigelser er uændrede, til den nye er godkendt."
                .to_owned(),
            (true, true) => "Afgørelser om navne er ikke i grundlaget endnu. Tal og afvigelser er uændrede, til de er godkendt."
                .to_owned(),
        };
        let import = version.import.as_ref().filter(|_| visit.may(Right::SeeImports));
        Ok(Beside {
            path: path(table),
            may_edit: visit.may(Right::EditLanguage) && version.locked.is_empty(),
            draft,
            draft_href: format!("{}/udkast", path(table)),
            new_href: format!("{}/linje", path(table)),
            sheet_href: format!("{}.xlsx", path(table)),
            waits,
            may_use: visit.may(Right::Import),
            locked: version.locked.clone(),
            version: import.map_or_else(String::new, |import| format!("/indlaesning/{}", import.id)),
        })
    }
}
