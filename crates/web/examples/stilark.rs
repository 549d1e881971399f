//! Prints the page that shows every shared part, to look at in a browser.

fn main() -> anyhow::Result<()> {
    println!("{}", web::style_sheet::html()?);
    Ok(())
}
