//! What a finding's query may not use, because its answer would depend on the number of partitions,
//! on the day or on chance.
//!
//! Measured on 400,000 rows at 8 partitions: `sum` of doubles gave 3 to 4 answers, `avg` 2,
//! `stddev` 4, `approx_percentile_cont` 9. Hence a list of what is allowed, not of what is not.

use datafusion::{
    common::{
        DFSchema,
        tree_node::{TreeNode as _, TreeNodeRecursion},
    },
    error::DataFusionError,
    logical_expr::{
        Expr, ExprSchemable as _, LogicalPlan, Volatility, WindowFunctionDefinition, expr::Sort,
    },
};

use super::{SqlError, is_float};

/// Aggregates that give the same value for the same rows in any order.
const ANY_ORDER: &[&str] =
    &["count", "min", "max", "bool_and", "bool_or", "bit_and", "bit_or", "bit_xor", "median"];

/// Aggregates that do so unless they add doubles.
const EXACT_NUMBERS: &[&str] = &["sum", "avg"];

/// Aggregates that do so once they say in which order.
const OWN_ORDER: &[&str] = &["array_agg", "string_agg"];

/// Refuses a plan that could answer differently at another number of partitions.
pub(super) fn verify(plan: &LogicalPlan) -> Result<(), SqlError> {
    if !is_ordered(plan) {
        return Err(SqlError::NotReproducible {
            what: "rows in any order".to_owned(),
            why: "end the query with ORDER BY and the key of the row".to_owned(),
        });
    }
    let mut refused = None;
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::Limit(limit) = node
            && !is_ordered(&limit.input)
        {
            refused =
                Some(("LIMIT".to_owned(), "without ORDER BY it keeps any rows".to_owned()));
            return Ok(TreeNodeRecursion::Stop);
        }
        let inputs = node.inputs();
        let schema = inputs.first().map_or(node.schema(), |input| input.schema());
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                refused = unstable(part, schema)?;
                Ok(if refused.is_some() {
                    TreeNodeRecursion::Stop
                } else {
                    TreeNodeRecursion::Continue
                })
            })
        })
    })?;
    match refused {
        None => Ok(()),
        Some((what, why)) => Err(SqlError::NotReproducible { what, why }),
    }
}

/// Whether the rows come in the order of a sort, or are one row.
fn is_ordered(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(step) => is_ordered(&step.input),
        LogicalPlan::SubqueryAlias(step) => is_ordered(&step.input),
        LogicalPlan::Limit(step) => is_ordered(&step.input),
        LogicalPlan::Aggregate(step) => step.group_expr.is_empty(),
        _ => false,
    }
}

type Refusal = Option<(String, String)>;

/// Why an expression is not the same everywhere, if it is not.
fn unstable(expression: &Expr, schema: &DFSchema) -> Result<Refusal, DataFusionError> {
    match expression {
        Expr::AggregateFunction(call) => {
            let float = is_float(&expression.get_type(schema)?);
            Ok(aggregate(call.func.name(), &call.params.order_by, float))
        }
        Expr::WindowFunction(call) => match &call.fun {
            WindowFunctionDefinition::AggregateUDF(function) => {
                let float = is_float(&expression.get_type(schema)?);
                Ok(aggregate(function.name(), &call.params.order_by, float))
            }
            WindowFunctionDefinition::WindowUDF(function)
                if call.params.order_by.is_empty() =>
            {
                Ok(Some((
                    function.name().to_owned(),
                    "write OVER (... ORDER BY the key of the row)".to_owned(),
                )))
            }
            WindowFunctionDefinition::WindowUDF(_) => Ok(None),
        },
        Expr::ScalarFunction(call)
            if call.func.signature().volatility != Volatility::Immutable =>
        {
            Ok(Some((
                call.func.name().to_owned(),
                "it depends on the day or on chance; write the value itself".to_owned(),
            )))
        }
        _ => Ok(None),
    }
}

fn aggregate(name: &str, order: &[Sort], float: bool) -> Refusal {
    let allowed = ANY_ORDER.contains(&name)
        || (EXACT_NUMBERS.contains(&name) && !float)
        || (OWN_ORDER.contains(&name) && !order.is_empty());
    if allowed {
        return None;
    }
    let why = if EXACT_NUMBERS.contains(&name) {
        "adding doubles gives another value in another order; count with integers, add money as DECIMAL"
    } else if OWN_ORDER.contains(&name) {
        "write ORDER BY inside the call"
    } else {
        "its value depends on how the rows are split; compute it over ordered rows instead"
    };
    Some((name.to_owned(), why.to_owned()))
}
