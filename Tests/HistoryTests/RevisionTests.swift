import Formulas
import History
import SourceText
import Testing

/// What was known when, one-offs, and changed definitions.
@Suite struct RevisionTests {
  private static let text = """
    period,value,known
    2023-01,10,2023-02-15
    2023-02,20,2023-03-15
    2023-01,11,2023-03-15
    2023-03,30,2023-04-15
    2023-02,19,2024-01-20
    """

  private func day(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(iso: text))
  }

  @Test func theLastRevisionCounts() throws {
    let history = try readOne(Self.text)
    #expect(history.series.values == [11, 19, 30])
    #expect(history.revisions.map(\.value) == [10, 20])
    #expect(history.revisions.map(\.period.label) == ["2023-01", "2023-02"])
    #expect(history.revisions[0].known == (try day("2023-02-15")))
    #expect(history.care.steps.map(\.kind) == [.revision, .revision])
    #expect(
      history.care.lines(in: .en)[0]
        == "2023-01: 10, known on 2023-02-15, was revised to 11")
  }

  @Test func whatWasKnownOnADayLeavesLaterRowsOut() throws {
    let history = try readOne(Self.text)
    #expect(history.series(knownOn: try day("2023-02-14")) == nil)
    #expect(history.series(knownOn: try day("2023-02-15"))?.values == [10])
    #expect(history.series(knownOn: try day("2023-03-15"))?.values == [11, 20])
    #expect(history.series(knownOn: try day("2023-12-31"))?.values == [11, 20, 30])
    #expect(history.series(knownOn: try day("2024-01-20"))?.values == [11, 19, 30])
    let known = try #require(history.known(on: day("2023-03-15")))
    #expect(known.revisions.count == 1)
  }

  @Test func withoutDatesAPeriodIsKnownAfterItsEndAndTheDelay() throws {
    let history = try readOne("period,value\n2023-01,1\n2023-02,2\n") { $0.publicationDelay = 10 }
    #expect(history.series(knownOn: try day("2023-02-09")) == nil)
    #expect(history.series(knownOn: try day("2023-02-10"))?.values == [1])
    #expect(history.series(knownOn: try day("2023-03-10"))?.values == [1, 2])
  }

  @Test func careIsTakenAnewWithWhatWasKnown() throws {
    // The total of February was revised; the flow of March with it.
    let history = try readOne(
      """
      period,value,known
      2023-01,10,2023-02-10
      2023-02,30,2023-03-10
      2023-03,60,2023-04-10
      2023-02,25,2023-05-01
      """
    ) { $0.totals = .cumulative }
    #expect(history.series.values == [10, 15, 35])
    #expect(history.series(knownOn: try day("2023-04-10"))?.values == [10, 20, 30])
  }

  @Test func aGapInWhatWasKnownIsAMissingValue() throws {
    let history = try readOne(
      "period,value,known\n2023-01,1,2023-02-01\n2023-02,2,2023-06-01\n2023-03,3,2023-04-01\n")
    let values = try #require(history.series(knownOn: day("2023-04-30"))).values
    #expect(values.count == 3 && values[1].isNaN)
  }

  @Test func twoValuesOfOneDayAreADuplicate() {
    #expect(
      mistakes("period,value,known\n2023-01,1,2023-02-01\n2023-01,2,2023-02-01\n")
        == ["town.csv:3:9 [duplicate-period] 'town' gives 2023-01 twice"])
  }

  @Test func oneOffsAreTakenOutAndRecorded() throws {
    let history = try readOne("period,value\n2023-09,100\n2023-10,520\n2023-11,110\n") {
      $0.oneOffs = [
        OneOff(
          period: Period(.monthly, year: 2023, number: 10), amount: 420, reason: "share sale")
      ]
    }
    #expect(history.series.values == [100, 100, 110])
    #expect(
      history.care.lines(in: .en) == ["2023-10: a one-off of 420 is taken out: share sale"])
    #expect(history.care.steps[0].before == 520 && history.care.steps[0].after == 100)
  }

  @Test func oneOffsAreReadFromAList() throws {
    let list = readOneOffs(
      SourceFile(
        name: "oneoffs.csv",
        text: "series,period,amount,reason\nincome,2023-10,\"1,420\",share sale\n,2023年9月,5,\n"))
    #expect(list.diagnostics.isEmpty)
    #expect(list.oneOffs.map(\.series) == ["income", nil])
    #expect(list.oneOffs.map(\.period.label) == ["2023-10", "2023-09"])
    #expect(list.oneOffs.map(\.amount) == [1420, 5])
    #expect(list.oneOffs.map(\.reason) == ["share sale", ""])
    let wrong = readOneOffs(
      SourceFile(name: "oneoffs.csv", text: "period,amount\nsoon,5\n2023-01,much\n"))
    #expect(
      wrong.diagnostics.map(told) == [
        "oneoffs.csv:2:1 [invalid-value] this is no period",
        "oneoffs.csv:3:9 [invalid-value] this is no number",
      ])
    let none = readOneOffs(SourceFile(name: "oneoffs.csv", text: "month,size\n2023-01,5\n"))
    #expect(none.diagnostics.count == 1 && none.oneOffs.isEmpty)
  }

  @Test func aOneOffOutsideOfTheHistoryIsTold() {
    func oneOff(_ series: String?, _ label: String) -> OneOff {
      OneOff(series: series, period: Period(label: label)!, amount: 1, reason: "r")
    }
    let text = "period,a,b\n2023-01,1,2\n2023-02,1,2\n"
    #expect(
      mistakes(text) { $0.oneOffs = [oneOff("a", "2023-04"), oneOff("b", "2023-Q1")] } == [
        "town.csv:2:9 [invalid-value] 'a' has no value in 2023-04 to take a one-off out of",
        "town.csv:2:11 [invalid-value] 'b' has no value in 2023-Q1 to take a one-off out of",
      ])
    #expect(
      mistakes(text) { $0.oneOffs = [oneOff("c", "2023-01")] }
        == ["town.csv:1:1 [unknown-name] 'c' is no series of the history"])
    #expect(
      mistakes(text) { $0.oneOffs = [oneOff(nil, "2023-01")] }
        == [
          "town.csv:1:1 [unknown-name] the one-off names no series, and the history has several"
        ])
  }

  @Test func anOverlapLinksTwoDefinitions() throws {
    let history = try readOne(
      """
      period,value,definition
      2019,100,old
      2020,110,old
      2021,120,old
      2020,121,new
      2021,132,new
      2022,140,new
      """)
    #expect(history.start.label == "2019")
    // 253 / 230 = 1.1.
    #expect(abs(history.series.values[0] - 110) < 1e-9)
    #expect(Array(history.series.values[1...]) == [121, 132, 140])
    #expect(history.care.steps.map(\.kind) == [.link])
    #expect(abs(try #require(history.care.steps[0].after) - 1.1) < 1e-12)
    #expect(history.levelShifts.isEmpty)
  }

  @Test func definitionsWithoutOverlapGiveALevelShift() throws {
    let history = try readOne(
      "period,value,definition\n2019,100,old\n2020,110,old\n2021,60,new\n2022,66,new\n")
    #expect(history.series.values == [100, 110, 60, 66])
    #expect(history.levelShifts == [LevelShift(step: 2, definition: "new")])
    let regressors = history.levelShiftRegressors(count: 6)
    #expect(regressors.names == ["levelShift.new"])
    #expect(regressors.columns == [[0, 0, 1, 1, 1, 1]])
  }

  @Test func threeDefinitionsAreChained() throws {
    let history = try readOne(
      """
      period,value,definition
      2018,1,a
      2019,1,a
      2019,2,b
      2020,2,b
      2020,6,c
      2021,7,c
      """)
    #expect(history.series.values == [6, 6, 6, 7])
    #expect(history.care.steps.map(\.kind) == [.link, .link])
  }

  @Test func definitionsOfTheSamePeriodsNeedAChoice() throws {
    let text = """
      period,value,definition
      2023-09,1,
      2023-10,2,recurring
      2023-10,5,reported
      2023-11,3,
      """
    let found = read(text).diagnostics
    #expect(found.map(\.code) == [.duplicatePeriod])
    #expect(found[0].suggestion?.en == "say which definition counts")
    let history = try readOne(text) { $0.definition = "reported" }
    #expect(history.series.values == [1, 5, 3])
  }
}
