//! The promised formats are what their schemas say.

use griot_report::{check_json, site};
use serde_json::Value;

use super::{markup::has_ending, sample::Sample};

#[test]
fn a_check_is_what_its_schema_says() {
    let sample = Sample::new();
    let rules = sample.answers().rules;
    let json = check_json(&sample.check, &rules).expect("a check is JSON");
    let value: Value = serde_json::from_str(&json).expect("JSON");
    conforms(&value, &schema("check"));
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
    let mut kinds = std::collections::BTreeSet::new();
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
        let shape = schema
            .pointer(&format!("/$defs/{kind}"))
            .unwrap_or_else(|| panic!("{kind} is not described"));
        assert_eq!(problems(&value, shape, &schema, path), Vec::<String>::new());
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), 21, "{kinds:?}");
}

#[test]
fn a_schema_refuses_what_it_must() {
    let sample = Sample::new();
    let json = check_json(&sample.check, &[]).expect("a check is JSON");
    let schema = schema("check");
    let broken = [
        json.replace("\"verdict\"", "\"judgement\""),
        json.replace("\"contradicted\",", "\"false\","),
    ];
    for broken in broken {
        let value: Value = serde_json::from_str(&broken).expect("JSON");
        assert!(!problems(&value, &schema, &schema, "check").is_empty());
    }
}

fn conforms(value: &Value, schema: &Value) {
    assert_eq!(problems(value, schema, schema, ""), Vec::<String>::new());
}

fn schema(name: &str) -> Value {
    let path = format!("{}/../../docs/formats/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "the test reads the published schema")]
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).expect("a schema is JSON")
}

/// What is wrong with a value: the keywords of JSON Schema that the two files use, and no others.
fn problems(value: &Value, shape: &Value, root: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(keywords) = shape.as_object() else { return found };
    for (keyword, wanted) in keywords {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "pattern" | "minimum" => {}
            "$ref" => {
                let pointer = wanted
                    .as_str()
                    .and_then(|r| r.strip_prefix('#'))
                    .expect("a local reference");
                let target =
                    root.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not there"));
                found.extend(problems(value, target, root, at));
            }
            "allOf" => {
                for one in wanted.as_array().expect("a list") {
                    found.extend(problems(value, one, root, at));
                }
            }
            "oneOf" => {
                let fits = |one: &&Value| problems(value, one, root, at).is_empty();
                if wanted.as_array().expect("a list").iter().filter(fits).count() != 1 {
                    found.push(format!("{at}: fits not exactly one shape"));
                }
            }
            "type" => {
                let is = |name: &str| match name {
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "string" => value.is_string(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    other => panic!("{other} is no type"),
                };
                let fits = match wanted {
                    Value::String(name) => is(name),
                    _ => wanted
                        .as_array()
                        .expect("types")
                        .iter()
                        .filter_map(Value::as_str)
                        .any(is),
                };
                if !fits {
                    found.push(format!("{at}: {value} is not {wanted}"));
                }
            }
            "const" => {
                if value != wanted {
                    found.push(format!("{at}: {value} is not {wanted}"));
                }
            }
            "enum" => {
                if !wanted.as_array().expect("a list").contains(value) {
                    found.push(format!("{at}: {value} is none of {wanted}"));
                }
            }
            "required" => {
                for key in wanted.as_array().expect("keys").iter().filter_map(Value::as_str) {
                    if value.is_object() && value.get(key).is_none() {
                        found.push(format!("{at}: no {key}"));
                    }
                }
            }
            "properties" => {
                for (key, shape) in wanted.as_object().expect("shapes") {
                    if let Some(value) = value.get(key) {
                        found.extend(problems(value, shape, root, &format!("{at}/{key}")));
                    }
                }
            }
            "additionalProperties" if wanted == &Value::Bool(false) => {
                let known = shape.get("properties").and_then(Value::as_object);
                for key in value.as_object().into_iter().flat_map(|object| object.keys()) {
                    if !known.is_some_and(|known| known.contains_key(key)) {
                        found.push(format!("{at}: {key} is not described"));
                    }
                }
            }
            "additionalProperties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    found.extend(problems(value, wanted, root, &format!("{at}/{key}")));
                }
            }
            "items" => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(problems(value, wanted, root, &format!("{at}/{index}")));
                }
            }
            other => panic!("this test does not know the keyword {other}"),
        }
    }
    found
}
