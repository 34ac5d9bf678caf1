//! Which characters does a reader not see? One list for every room.

/// Whether a character changes how others are shown, or shows as nothing.
///
/// These are the control characters but for line feed and tab, the line and paragraph separators, the
/// interlinear marks, and what Unicode calls *default ignorable* (`DerivedCoreProperties.txt` of Unicode
/// 16): soft hyphen, joiners, directions, byte order mark, fillers, variation selectors, tags. In some
/// places one of them is part of the spelling; `griot_text::script::signs` looks at the neighbours.
///
/// ```
/// use griot_model::hidden::is_hidden;
/// assert!(['\u{ad}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{fe0f}', '\u{e0041}'].iter().all(|c| is_hidden(*c)));
/// assert!(!['a', 'ï', '\n', '\t', ' ', '\u{a0}', '\u{301}', '年'].iter().any(|c| is_hidden(*c)));
/// ```
pub fn is_hidden(sign: char) -> bool {
    matches!(sign,
        '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}
