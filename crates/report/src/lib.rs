//! A control as a table, a workbook, CSV or JSON lines. Writers are dumb: every figure comes from `domain`.

pub mod control_report;
