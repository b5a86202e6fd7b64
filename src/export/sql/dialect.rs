//! What the engines write differently: names, texts, decimals, days moved, and what is asked of arrays.

/// The engine that is to read a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    DuckDb,
    Spark,
    Postgres,
    DataFusion,
}

use Dialect::*;

impl Dialect {
    /// Every engine, in the order in which they are told.
    pub const ALL: [Dialect; 4] = [DuckDb, Spark, Postgres, DataFusion];

    /// Its name, as a reader knows it.
    pub fn name(self) -> &'static str {
        match self {
            DuckDb => "DuckDB",
            Spark => "Apache Spark",
            Postgres => "PostgreSQL",
            DataFusion => "Apache DataFusion",
        }
    }

    /// The name of a column, exactly as it is spelt.
    pub fn column(self, name: &str) -> String {
        match self {
            Spark => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// The name of a table, whose parts are between dots; a plain one stands as it is, in the engine's own case.
    pub fn table(self, name: &str) -> String {
        let plain = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let parts = name.split('.').map(|part| match plain(part) {
            true => part.to_owned(),
            false => self.column(part),
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// A text.
    pub fn text(self, words: &str) -> String {
        match self {
            // A backslash begins something else here.
            Spark => format!("'{}'", words.replace('\\', "\\\\").replace('\'', "\\'")),
            _ => format!("'{}'", words.replace('\'', "''")),
        }
    }

    /// Texts in a row.
    pub fn listed(self, texts: &[&str]) -> String {
        texts.iter().map(|words| self.text(words)).collect::<Vec<_>>().join(", ")
    }

    /// Those of these texts that are there, with semicolons between them. DataFusion loses its way in its own
    /// `concat_ws` where it finds that none can be.
    pub fn joined(self, parts: &[String]) -> String {
        let parts = parts.join(", ");
        match self {
            DataFusion => format!("array_to_string(make_array({parts}, CAST(NULL AS VARCHAR)), '; ')"),
            DuckDb | Spark | Postgres => format!("CONCAT_WS('; ', {parts})"),
        }
    }

    /// A decimal number. What has a point in it is a binary number to DataFusion, unless it is told otherwise.
    pub fn decimal(self, written: &str) -> String {
        match self {
            DataFusion if written.contains('.') => format!("CAST('{written}' AS DECIMAL(24, 9))"),
            _ => written.to_owned(),
        }
    }

    /// A date so many days later; earlier, where that is below zero.
    pub fn days_later(self, date: &str, days: i128) -> String {
        match self {
            Spark => format!("date_add({date}, {days})"),
            DataFusion => format!("{date} + INTERVAL '{days} days'"),
            DuckDb | Postgres => format!("{date} + ({days})"),
        }
    }

    /// A date so many months later: the same day of the month, or the month's last where there is none.
    pub fn months_later(self, date: &str, months: i64) -> String {
        match self {
            Spark => format!("add_months({date}, {months})"),
            DataFusion => format!("{date} + INTERVAL '{months} months'"),
            DuckDb | Postgres => format!("CAST({date} + INTERVAL '{months} months' AS DATE)"),
        }
    }

    /// Whether an array holds any of these texts. What in it is not known counts for nothing.
    pub fn holds_any(self, array: &str, texts: &[&str]) -> String {
        let these = self.array(texts);
        match self {
            DuckDb => format!("list_has_any({array}, {these})"),
            Spark => format!("arrays_overlap(array_compact({array}), {these})"),
            Postgres => format!("CAST({array} AS TEXT[]) && {these}"),
            DataFusion => format!("array_has_any({array}, {these})"),
        }
    }

    /// Whether an array holds none but these texts. What in it is not known counts for nothing.
    pub fn holds_only(self, array: &str, texts: &[&str]) -> String {
        let these = self.texts(texts);
        match self {
            DuckDb => format!("list_has_all({these}, list_distinct({array}))"),
            Spark => format!("size(array_except(array_compact({array}), {these})) = 0"),
            Postgres => format!("array_remove(CAST({array} AS TEXT[]), NULL) <@ {these}"),
            DataFusion => {
                let strays = format!("array_except({array}, {these})");
                format!("array_to_string({strays}, ',') = ''")
            }
        }
    }

    /// Whether something in an array is not known.
    pub fn holds_unknown(self, array: &str) -> String {
        match self {
            DuckDb => format!("list_count({array}) < len({array})"),
            Spark => format!("exists({array}, it -> it IS NULL)"),
            Postgres | DataFusion => format!("array_position({array}, NULL) IS NOT NULL"),
        }
    }

    /// Whether there is nothing in an array, not even something unknown.
    pub fn is_empty(self, array: &str) -> String {
        match self {
            Spark => format!("size({array}) = 0"),
            DuckDb => format!("len({array}) = 0"),
            Postgres | DataFusion => format!("cardinality({array}) = 0"),
        }
    }

    /// An array of texts.
    pub fn texts(self, texts: &[&str]) -> String {
        match self {
            DuckDb => format!("CAST({} AS VARCHAR[])", self.array(texts)),
            Spark => format!("CAST({} AS ARRAY<STRING>)", self.array(texts)),
            Postgres => format!("CAST({} AS TEXT[])", self.array(texts)),
            DataFusion => format!("arrow_cast({}, 'List(Utf8)')", self.array(texts)),
        }
    }

    fn array(self, texts: &[&str]) -> String {
        let texts = self.listed(texts);
        match self {
            DuckDb => format!("[{texts}]"),
            Spark => format!("array({texts})"),
            Postgres => format!("ARRAY[{texts}]"),
            DataFusion => format!("make_array({texts})"),
        }
    }

    /// What keeps an engine from writing out one step in the next, over and over.
    pub fn fence(self) -> &'static str {
        match self {
            Postgres => "\nOFFSET 0",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_end_where_they_end() {
        assert_eq!(DuckDb.column("a\"b"), "\"a\"\"b\"");
        assert_eq!(Spark.column("a`b"), "`a``b`");
        assert_eq!(Postgres.table("law.cases"), "law.cases");
        assert_eq!(Postgres.table("law.open cases"), "law.\"open cases\"");
        assert_eq!(DuckDb.text("it's \\"), "'it''s \\'");
        assert_eq!(Spark.text("it's \\"), "'it\\'s \\\\'");
    }
}
