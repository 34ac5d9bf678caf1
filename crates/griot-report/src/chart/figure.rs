//! One chart for several widths.

/// The same chart for several widths, as markup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// For the whole page of 1080 pixels; empty where the chart needs no more than a column.
    pub(crate) page: String,
    /// For a column of 720 pixels.
    pub(crate) wide: String,
    /// For a column of 340 pixels.
    pub(crate) narrow: String,
}

/// Which of the drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Page,
    Wide,
    Narrow,
}

impl Width {
    pub(super) fn pixels(self) -> f64 {
        match self {
            Self::Page => 1080.0,
            Self::Wide => 720.0,
            Self::Narrow => 340.0,
        }
    }

    /// Ends the ids of a drawing, since both stand on one page.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

pub(super) fn for_column(draw: impl Fn(Width) -> String) -> Figure {
    Figure { page: String::new(), wide: draw(Width::Wide), narrow: draw(Width::Narrow) }
}

pub(super) fn for_page(draw: impl Fn(Width) -> String) -> Figure {
    Figure { page: draw(Width::Page), ..for_column(draw) }
}
