/// Named columns of numbers that explain a series: a row for each step of the series and for the
/// steps to come.
public struct Regressors: Hashable, Sendable {
  public private(set) var names: [String]
  /// - Shape: for each name a number for each step, from the first of the series on.
  public private(set) var columns: [[Double]]

  /// - Precondition: as many columns as names, all of one length.
  public init(names: [String] = [], columns: [[Double]] = []) {
    precondition(names.count == columns.count, "a name for each column")
    precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns of one length")
    self.names = names
    self.columns = columns
  }

  /// How many columns there are.
  public var count: Int { columns.count }
  /// How many steps they cover.
  public var stepCount: Int { columns.first?.count ?? 0 }

  /// These columns and those of another.
  ///
  /// - Precondition: both cover the same steps, or one has no columns.
  public func joined(with other: Regressors) -> Regressors {
    Regressors(names: names + other.names, columns: columns + other.columns)
  }

  /// Some of the columns.
  public func selected(_ places: [Int]) -> Regressors {
    Regressors(names: places.map { names[$0] }, columns: places.map { columns[$0] })
  }

  /// An event of one step: 1 then, 0 otherwise.
  ///
  /// - Parameter steps: how many steps the column covers.
  public static func pulse(_ name: String, at step: Int, steps: Int) -> Regressors {
    Regressors(names: [name], columns: [(0..<steps).map { $0 == step ? 1 : 0 }])
  }

  /// A change that stays: 0 before the step, 1 from it on.
  public static func levelShift(_ name: String, from step: Int, steps: Int) -> Regressors {
    Regressors(names: [name], columns: [(0..<steps).map { $0 >= step ? 1 : 0 }])
  }

  /// A change that comes about evenly: 0 before the first step, 1 from the last step on, and a
  /// line between.
  ///
  /// - Precondition: `first` < `last`.
  public static func ramp(_ name: String, from first: Int, to last: Int, steps: Int) -> Regressors {
    precondition(first < last, "a ramp needs two steps")
    let width = Double(last - first)
    return Regressors(
      names: [name],
      columns: [(0..<steps).map { min(max(Double($0 - first) / width, 0), 1) }])
  }

  /// Says what keeps the columns from explaining a series.
  ///
  /// - Errors: `regressors` where a step of the series has no row, or an observed one no number.
  func check(_ series: TimeSeries) throws(FitFailure) {
    guard count > 0 else { return }
    guard stepCount >= series.count else {
      throw .regressors("the columns cover \(stepCount) of \(series.count) steps")
    }
    for (name, column) in zip(names, columns) {
      for step in 0..<series.count
      where !series.values[step].isNaN && !column[step].isFinite {
        throw .regressors("\(name) has no number at step \(step)")
      }
    }
  }
}
