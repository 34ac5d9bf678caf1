//! Where in a text is a byte, as people count?

/// Characters are counted once for every so many bytes.
const STEP: usize = 512;

/// Where the lines of a text start and how many characters come before, so that a place is found without reading the text again,
/// however long its lines are.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Characters that begin before each step.
    characters: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let mut before = 0;
        let characters = text.as_bytes().chunks(STEP).map(|step| {
            let here = before;
            before += begun(step);
            here
        });
        Self { text, characters: characters.collect(), starts: starts.collect() }
    }

    /// Line and column of a byte, both from 1; the column counts characters. A byte beyond the text is at its end.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, self.before(byte) - self.before(start) + 1)
    }

    /// Characters that begin before a byte.
    fn before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        let Some(known) = self.characters.get(step) else {
            // The text ends with a step, and this is its end.
            let last = self.characters.len().saturating_sub(1);
            let rest = self.text.as_bytes().get(last * STEP..).unwrap_or_default();
            return self.characters.last().map_or(0, |known| known + begun(rest));
        };
        known + begun(self.text.as_bytes().get(step * STEP..byte).unwrap_or_default())
    }
}

/// Characters that begin in a stretch of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_counting_from_the_beginning() {
        let texts = [
            "",
            "a",
            "é\nb\n\nc",
            &"é漢a\n".repeat(300),
            &"漢é".repeat(700),
            &"a".repeat(2 * STEP),
        ];
        for text in texts {
            let lines = Lines::of(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = text.get(..byte).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let column = before.get(start..).unwrap_or_default().chars().count() + 1;
                assert_eq!(lines.place(byte), (line, column), "{byte} of {text:?}");
            }
        }
    }
}
