//! Which statements a session takes: those that only read.

use datafusion::{
    execution::context::SQLOptions,
    sql::{
        parser::{DFParser, Statement},
        sqlparser::ast::Statement as SqlStatement,
    },
};

use super::SqlError;

/// The one statement of a text, if it only reads.
pub(super) fn reading(sql: &str) -> Result<Statement, SqlError> {
    let mut statements = DFParser::parse_sql(sql)?;
    let (Some(statement), true) = (statements.pop_front(), statements.is_empty()) else {
        return Err(SqlError::NotOneStatement(
            statements.len() + usize::from(!statements.is_empty()),
        ));
    };
    match forbidden(&statement) {
        None => Ok(statement),
        Some(what) => Err(SqlError::NotAQuery(what)),
    }
}

/// What a plan may hold, for whatever a query smuggles past its outermost statement.
pub(super) fn only_reads() -> SQLOptions {
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false)
}

/// The first words of a statement that does more than read.
fn forbidden(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Statement(inner) if matches!(**inner, SqlStatement::Query(_)) => None,
        Statement::Explain(explain) => forbidden(&explain.statement),
        other => {
            let text = other.to_string();
            let words = text.split_whitespace().take(2).map(|word| {
                word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_uppercase()
            });
            Some(
                words
                    .take_while(|word| word.chars().all(char::is_alphabetic))
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        }
    }
}
