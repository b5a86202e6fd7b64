//! A cluster judges a table by the plan that is carried out here: a scheduler and two executors, each a process of its own.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::tables::{batch, drawn, write};
use super::{POLICY, licit, lines};

const CLUSTER: &str = env!("CARGO_BIN_EXE_licit-cluster");

/// A process that is ended with the test.
struct Machine(Child);

impl Machine {
    fn start(folder: &Path, arguments: &[&str]) -> Machine {
        let mut command = Command::new(CLUSTER);
        // What an executor hands over lies in a folder below this.
        command.args(arguments).env("TMPDIR", folder).stdout(Stdio::null()).stderr(Stdio::null());
        Machine(command.spawn().expect("it starts"))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port at which nobody listens.
fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}

fn wait_for(port: u16) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody listens");
        sleep(Duration::from_millis(50));
    }
}

/// How many files lie below a folder.
fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).map_or(Vec::new(), |entries| entries.flatten().collect());
    entries.iter().map(|entry| entry.path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[test]
fn a_cluster_judges_as_one_machine_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("exports.licit"), POLICY).expect("it is written");
    // A table in Parquet, and a folder of its parts.
    let rows = batch(&drawn(8000));
    write(&folder.join("rows.parquet"), &rows);
    fs::create_dir(folder.join("cases")).expect("a folder");
    for part in 0..8 {
        write(&folder.join(format!("cases/{part}.parquet")), &rows.slice(part * 1000, 1000));
    }
    fs::write(folder.join("rows.csv"), "action,buyer.country,id\nuse,IR,1\nuse,Hungary,2\ntransfer,,3\n")
        .expect("it is written");

    let (scheduler, first, second) = (port(), port(), port());
    let address = format!("localhost:{scheduler}");
    let executors = [folder.join("first"), folder.join("second")];
    let _scheduler = Machine::start(folder, &["schedule", "--port", &scheduler.to_string()]);
    wait_for(scheduler);
    let mut machines = Vec::new();
    for (port, folder) in [first, second].into_iter().zip(&executors) {
        fs::create_dir(folder).expect("a folder");
        let port = port.to_string();
        let arguments = ["execute", "--scheduler", &address, "--port", &port, "--cores", "1"];
        machines.push(Machine::start(folder, &arguments));
    }
    wait_for(first);
    wait_for(second);

    let engine = format!("df://{address}");
    let judged = |out: &str, table: &str, more: &[&str]| {
        let asked = ["audit", "exports.licit", table, "--keep", "id", "--format", "plain", "--out", out];
        let told = licit(folder, &[&asked[..], more].concat());
        assert_eq!(told.status.code(), Some(1), "{}", String::from_utf8_lossy(&told.stderr));
        lines(folder, out)
    };
    assert_eq!(judged("cluster.csv", "rows.csv", &["--engine", &engine]), judged("own.csv", "rows.csv", &[]));
    let own = judged("own.csv", "rows.parquet", &[]);
    // Who asks first is given work first: in a few audits each has had some.
    for _ in 0..20 {
        assert_eq!(judged("cluster.csv", "cases", &["--engine", &engine]), own);
        if executors.iter().all(|folder| files(folder) > 0) {
            return;
        }
    }
    panic!("one of the executors did nothing");
}
