# What one does here. `just` lists them.

default:
    @just --list

# what CI runs
ci:
    bash .ci/run

# all tests
test:
    cargo test

# all tests, those of tables in Parquet among them, which take some minutes more to build
test-all:
    cargo test --all-features

# audits on DataFusion and on a cluster, which take some minutes more to build
test-datafusion:
    cargo clippy -p licit-datafusion --all-targets -- --deny warnings
    cargo test --profile dev -p licit-datafusion

# formatting and lints
lint:
    cargo fmt --check
    cargo clippy --all-targets --all-features -- --deny warnings

# redraw expectations and snapshots; read the diff afterwards
expect:
    UPDATE_EXPECT=1 INSTA_UPDATE=always cargo test --all-features

# the policies and their case books
policies:
    cargo run --release -- check policies
    cargo run --release -- test policies

# speed and memory; see docs/performance.md
bench:
    cargo bench

# the book
book:
    mdbook build docs

# look for texts that break the reader (needs cargo-fuzz)
fuzz:
    RUSTC_BOOTSTRAP=1 cargo fuzz run parse -- -max_total_time=60
