//! The function that judges a row, as a plan of DataFusion calls it: its arguments are the columns of the table.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, Weak};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, StringArray, StructArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Fields, Int32Type};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use licit::audit::parquet::{added, schema_of_added};
use licit::audit::write::answer_of;
use licit::audit::{Answer, Outcome};
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::bench::Bench;
use crate::question::Question;

/// What the function is called in a plan.
pub const NAME: &str = "licit";

/// What came of each row: the columns that an audit adds, and why it was set aside, if it was.
static GIVEN: LazyLock<Fields> = LazyLock::new(|| {
    schema_of_added().into_iter().chain([Field::new("set_aside", DataType::Utf8, true)]).collect()
});

/// See the head of this file.
#[derive(Clone)]
pub struct Judge {
    question: Arc<Question>,
    bench: Arc<Bench>,
    signature: Signature,
}

/// The judges of the questions that are being asked: a plan that is sent in many parts asks one of them in each.
static SEATED: LazyLock<Mutex<FxHashMap<Arc<Question>, Weak<Bench>>>> = LazyLock::new(Mutex::default);

impl Judge {
    /// The function that answers this question; see [`Bench::of`] for how it fails.
    pub fn of(question: Question) -> Result<ScalarUDF> {
        let mut seated = SEATED.lock();
        seated.retain(|_, bench| bench.strong_count() > 0);
        let known = seated.get_key_value(&question);
        let known = known.and_then(|(question, bench)| Some((Arc::clone(question), bench.upgrade()?)));
        let (question, bench) = match known {
            Some(known) => known,
            None => {
                let bench = Arc::new(Bench::of(&question)?);
                let question = Arc::new(question);
                seated.insert(Arc::clone(&question), Arc::downgrade(&bench));
                (question, bench)
            }
        };
        let signature = Signature::variadic_any(Volatility::Immutable);
        Ok(ScalarUDF::new_from_impl(Judge { question, bench, signature }))
    }

    /// What it is asked.
    pub fn question(&self) -> &Question {
        &self.question
    }
}

impl ScalarUDFImpl for Judge {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(GIVEN.clone()))
    }

    fn invoke_with_args(&self, asked: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = asked.number_rows;
        let columns = asked.args.into_iter().map(|column| column.into_array(rows));
        let outcomes = self.bench.judge(&columns.collect::<Result<Vec<_>>>()?, rows)?;
        Ok(ColumnarValue::Array(Arc::new(given(&outcomes)?)))
    }
}

/// What is given of outcomes.
fn given(outcomes: &[Outcome]) -> Result<StructArray> {
    let nothing = Answer { verdict: "", decided_by: Vec::new(), missing: Vec::new(), exact: false };
    let nothing = Arc::new(nothing);
    let mut columns = added(outcomes.iter().map(|outcome| match outcome {
        Outcome::Judged(answer) => answer,
        Outcome::SetAside(_) => &nothing,
    }));
    let why: StringArray = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Judged(_) => None,
            Outcome::SetAside(why) => Some(why.as_str()),
        })
        .collect();
    columns.push(Arc::new(why));
    Ok(StructArray::try_new(GIVEN.clone(), columns, None)?)
}

/// The outcomes of which that was given, on whatever way it came.
pub fn outcomes(given: &ArrayRef) -> Result<Vec<Outcome>> {
    let strange = || DataFusionError::Execution("what came back of the rows does not read".to_owned());
    let given = cast(given, &DataType::Struct(GIVEN.clone()))?;
    let [verdict, decided_by, missing, exact, why] = given.as_struct_opt().ok_or_else(strange)?.columns()
    else {
        return Err(strange());
    };
    let listed = |text: &ArrayRef| text.as_dictionary_opt::<Int32Type>().cloned().ok_or_else(strange);
    let texts = [listed(verdict)?, listed(decided_by)?, listed(missing)?];
    let exact = exact.as_boolean_opt().ok_or_else(strange)?;
    let why = why.as_string_opt::<i32>().ok_or_else(strange)?;
    let cell = |column: usize, row: usize| -> Result<&str> {
        let Some(key) = texts[column].key(row) else { return Ok("") };
        let values = texts[column].values().as_string_opt::<i32>().ok_or_else(strange)?;
        Ok(if values.is_null(key) { "" } else { values.value(key) })
    };
    let mut answers: FxHashMap<([Option<usize>; 3], bool), Arc<Answer>> = FxHashMap::default();
    let mut outcomes = Vec::with_capacity(given.len());
    for row in 0..given.len() {
        if why.is_valid(row) {
            outcomes.push(Outcome::SetAside(why.value(row).to_owned()));
            continue;
        }
        let is_exact = exact.is_valid(row) && exact.value(row);
        let key = ([0, 1, 2].map(|column: usize| texts[column].key(row)), is_exact);
        let answer = match answers.get(&key) {
            Some(answer) => Arc::clone(answer),
            None => {
                let answer = answer_of(cell(0, row)?, cell(1, row)?, cell(2, row)?, is_exact);
                let answer = Arc::new(answer.ok_or_else(strange)?);
                answers.insert(key, Arc::clone(&answer));
                answer
            }
        };
        outcomes.push(Outcome::Judged(answer));
    }
    Ok(outcomes)
}

impl PartialEq for Judge {
    fn eq(&self, other: &Judge) -> bool {
        self.question == other.question
    }
}

impl Eq for Judge {}

impl Hash for Judge {
    fn hash<H: Hasher>(&self, to: &mut H) {
        self.question.hash(to);
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        write!(to, "{NAME}({:?})", self.question)
    }
}
