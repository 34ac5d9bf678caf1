//! From the order in which signs stand on a line to the order in which they are read.
//!
//! This is the way back of the bidirectional algorithm (UAX 9), as far as one line without marks of direction tells: words of
//! scripts from right to left are turned, numbers and Latin words within them are turned back.

/// A sign or a blank of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    pub(super) text: String,
    /// Where it came from: an index that its user knows.
    pub(super) from: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Digit,
    /// Between two digits it is part of the number.
    Separator,
    Neutral,
}

fn class(text: &str) -> Class {
    let mut found = Class::Neutral;
    for letter in text.chars() {
        match letter {
            '\u{590}'..='\u{65f}'
            | '\u{66e}'..='\u{6ef}'
            | '\u{6fa}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
                if letter.is_alphabetic() =>
            {
                return Class::Right;
            }
            _ if letter.is_numeric() => found = Class::Digit,
            '.' | ',' | ':' | '/' | '\u{66b}' | '\u{66c}' => found = Class::Separator,
            _ if letter.is_alphabetic() => return Class::Left,
            _ => {}
        }
    }
    found
}

/// Puts the units of a line, from left to right, into reading order. Says whether the line reads from right to left.
pub(super) fn reading_order(mut units: Vec<Unit>) -> (Vec<Unit>, bool) {
    let classes: Vec<Class> = units.iter().map(|unit| class(&unit.text)).collect();
    let count = |wanted: Class| classes.iter().filter(|it| **it == wanted).count();
    let (right, left) = (count(Class::Right), count(Class::Left));
    if right == 0 {
        return (units, false);
    }
    if right >= left {
        let mut kept = runs(&classes, &[Class::Left], true);
        kept.extend(
            numbers(&classes)
                .into_iter()
                .filter(|it| !kept.iter().any(|run| run.0 <= it.0 && it.1 <= run.1))
                .collect::<Vec<_>>(),
        );
        let length = units.len();
        turn(&mut units, (0, length), &kept);
        return (units, true);
    }
    let numbers = numbers(&classes);
    for run in runs(&classes, &[Class::Right], false) {
        turn(&mut units, run, &numbers);
    }
    (units, false)
}

/// Stretches from the first to the last unit of a class with nothing of the other direction between. Digits beside them belong
/// to them where `with_digits` says so.
fn runs(classes: &[Class], wanted: &[Class], with_digits: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, class) in classes.iter().enumerate() {
        let is_wanted =
            wanted.contains(class) || with_digits && *class == Class::Digit && open.is_some();
        match class {
            _ if is_wanted => {
                open = Some(open.map_or((at, at + 1), |(start, _)| (start, at + 1)));
            }
            Class::Left | Class::Right => found.extend(open.take()),
            Class::Digit | Class::Separator | Class::Neutral => {}
        }
    }
    found.extend(open);
    found
}

/// Stretches of digits and of separators between two of them.
fn numbers(classes: &[Class]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, class) in classes.iter().enumerate() {
        if *class != Class::Digit {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.1 == at => last.1 = at + 1,
            Some(last)
                if last.1 + 1 == at && classes.get(at - 1) == Some(&Class::Separator) =>
            {
                last.1 = at + 1;
            }
            _ => found.push((at, at + 1)),
        }
    }
    found
}

/// Turns a stretch around, but keeps the order within some parts of it.
fn turn(units: &mut [Unit], (start, end): (usize, usize), kept: &[(usize, usize)]) {
    let inside = kept.iter().filter(|(from, to)| start <= *from && *to <= end);
    let mut is_kept = vec![false; end - start];
    for (from, to) in inside {
        if let Some(part) = units.get_mut(*from..*to) {
            part.reverse();
        }
        for flag in is_kept.iter_mut().take(to - start).skip(from - start) {
            *flag = true;
        }
    }
    let Some(stretch) = units.get_mut(start..end) else { return };
    for (unit, kept) in stretch.iter_mut().zip(&is_kept) {
        if !kept {
            unit.text = unit.text.chars().map(mirrored).collect();
        }
    }
    stretch.reverse();
}

/// A bracket as it is written where the line reads from right to left.
fn mirrored(sign: char) -> char {
    match sign {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        '<' => '>',
        '>' => '<',
        sign => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(visual: &str) -> String {
        let units = visual.chars().map(|it| Unit { text: it.to_string(), from: 0 }).collect();
        reading_order(units).0.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn lines_of_both_directions() {
        assert_eq!(read("plain 2023"), "plain 2023");
        // مالي 2023 as it is drawn.
        assert_eq!(read("2023 يلام"), "مالي 2023");
        assert_eq!(read("12/5/2023 يف يلام"), "مالي في 12/5/2023");
        assert_eq!(read("(ةدحتملا ممألا) UN ريرقت"), "تقرير UN (الأمم المتحدة)");
        assert_eq!(read("The word يلام means Mali"), "The word مالي means Mali");
    }
}
