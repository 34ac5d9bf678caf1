//! In which publisher's format is this file?

use super::{
    TableError, cline, decode, es11, reign, ucdp_country_year, uk_sanctions, un_sanctions,
    undl, voeten,
};

/// The format of a file in words, where its layout is one that griot reads.
///
/// Layouts are known by their headers. OFAC's files have none and are not recognised here.
pub fn recognised(file: &str, bytes: &[u8]) -> Option<&'static str> {
    let text = decode(file, bytes).ok()?;
    let is = |read: Result<(), TableError>| read.is_ok();
    let formats = [
        ("the Cline Center's Coup d'État Project", is(cline::read(&text).map(drop))),
        ("a list of votes by resolution, as griot keeps them", is(es11::read(&text).map(drop))),
        ("REIGN's list of leaders", is(reign::read_leaders(&text).map(drop))),
        ("REIGN's list of elections", is(reign::read_elections(&text).map(drop))),
        ("UCDP's country-year dataset", is(ucdp_country_year::read(&text).map(drop))),
        ("the UK Sanctions List", is(uk_sanctions::read(&text).map(drop))),
        (
            "the UN Security Council's Consolidated List",
            is(un_sanctions::read(&text).map(drop)),
        ),
        ("roll calls of the UN Digital Library", is(undl::read_roll_calls(&text).map(drop))),
        ("votes of the UN Digital Library", is(undl::read_votes(&text).map(drop))),
        ("Voeten's General Assembly votes", is(voeten::read(&text).map(drop))),
    ];
    formats.into_iter().find(|(_, fits)| *fits).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_recognised_that_is_not_a_table() {
        for bytes in [
            &b""[..],
            b"Dear colleague,\nthe letter.\n",
            b"a,b,c\n1,2,3\n",
            b"<html></html>",
            b"\xff\x00",
        ] {
            assert_eq!(recognised("x", bytes), None, "{bytes:?}");
        }
    }
}
