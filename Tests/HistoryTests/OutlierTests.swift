import Formulas
import Testing

@testable import History

/// Values that stand out.
@Suite struct OutlierTests {
  /// A seasonal series with noise, from January on.
  private func series(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    let season = (0..<12).map { _ in 10 * generator.normal() }
    return (0..<count).map { index -> Double in
      let level = 200 + 0.5 * Double(index)
      return level + season[index % 12] + 2 * generator.normal()
    }
  }

  @Test(arguments: [36, 60, 120])
  func cleanSeriesAreSeldomFlagged(_ count: Int) {
    var generator = SeededGenerator(UInt64(count))
    let flagged = (0..<300).count { _ in
      !OutlierSearch(series(count, &generator), seasonLength: 12).indexes.isEmpty
    }
    #expect(flagged < 15, "\(flagged) of 300")
  }

  @Test(arguments: [36, 60, 120])
  func aSpikeIsFoundWithItsEffect(_ count: Int) {
    var generator = SeededGenerator(UInt64(7 * count))
    for _ in 0..<50 {
      var values = series(count, &generator)
      let index = Int.random(in: 0..<count, using: &generator)
      values[index] += 60
      let search = OutlierSearch(values, seasonLength: 12)
      #expect(search.indexes.first == index)
      #expect(abs(values[index] - search.expected[index] - 60) < 12)
    }
  }

  @Test func growingSeasonsAreJudgedByRatios() {
    var generator = SeededGenerator(5)
    var values = (0..<96).map { index -> Double in
      let season = index % 12 == 9 ? 0.5 : 0
      return exponential(3 + 0.03 * Double(index) + season + 0.03 * generator.normal())
    }
    #expect(OutlierSearch(values, seasonLength: 12).indexes.isEmpty)
    values[40] /= 2
    let search = OutlierSearch(values, seasonLength: 12)
    #expect(search.indexes == [40])
    #expect(abs(search.expected[40] / values[40] - 2) < 0.2)
  }

  @Test func theReportNamesThemAndTheValuesStay() throws {
    let rows = (0..<24).map { "\(2000 + $0),\($0 == 17 ? 500 : 100 + $0 % 3)\n" }.joined()
    let history = try readOne("period,value\n" + rows)
    #expect(history.series.values[17] == 500)
    #expect(history.care.outliers.map(\.period.label) == ["2017"])
    #expect(abs(history.care.outliers[0].effect - 399) < 2)
    #expect(
      history.care.lines(in: .en) == [
        "2017: 500 stands out from its season and its neighbours (about 100.4988, "
          + "effect +399.5012); it stays"
      ])
    let removed = try readOne("period,value\n" + rows) { $0.outliers = .removed }
    #expect(removed.series.values[17].isNaN)
    #expect(removed.care.steps.map(\.kind) == [.outlierRemoved])
  }

  @Test func aSpikeAmongEqualValuesIsFound() {
    var values = [Double](repeating: 7, count: 20)
    #expect(OutlierSearch(values, seasonLength: 1).indexes.isEmpty)
    values[11] = 8
    #expect(OutlierSearch(values, seasonLength: 1).indexes == [11])
  }

  @Test(arguments: [1, 4, 12])
  func anySeriesIsLookedAt(_ seasonLength: Int) {
    let cases: [[Double]] = [
      [], [1], [.nan], [.nan, 1], [Double](repeating: .nan, count: 40),
      [Double](repeating: 0, count: 40), (0..<40).map { $0 % 2 == 0 ? .nan : Double($0) },
      (0..<40).map { Double($0) * 1e307 }, (0..<40).map { Double($0 + 1) * 1e-300 },
      (0..<40).map { $0 == 3 ? 1e308 : $0 == 4 ? -1e308 : 0 }, (0..<9).map { Double($0 * $0) },
      (0..<40).map { $0 < 39 ? .nan : 4 },
    ]
    for values in cases {
      let search = OutlierSearch(values, seasonLength: seasonLength)
      #expect(search.distances.count == values.count && search.expected.count == values.count)
      #expect(search.distances.allSatisfy { $0.isFinite })
    }
  }

  @Test func logarithmAndExponentialAgreeWithKnownValues() {
    #expect(abs(logarithm(ofRatio: 2) - 0.693_147_180_559_945_3) < 1e-15)
    #expect(abs(logarithm(ofRatio: 10) - 2.302_585_092_994_046) < 1e-12)
    #expect(abs(logarithm(ofRatio: 1e-300) + 690.775_527_898_213_7) < 1e-9)
    #expect(logarithm(ofRatio: 1) == 0)
    #expect(abs(exponential(1) - 2.718_281_828_459_045) < 1e-13)
    #expect(exponential(-1e9) == 0 && exponential(1e9) == .infinity && exponential(.nan).isNaN)
    for ratio in stride(from: 0.01, to: 40, by: 0.37) {
      #expect(abs(exponential(logarithm(ofRatio: ratio)) / ratio - 1) < 1e-11)
    }
  }

  @Test func negativesAmongPositivesAreTold() throws {
    let rows = (1...12).map { "2023-\($0),\($0 == 6 ? -4 : 10)\n" }.joined()
    let history = try readOne("period,value\n" + rows)
    #expect(history.series.values[5] == -4)
    #expect(history.care.steps.map(\.kind).contains(.negative))
    let mostly = try readOne("period,value\n2021,-1\n2022,2\n2023,-3\n")
    #expect(mostly.care.isEmpty)
  }
}
