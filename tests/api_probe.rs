//! What asks an address where there is no shell: once, or until it answers well.

use std::io::{Read, Write};
use std::net::TcpListener;

use cityhall_tests::{Failure, Outcome, cityhall};

/// Answers as many requests as there are statuses, on an address of its own.
fn answering(statuses: &'static [&str]) -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/readyz", listener.local_addr()?);
    std::thread::spawn(move || {
        for status in statuses {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            if stream.read(&mut [0; 1024]).and_then(|_| stream.write_all(answer.as_bytes())).is_err() {
                return;
            }
        }
    });
    Ok(url)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_asked_until_it_answers_well() -> Outcome {
    const NOT_YET: &[&str] = &["503 Service Unavailable", "503 Service Unavailable", "200 OK"];
    let patient = cityhall(&["probe", "--within=60", &answering(NOT_YET)?]).await?;
    assert!(patient.status.success(), "{}", String::from_utf8_lossy(&patient.stderr));
    let once = cityhall(&["probe", &answering(NOT_YET)?]).await?;
    assert!(!once.status.success());
    assert_eq!(String::from_utf8(once.stdout)?, "503 Service Unavailable\n");
    Ok(())
}
