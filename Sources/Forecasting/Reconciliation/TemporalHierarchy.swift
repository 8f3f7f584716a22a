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
    return byYears(samples, reconciliation).map(\.numbers)
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
    guard let bottom = base.last else { return base }
    let target = ranking(bottom.total(of: 0..<bottom.horizon), 0, bottom.pathCount)
    let joined = base.map { sample in
      precondition(sample.pathCount == bottom.pathCount, "as many paths at each level")
      let order = ranking(sample.total(of: 0..<sample.horizon), 0, sample.pathCount)
      var result = sample
      for step in 0..<sample.horizon {
        let offset = step * sample.pathCount
        for (place, source) in zip(target, order) {
          result.numbers[offset + place] = sample.numbers[offset + source]
        }
      }
      return result
    }
    return byYears(joined, reconciliation)
  }

  private func byYears(
    _ base: [PathSample], _ reconciliation: Reconciliation
  ) -> [PathSample] {
    precondition(reconciliation.structure == structure, "weights of this hierarchy")
    precondition(base.count == sizes.count, "forecasts of each level")
    let years = base[0].horizon / stepsOfYear[0]
    precondition(
      zip(base, stepsOfYear).allSatisfy { $0.horizon == years * $1 }, "whole years of each level")
    guard years > 0 else { return base }
    let count = base[0].pathCount
    let nodes = zip(base, stepsOfYear).flatMap { sample, steps in
      (0..<steps).map { place in
        PathSample(
          horizon: years, pathCount: count,
          numbers: (0..<years).flatMap { sample.step($0 * steps + place) })
      }
    }
    let found = reconciliation.reconciled(nodes)
    var results = base
    var first = 0
    for (level, steps) in stepsOfYear.enumerated() {
      results[level].numbers = (0..<years * steps).flatMap { step in
        found[first + step % steps].step(step / steps)
      }
      first += steps
    }
    return results
  }
}
