//! Names as numbers: each different text is kept once, in one long text.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Texts numbered from 0 in the order in which they first come.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    /// Number + 1 of the name at each place, by open addressing; 0 is free. At most half full.
    cells: Vec<u32>,
}

impl Names {
    /// The number of a name, a new one where it has none yet.
    pub fn number(&mut self, name: &str) -> u32 {
        if self.ends.len() * 2 >= self.cells.len() {
            self.grow();
        }
        let cell = self.find(name);
        let held = self.cells.get(cell).copied().unwrap_or(0);
        if let Some(number) = held.checked_sub(1) {
            return number;
        }
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let count = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if let Some(free) = self.cells.get_mut(cell) {
            *free = count;
        }
        count - 1
    }

    /// The name of a number; empty where there is none.
    pub fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(number).copied().unwrap_or(0);
        self.text.get(start.unwrap_or(0)..end).unwrap_or_default()
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The rank of each number when names are sorted by their bytes, and the numbers in that order.
    pub fn ranks(&self) -> (Vec<u32>, Vec<u32>) {
        let mut order: Vec<u32> = (0_u32..).take(self.len()).collect();
        order.sort_unstable_by(|one, other| self.name(*one).cmp(self.name(*other)));
        let mut rank = vec![0; self.len()];
        for (place, number) in (0_u32..).zip(&order) {
            rank[*number as usize] = place;
        }
        (rank, order)
    }

    fn find(&self, name: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let mask = self.cells.len() - 1;
        let mut cell = usize::try_from(hasher.finish() & (mask as u64)).unwrap_or(0);
        while let Some(number) = self.cells[cell].checked_sub(1) {
            if self.name(number) == name {
                break;
            }
            cell = (cell + 1) & mask;
        }
        cell
    }

    fn grow(&mut self) {
        self.cells = vec![0; (self.cells.len() * 2).max(1024)];
        for number in (0_u32..).take(self.ends.len()) {
            let cell = self.find(self.name(number));
            self.cells[cell] = number + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Names::default();
        let written: Vec<String> = (0..5_000).map(|n| format!("name {}", n % 1_700)).collect();
        for name in &written {
            let number = names.number(name);
            assert_eq!(names.name(number), name);
            assert_eq!(names.number(name), number);
        }
        assert_eq!(names.len(), 1_700);
        assert_eq!(names.number(""), 1_700);
        assert_eq!(names.name(1_700), "");
    }

    #[test]
    fn ranks_are_by_bytes() {
        let mut names = Names::default();
        for name in ["b", "a", "Z", "é"] {
            names.number(name);
        }
        assert_eq!(names.ranks(), (vec![2, 1, 0, 3], vec![2, 1, 0, 3]));
    }
}
