//! The machines of a cluster: one that divides the work, and those that do it. They are Ballista's, and know besides how
//! to read the function out of a plan.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::Result;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::codec;

/// The bytes of a message between machines: a plan goes in one, and the policy in the plan.
pub const LARGEST_MESSAGE: usize = 256 << 20;

/// The stack of a thread that makes plans, in bytes.
pub const STACK: usize = 32 << 20;

/// Executors ask for work when they have none, so that nobody need be able to reach them but those who fetch results.
const POLICY: TaskSchedulingPolicy = TaskSchedulingPolicy::PullStaged;

/// Divides work among executors, until it is stopped. It asks nobody who they are: whoever reaches the address can
/// have files read.
pub async fn schedule(address: SocketAddr, host: String) -> Result<()> {
    let config = SchedulerConfig {
        bind_host: address.ip().to_string(),
        bind_port: address.port(),
        external_host: host,
        scheduling_policy: POLICY,
        grpc_server_max_decoding_message_size: LARGEST_MESSAGE as u32,
        grpc_server_max_encoding_message_size: LARGEST_MESSAGE as u32,
        grpc_client_max_message_size: LARGEST_MESSAGE as u32,
        override_logical_codec: Some(Arc::new(codec::Logical::default())),
        override_physical_codec: Some(Arc::new(codec::Physical::default())),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, address, Arc::new(config)).await
}

/// Where an executor works.
#[derive(Debug, Clone)]
pub struct Place {
    /// The scheduler.
    pub scheduler: (String, u16),
    /// Where it hands over what it did.
    pub address: SocketAddr,
    /// How others reach it there.
    pub host: String,
    /// How many parts of tables it works on at a time.
    pub cores: usize,
}

/// How long is waited for a scheduler, which may be started a little later.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until somebody listens where a scheduler is to be; it fails where nobody does after half a minute.
pub async fn find(host: &str, port: u16) -> io::Result<()> {
    let until = Instant::now() + PATIENCE;
    while let Err(fault) = TcpStream::connect((host, port)).await {
        if Instant::now() > until {
            return Err(fault);
        }
        sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}

/// Does what a scheduler gives to be done, until it is stopped.
pub async fn execute(place: Place) -> Result<()> {
    let (scheduler_host, scheduler_port) = place.scheduler;
    let config = ExecutorProcessConfig {
        bind_host: place.address.ip().to_string(),
        port: place.address.port(),
        external_host: Some(place.host),
        scheduler_host,
        scheduler_port,
        vcores: place.cores,
        task_scheduling_policy: POLICY,
        grpc_max_decoding_message_size: LARGEST_MESSAGE as u32,
        grpc_max_encoding_message_size: LARGEST_MESSAGE as u32,
        override_logical_codec: Some(Arc::new(codec::Logical::default())),
        override_physical_codec: Some(Arc::new(codec::Physical::default())),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await
}
