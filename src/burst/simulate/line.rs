//! A line that carries one thing after the other.

#[derive(Debug)]
pub(crate) struct Pipe {
    mbit: f64,
    free_ms: f64,
}

impl Pipe {
    /// An idle line; 0 Mbit/s means that it takes no time.
    pub fn new(mbit: f64) -> Self {
        Self { mbit, free_ms: 0.0 }
    }

    /// When bytes that are put on the line at `now_ms` have arrived, ms.
    pub(crate) fn carry(&mut self, now_ms: i64, bytes: u64) -> i64 {
        self.free_ms = self.free_ms.max(now_ms as f64) + self.takes_ms(bytes);
        self.free_ms.ceil() as i64
    }

    /// How long the line takes for so many bytes, ms.
    pub(crate) fn takes_ms(&self, bytes: u64) -> f64 {
        if self.mbit > 0.0 { bytes as f64 * 8.0 / (self.mbit * 1000.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_after_the_other() {
        let mut line = Pipe::new(8.0); // a megabyte a second
        assert_eq!(line.carry(100, 1_000_000), 1_100);
        assert_eq!(line.carry(200, 500_000), 1_600);
        assert_eq!(line.carry(9_000, 500_000), 9_500);
        assert_eq!(Pipe::new(0.0).carry(5, u64::MAX), 5);
    }
}
