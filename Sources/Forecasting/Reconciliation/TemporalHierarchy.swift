/// The steps of a year and their sums: months, quarters, the year.
///
/// A year here is as many steps as make a season's cycle, counted from the first step of the
/// forecast: it need not be a calendar year, as long as every level counts from the same step.
///
/// - Source: Athanasopoulos, Hyndman, Kourentzes, Petropoulos (2017), "Forecasting with temporal
///   hierarchies".
public struct TemporalHierarchy: Hashable, Sendable {
  /// How many steps each level sums, from the year down to 1.
  public let sizes: [Int]
  /// The nodes of a year: those of each level in turn.
  public let structure: SummingStructure

  /// A hierarchy with a level for each divisor of the steps of a year.
  ///
  /// - Precondition: `seasonLength` ≥ 1.
  public init(seasonLength: Int) {
    self.init(
      seasonLength: seasonLength, sizes: (1...seasonLength).filter { seasonLength % $0 == 0 })
  }

  /// A hierarchy with levels of these sizes, and of single steps.
  ///
  /// - Precondition: each size divides `seasonLength`.
  public init(seasonLength: Int, sizes: [Int]) {
    precondition(seasonLength >= 1, "a year has steps")
    precondition(sizes.allSatisfy { $0 >= 1 && seasonLength % $0 == 0 }, "sizes divide the year")
    let distinct = Set(sizes + [1]).sorted(by: >)
    self.sizes = distinct
    structure = SummingStructure(
      bottomCount: seasonLength,
      sums: distinct.dropLast().flatMap { size in
        stride(from: 0, to: seasonLength, by: size).map { Array($0..<($0 + size)) }
      })
  }

  /// How many steps of each level a year has.
  ///
  /// - Shape: one for each level.
  public var stepsOfYear: [Int] { sizes.map { structure.bottomCount / $0 } }

  /// A series added up to each level, the last whole years of it.
  ///
  /// - Parameter values: single steps, oldest first, which end with a year; NaN where missing.
  /// - Shape: one list for each level; a sum with a missing member is missing.
  public func levels(of values: [Double]) -> [[Double]] {
    let kept = Array(values.suffix(values.count / structure.bottomCount * structure.bottomCount))
    return sizes.map { size in
      stride(from: 0, to: kept.count, by: size).map { start in
        kept[start..<(start + size)].reduce(0, +)
      }
    }
  }

  /// The errors of all levels, arranged by the nodes of a year: what the covariance is of.
  ///
  /// - Parameter errors: for each level its errors, oldest first, all ending with the same year.
  /// - Shape: one list for each node, with a number for each year that its level has in whole.
  public func errorsOfNodes(_ errors: [[Double]]) -> [[Double]] {
    precondition(errors.count == sizes.count, "errors of each level")
    return zip(errors, stepsOfYear).flatMap { values, steps in
      (0..<steps).map { place in
        let years = values.count / steps
        let first = values.count - years * steps
        return (0..<years).map { values[first + $0 * steps + place] }
      }
    }
  }

  /// The reconciled forecasts of all levels.
  ///
  /// - Parameter base: for each level its forecasts, whole years of them.
  /// - Shape: as `base`.
  public func reconciled(_ base: [[Double]], _ reconciliation: Reconciliation) -> [[Double]] {
    let samples = base.map { values in
      PathSample(horizon: values.count, pathCount: 1, numbers: values)
    }
    return byYears(samples, reconciliation, orders: nil, of: sizes.indices).map(\.numbers)
  }

  /// The reconciled paths of all levels: each path adds up by itself.
  ///
  /// The levels forecast the same thing, so that their errors go together. The paths of the sums
  /// are put in such an order that the path with the highest total goes with the one of the
  /// single steps with the highest total, and so on: no level makes another look more certain
  /// only because its paths were drawn apart.
  ///
  /// - Parameter base: for each level its paths, whole years of them, all of as many paths.
  /// - Shape: as `base`.
  public func reconciled(
    _ base: [PathSample], _ reconciliation: Reconciliation
  ) -> [PathSample] {
    byYears(base, reconciliation, orders: orders(of: base), of: sizes.indices)
  }

  /// The reconciled paths of the single steps alone.
  ///
  /// - Parameter base: for each level its paths, as for all levels.
  public func reconciledSteps(
    _ base: [PathSample], _ reconciliation: Reconciliation
  ) -> PathSample {
    let last = sizes.count - 1
    return byYears(base, reconciliation, orders: orders(of: base), of: last..<last + 1)[0]
  }

  /// Which path of each level goes with each path of the single steps; nil of the single steps.
  private func orders(of base: [PathSample]) -> [[Int]?] {
    guard let bottom = base.last else { return [] }
    let target = ranking(bottom.total(of: 0..<bottom.horizon), 0, bottom.pathCount)
    return base.enumerated().map { level, sample in
      precondition(sample.pathCount == bottom.pathCount, "as many paths at each level")
      guard level < base.count - 1 else { return nil }
      let own = ranking(sample.total(of: 0..<sample.horizon), 0, sample.pathCount)
      var order = own
      for (place, source) in zip(target, own) { order[place] = source }
      return order
    }
  }

  /// - Parameter orders: for each level which path stands at each place; nil for their own order.
  /// - Parameter wanted: whose reconciled paths are returned.
  private func byYears(
    _ base: [PathSample], _ reconciliation: Reconciliation, orders: [[Int]?]?,
    of wanted: Range<Int>
  ) -> [PathSample] {
    precondition(reconciliation.structure == structure, "weights of this hierarchy")
    precondition(base.count == sizes.count, "forecasts of each level")
    let years = base[0].horizon / stepsOfYear[0]
    precondition(
      zip(base, stepsOfYear).allSatisfy { $0.horizon == years * $1 }, "whole years of each level")
    let count = base[0].pathCount
    var results = wanted.map { base[$0] }
    // The nodes of a year, one after the other.
    var block = [Double](repeating: 0, count: structure.count * count)
    for year in 0..<years {
      var node = 0
      for (level, steps) in stepsOfYear.enumerated() {
        for step in year * steps..<(year + 1) * steps {
          Self.fill(&block, node * count, with: base[level].step(step), orders?[level])
          node += 1
        }
      }
      reconciliation.reconcile(columns: &block, count: count)
      node = stepsOfYear[..<wanted.lowerBound].reduce(0, +)
      for (place, level) in wanted.enumerated() {
        let length = stepsOfYear[level] * count
        results[place].numbers.replaceSubrange(
          year * length..<(year + 1) * length, with: block[node * count..<node * count + length])
        node += stepsOfYear[level]
      }
    }
    return results
  }

  private static func fill(
    _ block: inout [Double], _ start: Int, with numbers: ArraySlice<Double>, _ order: [Int]?
  ) {
    block.withUnsafeMutableBufferPointer { block in
      numbers.withUnsafeBufferPointer { numbers in
        guard let order else {
          for place in numbers.indices { block[start + place] = numbers[place] }
          return
        }
        order.withUnsafeBufferPointer { order in
          for place in order.indices { block[start + place] = numbers[order[place]] }
        }
      }
    }
  }
}
