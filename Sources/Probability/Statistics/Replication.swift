/// Which trials of a run are independent of each other: what a standard error may count as
/// repetitions.
///
/// A sampling scheme that spreads its trials evenly makes them depend on each other within a
/// group; the spread between groups, and not within them, then says how far a figure can be
/// trusted.
public enum Replication: Hashable, Sendable {
  /// Every trial is independent of all others.
  case trials
  /// Of each 16 trials in a row, the first eight are paired with the last eight, t with t + 8;
  /// pairs are independent of each other.
  case pairs
  /// Each run of so many trials is a group; groups are independent of each other.
  case blocks(trials: Int)
  /// Runs of `trials` trials are dealt out to `count` groups in turn; groups are independent of
  /// each other.
  case dealt(count: Int, trials: Int)
}
