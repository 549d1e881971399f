//! The server as a program: killed in the middle, started again, with a full disk. What it has acknowledged is there, and
//! the page says what happened.

use crate::place;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use testkit::Place;

/// A running server of a demo.
struct Running {
    child: Child,
    port: u16,
}

/// An answer: status, headers, body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Running {
    fn start(place: &Place) -> Running {
        let mut command = place.command(&["server", "--demo", "--port", "0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let port = line.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        Running { child, port }
    }

    fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let kind = if form.is_empty() { "" } else { "Content-Type: application/x-www-form-urlencoded\r\n" };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {cookie}\r\nConnection: close\r\n{kind}Content-Length: {}\r\n\r\n{form}",
            self.port,
            form.len()
        )
        .unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, cookie, "")
    }

    /// In by the door of a role.
    fn enter(&self, user: &str) -> String {
        let answer = self.ask("POST", "/demo/ind", "", &format!("bruger={user}"));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let line =
            answer.head.lines().find(|line| line.to_lowercase().starts_with("set-cookie: ottetal=")).unwrap();
        line.split([' ', ';']).nth(1).unwrap().to_owned()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.split_once(from).unwrap_or_else(|| panic!("«{from}» mangler i {text}")).1.split(to).next().unwrap()
}

fn demo(place: &Place) {
    place.done(&["demo", "--borgere", "120", "--uden-server"]);
}

/// Name, form token and number of events of the first item on the list.
fn first_item(server: &Running, cookie: &str) -> (String, String) {
    let list = server.get("/afvigelser", cookie);
    let item = between(&list.body, "href=\"/afvigelser/A-", "\"").chars().take(6).collect::<String>();
    (format!("/afvigelser/A-{item}"), between(&list.body, "name=\"csrf\" value=\"", "\"").to_owned())
}

/// The form of an item's page as the page itself would send it, with a comment.
fn comment_form(page: &str, csrf: &str, comment: &str) -> String {
    let seen = between(page, "name=\"set\" value=\"", "\"");
    format!("csrf={csrf}&set={seen}&kommentar={}", comment.replace(' ', "+"))
}

#[test]
fn what_is_acknowledged_outlives_a_kill_and_whoever_is_in_stays_in() {
    let place = place();
    demo(&place);
    let server = Running::start(&place);
    let cookie = server.enter("demo-bi");
    let (item, csrf) = first_item(&server, &cookie);
    let page = server.get(&item, &cookie);
    let sent = server.ask(
        "POST",
        &format!("{item}/saet"),
        &cookie,
        &comment_form(&page.body, &csrf, "Ringet til tilbuddet"),
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    server.kill();

    let server = Running::start(&place);
    let page = server.get(&item, &cookie);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Ringet til tilbuddet"), "kommentaren er væk");
    server.kill();
}

#[test]
fn work_that_a_kill_cut_off_is_said_and_can_be_begun_again() {
    let place = place();
    demo(&place);
    let server = Running::start(&place);
    let cookie = server.enter("demo-bi");
    let (_, csrf) = first_item(&server, &cookie);
    let control = "/kontrol/Nexus%20mod%20AS2007/koer";
    let begun = server.ask("POST", control, &cookie, &format!("csrf={csrf}"));
    assert_eq!(begun.status, 303, "{}", begun.body);
    // At once: it may be over by then, and then that is what the page says.
    server.kill();

    let server = Running::start(&place);
    let work = server.get("/arbejde", &cookie);
    assert_eq!(work.status, 200);
    assert!(work.body.contains("Afbrudt") || work.body.contains("Færdig"), "{}", work.body);
    let again = server.ask("POST", control, &cookie, &format!("csrf={csrf}"));
    assert_eq!(again.status, 303, "{}", again.body);
    let job = between(&again.head, "ocation: ", "\r\n").to_owned();
    let begun = Instant::now();
    while !server.get("/arbejde", &cookie).body.contains("Færdig")
        && begun.elapsed() < Duration::from_secs(60)
    {
        thread::yield_now();
    }
    assert!(server.get(&job, &cookie).status < 400);
    server.kill();
}

#[test]
fn a_full_disk_is_said_and_nothing_half_is_kept() {
    let there = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        println!("ikke kørt: strace mangler");
        return;
    }
    let place = place();
    demo(&place);
    let server = Running::start(&place);
    let cookie = server.enter("demo-bi");
    let (item, csrf) = first_item(&server, &cookie);
    let page = server.get(&item, &cookie);
    let form = comment_form(&page.body, &csrf, "Midt i en fuld disk");
    let path = format!("{item}/saet");
    {
        let (only, full) =
            ("trace=pwrite64,ftruncate,fallocate", "inject=pwrite64,ftruncate,fallocate:error=ENOSPC");
        let mut strace = Command::new("strace");
        strace.args(["-f", "-q", "-o", "/dev/null", "-e", only, "-e", full, "-p"]);
        let mut strace = strace.arg(server.child.id().to_string()).stderr(Stdio::null()).spawn().unwrap();
        // Attached when the server's own page can no longer be logged.
        let begun = Instant::now();
        while server.get(&item, &cookie).status == 200 {
            assert!(begun.elapsed() < Duration::from_secs(30), "disken blev aldrig fuld");
        }
        let refused = server.ask("POST", &path, &cookie, &form);
        assert_eq!(refused.status, 500, "{}", refused.body);
        assert!(refused.body.contains("Intet er ændret"), "{}", refused.body);
        strace.kill().unwrap();
        strace.wait().unwrap();
    }
    let page = server.get(&item, &cookie);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains("Midt i en fuld disk"));
    let sent = server.ask("POST", &path, &cookie, &form);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(server.get(&item, &cookie).body.contains("Midt i en fuld disk"));
    server.kill();
}
