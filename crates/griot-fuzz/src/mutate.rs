//! Files changed at random, the same ones for the same seed.

/// What formats give a meaning to, and what readers have stumbled over.
const WORDS: [&[u8]; 56] = [
    b"\"",
    b"\"\"",
    b"'",
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"[",
    b"]",
    b"{",
    b"}",
    b"(",
    b")",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"&#x",
    b"&",
    b"]{.claim ",
    b"=",
    b"`",
    b"*",
    b"_",
    b"# ",
    b"> ",
    b"- ",
    b"| ",
    b"0",
    b"-1",
    b"1e308",
    b"99999999999999999999",
    b"NaN",
    b"0001-01-01",
    b"9999-12-31",
    b"2020-02-30",
    b"2020",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1f\x8b",
    b"\xed\xa0\x80",
    b"\xe2\x80\x8b",
    b"\xd9\xa3",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"\xc2\xa0",
    b"null",
    b"select ",
    b" union ",
    b"\\u0000",
    b"\\",
];

/// Longest input. Time that grows with the square of it shows.
const LONGEST: usize = 200_000;

/// Makes inputs.
pub(crate) struct Mutator {
    state: u64,
    seeds: Vec<Vec<u8>>,
}

impl Mutator {
    pub(crate) fn new(seed: u64, seeds: Vec<Vec<u8>>) -> Self {
        Self { state: seed ^ 0x9e37_79b9_7f4a_7c15, seeds }
    }

    /// `SplitMix64` (Steele, Lea and Flood 2014).
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`, and 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        let drawn = usize::try_from(self.draw() >> 1).unwrap_or(0);
        drawn.checked_rem(end).unwrap_or(0)
    }

    fn seed(&mut self) -> Vec<u8> {
        let at = self.below(self.seeds.len());
        self.seeds.get(at).cloned().unwrap_or_default()
    }

    fn word(&mut self) -> &'static [u8] {
        let at = self.below(WORDS.len());
        WORDS.get(at).copied().unwrap_or_default()
    }

    /// A stretch of the input.
    fn stretch(&mut self, input: &[u8], longest: usize) -> std::ops::Range<usize> {
        let start = self.below(input.len() + 1);
        let length = self.below((input.len() - start).min(longest) + 1);
        start..start + length
    }

    /// The next input.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut input = self.seed();
        for _ in 0..=self.below(8) {
            self.change(&mut input);
        }
        // Once in a while a part is repeated until the input is long.
        if self.below(40) == 0 {
            let range = self.stretch(&input, 64);
            let part = input.get(range.clone()).unwrap_or_default().to_vec();
            if !part.is_empty() {
                let times = self.below(LONGEST / part.len()) + 1;
                input.splice(range, part.repeat(times));
            }
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        match self.below(9) {
            0 => {
                let at = self.below(input.len());
                let bit = self.below(8);
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            1 => {
                let range = self.stretch(input, 32);
                input.drain(range);
            }
            2 | 3 => {
                let (at, word) = (self.below(input.len() + 1), self.word());
                input.splice(at..at, word.iter().copied());
            }
            4 => {
                let (range, word) = (self.stretch(input, 16), self.word());
                input.splice(range, word.iter().copied());
            }
            5 => {
                let range = self.stretch(input, 256);
                let part = input.get(range.clone()).unwrap_or_default().to_vec();
                let times = self.below(20) + 1;
                input.splice(range, part.repeat(times));
            }
            6 => {
                let other = self.seed();
                let from = self.stretch(&other, 512);
                let part = other.get(from).unwrap_or_default().to_vec();
                let to = self.stretch(input, 64);
                input.splice(to, part);
            }
            7 => {
                let end = self.below(input.len() + 1);
                input.truncate(end);
            }
            _ => {
                // A number becomes another one.
                let start = self.below(input.len());
                let rest = input.get(start..).unwrap_or_default();
                let Some(from) = rest.iter().position(u8::is_ascii_digit) else { return };
                let from = start + from;
                let digits = input.get(from..).unwrap_or_default();
                let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
                let number = (self.draw() >> self.below(64)).to_string();
                input.splice(from..from + length, number.into_bytes());
            }
        }
    }
}
