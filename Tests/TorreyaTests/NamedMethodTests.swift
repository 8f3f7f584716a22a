import Foundation
import SeededNumbers
import Testing
import Torreya

/// Methods that know more than the numbers of one series: the calendar, what happened, and the
/// other series of the file.
@Suite("methods that know more than a series") struct NamedMethodTests {
  private func request(_ model: String, horizon: Int = 6) throws -> ForecastRequest {
    ForecastRequest(
      horizon: horizon,
      methods: [try #require(forecastMethod(named: model))])
  }

  private func seeds(_ name: String) throws -> [History] {
    let path = FitTests.repositoryFile("seeds/history/\(name).csv")
    let bytes = try #require(FileManager.default.contents(atPath: path))
    return readHistory(SourceFile(name: name, bytes: Array(bytes))).histories
  }

  /// Eight years of months in which the days before the Spring Festival bring a third more and a
  /// closed border a half less.
  private func town() throws -> History {
    var generator = SeededGenerator(12)
    let first = Period(.monthly, year: 2015, number: 1)
    let before = try windowShares(.springFestival, .before, from: first, count: 96)
    let lines = (0..<96).map { month -> String in
      let period = first.advanced(by: month)
      let isClosed = period.year == 2020 && (2...4).contains(period.number)
      var logarithm = 5 + 0.004 * Double(month) + 0.03 * Double(month * 5 % 12)
      logarithm += 0.2877 * before[month] - (isClosed ? 0.6931 : 0)
      logarithm += 0.02 * Double.random(in: -1...1, using: &generator)
      return "\(period.label),\(exponential(logarithm))"
    }
    let text = "period,value(人次)\n" + lines.joined(separator: "\n")
    return try #require(
      readHistory(SourceFile(name: "town.csv", text: text)).histories.first)
  }

  @Test("planted effects of a festival and of an intervention are found")
  func effects() throws {
    var request = try request("holidayRegression", horizon: 14)
    request.interventions = [try #require(Intervention(parsing: "closure=2020-02..2020-04"))]
    let result = forecast([try town()], request)
    let found = try #require(result.forecasts.first)
    #expect(found.method == "holidayRegression" && found.refusal == nil)
    func told(_ name: String) throws -> RegressorEffect.Told {
      try #require(found.model.effects.first { $0.name == name }?.told)
    }
    let festival = try told("springFestival.before")
    #expect(festival.low < 33.3 && 33.3 < festival.high && festival.high - festival.low < 8)
    let closure = try told("closure")
    #expect(closure.low < -50 && -50 < closure.high && closure.high - closure.low < 4)
    // The festival of 2023 began on 22 January: its weeks before lie in January, whereas those of
    // 2024 reach from the middle of January to 9 February.
    #expect(found.points[0] > 1.05 * found.points[12] / exponential(0.048))
    let table = try #require(result.tables.first { $0.fileName == "effects.csv" })
    #expect(table.wholeTable.rows.count == found.model.effects.count)
  }

  @Test("who knows the festival forecasts better than who does not")
  func better() throws {
    var request = try request("holidayRegression", horizon: 6)
    request.methods.append(try #require(forecastMethod(named: "structural")))
    request.interventions = [try #require(Intervention(parsing: "closure=2020-02..2020-04"))]
    request.origins = 6
    // No forecast from before could know of the closure.
    request.minimumTraining = 66
    let (results, tooShort) = backtest([try town()], request)
    #expect(tooShort.isEmpty)
    let test = try #require(results.first).backtest
    let errors = test.methods.map { test.scores($0).scaledError }
    #expect(test.methods.map(\.name) == ["holidayRegression", "structural", "seasonalNaive"])
    #expect(errors[0] < 0.6 * errors[1] && errors[0] < 0.5 * errors[2], "\(errors)")
  }

  @Test("a backtest with a window knows the calendar of its own months")
  func window() throws {
    var request = try request("holidayRegression", horizon: 6)
    request.origins = 3
    request.window = 48
    let (results, _) = backtest([try town()], request)
    let test = try #require(results.first).backtest
    #expect(test.scores(test.methods[0]).scaledError < 0.5, "\(test.scores(test.methods[0]))")
  }

  @Test("across time, sums know the events of their months")
  func acrossTime() throws {
    var request = try request("holidayRegression", horizon: 12)
    request.isAcrossTime = true
    request.interventions = [try #require(Intervention(parsing: "closure=2020-02..2020-04"))]
    let found = try #require(forecast([try town()], request).forecasts.first)
    #expect(found.model.name.hasSuffix("across time"))
    var alone = request
    alone.isAcrossTime = false
    let plain = try #require(forecast([try town()], alone).forecasts.first)
    // Both tell the same year, within what a year of this town is known to.
    let (sum, other) = (found.points.reduce(0, +), plain.points.reduce(0, +))
    #expect(abs(sum / other - 1) < 0.02)
  }

  @Test("the series of a file are one model, whichever order they have")
  func vectorAutoregression() throws {
    let histories = try seeds("taxes")
    let result = forecast(histories, try request("vectorAutoregression"))
    #expect(result.forecasts.count == 3)
    for forecast in result.forecasts {
      #expect(forecast.method == "vectorAutoregression" && forecast.refusal == nil)
      #expect(forecast.model.name.hasPrefix("VAR("))
      #expect(forecast.backtest?.backtest.methods[0].failures.isEmpty == true)
    }
    let series = histories.map(\.series)
    let fits = AutomaticVectorAutoregression().fit(all: series, threads: 1)
    for (fit, forecast) in zip(fits, result.forecasts) {
      #expect(try fit.get().pointForecast(horizon: 6) == forecast.points)
    }
  }

  @Test("as many workers as wished give the same bytes")
  func workers() throws {
    let histories = try seeds("taxes")
    var request = try request("vectorAutoregression")
    let tables = [1, 2, 5].map { threads in
      request.threads = threads
      return forecast(histories, request).tables.map { csv($0.wholeTable) }
    }
    #expect(tables[0] == tables[1] && tables[0] == tables[2])
  }

  @Test("yearly series lean on their sisters in the file")
  func pooled() throws {
    let rows = (0..<5).flatMap { town in
      (2016...2023).map { year in
        let growth: Double = 0.08 * Double(year - 2016) + 0.01 * Double((year * 7 + town) % 5)
        return "\(year),town\(town),\(100 * exponential(growth))"
      }
    }
    let young = ["2022,young,50", "2023,young,51"]
    let text = "period,series,value\n" + (rows + young).joined(separator: "\n")
    let histories = readHistory(SourceFile(name: "towns.csv", text: text)).histories
    let together = forecast(histories, try request("pooledGrowth", horizon: 2))
    let alone = forecast([try #require(histories.last)], try request("pooledGrowth", horizon: 2))
    let (pooled, single) = (together.forecasts[5].points[1], alone.forecasts[0].points[1])
    // Sisters grow by eight percent a year, the weak prior by less.
    #expect(pooled > single && pooled < 51 * exponential(0.18), "\(pooled) \(single)")
  }

  @Test(
    "a scenario draws what the command forecasts",
    arguments: [("holidayRegression", "visitors", "人次"), ("vectorAutoregression", "taxes", "万元")])
  func fitted(model: String, file: String, unit: String) throws {
    var request = try request(model, horizon: 12)
    request.pathCount = 8192
    let histories = try seeds(file)
    let wanted = try #require(forecast(histories, request).forecasts.last)
    let fit: [String: Any] = [
      "history": "seeds/history/\(file).csv", "model": model, "series": wanted.history.id,
    ]
    let scenario = FitTests.scenario(["x": fit], unit: unit)
    let result = try scenario.run(trials: 16_000)
    let scale = unit == "万元" ? 10_000.0 : 1
    for step in [0, 7] {
      let label = Period(.monthly, year: 2024, number: step + 1).label
      let found = quantiles(of: try result.values("x", label), at: [0.1, 0.5, 0.9])
      let told = wanted.quantiles(step: step, at: [0.1, 0.5, 0.9]).map { $0 * scale }
      for place in 0..<3 {
        #expect(abs(found[place] - told[place]) < 0.05 * (told[2] - told[0]), "\(found) \(told)")
      }
    }
  }

  @Test("interventions are refused where nothing comes of them")
  func refusals() throws {
    func diagnostics(_ model: String, _ interventions: [Any]) throws -> String {
      let fit: [String: Any] = [
        "history": "seeds/history/vat.csv", "model": model, "interventions": interventions,
      ]
      let scenario = FitTests.scenario(["x": fit])
      let (_, diagnostics) = load(try scenario.source, files: scenario.files)
      return diagnostics.map(\.message.en).joined(separator: "|")
    }
    #expect(try diagnostics("theta", ["2020-02"]) == "theta estimates no effects")
    #expect(
      try diagnostics("structural", ["soon"]) == "'soon' says no time of an intervention")
    #expect(
      try diagnostics("structural", ["2030-01.."]).contains("does not change within the history"))
    #expect(try diagnostics("structural", ["closure=2020-02..2020-04"]).isEmpty)
  }
}
