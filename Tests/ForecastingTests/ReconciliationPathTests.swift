import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Paths that add up, each by itself, and how paths of several series are joined.
@Suite struct ReconciliationPathTests {
  private let structure = SummingStructure(groups: [[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1]])
  private let noise = PathNoise(key: StreamKey(bits: 11), pathCount: 2_000)

  /// Random walks from a level, drawn apart for each node.
  private func walks(_ count: Int, level: Double, horizon: Int = 3) -> [PathSample] {
    (0..<count).map { node in
      var numbers: [Double] = []
      var now = [Double](repeating: level, count: noise.pathCount)
      for step in 0..<horizon {
        let shocks = noise.normals(step: step, source: 100 + node)
        for path in now.indices { now[path] += shocks[path] }
        numbers += now
      }
      return PathSample(horizon: horizon, pathCount: noise.pathCount, numbers: numbers)
    }
  }

  private func errors(_ correlation: Double, series: Int) -> ErrorCovariance {
    var generator = SeededGenerator(3)
    let shared = (0..<400).map { _ in
      StandardNormal.quantile(at: .random(in: 0.001..<0.999, using: &generator))
    }
    return ErrorCovariance(
      of: (0..<series).map { _ in
        shared.map {
          correlation.squareRoot() * $0 + (1 - correlation).squareRoot()
            * StandardNormal.quantile(at: .random(in: 0.001..<0.999, using: &generator))
        }
      })
  }

  @Test func everyPathAddsUpAndNoneIsNegative() throws {
    let base = walks(9, level: 1.5)
    let method = ReconciliationMethod.minimumTrace(errors(0.3, series: 9))
    let free = try Reconciliation(structure, method).reconciled(base)
    let held = try Reconciliation(structure, method, nonNegative: true).reconciled(base)
    var (negative, unchanged, changed) = (0, 0, 0)
    var (gap, lowest) = (0.0, 0.0)
    for index in 0..<3 * noise.pathCount {
      let (before, after) = (free.map { $0.numbers[index] }, held.map { $0.numbers[index] })
      for nodes in [before, after] {
        let sums = structure.nodes(fromBottom: Array(nodes[5...]))
        gap = max(gap, largestDifference(nodes, sums))
      }
      lowest = min(lowest, after.min() ?? -1)
      if before[5...].allSatisfy({ $0 >= 0 }) {
        if before == after { unchanged += 1 } else { changed += 1 }
      } else {
        negative += 1
      }
    }
    #expect(gap <= 1e-9 && lowest >= 0)
    #expect(negative > 100 && unchanged > 100 && changed == 0)
  }

  @Test func onePathIsReconciledAsThePointForecast() throws {
    let method = ReconciliationMethod.structuralScaling
    let reconciliation = try Reconciliation(structure, method, nonNegative: true)
    let base = (0..<9).map { node in
      PathSample(horizon: 1, pathCount: 2, numbers: [Double(node) - 6, Double(node * node)])
    }
    let found = reconciliation.reconciled(base)
    for path in 0..<2 {
      let point = reconciliation.reconciled(base.map { $0.numbers[path] })
      #expect(largestDifference(found.map { $0.numbers[path] }, point) < 1e-12)
    }
  }

  @Test func joiningKeepsTheNumbersOfEachStep() {
    let base = walks(3, level: 0)
    let joined = joinedByErrors(base, errors(0.5, series: 3), noise: noise)
    for (before, after) in zip(base, joined) {
      for step in 0..<3 { #expect(before.step(step).sorted() == after.step(step).sorted()) }
    }
  }

  /// Correlations of 2,000 paths have a standard error of 0.022; the shrinking takes little of
  /// 400 errors.
  @Test func joinedPathsMoveAsTheErrorsDid() {
    let base = walks(2, level: 0)
    let covariance = errors(0.6, series: 2)
    let wanted = covariance.correlations[0, 1]
    #expect(wanted > 0.45)
    let joined = joinedByErrors(base, covariance, noise: noise)
    for step in 0..<3 {
      #expect(abs(sampleCorrelation(base[0].step(step), base[1].step(step))) < 0.1)
      #expect(abs(sampleCorrelation(joined[0].step(step), joined[1].step(step)) - wanted) < 0.08)
    }
    // From step to step a path goes on as before: a walk's correlations are the roots of 1/2, 2/3.
    for series in 0..<2 {
      for step in 0..<2 {
        let before = sampleCorrelation(base[series].step(step), base[series].step(step + 1))
        let after = sampleCorrelation(joined[series].step(step), joined[series].step(step + 1))
        #expect(abs(before - after) < 0.04)
      }
    }
  }

  @Test func pathsWithoutSpreadStay() {
    let still = PathSample(
      horizon: 2, pathCount: 2_000, numbers: [Double](repeating: 3, count: 4_000))
    let joined = joinedByErrors(
      [still, walks(1, level: 0, horizon: 2)[0]],
      errors(0.5, series: 2), noise: noise)
    #expect(joined[0] == still)
  }

  @Test func theLevelsOfAYearAddUp() throws {
    let year = TemporalHierarchy(seasonLength: 12)
    #expect(year.sizes == [12, 6, 4, 3, 2, 1])
    let levels = TemporalHierarchy(seasonLength: 4, sizes: [4, 2])
    let reconciliation = try Reconciliation(
      levels.structure, .structuralScaling, nonNegative: true)
    let base = [
      walks(1, level: 9, horizon: 2)[0], walks(2, level: 5, horizon: 4)[1],
      walks(3, level: 2, horizon: 8)[2],
    ]
    let found = levels.reconciled(base, reconciliation)
    #expect(levels.reconciledSteps(base, reconciliation) == found[2])
    for path in stride(from: 0, to: noise.pathCount, by: 7) {
      let quarters = (0..<8).map { found[2].numbers[$0 * noise.pathCount + path] }
      #expect(quarters.allSatisfy { $0 >= 0 })
      for half in 0..<4 {
        let sum = quarters[2 * half] + quarters[2 * half + 1]
        #expect(abs(found[1].numbers[half * noise.pathCount + path] - sum) < 1e-9)
      }
      for whole in 0..<2 {
        let sum = quarters[4 * whole..<4 * whole + 4].reduce(0, +)
        #expect(abs(found[0].numbers[whole * noise.pathCount + path] - sum) < 1e-9)
      }
    }
    let points = levels.reconciled([[40], [19, 20], [10, 10, 9, 11]], reconciliation)
    #expect(abs(points[0][0] - points[2].reduce(0, +)) < 1e-9)
    #expect(points[0][0] > 39 && points[0][0] < 40)
  }

  @Test func errorsAreArrangedByTheNodesOfAYear() {
    let levels = TemporalHierarchy(seasonLength: 4, sizes: [4, 2])
    let sums = levels.levels(of: [9, 1, 2, 3, 4, 5, 6, 7, 8])
    #expect(sums == [[10, 26], [3, 7, 11, 15], [1, 2, 3, 4, 5, 6, 7, 8]])
    let nodes = levels.errorsOfNodes(sums)
    #expect(nodes == [[10, 26], [3, 11], [7, 15], [1, 5], [2, 6], [3, 7], [4, 8]])
  }
}
