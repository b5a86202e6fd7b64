//! `licit-cluster`: the machines on which `licit-datafusion audit --engine df://HOST:PORT` has rows judged.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program says what it does")]

use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::{Parser, Subcommand};
use licit_datafusion::cluster::{self, Place};

/// The machines of a cluster that judges the rows of tables.
///
/// They ask nobody who they are: whoever reaches them can have files read that they can read. Let only machines that
/// you trust reach them.
#[derive(Debug, Parser)]
#[command(
    name = "licit-cluster",
    version,
    after_help = "Example, each in a terminal of its own:
  licit-cluster schedule
  licit-cluster execute --scheduler localhost:50050
  licit-cluster execute --scheduler localhost:50050 --port 50061
  licit-datafusion audit policies/export cases/ --engine df://localhost:50050 --out judged.csv

The tables must lie under one name on all machines. What the machines do is told where RUST_LOG says so: RUST_LOG=info."
)]
struct Cli {
    #[command(subcommand)]
    role: Role,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Divide the work, and say who has what was done of it
    Schedule {
        #[command(flatten)]
        at: At,
        /// The port it is asked at
        #[arg(long, value_name = "PORT", default_value_t = 50050)]
        port: u16,
    },
    /// Do the work
    Execute {
        /// The scheduler, as HOST:PORT
        #[arg(long, value_name = "HOST:PORT", value_parser = host_and_port)]
        scheduler: (String, u16),
        #[command(flatten)]
        at: At,
        /// The port it hands over at
        #[arg(long, value_name = "PORT", default_value_t = 50051)]
        port: u16,
        /// How many pieces it works on at a time [default: as many as it has cores]
        #[arg(long, value_name = "NUMBER")]
        cores: Option<usize>,
    },
}

#[derive(Debug, clap::Args)]
struct At {
    /// The address it listens at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// The name by which the others reach it
    #[arg(long, value_name = "HOST", default_value = "localhost")]
    host: String,
}

fn host_and_port(words: &str) -> Result<(String, u16), String> {
    let parts = words.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parts.ok_or_else(|| "a name and a port are meant, such as localhost:50050".to_owned())
}

fn main() -> ExitCode {
    env_logger::init();
    match run(Cli::parse().role) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("licit-cluster: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(role: Role) -> Result<(), String> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().thread_stack_size(cluster::STACK).build();
    let runtime = runtime.map_err(|fault| fault.to_string())?;
    runtime.block_on(async {
        match role {
            Role::Schedule { at, port } => {
                println!("Scheduling at {}, for df://{}:{port}", SocketAddr::new(at.bind, port), at.host);
                let scheduled = cluster::schedule(SocketAddr::new(at.bind, port), at.host).await;
                scheduled.map_err(|fault| fault.to_string())
            }
            Role::Execute { scheduler, at, port, cores } => {
                let (name, number) = &scheduler;
                cluster::find(name, *number).await.map_err(|fault| {
                    format!("no scheduler answers at {name}:{number} ({fault}); `licit-cluster schedule` starts one")
                })?;
                println!("Executing at {}, for {name}:{number}", SocketAddr::new(at.bind, port));
                let address = SocketAddr::new(at.bind, port);
                let cores = cores.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
                let executed = cluster::execute(Place { scheduler, address, host: at.host, cores }).await;
                executed.map_err(|fault| fault.to_string())
            }
        }
    })
}
