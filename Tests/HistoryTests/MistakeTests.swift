import Formulas
import History
import SourceText
import Testing

/// Every mistake is told with its place, and all of a file at once.
@Suite struct MistakeTests {
  @Test func aMissingPeriodIsToldAtTheRowAfterIt() {
    #expect(
      mistakes("period,value\n2023-01,1\n2023-02,2\n2023-05,3\n")
        == ["town.csv:4:9 [missing-period] 2023-03 to 2023-04 are missing in 'town'"])
    let single = read("period,value\n2023-01,1\n2023-03,3\n2023-04,3\n").diagnostics
    #expect(single.map(told) == ["town.csv:3:9 [missing-period] 2023-02 is missing in 'town'"])
    #expect(single[0].suggestion?.en.contains("ask for gaps") == true)
  }

  @Test func gapsAreMissingValuesWhenAskedFor() throws {
    let history = try readOne("period,value\n2023-01,1\n2023-04,3\n") { $0.gaps = .missing }
    #expect(history.series.count == 4)
    #expect(history.series.values[1].isNaN && history.series.values[2].isNaN)
    #expect(history.care.lines(in: .en) == ["periods without a value: 2023-02…2023-03"])
  }

  @Test func monthsThreeApartSuggestQuarters() {
    let found = read("period,value\n2023-03,1\n2023-06,2\n2023-12,3\n").diagnostics
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.suggestion?.en == "say that the frequency is quarterly" })
  }

  @Test func rowsCenturiesApartAreRefusedEvenWithGaps() {
    #expect(
      mistakes("period,value\n1023-01,1\n2023-04,3\n") { $0.gaps = .missing }
        == ["town.csv:3:9 [missing-period] 1023-02 to 2023-03 are missing in 'town'"])
  }

  @Test func aPeriodGivenTwiceIsTold() {
    let found = read("period,value\n2023-01,1\n2023-02,2\n2023-01,3\n").diagnostics
    #expect(found.map(told) == ["town.csv:4:9 [duplicate-period] 'town' gives 2023-01 twice"])
    #expect(found[0].found?.en == "1 in row 1 of the values, 3 in row 3")
  }

  @Test func severalDaysOfAMonthAreDuplicates() {
    #expect(
      mistakes("date,value\n2023-01-01,1\n2023-01-02,3\n")
        == ["town.csv:3:12 [duplicate-period] 'town' gives 2023-01 twice"])
  }

  @Test func aYearAmongMonthsIsTold() {
    let text = "period,value\n2023-01,1\n2023-02,2\n2023,30\n2023-03,3\n"
    #expect(mistakes(text) == ["town.csv:4:6 [mixed-frequencies] a year stands among months"])
    #expect(
      mistakes("period,value\n2023-Q1,1\n2023-02,2\n2023-Q2,30\n")
        == ["town.csv:3:9 [mixed-frequencies] a month stands among quarters"])
    #expect(
      mistakes("period,value\n2021,1\n2022,2\n") { $0.frequency = .monthly }
        == ["town.csv:2:6 [mixed-frequencies] the rows are yearly"])
  }

  @Test func aSingleMonthAmongTotalsIsTold() {
    #expect(
      mistakes("时期,值\n2023年1月,1\n2023年1-3月,6\n2023年4月,2\n")
        == [
          "town.csv:4:9 [mixed-frequencies] 2023-04 stands alone among totals since January"
        ])
  }

  @Test func textInPlaceOfANumberIsTold() {
    let found = read("period,value\n2023-01,many\n2023-02,2\n2023-03,\"12,34\"\n").diagnostics
    #expect(
      found.map(told) == [
        "town.csv:2:9 [invalid-value] this is no number",
        "town.csv:4:9 [invalid-value] the commas do not part thousands",
      ])
    #expect(found[0].found?.en == "'many'")
    #expect(
      mistakes("period,value\n2023-01,1e999\n")
        == ["town.csv:2:9 [number-overflow] the number is beyond the range of numbers"])
  }

  @Test func textInPlaceOfAPeriodIsTold() {
    let found = read("period,value\n2023-13,1\n合计,2\n,3\n").diagnostics
    #expect(
      found.map(told) == [
        "town.csv:2:1 [invalid-value] this is no period",
        "town.csv:3:1 [invalid-value] this is no period",
        "town.csv:4:1 [invalid-value] the row has no period",
      ])
    #expect(found[1].suggestion?.en == "remove rows that are sums of others")
  }

  @Test func monthsAsNumbersAreToldToBeAmbiguous() {
    let found = read("period,value\n2023.1,1\n2023.2,2\n2023.3,2\n").diagnostics
    #expect(found.count == 1 && found[0].code == .invalidValue)
    #expect(
      found[0].suggestion?.en
        == "write months as 2023-01: as a number, 2023.1 is January and October")
  }

  @Test func anUnknownColumnBesideValuesIsTold() {
    let found = read("period,value,nte,level\n2023-01,1,x,y\n").diagnostics
    #expect(
      found.map(told) == [
        "town.csv:1:14 [unknown-column] 'nte' is no column of a history",
        "town.csv:1:18 [unknown-column] 'level' is no column of a history",
      ])
    #expect(found[0].suggestion?.en == "did you mean 'note'?")
    #expect(
      found[1].suggestion?.en
        == "remove it, or name it as a column of values or of names of series")
  }

  @Test func columnsThatAreAskedForMustExist() {
    let found = read("period,vat\n2023-01,1\n") { $0.valueColumns = ["vta"] }.diagnostics
    #expect(found.map(told) == ["town.csv:1:1 [invalid-value] the file has no column 'vta'"])
    #expect(found[0].suggestion?.en == "did you mean 'vat'?")
    #expect(
      mistakes("when,value\n2023-01,1\n")
        == ["town.csv:1:1 [invalid-value] no column says when the values were"])
    #expect(
      mistakes("period,note\n2023-01,x\n")
        == ["town.csv:1:1 [invalid-value] the file has no column of values"])
    #expect(
      mistakes("series,period,a,b\nx,2023-01,1,2\n")
        == ["town.csv:1:15 [invalid-value] several columns could hold the values"])
  }

  @Test func emptyFilesAreTold() {
    #expect(mistakes("") == ["town.csv:1:1 [empty-file] the file has no header row"])
    #expect(
      mistakes("period,value\n")
        == ["town.csv:1:1 [empty-file] the file has a header and no rows"])
    #expect(
      mistakes("period,value\n2023-01,\n2023-02,NA\n")
        == ["town.csv:2:9 [invalid-value] 'town' has no values"])
  }

  @Test func gbkIsToldAsElsewhere() {
    // 年份,值 in GBK.
    let bytes: [UInt8] = [0xC4, 0xEA, 0xB7, 0xDD, 0x2C, 0xD6, 0xB5, 0x0A]
    let found = readHistory(SourceFile(name: "town.csv", bytes: bytes)).diagnostics
    #expect(found.map(\.code) == [.invalidUTF8])
    #expect(found[0].suggestion?.en.contains("GBK") == true)
  }

  @Test func unitsMustAgree() {
    #expect(
      mistakes("period,value\n2023-01,5万元\n2023-02,6人次\n")
        == ["town.csv:3:9 [unit-mismatch] the value has another unit than the series"])
    #expect(
      mistakes("period,value\n2023-01,5万元\n2023-02,6\n")
        == ["town.csv:3:9 [unit-mismatch] the value has no unit, others of the series have one"])
    #expect(
      mistakes("period,value\n2023-01,5\n2023-02,6万元\n")
        == ["town.csv:3:9 [unit-mismatch] the value has a unit, others of the series have none"])
    #expect(
      read("period,value\n2023-01,5 furlongs\n").diagnostics.map(\.code) == [.unknownUnit])
  }

  @Test func numbersOfTheCompetitionsTableAreChecked() {
    let header = "series,frequency,startYear,startPeriod,index,value\n"
    #expect(
      mistakes(header + "a,7,1979,1,1,5\nb,4,1979,5,1,5\nc,12,1979,1,0,5\nd,1,9998,1,2,5\n")
        == [
          "town.csv:2:3 [invalid-value] this is no frequency",
          "town.csv:3:10 [invalid-value] this is not a number from 1 to 4",
          "town.csv:4:13 [invalid-value] this is not a number from 1 on",
          "town.csv:5:12 [invalid-value] the row lies after the year 9998",
        ])
  }

  @Test func aSeriesWithoutMistakesIsReadBesideOneWithSome() {
    let result = read("period,a,b\n2023-01,1,x\n2023-02,2,4\n")
    #expect(result.histories.map(\.id) == ["a"])
    #expect(result.diagnostics.map(told) == ["town.csv:2:11 [invalid-value] this is no number"])
  }

  @Test func readingStopsAfterAHundredMistakes() {
    let rows = (0..<500).map { "\(1500 + $0),x\n" }.joined()
    let found = mistakes("period,value\n" + rows)
    #expect(found.count == 101)
    #expect(found[100].contains("reading stops after 100 mistakes"))
  }

  @Test func sumsBeyondTheRangeOfNumbersAreTold() {
    #expect(
      mistakes("period,value\n2023-01,-1e308\n2023-02,1e308\n") { $0.totals = .cumulative }
        == [
          "town.csv:2:9 [number-overflow] the values of 'town' are beyond the range of numbers"
        ])
    #expect(
      read("period,value\n2023-01,5元\n2023-02,1e305亿元\n").diagnostics.map(told)
        == ["town.csv:3:9 [number-overflow] the value is beyond the range of numbers in 元"])
    #expect(
      mistakes("value\n1\n2\n") { $0.start = Period(label: "9998-12") }
        == ["town.csv:3:1 [invalid-value] the row lies outside of the years 1 to 9998"])
  }

  @Test func aDefinitionThatIsNotThereIsTold() {
    #expect(
      mistakes("period,value,definition\n2023-01,5,reported\n") { $0.definition = "recurring" }
        == ["town.csv:2:9 [unknown-name] 'town' has no definition 'recurring'"])
  }

  @Test func aWrongKnownDateIsTold() {
    #expect(
      mistakes("period,value,known\n2023-01,5,soon\n")
        == ["town.csv:2:11 [invalid-value] this is no day"])
  }
}
