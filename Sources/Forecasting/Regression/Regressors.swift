import Languages

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

  /// A column by its name; nil when there is none.
  public func column(_ name: String) -> [Double]? {
    names.firstIndex(of: name).map { columns[$0] }
  }

  /// The columns of a series of sums: the mean of each `length` steps in a row, from the step
  /// `first` on. Steps at the end that make no whole sum are left out.
  ///
  /// - Precondition: `length` ≥ 1 and `first` ≥ 0.
  public func averaged(over length: Int, from first: Int) -> Regressors {
    precondition(length >= 1 && first >= 0, "steps that are summed")
    let count = max(0, stepCount - first) / length
    return Regressors(
      names: names,
      columns: columns.map { column in
        (0..<count).map { place in
          let start = first + place * length
          return column[start..<start + length].reduce(0, +) / Double(length)
        }
      })
  }

  /// The rows that a series needs: from its first step on.
  func rows(of series: TimeSeries) -> Regressors {
    Regressors(names: names, columns: columns.map { Array($0.dropFirst(series.firstStep)) })
  }

  /// The columns whose effects a series can tell: where it is observed, they are no combination
  /// of what a model has anyway and of the columns before. What has not happened yet is none of
  /// them, nor is a festival that fell into the same months in all of the years.
  ///
  /// - Parameter parts: columns of what the model has anyway, such as its level and seasons.
  /// - Parameter support: for a column how many steps its effect has to rest on at least, by the
  ///   number that would count as much if all counted alike: (Σr²)² / Σr⁴ of what is new in it.
  /// - Complexity: O(steps × columns²).
  func told(
    by series: TimeSeries, beside parts: [[Double]], support: (_ column: Int) -> Double = { _ in 0 }
  ) -> [Int] {
    let observed = series.values.indices.filter { !series.values[$0].isNaN }
    var directions: [[Double]] = []
    /// Whether a column has what the directions do not have, and enough of it.
    func isNew(_ column: [Double], support: Double) -> Bool {
      let size = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var rest = column
      // Once more, because the first time leaves what rounding lost.
      for _ in 0..<2 {
        for direction in directions {
          let share = zip(direction, rest).reduce(0) { $0 + $1.0 * $1.1 }
          for place in rest.indices { rest[place] -= share * direction[place] }
        }
      }
      let left = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard !(left <= 1e-9 * size) else { return false }
      let direction = rest.map { $0 / left }
      let fourth = direction.reduce(0) { $0 + $1 * $1 * $1 * $1 }
      guard !(1 / fourth < support) else { return false }
      directions.append(direction)
      return true
    }
    for part in parts { _ = isNew(observed.map { part[$0] }, support: 0) }
    return columns.indices.filter { column in
      let numbers = observed.map { columns[column][$0] }
      // One that is not known everywhere is refused by name, later.
      return !numbers.allSatisfy(\.isFinite) || isNew(numbers, support: support(column))
    }
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
      throw .regressors(
        .init(
          zh: "各列只覆盖 \(series.count) 个时段中的 \(stepCount) 个",
          en: "the columns cover \(stepCount) of \(series.count) steps"))
    }
    for (name, column) in zip(names, columns) {
      for step in 0..<series.count
      where !series.values[step].isNaN && !column[step].isFinite {
        throw .regressors(
          .init(zh: "\(name) 在第 \(step) 步没有数", en: "\(name) has no number at step \(step)"))
      }
    }
  }
}
