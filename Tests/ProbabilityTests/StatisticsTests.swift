import Testing

@testable import Probability

/// Columns of numbers that are awkward to select from.
private let columns: [(name: String, numbers: [Double])] = {
  var random = [Double](repeating: 0, count: 20_000)
  var span = random.mutableSpan
  RandomStream(name: "statistics").key(seed: 1).fillUniforms(&span, period: 0, firstTrial: 0)
  return [
    ("one", [3]), ("two", [2, 1]), ("random", random), ("ascending", random.sorted()),
    ("descending", random.sorted(by: >)), ("equal", [Double](repeating: 7, count: 5000)),
    ("few values", random.map { ($0 * 3).rounded() }),
    ("mostly zero", random.map { $0 < 0.99 ? 0 : $0 }),
    ("infinite ends", [-.infinity, .infinity] + random),
    ("organ pipe", random.sorted().enumerated().map { $0.0 % 2 == 0 ? $0.1 : -$0.1 }),
  ]
}()

struct EmpiricalQuantilesTests {
  @Test(arguments: columns.indices) func agreesWithSorting(_ index: Int) {
    let (name, numbers) = columns[index]
    let probabilities = [0.9, 0, 0.05, 0.1, 0.25, 0.5, 0.5, 0.75, 0.95, 0.999, 1]
    let sorted = numbers.sorted()
    let expected = probabilities.map { p in
      // The definition itself: the smallest number at which the function reaches p.
      sorted.indices.first { Double($0 + 1) / Double(sorted.count) >= p }.map { sorted[$0] }
    }
    #expect(quantiles(of: numbers, at: probabilities) == expected.compactMap { $0 }, "\(name)")
  }

  @Test func keepsTheNumbers() {
    for (name, numbers) in columns {
      var scratch = numbers
      scratch.withUnsafeMutableBufferPointer { select(ranks: [0, $0.count / 2][...], in: $0) }
      #expect(scratch.sorted() == numbers.sorted(), "\(name)")
    }
  }

  @Test func ranksAreExact() {
    // 0.07 * 100 is 7.000000000000001.
    #expect(rank(of: 0.07, among: 100) == 6)
    #expect(rank(of: 0.29, among: 100) == 28)
    #expect(rank(of: 0.5, among: 5) == 2)
  }

  @Test func hasNoQuantilesWithoutNumbers() {
    #expect(quantiles(of: [], at: [0.5])[0].isNaN)
    #expect(quantiles(of: [1, .nan, 2], at: [0.5])[0].isNaN)
  }

  @Test func standardErrorIsThatOfTheTheory() {
    // For uniform numbers: sqrt(p (1 - p) / n) over the density, which is 1.
    let error = QuantileEstimates(of: columns[2].numbers, at: [0.3]).standardErrors[0]
    #expect(abs(error / (0.21 / 20_000).squareRoot() - 1) < 0.25)
  }

  @Test func standardErrorNearTheEndReachesTheNeighbours() {
    // Every third number, so that ranks and numbers are not mixed up. With one trial beyond the
    // quantile its neighbours are one rank away; with less than one there is nothing to go by.
    let numbers = (1...200).map { 3 * Double($0) }
    let found = QuantileEstimates(of: numbers, at: [0.995, 0.005, 0.999, 0.001, 0, 1])
    #expect(found.values == [597, 3, 600, 3, 3, 600])
    #expect(found.standardErrors[0] == 3)
    #expect(found.standardErrors[1] == 3, "of the least trial the neighbour above")
    #expect(found.standardErrors[2...].allSatisfy { $0.isNaN })
    // Ten trials, where 10 × (1 − 0.9) is a little less than 1.
    let few = QuantileEstimates(of: numbers.prefix(10).map { $0 }, at: [0.9, 0.95])
    #expect(few.standardErrors[0] == 3 && few.standardErrors[1].isNaN)
    // From 2,000 trials: sqrt(0.9 × 0.1 / 2000) are 13.4 ranks, as before.
    let many = QuantileEstimates(of: (1...2000).map { Double($0) }, at: [0.9])
    #expect(many.standardErrors == [13.5])
  }

  @Test func standardErrorBeyondTheTrialsIsThatOfTheOtherSide() {
    // Groups that differ much: 0.9 ± 0.2 is 0.7 and what no trial reaches.
    let numbers = (1...100).map { Double($0) }
    func error(_ probability: Double, _ spread: Double) -> Double {
      QuantileEstimates(
        values: quantiles(of: numbers, at: [probability]), at: [probability], spreads: [spread],
        find: { quantiles(of: numbers, at: $0) }
      ).standardErrors[0]
    }
    #expect(error(0.9, 0.2) == 20)
    // 0.1 + 0.2 is a little more than 0.3.
    #expect(error(0.1, 0.2) == 21)
    #expect(error(0.5, 0.2) == 20)
    #expect(error(0.5, 0.7) == 49.5)
  }
}

struct MomentsTests {
  @Test func agreesWithClosedForms() {
    let moments = Moments(of: (1...1000).map { Double($0) + 1e9 })
    #expect(moments.mean == 1e9 + 500.5)
    #expect(abs(moments.standardDeviation - (1000.0 * 1001 / 12).squareRoot()) < 1e-9)
    #expect(
      abs(moments.standardError - moments.standardDeviation / 1000.0.squareRoot()) < 1e-12)
    #expect(Moments(of: [5]).standardDeviation.isNaN)
    #expect(Moments(of: []).mean.isNaN)
  }
}

struct ExceedanceProbabilityTests {
  @Test func countsAboveAndAtTheThreshold() {
    let numbers: [Double] = [1, 2, 2, 3]
    numbers.withUnsafeBufferPointer {
      #expect(ExceedanceProbability(of: $0, above: 2).probability == 0.25)
      #expect(ExceedanceProbability(of: $0, above: 2, orEqual: true).probability == 0.75)
    }
    let error = (0.2 * (1 - 0.2) / 99).squareRoot()
    #expect(ExceedanceProbability(qualifying: 20, of: 100).standardError == error)
  }

  /// As of the mean of zeros and ones: one of a hundred has an error of just 1 / 100.
  @Test func trialsThatAgreeAreNotSureToGoOnSo() {
    for qualifying in [0, 1, 99, 100] {
      let found = ExceedanceProbability(qualifying: qualifying, of: 100)
      #expect(abs(found.standardError - 0.01) < 1e-15)
      let one = Moments(of: (0..<100).map { $0 == 0 ? 1 : 0 })
      #expect(abs(found.standardError - one.standardError) < 1e-15)
    }
    #expect(ExceedanceProbability(qualifying: 1, of: 1).standardError.isNaN)
    let certain = SharesOfGroups(trials: 1, qualifying: 1, groups: nil, isCertain: true)
    #expect(ExceedanceProbability(certain).standardError == 0)
    let zeros = [Double](repeating: 0, count: 64)
    zeros.withUnsafeBufferPointer {
      let found = ExceedanceProbability(of: $0, above: 1, .dealt(count: 4, trials: 16))
      #expect(found.standardError == 1.0 / 64)
      let single = ExceedanceProbability(of: $0, above: 1, .dealt(count: 1, trials: 64))
      #expect(single.standardError.isNaN)
    }
  }
}

struct ExpectedShortfallTests {
  @Test(arguments: [
    (0.2, Tail.lower, 1.5), (0.2, .upper, 9.5), (0.25, .lower, 1.8), (0.25, .upper, 9.2),
    (0.05, .lower, 1), (1, .upper, 5.5),
  ]) func isTheMeanOfTheWorst(share: Double, tail: Tail, expected: Double) {
    var numbers: [Double] = [7, 1, 10, 4, 3, 9, 2, 8, 6, 5]
    let found = numbers.withUnsafeMutableBufferPointer {
      expectedShortfall(of: $0, share: share, tail: tail)
    }
    #expect(abs(found - expected) < 1e-12)
  }
}
