import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// Forecasts brought to add up, against closed forms and an independent computation.
@Suite struct ReconciliationTests {
  /// Total, two groups by two divisions, four series at the bottom, as in the reference.
  private let structure = SummingStructure(groups: [[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1]])

  private func methods() throws -> [(String, ReconciliationMethod)] {
    let table = try MultipleReferenceTable("Reconciliation")
    let errors = ErrorCovariance(of: try table.rows("errors", of: 14))
    return [
      ("ordinary", .ordinaryLeastSquares), ("structural", .structuralScaling),
      ("variance", .varianceScaling(errors)), ("trace", .minimumTrace(errors)),
    ]
  }

  @Test func theShrunkenCovarianceIsThatOfTheReference() throws {
    let table = try MultipleReferenceTable("Reconciliation")
    let errors = ErrorCovariance(of: try table.rows("errors", of: 14))
    #expect(abs(errors.shrinkage - (try table.number("shrinkage"))) < 1e-12)
    let found = (0..<81).map { index in
      let (row, column) = (index / 9, index % 9)
      return errors.correlations[row, column]
        * (errors.variances[row] * errors.variances[column]).squareRoot()
    }
    #expect(largestDifference(found, try table.list("covariance")) < 1e-12)
  }

  @Test func everyMethodAgreesWithTheInverseOfTheCovariance() throws {
    let table = try MultipleReferenceTable("Reconciliation")
    for (name, method) in try methods() {
      let found = try Reconciliation(structure, method).reconciled(table.list("base"))
      #expect(largestDifference(found, try table.list(name)) < 1e-9, "\(name)")
    }
  }

  @Test func withoutNegativesTheyAgreeWithLeastSquares() throws {
    let table = try MultipleReferenceTable("Reconciliation")
    for (name, method) in try methods() {
      let found = try Reconciliation(structure, method, nonNegative: true)
        .reconciled(table.list("low"))
      #expect(largestDifference(found, try table.list(name + "NonNegative")) < 1e-7, "\(name)")
      #expect(found.allSatisfy { $0 >= 0 })
    }
  }

  @Test func missingForecastsFollowFromTheOthers() throws {
    let table = try MultipleReferenceTable("Reconciliation")
    var base = try table.list("base")
    (base[0], base[6]) = (.nan, .nan)
    let method = try #require(try methods().last).1
    let found = try Reconciliation(structure, method, missing: [6, 0]).reconciled(base)
    #expect(largestDifference(found, try table.list("missing")) < 1e-9)
    #expect(throws: ReconciliationError.undetermined(bottom: 2)) {
      try Reconciliation(structure, method, missing: [2, 4, 6, 7, 3, 1])
    }
    #expect(throws: ReconciliationError.undetermined(bottom: 0)) {
      try Reconciliation(structure, .bottomUp, missing: [5])
    }
  }

  /// Dropping a sum by calling it missing is the structure without it.
  @Test func aMissingSumIsAsIfItWereNotThere() throws {
    let whole = SummingStructure(bottomCount: 3, sums: [[0, 1, 2], [0, 1]])
    let part = SummingStructure(bottomCount: 3, sums: [[0, 1, 2]])
    let found = try Reconciliation(whole, .structuralScaling, missing: [1])
      .reconciled([10, .nan, 2, 3, 4])
    let expected = try Reconciliation(part, .structuralScaling).reconciled([10, 2, 3, 4])
    #expect(largestDifference([found[0]] + found[2...], expected) < 1e-12)
    #expect(abs(found[1] - found[2] - found[3]) < 1e-12)
  }

  /// A total and two parts of equal errors: each takes a third of what is missing.
  @Test func equalErrorsShareTheGapEqually() throws {
    let pair = SummingStructure(bottomCount: 2, sums: [[0, 1]])
    let found = try Reconciliation(pair, .ordinaryLeastSquares).reconciled([13, 4, 6])
    #expect(largestDifference(found, [12, 5, 7]) < 1e-12)
  }

  /// Whatever adds up already, and so every expectation, stays: the weights times the summing
  /// matrix are the unit matrix.
  @Test func whatAddsUpStays() throws {
    var generator = SeededGenerator(1)
    for (name, method) in try methods() + [("bottomUp", .bottomUp)] {
      let reconciliation = try Reconciliation(structure, method)
      for unit in 0..<4 {
        var bottom = [0.0, 0, 0, 0]
        bottom[unit] = 1
        let base = structure.nodes(fromBottom: bottom)
        #expect(largestDifference(reconciliation.reconciled(base), base) < 1e-12, "\(name)")
      }
      let base = structure.nodes(
        fromBottom: (0..<4).map { _ in .random(in: -1e6...1e6, using: &generator) })
      #expect(largestDifference(reconciliation.reconciled(base), base) < 1e-9, "\(name)")
    }
  }

  /// The nearest values without negatives, against a search of all sets that could be zero.
  @Test func noOtherSetOfZerosIsNearer() throws {
    var generator = SeededGenerator(2)
    for _ in 0..<60 {
      let square = Matrix(
        rows: 8, columns: 5,
        elements: (0..<40).map { _ in .random(in: -1...1, using: &generator) })
      let covariance = columnProducts(of: square)
      let values = (0..<5).map { _ in Double.random(in: -2...1.5, using: &generator) }
      var found = values
      var projection = NonNegativeProjection(covariance: covariance)
      projection.project(&found)
      let identity = Matrix(diagonal: [1, 1, 1, 1, 1])
      let inverse = try solve(covariance, identity).values
      func distance(_ point: [Double]) -> Double {
        let gap = zip(point, values).map { $0 - $1 }
        return zip(gap, product(inverse, gap)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(found.allSatisfy { $0 >= 0 })
      let best = (0..<32).compactMap { set -> Double? in
        let held = (0..<5).filter { set >> $0 & 1 == 1 }
        let point = conditional(values, covariance, zeros: held)
        return point.allSatisfy { $0 >= -1e-9 } ? distance(point) : nil
      }.min()
      #expect(distance(found) <= (try #require(best)) * (1 + 1e-7) + 1e-9)
    }
  }

  /// The expected values given that some are zero.
  private func conditional(
    _ values: [Double], _ covariance: Matrix, zeros: [Int]
  ) -> [Double] {
    guard !zeros.isEmpty else { return values }
    var block = Matrix(rows: zeros.count, columns: zeros.count)
    for (row, i) in zeros.enumerated() {
      for (column, j) in zeros.enumerated() { block[row, column] = covariance[i, j] }
    }
    let right = Matrix(rows: zeros.count, columns: 1, elements: zeros.map { values[$0] })
    guard let shares = try? solve(block, right).values else { return [-.infinity] }
    return values.indices.map { index in
      zeros.enumerated().reduce(values[index]) {
        $0 - covariance[index, $1.element] * shares[$1.offset, 0]
      }
    }
  }

  @Test func theStructuresCanBeCrossed() {
    let kinds = SummingStructure(groups: [[0, 0, 0]])
    let months = SummingStructure(bottomCount: 4, sums: [[0, 1, 2, 3], [0, 1], [2, 3]])
    let both = kinds.crossed(with: months)
    #expect(both.count == kinds.count * months.count && both.bottomCount == 12)
    let bottom = (0..<12).map { Double($0 * $0) }
    let all = both.nodes(fromBottom: bottom)
    var numbers: Set<Int> = []
    for outer in 0..<months.count {
      for inner in 0..<kinds.count {
        let node = kinds.crossedNode(inner, within: outer, of: months)
        numbers.insert(node)
        var sum = 0.0
        for month in months.members(of: outer) {
          for kind in kinds.members(of: inner) { sum += bottom[month * 3 + kind] }
        }
        #expect(all[node] == sum)
      }
    }
    #expect(numbers == Set(0..<both.count))
  }

  @Test(arguments: [
    [0.0, 0, 0, 0], [1, 1, 1, 1], [.nan, .nan, .nan, .nan], [1e200, -1e200, 0, 1],
  ])
  func errorsWithoutInformationBreakNothing(errors: [Double]) throws {
    let all = (0..<9).map { $0 == 3 ? [1.0, -2, 3] : $0 == 4 ? [] : errors }
    let covariance = ErrorCovariance(of: all)
    let base = (0..<9).map { Double($0) * 3 }
    for method in [
      ReconciliationMethod.minimumTrace(covariance), .varianceScaling(covariance),
    ] {
      let found = try Reconciliation(structure, method, nonNegative: true).reconciled(base)
      #expect(found.allSatisfy { $0.isFinite && $0 >= 0 })
      #expect(largestDifference(found, structure.nodes(fromBottom: Array(found[5...]))) == 0)
    }
    #expect(throws: ReconciliationError.errorCount(found: 2, expected: 9)) {
      try Reconciliation(structure, .minimumTrace(ErrorCovariance(of: [[1], [2]])))
    }
  }
}
