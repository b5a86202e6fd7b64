//! L01..: the text does not read as Licit.

use super::{Code, Severity, Tell, Telling};

/// What the syntax room tells.
#[derive(Debug, Clone, PartialEq)]
pub enum SyntaxProblem {}

impl Tell for SyntaxProblem {
    fn code(&self) -> Code {
        match *self {}
    }

    fn severity(&self) -> Severity {
        match *self {}
    }

    fn tell(&self) -> Telling {
        match *self {}
    }
}
