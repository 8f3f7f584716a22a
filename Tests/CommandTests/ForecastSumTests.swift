import Foundation
import Testing

/// Three kinds of revenue over five years, and their total in a file of its own.
private func taxes(withTotal: Bool = false) -> String {
  var lines = ["period,series,value(万元)"]
  for month in 0..<60 {
    let number = month % 12 + 1
    let period = "\(2019 + month / 12)-\(number < 10 ? "0" : "")\(number)"
    let vat = 200 + 2 * month + (month * 37) % 23
    let income = (number % 3 == 1 ? 300 : 40) + month + (month * 53) % 17
    let land = 60 + (month * 29) % 13
    lines += ["\(period),vat,\(vat)", "\(period),incomeTax,\(income)", "\(period),land,\(land)"]
    if withTotal { lines.append("\(period),revenue,\(vat + income + land)") }
  }
  return lines.joined(separator: "\n") + "\n"
}

/// The rows of a file, by series and by column.
private func rows(_ text: String?) -> [[String: String]] {
  let lines = (text ?? "").split(separator: "\n").map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  guard let header = lines.first else { return [] }
  return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}

private func values(_ rows: [[String: String]], _ series: String, _ column: String) -> [Double] {
  rows.filter { $0["series"] == series }.map { $0[column].flatMap(Double.init) ?? .nan }
}

@Suite("forecasts that add up")
struct ForecastSumTests {
  @Test(
    "a sum is the sum of its members, whether the file has it or not, nested or not",
    arguments: [true, false])
  func addUp(hasTotal: Bool) throws {
    let folder = try CommandFolder()
    try folder.write("taxes.csv", taxes(withTotal: hasTotal))
    let result = try folder.torreya(
      "forecast", "taxes.csv", "--horizon", "12", "--model", "ets", "--paths", "512", "--sum",
      "own=vat+incomeTax", "--sum", "revenue=own+land", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    let found = rows(folder.text("results/forecasts.csv"))
    let members = ["vat", "incomeTax", "land"].map { values(found, $0, "mean") }
    let (own, revenue) = (values(found, "own", "mean"), values(found, "revenue", "mean"))
    #expect(own.count == 12 && revenue.count == 12)
    for step in 0..<12 {
      #expect(abs(own[step] - members[0][step] - members[1][step]) < 1e-6 * own[step])
      #expect(abs(revenue[step] - own[step] - members[2][step]) < 1e-6 * revenue[step])
    }
    // A quantile of a sum lies within what its members all at that quantile would come to.
    let (low, high) = (values(found, "revenue", "p10"), values(found, "revenue", "p90"))
    let parts = ["vat", "incomeTax", "land"]
    for step in 0..<12 {
      let lowest = parts.reduce(0) { $0 + values(found, $1, "p10")[step] }
      let highest = parts.reduce(0) { $0 + values(found, $1, "p90")[step] }
      #expect(low[step] > lowest && high[step] < highest)
    }
    let sums = rows(folder.text("results/sums.csv"))
    #expect(sums.count == 24)
    #expect(Set(sums.map { $0["members"] }) == ["vat + incomeTax", "vat + incomeTax + land"])
    for row in sums {
      let own = row["own"].flatMap(Double.init) ?? .nan
      let parts = row["ofMembers"].flatMap(Double.init) ?? .nan
      #expect(abs(own - parts) < 0.3 * own)
    }
  }

  @Test("bottom-up leaves the members as they are")
  func bottomUp() throws {
    let folder = try CommandFolder()
    try folder.write("taxes.csv", taxes())
    let common = [
      "forecast", "taxes.csv", "--horizon", "12", "--model", "theta", "--paths", "256",
      // A sum would teach the others how wide to be.
      "--uncalibrated",
    ]
    try folder.torreya(common + ["--output", "plain"])
    try folder.torreya(
      common + [
        "--output", "sums", "--sum", "revenue=vat+incomeTax+land", "--reconciliation",
        "bottomUp",
      ])
    let (plain, sums) = (
      rows(folder.text("plain/forecasts.csv")), rows(folder.text("sums/forecasts.csv"))
    )
    for series in ["vat", "incomeTax", "land"] {
      for column in ["mean", "p10", "p50", "p975"] {
        #expect(values(plain, series, column) == values(sums, series, column))
      }
    }
  }

  @Test("months, quarters and years together: other numbers, the same whatever the workers")
  func acrossTime() throws {
    let folder = try CommandFolder()
    try folder.write("taxes.csv", taxes())
    let common = ["forecast", "taxes.csv", "--horizon", "7", "--model", "ets", "--paths", "256"]
    try folder.torreya(common + ["--output", "plain"])
    for threads in ["1", "2"] {
      let result = try folder.torreya(
        common + ["--across-time", "--threads", threads, "--output", threads])
      #expect(result.status == 0, "\(result.messages)")
    }
    #expect(folder.bytes("1/forecasts.csv") == folder.bytes("2/forecasts.csv"))
    let plain = values(rows(folder.text("plain/forecasts.csv")), "incomeTax", "mean")
    let found = values(rows(folder.text("1/forecasts.csv")), "incomeTax", "mean")
    #expect(found.count == 7 && found != plain)
    for (before, after) in zip(plain, found) { #expect(abs(after - before) < 0.25 * before) }
  }

  @Test("all that is wrong with sums is told at once")
  func mistakes() throws {
    let folder = try CommandFolder()
    try folder.write("taxes.csv", taxes())
    func messages(_ sums: String...) throws -> String {
      let result = try folder.torreya(
        ["forecast", "taxes.csv", "--language", "en"] + sums.flatMap { ["--sum", $0] })
      #expect(result.status == 64)
      #expect(folder.names("results").isEmpty)
      return result.messages
    }
    let unknown = try messages("revenue=vatt+land", "other=wine+land")
    #expect(unknown.contains("no series 'vatt'; did you mean 'vat'?"))
    #expect(unknown.contains("no series 'wine'"))
    #expect(try messages("a=b+vat", "b=a+land").contains("'a' is a sum of itself"))
    #expect(try messages("a=vat+land", "b=a+vat").contains("'b' adds 'vat' twice"))
    #expect(try messages("a=vat+land", "a=vat+incomeTax").contains("declared twice"))
    #expect(try messages("vat").contains("write it as"))
  }
}
