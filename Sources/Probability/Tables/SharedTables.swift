import Synchronization

/// The tables that were compiled lately, by the shape of their distributions.
///
/// Variants of a scenario differ in few of their assumptions, and each has a plan of its own; and
/// many a planner gives the same three points more than once. A table is a function of its shape
/// alone, so that whether it was kept does not show.
enum SharedTables {
  /// The families whose tables are shared; all others make their own.
  enum Family: Hashable { case beta, gamma }

  private struct Key: Hashable {
    let family: Family
    let first, second: UInt64
  }

  /// 25 megabytes: more shapes than a scenario has.
  private static let mostTables = 1000
  private static let tables = Mutex<[Key: QuantileTable]>([:])

  /// The table of a shape, compiled unless it is at hand.
  static func table(
    of family: Family, _ first: Double, _ second: Double = 0, compile: () -> QuantileTable?
  ) -> QuantileTable? {
    let key = Key(family: family, first: first.bitPattern, second: second.bitPattern)
    if let table = tables.withLock({ $0[key] }) { return table }
    // Outside of the lock: two workers may do the same work, but none waits.
    guard let table = compile() else { return nil }
    tables.withLock {
      if $0.count >= mostTables { $0.removeAll() }
      $0[key] = table
    }
    return table
  }
}
