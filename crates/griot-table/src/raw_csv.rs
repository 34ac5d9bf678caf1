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

/// What stands before the header and is none: `sep=;`, with which spreadsheets are told the
/// delimiter, and comments without any. How many lines and bytes, and the delimiter where one is named.
pub fn preamble(text: &[u8]) -> (u64, usize, Option<u8>) {
    let (mut lines, mut at, mut sign) = (0, 0, None);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default();
        let named = match line.trim_ascii().strip_prefix(b"sep=") {
            Some([named]) => Some(*named),
            Some([]) if line.ends_with(b"\t") => Some(b'\t'),
            _ => None,
        };
        let divides = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|');
        let is_comment = line.starts_with(b"#") && !line.iter().any(divides);
        if named.is_none() && !is_comment || end == rest.len() {
            return (lines, at, sign);
        }
        sign = sign.or(named);
        let is_pair = rest.get(end..end + 2) == Some(b"\r\n");
        at += end + if is_pair { 2 } else { 1 };
        lines += 1;
    }
}

/// Lines in which a header is looked for below a title.
const TITLE: usize = 30;

/// In which line below the first, from 2, a header stands that is known by its cells: a title may stand above it.
pub fn header_below(text: &[u8], is_header: impl Fn(&[String]) -> bool) -> Option<u64> {
    let mut rest = text;
    for line in 1..=TITLE {
        let end = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let own = rest.get(..end).unwrap_or_default();
        if line > 1 && !own.is_empty() {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(delimiter(own))
                .from_reader(own);
            let mut cells = csv::ByteRecord::new();
            let is_read = reader.read_byte_record(&mut cells).unwrap_or(false);
            let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_owned();
            if is_read && is_header(&cells.iter().map(name).collect::<Vec<_>>()) {
                return u64::try_from(line).ok();
            }
        }
        let is_pair = rest.get(end..end + 2) == Some(b"\r\n");
        rest = rest.get(end + if is_pair { 2 } else { 1 }..)?;
    }
    None
}

/// What is said of a header below a title.
pub fn title_above(line: u64) -> String {
    format!("its header seems to stand in line {line}; delete the lines above it")
}

/// Whether a record, the last one of its text, ends inside quotation marks after it went on over a line.
///
/// Then one mark is never closed. It is taken for a letter: the record's first line is set aside, and
/// reading goes on [after it](after_first_line), so that one mark too many costs one row.
pub fn is_unclosed(record: &[u8]) -> bool {
    record.trim_ascii().contains(&b'\n')
        && record.iter().fold(false, |open, byte| open != (*byte == b'"'))
}

/// Whether a record that goes over lines closes a quotation in the middle of a value: then the mark that closes it is
/// the one that opens a value of a later row, and nobody closed the first. It is treated as [`is_unclosed`] says.
pub fn runs_into_next(record: &[u8], delimiter: u8) -> bool {
    let mut at = record.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let goes_over = |from: usize, to: usize| {
        let between = record.get(from..to).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', between).is_some()
    };
    loop {
        // Here a value begins.
        if record.get(at) == Some(&b'"') {
            let opened = at;
            at = quotation_end(record, at + 1);
            let rest = record.get(at..).unwrap_or_default();
            match rest.iter().find(|byte| **byte != b' ') {
                None | Some(b'\n' | b'\r') => return false,
                Some(byte) if *byte != delimiter && goes_over(opened, at) => return true,
                Some(_) => {}
            }
        }
        match memchr::memchr(delimiter, record.get(at..).unwrap_or_default()) {
            Some(found) => at += found + 1,
            None => return false,
        }
    }
}

/// Place after the mark that closes a quotation, from a place inside it; a doubled mark stands for one.
pub(crate) fn quotation_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr(b'"', bytes.get(at..).unwrap_or_default()) {
        at += found + 1;
        if bytes.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// What follows the first line that is not empty.
pub fn after_first_line(text: &[u8]) -> &[u8] {
    let breaks = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let text = text.get(breaks..).unwrap_or_default();
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1);
    text.get(end..).unwrap_or_default()
}

/// Counts the lines before each record of a text, whether they end with `\n`, `\r\n` or `\r`.
#[derive(Debug, Default)]
pub struct LineCount {
    at: usize,
    lines: u64,
}

impl LineCount {
    /// How many lines end before the record whose reading begins at this byte. Ends of lines that lie
    /// there still belong to what came before.
    pub fn before_record(&mut self, text: &[u8], begin: usize) -> u64 {
        let rest = text.get(begin..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let to = begin + ends;
        let between = text.get(self.at..to).unwrap_or_default();
        for at in memchr::memchr2_iter(b'\n', b'\r', between) {
            // Of a pair the first one counts.
            let is_second = between.get(at) == Some(&b'\n')
                && (self.at + at).checked_sub(1).and_then(|before| text.get(before))
                    == Some(&b'\r');
            self.lines += u64::from(!is_second);
        }
        self.at = self.at.max(to);
        self.lines
    }
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
    fn what_stands_before_a_header() {
        for (text, expected) in [
            ("a,b\n1,2\n", (0, 0, None)),
            ("sep=;\na;b\n", (1, 6, Some(b';'))),
            ("sep=\t\r\na\tb\r\n", (1, 7, Some(b'\t'))),
            ("# exported 2024\n# by hand\na,b\n", (2, 26, None)),
            ("#id,b\n", (0, 0, None)),
            ("# all there is", (0, 0, None)),
        ] {
            assert_eq!(preamble(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_quotation_that_runs_into_the_next_row_is_told_from_one_over_lines() {
        for (record, runs) in [
            ("1,\"a\n2,\"b\",3\n", true),
            ("1,2,\"a\n3,4,\"b\"\n", true),
            ("\"a\r\n\"b\",2\r\n", true),
            ("1,\"a\nb\",2\n", false),
            ("1,\"a\nb\" ,2\n", false),
            ("1,\"a \"\"b\"\"\nc\",2\n", false),
            ("1,\"a\"b,2\n", false),
            ("\n1,\"a\nb\"\n", false),
            ("1,a \"b\nc\n", false),
        ] {
            assert_eq!(runs_into_next(record.as_bytes(), b','), runs, "{record:?}");
        }
        assert!(!runs_into_next(b"1;\"a\nb\";2\n", b';'));
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
