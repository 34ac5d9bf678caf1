//! The promised formats are what their schemas say.

use std::collections::BTreeMap;

use griot_report::check_json;
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{
    markup::has_ending,
    sample::{Sample, site},
};

#[test]
fn a_check_is_what_its_schema_says() {
    let sample = Sample::new();
    let rules = sample.answers().rules;
    let json = check_json(&sample.check, &rules).expect("a check is JSON");
    let value: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(problems(&value, &validator(&schema("check"))), Vec::<String>::new());
    assert_eq!(value.pointer("/claims/6/rule"), Some(&"vote-count".into()));
    let start = sample.check.text.find("one of six states");
    assert_eq!(value.pointer("/claims/6/span/start"), start.map(Value::from).as_ref());
    let words = value.pointer("/claims/6/text").and_then(Value::as_str);
    assert_eq!(words, Some("one of six states"));
    assert_eq!(value.pointer("/coverage/contradicted"), Some(&3.into()));
    assert_eq!(value.pointer("/claims/1/depends_on/0"), Some(&"c1".into()));
}

#[test]
fn every_page_is_what_the_schema_of_the_site_says() {
    let sample = Sample::with_network(griot_model::Disclosure::Open);
    let schema = schema("site");
    let mut validators: BTreeMap<String, Validator> = BTreeMap::new();
    for (path, page) in site(&sample.answers()).pages() {
        if !has_ending(path, "json") {
            continue;
        }
        let value: Value = serde_json::from_slice(&page.bytes).expect("JSON");
        let kind = value
            .get("page")
            .and_then(Value::as_str)
            .expect("a page says what it is")
            .to_owned();
        let of_kind = validators.entry(kind.clone()).or_insert_with(|| {
            let reference = format!("#/$defs/{kind}");
            validator(&json!({ "$ref": reference, "$defs": schema["$defs"] }))
        });
        assert_eq!(problems(&value, of_kind), Vec::<String>::new(), "{path}");
    }
    assert_eq!(validators.len(), 21, "{:?}", validators.keys());
}

#[test]
fn a_schema_refuses_what_it_must() {
    let sample = Sample::new();
    let json = check_json(&sample.check, &[]).expect("a check is JSON");
    let check = validator(&schema("check"));
    let broken = [
        json.replace("\"verdict\"", "\"judgement\""),
        json.replace("\"contradicted\",", "\"false\","),
        json.replace("\"start\": ", "\"start\": -"),
        json.replace("\"digest\": \"", "\"digest\": \"not hexadecimal "),
    ];
    for broken in broken {
        assert_ne!(json, broken);
        let value: Value = serde_json::from_str(&broken).expect("JSON");
        assert!(!problems(&value, &check).is_empty(), "{broken}");
    }
}

/// What is wrong with a value, each with its place; `shape` is a part of the schema, or all of it.
fn problems(value: &Value, validator: &Validator) -> Vec<String> {
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).expect("a schema")
}

fn schema(name: &str) -> Value {
    let path = format!("{}/../../docs/formats/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "the test reads the published schema")]
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).expect("a schema is JSON")
}
