import Formulas
import History
import SourceText
import Testing

/// The histories below `seeds/history`.
@Suite struct SeedHistoryTests {
  private func history(_ name: String) throws -> History {
    let result = readHistory(try repositoryFile("seeds/history/\(name).csv"))
    for diagnostic in result.diagnostics { Issue.record("\(told(diagnostic))") }
    try #require(result.histories.count == 1)
    return result.histories[0]
  }

  @Test func valueAddedTaxEndsWithTheRevenueOf2023() throws {
    let history = try history("vat")
    #expect(history.id == "vat" && history.unit?.symbol == "万元")
    #expect(history.start.label == "2019-01" && history.series.count == 60)
    let rows = try #require(readCSVTable(repositoryFile("seeds/jidong-2023-revenue.csv")))
    let amounts = rows.filter { $0[1] == "vat" && $0[2] == "total" }.compactMap { Double($0[3]) }
    #expect(Array(history.series.values[48...]) == amounts)
    #expect(history.series.values.allSatisfy { $0 > 0 })
  }

  @Test func theYearsEndWithTheSumOf2023() throws {
    let history = try history("revenue-annual")
    #expect(history.start.label == "2016" && history.series.count == 8)
    #expect(history.series.values[7] == 9044)
  }

  @Test func totalsSinceJanuaryWithoutOneBecomeMonths() throws {
    let history = try history("revenue-cumulative")
    #expect(history.start.label == "2021-01" && history.series.count == 36)
    #expect(history.estimatedSteps == [0, 1, 12, 13, 24, 25])
    let rows = try #require(readCSVTable(repositoryFile("seeds/jidong-2023-revenue.csv")))
    let months = (1...12).map { month in
      rows.filter {
        $0[0] == Period(.monthly, year: 2023, number: month).label && $0[2] == "local"
          && $0[4] != "reported"
      }.compactMap { Double($0[3]) }.reduce(0, +)
    }
    for month in 2..<12 { #expect(abs(history.series.values[24 + month] - months[month]) < 1e-9) }
    let joint = history.series.values[24] + history.series.values[25]
    #expect(abs(joint - months[0] - months[1]) < 1e-9)
  }

  @Test func visitorsComeAtTheSpringFestival() throws {
    let history = try history("visitors")
    #expect(history.unit?.symbol == "人次" && history.series.count == 60)
    let values = history.series.values
    // 2019-02-05 lies in February, 2023-01-22 in January.
    #expect(values[1] > 1.5 * values[0] && values[48] > 1.5 * values[49])
  }

  @Test func everyRowSaysThatItIsIllustrative() throws {
    for name in ["vat", "revenue-annual", "revenue-cumulative", "visitors"] {
      let rows = try #require(readCSVTable(repositoryFile("seeds/history/\(name).csv")))
      #expect(rows.allSatisfy { $0.last == "illustrative" })
    }
  }

  @Test func theRevenueOf2023CanBeReadByKindAndLevel() throws {
    var options = HistoryOptions()
    options.seriesColumns = ["kind", "level"]
    options.definition = "recurring"
    let result = readHistory(try repositoryFile("seeds/jidong-2023-revenue.csv"), options)
    #expect(result.diagnostics.isEmpty)
    #expect(result.histories.count == 22)
    #expect(result.histories.allSatisfy { $0.series.count == 12 })
  }
}
