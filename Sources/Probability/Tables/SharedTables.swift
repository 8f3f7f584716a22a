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
  private static let places = Mutex<[Key: Place]>([:])

  /// Where the table of a shape stands once it is compiled.
  private final class Place: Sendable {
    private enum Table { case unknown, known(QuantileTable?) }

    private let table = Mutex<Table>(.unknown)

    func table(compile: () -> QuantileTable?) -> QuantileTable? {
      table.withLock { table in
        if case .known(let known) = table { return known }
        let made = compile()
        table = .known(made)
        return made
      }
    }
  }

  /// The table of a shape, compiled unless it is at hand; nil where there can be none.
  ///
  /// Who wants what somebody else is just compiling waits for it: plans that are lowered side by
  /// side have many shapes in common.
  static func table(
    of family: Family, _ first: Double, _ second: Double = 0, compile: () -> QuantileTable?
  ) -> QuantileTable? {
    let key = Key(family: family, first: first.bitPattern, second: second.bitPattern)
    let place = places.withLock { places in
      if let place = places[key] { return place }
      if places.count >= mostTables { places.removeAll() }
      let place = Place()
      places[key] = place
      return place
    }
    return place.table(compile: compile)
  }
}
