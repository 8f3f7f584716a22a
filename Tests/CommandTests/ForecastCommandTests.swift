import Foundation
import Testing

/// The rows of a CSV file without quotes, by the names of its columns.
private func rows(_ text: String?) -> [[String: String]] {
  let lines = (text ?? "").split(separator: "\n").map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  guard let header = lines.first else { return [] }
  return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}

private func number(_ row: [String: String], _ column: String) -> Double {
  row[column].flatMap(Double.init) ?? .nan
}

/// Sixty months with a trend, a season and a little noise that is the same everywhere.
private let months: [Double] = (0..<60).map { month in
  let season = [12.0, -8, -5, 9, -6, -4, 10, -5, -3, 11, -4, -7][month % 12]
  return 100 + 0.8 * Double(month) + season + Double((month * 37) % 11) - 5
}

private func history(_ values: [Double] = months) -> String {
  "period,value\n"
    + values.enumerated().map { month, value in
      let number = month % 12 + 1
      return "\(2019 + month / 12)-\(number < 10 ? "0" : "")\(number),\(value)\n"
    }.joined()
}

@Suite("torreya forecast, backtest and score")
struct ForecastCommandTests {
  @Test("the files have the columns that were promised, and quantiles in order")
  func forecasts() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    let result = try folder.torreya(
      "forecast", "town.csv", "--horizon", "12", "--model", "ets", "--language", "en")
    #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
    #expect(
      folder.text("results/forecasts.csv")?
        .hasPrefix("series,step,mean,p025,p10,p25,p50,p75,p90,p975,") == true)
    let found = rows(folder.text("results/forecasts.csv"))
    #expect(found.count == 12)
    #expect(found.map { $0["period"] }.first == "2024-01")
    for row in found {
      #expect(row["series"] == "town")
      let quantiles = ["p025", "p10", "p25", "p50", "p75", "p90", "p975"].map { number(row, $0) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 < $1 })
      #expect(number(row, "p10") < number(row, "mean"))
    }
    // The trend and the season go on: January 2024 without noise is 160.
    #expect(abs(number(found[0], "mean") - 160) < 8)
    let year = rows(folder.text("results/forecast-years.csv"))
    #expect(year.map { $0["year"] } == ["2024"])
    let sum = found.reduce(0) { $0 + number($1, "mean") }
    // Of the paths' mean and of the points.
    #expect(abs(number(year[0], "mean") - sum) < 0.01 * sum)
    #expect(result.output.contains("Model: ETS("))
    #expect(result.output.contains("interval held"))
  }

  @Test("the same seed gives the same bytes, whatever the workers")
  func workers() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    for threads in ["1", "2"] {
      try folder.torreya(
        "forecast", "town.csv", "--horizon", "6", "--threads", threads, "--output", threads,
        "--model", "theta")
    }
    for name in folder.names("1") {
      #expect(folder.bytes("1/" + name) == folder.bytes("2/" + name))
    }
    #expect(folder.names("1").contains("backtest.csv"))
    try folder.torreya(
      "forecast", "town.csv", "--horizon", "6", "--seed", "2", "--output", "3", "--model",
      "theta")
    #expect(folder.bytes("3/forecasts.csv") != folder.bytes("1/forecasts.csv"))
  }

  @Test("what is not known on the information date does not show")
  func knownOn() throws {
    let folder = try CommandFolder()
    try folder.write("whole.csv", history())
    try folder.write("then.csv", history(Array(months[..<42])))
    for (name, more) in [("whole", ["--known-on", "2022-06-30"]), ("then", [])] {
      let result = try folder.shell(
        (["torreya forecast - --horizon 5 --quiet --output", name] + more)
          .joined(separator: " ") + " < \(name).csv")
      #expect(result.status == 0)
    }
    #expect(folder.bytes("whole/forecasts.csv") == folder.bytes("then/forecasts.csv"))
    #expect(rows(folder.text("whole/models.csv"))[0]["informationDate"] == "2022-06-30")
  }

  @Test("a short history is forecast by a simpler method, and the result says so")
  func short() throws {
    let folder = try CommandFolder()
    try folder.write("short.csv", "period,value\n2023,6\n")
    let result = try folder.torreya(
      "forecast", "short.csv", "--horizon", "2", "--model", "ets", "--language", "en")
    #expect(result.status == 0)
    let model = rows(folder.text("results/models.csv"))[0]
    #expect(model["method"] != "ets")
    #expect(model["refusal"]?.isEmpty == false)
    #expect(result.output.contains("cannot be used"))
    #expect(rows(folder.text("results/forecasts.csv")).count == 2)
  }

  @Test("mistakes have a status each")
  func mistakes() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    try folder.write("broken.csv", "period,value\n2022-01,5\n2022-02,x\n")
    let typo = try folder.torreya("forecast", "town.csv", "--horizon", "2", "--model", "etss")
    #expect(typo.status == 64)
    #expect(typo.messages.contains("Did you mean 'ets'?"))
    #expect(try folder.torreya("forecast", "town.csv", "--horizon", "0").status == 64)
    let broken = try folder.torreya("forecast", "broken.csv", "--horizon", "2")
    #expect(broken.status == 65)
    #expect(broken.messages.contains("broken.csv:3:9"))
    #expect(try folder.torreya("forecast", "none.csv", "--horizon", "2").status == 66)
    #expect(try folder.torreya("score", "--register", "none", "--actuals", "town.csv").status == 66)
    let few = try folder.torreya(
      "forecast", "town.csv", "--horizon", "2", "--frequency", "4", "--language", "en")
    #expect(few.status == 65)
  }

  @Test("the scores of a backtest are those of its forecasts")
  func backtest() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    let result = try folder.torreya(
      "backtest", "town.csv", "--horizon", "6", "--models", "naive,theta", "--origins", "4",
      "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    let scores = rows(folder.text("results/backtest/backtest.csv"))
    #expect(scores.map { $0["method"] } == ["naive", "theta", "seasonalNaive"])
    let forecasts = rows(folder.text("results/backtest/backtest-forecasts.csv"))
    #expect(forecasts.count == 3 * 4 * 6)
    for row in scores {
      let own = forecasts.filter { $0["method"] == row["method"] }
      var errors = 0.0
      for forecast in own {
        let origin = (forecast["origin"] ?? "").split(separator: "-").compactMap { Int($0) }
        let known = months[..<((origin[0] - 2019) * 12 + origin[1])]
        let scale =
          (12..<known.count).reduce(0) { $0 + abs(known[$1] - known[$1 - 12]) }
          / Double(known.count - 12)
        errors += abs(number(forecast, "actual") - number(forecast, "point")) / scale
      }
      #expect(abs(number(row, "mase") - errors / Double(own.count)) < 1e-9)
      let held = own.count {
        number($0, "p10") <= number($0, "actual") && number($0, "actual") <= number($0, "p90")
      }
      #expect(abs(number(row, "coverage80") - Double(held) / Double(own.count)) < 1e-12)
    }
    #expect(number(scores[2], "skill") == 0)
    let steps = rows(folder.text("results/backtest/backtest-steps.csv"))
    #expect(steps.count == 3 * 6)
    let parts = rows(folder.text("results/backtest/pit.csv")).filter { $0["method"] == "theta" }
    #expect(parts.reduce(0) { $0 + number($1, "count") } == 24)
    #expect(result.output.contains("verdict"))
    let chinese = try folder.torreya(
      "backtest", "town.csv", "--horizon", "6", "--models", "theta", "--language", "zh")
    #expect(chinese.output.contains("起点"))
  }

  @Test("several series are pooled behind their own rows")
  func pooled() throws {
    let folder = try CommandFolder()
    let lines = history().split(separator: "\n").dropFirst()
    let other = lines.map { "b,\($0)" }
    try folder.write(
      "towns.csv",
      "series,period,value\n" + (lines.map { "a,\($0)" } + other).joined(separator: "\n") + "\n")
    let result = try folder.torreya(
      "backtest", "towns.csv", "--horizon", "3", "--models", "theta", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    let scores = rows(folder.text("results/backtest/backtest.csv"))
    #expect(scores.map { $0["series"] } == ["a", "a", "b", "b", "all", "all"])
    #expect(abs(number(scores[4], "mase") - number(scores[0], "mase")) < 1e-12)
    #expect(result.output.hasPrefix("All 2 series"))
  }

  @Test("a register keeps every forecast, and replaces none")
  func register() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    func keep(_ seed: String) throws {
      let result = try folder.torreya(
        "forecast", "town.csv", "--horizon", "6", "--known-on", "2023-06-30", "--model", "theta",
        "--register", "kept", "--seed", seed, "--quiet")
      #expect(result.status == 0, "\(result.messages)")
    }
    try keep("1")
    #expect(folder.names("kept/town") == ["2023-06-30-theta.csv"])
    let first = folder.bytes("kept/town/2023-06-30-theta.csv")
    try keep("1")
    #expect(folder.names("kept/town") == ["2023-06-30-theta.csv"])
    try keep("2")
    #expect(folder.names("kept/town") == ["2023-06-30-theta-2.csv", "2023-06-30-theta.csv"])
    #expect(folder.bytes("kept/town/2023-06-30-theta.csv") == first)
  }

  @Test("registered forecasts are compared with what came")
  func score() throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    for day in ["2023-06-30", "2023-09-30"] {
      try folder.torreya(
        "forecast", "town.csv", "--horizon", "6", "--known-on", day, "--model", "theta",
        "--register", "kept", "--quiet")
    }
    let result = try folder.torreya(
      "score", "--register", "kept", "--actuals", "town.csv", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    let row = rows(folder.text("results/score/scores.csv"))[0]
    #expect(row["registered"] == "2" && row["forecasts"] == "9" && row["pending"] == "3")
    let scored = rows(folder.text("results/score/scored-forecasts.csv"))
    #expect(scored.count == 12)
    let come = scored.filter { $0["actual"] != "" }
    let errors = come.map { abs(number($0, "actual") - number($0, "mean")) }.reduce(0, +)
    let scales = [54, 57].map { count -> Double in
      let steps = (12..<count).map { abs(months[$0] - months[$0 - 12]) }
      return steps.reduce(0, +) / Double(count - 12)
    }
    let scaled = come.reduce(0.0) { sum, row in
      let scale = scales[row["informationDate"] == "2023-06-30" ? 0 : 1]
      return sum + abs(number(row, "actual") - number(row, "mean")) / scale
    }
    #expect(errors > 0)
    #expect(abs(number(row, "mase") - scaled / 9) < 1e-9)
    let held = come.count { $0["within80"] == "1" }
    #expect(abs(number(row, "coverage80") - Double(held) / 9) < 1e-12)
    #expect(result.output.contains("2 registered"))
    try folder.write("kept/town/2023-12-31-ets.csv", "series,step\ntown,1\n")
    let broken = try folder.torreya("score", "--register", "kept", "--actuals", "town.csv")
    #expect(broken.status == 65)
    #expect(broken.messages.contains("no column"))
  }

  @Test("a festival and an intervention are told, in the file and on the terminal")
  func effects() throws {
    let folder = try CommandFolder()
    var values = months
    for month in 36..<60 { values[month] += 40 }
    try folder.write("town.csv", history(values))
    let result = try folder.torreya(
      "forecast", "town.csv", "--model", "structural", "--intervention", "road=2022-01..",
      "--horizon", "3", "--language", "en")
    #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
    let found = rows(folder.text("results/effects.csv"))
    #expect(found.map { $0["effect"] } == ["road"])
    #expect(abs(number(found[0], "estimate") - 40) < 8, "\(found)")
    #expect(number(found[0], "low95") < number(found[0], "high95"))
    #expect(result.output.contains("road"))
    let holidays = try folder.torreya(
      "forecast", "town.csv", "--model", "holidayRegression", "--output", "holidays")
    #expect(holidays.status == 0)
    let names = rows(folder.text("holidays/effects.csv")).compactMap { $0["effect"] }
    #expect(names.contains("springFestival.before") && names.contains("workingDays"))
  }

  @Test(
    "interventions that say nothing are refused",
    arguments: [
      (["--intervention", "soon"], "write it as"),
      (["--intervention", "2020-02"], "none of the methods estimates effects"),
      (["--model", "structural", "--intervention", "2030-01.."], "does not change within"),
      (
        ["--model", "structural", "--intervention", "a=2020-02", "--intervention", "a=2020-03"],
        "given twice"
      ),
      (["--model", "vectorAutoregression", "--across-time"], "fits the series of a file together"),
    ])
  func refusedInterventions(arguments: [String], message: String) throws {
    let folder = try CommandFolder()
    try folder.write("town.csv", history())
    let result = try folder.torreya(["forecast", "town.csv", "--language", "en"] + arguments)
    #expect(result.status != 0 && result.messages.contains(message), "\(result.messages)")
    #expect(folder.text("results/forecasts.csv") == nil)
  }
}
