//! Names of hosts in their own letters: `xn--e1afmkfd` is `пример` (RFC 3492).

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;

/// The letters of a label that begins with `xn--`; none where it is no such label.
pub(super) fn letters_of(label: &str) -> Option<String> {
    let coded = label.get(..4).filter(|start| start.eq_ignore_ascii_case("xn--"));
    let coded = label.get(coded?.len()..).filter(|rest| rest.is_ascii() && rest.len() < 64)?;
    let (plain, deltas) = coded.rsplit_once('-').unwrap_or(("", coded));
    let mut letters: Vec<char> = plain.to_ascii_lowercase().chars().collect();
    let (mut letter, mut place, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = deltas.bytes();
    while digits.len() > 0 {
        let (before, mut weight) = (place, 1_u32);
        for threshold in (1..).map(|step| (BASE * step).saturating_sub(bias).clamp(LEAST, MOST))
        {
            let digit = digit(digits.next()?)?;
            place = place.checked_add(digit.checked_mul(weight)?)?;
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let length = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(place - before, length, before == 0);
        letter = letter.checked_add(place / length)?;
        place %= length;
        letters.insert(usize::try_from(place).ok()?, char::from_u32(letter)?);
        place += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// The bias after a delta (RFC 3492, 6.1).
fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        steps += BASE;
    }
    steps + (BASE - LEAST + 1) * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::letters_of;

    /// From RFC 3492, 7.1, and names of hosts in use.
    #[test]
    fn names_of_hosts() {
        for (label, letters) in [
            ("xn--e1afmkfd", Some("пример")),
            ("xn--p1ai", Some("рф")),
            ("xn--bcher-kva", Some("bücher")),
            ("XN--ihqwcrb4cv8a8dqg056pqjye", Some("他们为什么不说中文")),
            ("xn--wgbh1c", Some("مصر")),
            ("example", None),
            ("xn--\u{e9}", None),
            ("xn--99999999999", None),
        ] {
            assert_eq!(letters_of(label).as_deref(), letters, "{label}");
        }
    }
}
