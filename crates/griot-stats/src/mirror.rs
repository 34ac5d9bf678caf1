//! By how much do two partners' records of the same trade differ?
//!
//! The importer counts what arrives, as a rule with cost, insurance and freight (CIF); the exporter
//! counts what leaves, without (FOB). With `τ = (CIF - FOB) / FOB` the importer's value is put on
//! the exporter's terms by dividing by `1 + τ`. What `τ` is nobody reports, so a gap is given for
//! several. Weight needs neither `τ` nor a price.
//!
//! A partner that sent no return for the period did not report zero: one is a gap in the record,
//! the other a record of nothing. The two are different types here.

/// What a partner's return says of a flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Report {
    /// It sent no return for the period; nothing follows from its silence.
    DidNotReport,
    /// There is a number that cannot be read; nothing follows from that either.
    NotReadable,
    /// It sent one, and this flow is not in it or is zero.
    ReportedZero,
    /// It reported this much, above zero.
    Reported(f64),
}

impl Report {
    /// An amount, or a zero as what it is. Negative and not finite amounts are none.
    pub fn of(amount: f64) -> Option<Self> {
        if amount.is_finite() && amount > 0.0 {
            Some(Self::Reported(amount))
        } else {
            (amount == 0.0).then_some(Self::ReportedZero)
        }
    }

    /// The amount; none where nothing was reported at all.
    pub fn amount(self) -> Option<f64> {
        match self {
            Self::DidNotReport | Self::NotReadable => None,
            Self::ReportedZero => Some(0.0),
            Self::Reported(amount) => Some(amount),
        }
    }

    /// Two flows of one return together: silence on both stays silence.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.amount(), other.amount()) {
            (Some(left), Some(right)) if left + right > 0.0 => Self::Reported(left + right),
            (None, None) if self == Self::NotReadable || other == Self::NotReadable => {
                Self::NotReadable
            }
            (None, None) => Self::DidNotReport,
            (Some(amount), None) | (None, Some(amount)) if amount > 0.0 => {
                Self::Reported(amount)
            }
            _ => Self::ReportedZero,
        }
    }
}

/// The importer's record against the exporter's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gap {
    /// Both reported, at least one of them more than zero.
    Difference {
        /// Importer's value on the exporter's terms, less the exporter's; negative where the
        /// exporter reports more.
        gap: f64,
        /// Importer's over exporter's; none where the exporter reported zero.
        ratio: Option<f64>,
    },
    /// Both reported zero: they agree that there was no such trade.
    AgreedNothing,
    /// The importer did not report.
    NoImporter,
    /// The exporter did not report.
    NoExporter,
    /// Neither reported.
    NoRecord,
}

impl Gap {
    /// The difference, where both reported.
    pub fn difference(self) -> Option<f64> {
        match self {
            Self::Difference { gap, .. } => Some(gap),
            Self::AgreedNothing => Some(0.0),
            Self::NoImporter | Self::NoExporter | Self::NoRecord => None,
        }
    }

    /// Importer's over exporter's, where both reported and the exporter more than zero.
    pub fn ratio(self) -> Option<f64> {
        match self {
            Self::Difference { ratio, .. } => ratio,
            _ => None,
        }
    }
}

/// The gap in value for one `τ`, as a share: 0.06 for six per cent.
///
/// A `τ` of -1 or less, or one that is not a number, is taken as 0.
pub fn value_gap(imported: Report, exported: Report, cif: f64) -> Gap {
    gap(imported, exported, if cif > -1.0 { 1.0 + cif } else { 1.0 })
}

/// The gap in weight.
pub fn weight_gap(imported: Report, exported: Report) -> Gap {
    gap(imported, exported, 1.0)
}

/// The `τ` at which there is no gap: what freight and insurance would have to cost, as a share of
/// the exporter's value, to explain the whole difference.
pub fn explaining_cif(imported: Report, exported: Report) -> Option<f64> {
    Some(gap(imported, exported, 1.0).ratio()? - 1.0)
}

fn gap(imported: Report, exported: Report, divisor: f64) -> Gap {
    match (imported.amount(), exported.amount()) {
        (None, None) => Gap::NoRecord,
        (None, Some(_)) => Gap::NoImporter,
        (Some(_), None) => Gap::NoExporter,
        (Some(imported), Some(exported)) if imported > 0.0 || exported > 0.0 => {
            let imported = imported / divisor;
            let ratio = (exported > 0.0).then(|| imported / exported);
            Gap::Difference { gap: imported - exported, ratio }
        }
        (Some(_), Some(_)) => Gap::AgreedNothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Report::{DidNotReport, Reported, ReportedZero};

    /// Gold from Mali to the United Arab Emirates in 2016: 1.52 billion dollars reported imported,
    /// 0.216 billion reported exported.
    #[test]
    fn gold_of_2016() {
        let (imported, exported) = (Reported(1.52e9), Reported(0.216e9));
        for (cif, gap, ratio) in [(0.0, 1.304, 7.04), (0.06, 1.218, 6.64), (0.10, 1.166, 6.40)]
        {
            let found = value_gap(imported, exported, cif);
            let found_gap = found.difference().expect("both reported") / 1e9;
            let found_ratio = found.ratio().expect("both reported");
            assert!((found_gap - gap).abs() < 5e-4, "{cif}: {found_gap}");
            assert!((found_ratio - ratio).abs() < 5e-3, "{cif}: {found_ratio}");
        }
        let explaining = explaining_cif(imported, exported).expect("both reported");
        assert!((explaining - 6.037).abs() < 5e-4, "{explaining}");
    }

    #[test]
    fn silence_is_not_zero() {
        let some = Reported(5.0);
        assert_eq!(value_gap(some, DidNotReport, 0.0), Gap::NoExporter);
        assert_eq!(value_gap(DidNotReport, some, 0.0), Gap::NoImporter);
        assert_eq!(value_gap(DidNotReport, DidNotReport, 0.0), Gap::NoRecord);
        assert_eq!(value_gap(ReportedZero, ReportedZero, 0.0), Gap::AgreedNothing);
        assert_eq!(weight_gap(some, ReportedZero), Gap::Difference { gap: 5.0, ratio: None });
        let reversed = Gap::Difference { gap: -5.0, ratio: Some(0.0) };
        assert_eq!(weight_gap(ReportedZero, some), reversed);
        assert_eq!(explaining_cif(some, ReportedZero), None);
    }

    #[test]
    fn amounts_are_what_they_are() {
        assert_eq!(Report::of(0.0), Some(ReportedZero));
        assert_eq!(Report::of(2.5), Some(Reported(2.5)));
        assert_eq!(Report::of(-1.0), None);
        assert_eq!(Report::of(f64::NAN), None);
        assert_eq!(Reported(2.0).and(ReportedZero), Reported(2.0));
        assert_eq!(DidNotReport.and(DidNotReport), DidNotReport);
        assert_eq!(ReportedZero.and(DidNotReport), ReportedZero);
    }
}
