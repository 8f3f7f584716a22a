import Formulas
import History
import SourceText
import Testing

/// Totals since January, and amounts that are known of some periods together.
@Suite struct TotalsTests {
  /// Two years of flows, and their totals since January.
  private static let flows: [Double] = [
    50, 30, 40, 60, 45, 55, 65, 35, 45, 70, 40, 90, 55, 28, 42, 66, 47, 50, 70, 33, 48, 72, 41, 95,
  ]

  private static func cumulative(_ flows: [Double], without left: Set<Int> = []) -> String {
    var text = "period,value\n"
    var total = 0.0
    for (index, flow) in flows.enumerated() {
      total = index % 12 == 0 ? flow : total + flow
      let month = index % 12 + 1
      if left.contains(index) { continue }
      text += "\(2022 + index / 12)-\(month < 10 ? "0" : "")\(month),\(total)\n"
    }
    return text
  }

  @Test func differencesGiveBackTheFlows() throws {
    let history = try readOne(Self.cumulative(Self.flows)) { $0.totals = .cumulative }
    #expect(history.series.values == Self.flows)
    #expect(history.care.steps.map(\.kind) == [.flows])
    #expect(history.care.steps[0].periods.count == 24)
    #expect(history.estimatedSteps.isEmpty)
  }

  @Test func aSeriesThatLooksCumulativeIsTold() {
    let result = read(Self.cumulative(Self.flows))
    #expect(
      result.diagnostics.map(told)
        == ["town.csv:3:9 [running-total] 'town' looks like totals since January"])
    #expect(result.diagnostics[0].severity == .warning)
    #expect(result.histories.count == 1, "a warning keeps nothing back")
    #expect(read(Self.cumulative(Self.flows)) { $0.totals = .none }.diagnostics.isEmpty)
  }

  @Test func ordinarySeriesDoNotLookCumulative() {
    var generator = SeededGenerator(11)
    for _ in 0..<200 {
      var text = "period,value\n"
      for index in 0..<48 {
        // Rising through the year, falling at New Year, with noise: no total.
        let value = 100 + 5 * Double(index % 12) + 10 * generator.normal()
        text += "\(2019 + index / 12)-\(index % 12 + 1),\(value)\n"
      }
      #expect(read(text).diagnostics.isEmpty)
    }
    #expect(
      mistakes("period,value\n2022-01,0\n2022-02,0\n2023-01,0\n") { $0.gaps = .missing } == [])
  }

  @Test func aFallingTotalIsToldAndKept() throws {
    var flows = Self.flows
    flows[4] = -12.5
    let result = read(Self.cumulative(flows)) { $0.totals = .cumulative }
    #expect(
      result.diagnostics.map(told)
        == ["town.csv:6:9 [running-total] the total since January falls by 12.5"])
    #expect(result.diagnostics[0].severity == .warning)
    let history = try #require(result.histories.first)
    #expect(history.series.values[4] == -12.5)
    #expect(history.care.steps.map(\.kind) == [.fallingTotal, .flows, .negative])
  }

  @Test func labelsThatSumFromJanuaryNeedNoDeclaration() throws {
    let history = try readOne(
      "时期,累计值(万元)\n2023年1月,5\n2023年1-2月,9\n2023年1-3月,16\n2023年1-4月,20\n")
    #expect(history.id == "累计值")
    #expect(history.series.values == [5, 4, 7, 4])
  }

  @Test func quarterlyTotalsAreSubtracted() throws {
    let history = try readOne(
      "period,value\n2022-Q1,10\n2022-Q2,25\n2022-Q3,45\n2022-Q4,70\n2023-Q1,12\n"
    ) { $0.totals = .cumulative }
    #expect(history.series.values == [10, 15, 20, 25, 12])
  }

  @Test func aSeriesThatBeginsWithinAYearLosesItsFirstTotal() throws {
    let history = try readOne("period,value\n2022-11,110\n2022-12,125\n2023-01,9\n") {
      $0.totals = .cumulative
    }
    #expect(history.start == (try period("2022-12")))
    #expect(history.series.values == [15, 9])
  }

  @Test func aYearWithoutJanuaryIsSplitAndItsSumKept() throws {
    let history = try readOne(Self.cumulative(Self.flows, without: [12])) {
      $0.totals = .cumulative
    }
    let values = history.series.values
    #expect(history.estimatedSteps == [12, 13])
    #expect(values[12] + values[13] == Self.flows[12] + Self.flows[13])
    #expect(Array(values[..<12]) == Array(Self.flows[..<12]))
    #expect(Array(values[14...]) == Array(Self.flows[14...]))
    // January and February of 2022 had 21 and 16 working days and brought 50 and 30; in 2023 they
    // had 18 and 20 (counted from the notices).
    let january = 50.0 / 21 * 18
    let february = 30.0 / 16 * 20
    #expect(abs(values[12] - 83 * january / (january + february)) < 1e-9)
  }

  @Test func aMissingTotalJoinsItsMonthToTheNext() throws {
    let text = Self.cumulative(Self.flows).replacing("2023-10,511.0", with: "2023-10,")
    let split = try readOne(text) { $0.totals = .cumulative }
    #expect(split.estimatedSteps == [21, 22])
    #expect(split.series.values[21] + split.series.values[22] == 72 + 41)
    let kept = try readOne(text) {
      $0.totals = .cumulative
      $0.jointValues = .missing
    }
    #expect(kept.series.values[21].isNaN && kept.series.values[22].isNaN)
    #expect(kept.jointAmounts.map(\.steps) == [21..<23] && kept.jointAmounts[0].amount == 113)
    #expect(kept.estimatedSteps.isEmpty)
    #expect(kept.care.steps.map(\.kind) == [.flows, .joint])
  }

  @Test func anAbsentRowOfTotalsIsAGapUnlessItIsJanuary() {
    #expect(
      mistakes(Self.cumulative(Self.flows, without: [0, 21])) { $0.totals = .cumulative }
        == ["town.csv:22:9 [missing-period] 2023-10 is missing in 'town'"])
  }

  @Test func februaryHoldsBothMonthsWhenDeclared() throws {
    let text = "period,value\n2022-02,80\n2022-03,40\n2022-12,5\n2023-02,90\n"
    let gap = read("period,value\n2022-12,5\n2023-02,90\n").diagnostics
    #expect(gap[0].suggestion?.en == "declare that February holds both months")
    let history = try readOne(text) {
      $0.jointJanuaryFebruary = true
      $0.gaps = .missing
    }
    #expect(history.start == (try period("2022-01")))
    #expect(history.estimatedSteps == [0, 1, 12, 13])
    #expect(history.series.values[0] + history.series.values[1] == 80)
    // 21 and 16 working days, with nothing to learn from.
    #expect(abs(history.series.values[0] - 80 * 21.0 / 37) < 1e-9)
  }

  @Test func aLabelOfBothMonthsIsJointAmongMonths() throws {
    let history = try readOne("时期,值\n2022年12月,5\n2023年1-2月,38\n2023年3月,7\n")
    #expect(history.estimatedSteps == [1, 2])
    // 18 and 20 working days in January and February 2023.
    #expect(history.series.values == [5, 18, 20, 7])
    #expect(history.care.steps.map(\.kind) == [.split])
  }

  @Test func theSplitFollowsTheSpringFestival() throws {
    // 2025-01-29 leaves January with fewer working days than 2024-02-10 does.
    let history = try readOne("时期,值\n2024年1-2月,100\n2024年3月,9\n2025年1-2月,100\n") {
      $0.gaps = .missing
    }
    let values = history.series.values
    #expect(values[0] > 54 && values[12] < values[0])
  }

  @Test func aOneOffInAJointAmountIsTakenOutOfIt() throws {
    let history = try readOne("时期,值\n2022年12月,5\n2023年1-2月,138\n2023年3月,7\n") {
      $0.oneOffs = [
        OneOff(
          period: Period(.monthly, year: 2023, number: 2), amount: 100, reason: "share sale")
      ]
    }
    #expect(history.series.values == [5, 18, 20, 7])
  }
}
