import Forecasting
import Formulas
import History
import Testing

/// The tables that are understood.
@Suite struct ShapeTests {
  @Test func aPeriodAndAValueMakeASeriesNamedForItsFile() throws {
    let history = try readOne("period,value\n2023-04,1\n2023-05,2.5\n2023-06,4\n")
    #expect(history.id == "town")
    #expect(history.start == (try period("2023-04")))
    #expect(history.last == (try period("2023-06")))
    #expect(
      history.series == TimeSeries(values: [1, 2.5, 4], seasonLength: 12, firstSeason: 3))
    #expect(history.unit == nil && history.label == nil)
    #expect(history.care.isEmpty)
    #expect(history.step(of: try period("2023-05")) == 1)
    #expect(history.step(of: try period("2023-07")) == nil)
    #expect(history.step(of: try period("2023-Q2")) == nil)
    #expect(history.period(at: 3).label == "2023-07")
  }

  @Test func quartersAndYearsAreRead() throws {
    let quarters = try readOne("period,value\n2022-Q4,5\n2023-Q1,6\n")
    #expect(quarters.series == TimeSeries(values: [5, 6], seasonLength: 4, firstSeason: 3))
    let years = try readOne("年份,数值\n2021年,5\n2022年,6\n")
    #expect(years.series == TimeSeries(values: [5, 6], seasonLength: 1, firstSeason: 0))
  }

  @Test(arguments: [
    "2023年1月,1\n2023年2月,2\n2023年3月,3\n", "2023/1,1\n2023/2,2\n2023/3,3\n",
    "202301,1\n202302,2\n202303,3\n", "2023-01-31,1\n2023-02-28,2\n2023-03-31,3\n",
    "2023.01,1\n2023.02,2\n2023.03,3\n", "2023-01,1\n2023年2月,2\n2023-03-31,3\n",
    "2023-03,3\n2023-01,1\n2023-02,2\n", "2023年1-2月,3\n2023年1月,1\n2023年3月,3\n",
  ])
  func everySpellingOfMonthsIsTheSameSeries(_ rows: String) throws {
    let history = try readOne("时期,数值\n" + rows)
    #expect(history.start == (try period("2023-01")))
    #expect(history.series.values == [1, 2, 3])
    #expect(history.frequency == .monthly)
  }

  @Test func daysAtQuarterAndYearEndsMakeQuartersAndYears() throws {
    let quarters = try readOne("date,value\n2023-03-31,1\n2023-06-30,2\n2023-09-30,3\n")
    #expect(quarters.start == (try period("2023-Q1")) && quarters.series.count == 3)
    let years = try readOne("date,value\n2021-12-31,1\n2022-12-31,2\n")
    #expect(years.start == (try period("2021")) && years.series.count == 2)
  }

  @Test func aCoarserFrequencyCanBeAskedFor() throws {
    let history = try readOne("period,value\n2023-03,1\n2023-06,2\n") { $0.frequency = .quarterly }
    #expect(history.start == (try period("2023-Q1")) && history.series.values == [1, 2])
  }

  @Test func yearAndMonthMayStandInTwoColumns() throws {
    let history = try readOne("年,月,金额\n2022,11,1\n2022,12,2\n2023,1,3\n")
    #expect(history.start == (try period("2022-11")) && history.series.values == [1, 2, 3])
    let quarters = try readOne("year,quarter,value\n2022,4,1\n2023,1,2\n")
    #expect(quarters.start == (try period("2022-Q4")) && quarters.series.values == [1, 2])
  }

  @Test func aWideTableHasASeriesInEachColumn() throws {
    let result = read(
      "period,增值税（万元）,visits(人次),source\n2023-01,5,100,x\n2023-02,6,,x\n2023-03,7,120,x\n")
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.map(\.id) == ["增值税", "visits"])
    #expect(result.histories[0].unit?.symbol == "万元")
    #expect(result.histories[1].unit?.symbol == "人次")
    #expect(result.histories[0].series.values == [5, 6, 7])
    #expect(result.histories[1].series.values[1].isNaN)
    #expect(result.histories[1].care.steps.map(\.kind) == [.missing])
  }

  @Test func columnsOfValuesCanBeChosen() throws {
    let text = "period,a,b,c\n2023-01,1,2,x\n2023-02,3,4,y\n"
    let one = try readOne(text) { $0.valueColumns = ["b"] }
    #expect(one.id == "town" && one.series.values == [2, 4])
    let two = read(text) { $0.valueColumns = ["b", "a"] }
    #expect(two.histories.map(\.id) == ["b", "a"] && two.diagnostics.isEmpty)
    let named = try readOne(text) {
      $0.valueColumns = ["a"]
      $0.name = "total"
    }
    #expect(named.id == "total" && named.series.values == [1, 3])
  }

  @Test func aLongTableNamesItsSeriesInAColumn() throws {
    let result = read(
      """
      series,period,value,unit,label
      vat,2023-01,5,万元,增值税
      vat,2023-02,6,万元,增值税
      hotels,2023-Q1,7,,
      vat,2023-03,7,万元,增值税
      hotels,2023-Q2,8,,
      """)
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.map(\.id) == ["vat", "hotels"])
    #expect(result.histories.map(\.frequency) == [.monthly, .quarterly])
    #expect(result.histories[0].label == "增值税")
    #expect(result.histories[0].unit?.symbol == "万元")
    #expect(result.histories[1].series.values == [7, 8])
  }

  @Test func severalColumnsTogetherCanNameASeries() throws {
    let result = read(
      "period,kind,level,amount\n2023-01,vat,total,2\n2023-01,vat,local,1\n2023-02,vat,total,4\n"
    ) { $0.seriesColumns = ["kind", "level"] }
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.map(\.id) == ["vat.total", "vat.local"])
    #expect(result.histories[0].series.values == [2, 4])
  }

  @Test func theTourismCompetitionsTableIsRead() throws {
    let result = read(
      """
      series,frequency,startYear,startPeriod,index,value
      m1,12,1979,3,1,1149.87
      m1,12,1979,3,2,1053.8002
      q1,4,1980,2,1,5
      q1,4,1980,2,2,6
      y1,1,1975,1,1,25092.2284
      y1,1,1975,1,2,24271.5134
      """)
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.map(\.start.label) == ["1979-03", "1980-Q2", "1975"])
    #expect(result.histories[0].series.values == [1149.87, 1053.8002])
    #expect(result.histories[1].series.firstSeason == 1)
  }

  @Test func ofAFileWithSeveralFrequenciesTheWishedOneIsRead() {
    let text = """
      series,frequency,startYear,startPeriod,index,value
      m1,12,1979,3,1,1149.87
      q1,4,1980,2,1,5
      q1,4,1980,2,2,6
      """
    let quarters = read(text) { $0.frequency = .quarterly }
    #expect(quarters.diagnostics.isEmpty)
    #expect(quarters.histories.map(\.id) == ["q1"])
    let years = read(text) { $0.frequency = .yearly }
    #expect(years.histories.isEmpty && years.diagnostics.count == 1)
  }

  @Test func decimalYearsOfRAreMonthsQuartersOrYears() throws {
    let months = try readOne(
      "rownames,time,value\n1,1949,112\n2,1949.08333333333,118\n3,1949.16666666667,132\n")
    #expect(months.start == (try period("1949-01")) && months.series.values == [112, 118, 132])
    let quarters = try readOne(
      "rownames,time,value\n1,1960.25,1\n2,1960.5,2\n3,1960.75,3\n4,1961,4")
    #expect(quarters.start == (try period("1960-Q2")) && quarters.series.count == 4)
    let years = try readOne("rownames,time,value\n1,1871,1120\n2,1872,1160\n")
    #expect(years.start == (try period("1871")) && years.frequency == .yearly)
  }

  @Test func aTableWithoutTimeFollowsOnFromAStart() throws {
    let result = read("rownames,Japan,NZ\n1,14.763,49.14\n2,9.321,87.467\n") {
      $0.start = Period(label: "1981-Q1")
    }
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.map(\.id) == ["Japan", "NZ"])
    #expect(result.histories[1].start.label == "1981-Q1")
    #expect(result.histories[1].series.values == [49.14, 87.467])
  }

  @Test func unitsInCellsAreBroughtToTheFirst() throws {
    let history = try readOne("period,value\n2023-01,5000万元\n2023-02,0.6亿元\n2023-03,0\n")
    #expect(history.unit?.symbol == "万元")
    #expect(history.series.values == [5000, 6000, 0])
  }

  @Test func bracketsThatHoldNoUnitBelongToTheName() throws {
    let history = try readOne("period,增值税(含免抵调)\n2023-01,5\n2023-02,6\n")
    #expect(history.id == "增值税(含免抵调)" && history.unit == nil)
  }

  @Test func emptyRowsAndEmptyEndsAreLeftOut() throws {
    let history = try readOne(
      "period,value\n2022-12,\n2023-01,5\n2023-02,NA\n2023-03,7\n2023-04,\n,\n,\n")
    #expect(history.start == (try period("2023-01")) && history.series.count == 3)
    #expect(history.series.values[1].isNaN)
    #expect(history.care.steps.map(\.kind) == [.trim, .missing])
    #expect(history.care.lines(in: .en)[1] == "periods without a value: 2023-02")
    #expect(history.care.lines(in: .zh)[1] == "缺测时段：2023-02")
  }

  @Test func sumsToTheEndsOfQuartersMakeQuarters() throws {
    let history = try readOne(
      "时期,值\n2022年1-3月,10\n2022年1-6月,30\n2022年1-9月,60\n2022年1-12月,100\n2023年1-3月,11\n")
    #expect(history.start == (try period("2022-Q1")))
    #expect(history.series.values == [10, 20, 30, 40, 11])
  }
}
