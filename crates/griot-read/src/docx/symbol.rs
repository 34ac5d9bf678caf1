//! The font Symbol, whose letters are signs.

/// A sign of a font that has signs in place of letters, by the encoding that Adobe published for it. Fonts of ornaments
/// stay what they are.
pub(super) fn symbol(font: &str, sign: char) -> char {
    const FIRST: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{203e}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
    const SECOND: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{f8ff}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";
    if !font.eq_ignore_ascii_case("symbol") {
        return sign;
    }
    let code = match u32::from(sign) {
        code @ 0xf020..=0xf0ff => code - 0xf000,
        code => code,
    };
    let nth = |signs: &str, first: u32| signs.chars().nth((code - first) as usize);
    match code {
        0x20..=0x7e => nth(FIRST, 0x20).unwrap_or(sign),
        0xa0..=0xfe => nth(SECOND, 0xa0).unwrap_or(sign),
        _ => sign,
    }
}
