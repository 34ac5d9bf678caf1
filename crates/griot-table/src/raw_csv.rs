//! What is seen of a table of text before it is split into cells.

/// The sign that divides the header most often, outside quotation marks; a comma where none does.
pub fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        for (_, count) in counts.iter_mut().filter(|(sign, _)| !quoted && sign == byte) {
            *count += 1;
        }
    }
    let mut best = (b',', 0);
    for (sign, count) in counts {
        if count > best.1 {
            best = (sign, count);
        }
    }
    best.0
}

/// Whether a record, the last one of its text, ends inside quotation marks after it went on over a line.
///
/// Then one mark is never closed. It is taken for a letter: the record's first line is set aside, and
/// reading goes on [after it](after_first_line), so that one mark too many costs one row.
pub fn is_unclosed(record: &[u8]) -> bool {
    record.trim_ascii().contains(&b'\n')
        && record.iter().fold(false, |open, byte| open != (*byte == b'"'))
}

/// What follows the first line that is not empty.
pub fn after_first_line(text: &[u8]) -> &[u8] {
    let breaks = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let text = text.get(breaks..).unwrap_or_default();
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1);
    text.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_that_of_the_header() {
        for (header, expected) in [
            ("a,b,c", b','),
            ("a;b;c", b';'),
            ("a\tb, and more\tc", b'\t'),
            ("a|b|c", b'|'),
            ("one", b','),
            ("", b','),
            ("a;b,c", b','),
            ("\"a;b;c\",d", b','),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }

    #[test]
    fn one_mark_too_many_costs_one_line() {
        for (record, unclosed, rest) in [
            ("\"a,b\n1,2\n", true, "1,2\n"),
            ("\r\n\"a,b\r\n1,2", true, "1,2"),
            ("\"a,b\"\n1,2\n", false, "1,2\n"),
            ("\"a,b\n", false, ""),
            ("\n\"a,b", false, ""),
        ] {
            assert_eq!(is_unclosed(record.as_bytes()), unclosed, "{record:?}");
            assert_eq!(after_first_line(record.as_bytes()), rest.as_bytes(), "{record:?}");
        }
    }
}
