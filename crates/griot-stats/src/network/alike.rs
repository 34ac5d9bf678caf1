//! Objects that count as the same though they are not: texts of nearly the same words, pictures whose
//! hashes differ in a few bits.
//!
//! Likeness does not pass on: of three texts the first can be like the second and the second like the
//! third, and the first not like the third. So it is kept as pairs, and two posts are a pair when their
//! own objects are the same or alike.

/// Which objects are alike: symmetric, never an object with itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alike {
    start: Vec<u32>,
    other: Vec<u32>,
}

impl Alike {
    /// Takes pairs of objects below `objects`, in any order and as often as they come; an object is
    /// never alike with itself, and pairs beyond `objects` are left out.
    pub fn new(objects: usize, pairs: &[(u32, u32)]) -> Self {
        let mut both: Vec<(u32, u32)> = pairs
            .iter()
            .filter(|(one, other)| one != other)
            .filter(|(one, other)| (*one.max(other) as usize) < objects)
            .flat_map(|&(one, other)| [(one, other), (other, one)])
            .collect();
        both.sort_unstable();
        both.dedup();
        let mut start = vec![0_u32; objects + 1];
        for &(one, _) in &both {
            start[one as usize + 1] += 1;
        }
        for object in 0..objects {
            start[object + 1] += start[object];
        }
        Self { start, other: both.into_iter().map(|pair| pair.1).collect() }
    }

    /// How many objects have a number.
    pub fn objects(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// How many pairs of objects are alike.
    pub fn pairs(&self) -> usize {
        self.other.len() / 2
    }

    /// Objects alike with one, ascending.
    pub fn of(&self, object: u32) -> &[u32] {
        let object = object as usize;
        match (self.start.get(object), self.start.get(object + 1)) {
            (Some(&from), Some(&to)) => &self.other[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Every object's group: the smallest object that a chain of likeness leads to.
    pub fn groups(&self) -> Vec<u32> {
        let objects = self.objects();
        let mut group = vec![u32::MAX; objects];
        let mut open = Vec::new();
        for object in (0_u32..).take(objects) {
            if group[object as usize] != u32::MAX {
                continue;
            }
            open.push(object);
            group[object as usize] = object;
            while let Some(one) = open.pop() {
                for &other in self.of(one) {
                    if group[other as usize] == u32::MAX {
                        group[other as usize] = object;
                        open.push(other);
                    }
                }
            }
        }
        group
    }
}
