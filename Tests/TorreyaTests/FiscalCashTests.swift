import Foundation
import Testing
import Torreya

/// From what accrues to what is paid: what must hold in every trial.
@Suite("fiscal cash, trial by trial")
struct FiscalCashTests {
  private func isClose(_ left: Double, _ right: Double, _ scale: Double) -> Bool {
    abs(left - right) <= 1e-10 * max(1, scale)
  }

  @Test(
    "paid = accrued + surcharge - change of the receivable - written off", arguments: 0..<12)
  func identity(seed: Int) throws {
    let books = try Books(ScenarioText.randomTaxes(seed), trials: 60)
    for tax in ["fiscal.a", "fiscal.b", "fiscal.c", "fiscal"] {
      let accrued = try books.values(tax + ".accrued")
      let due = try books.values(tax + ".due")
      let arrears = try books.values(tax + ".arrears")
      let receivable = try books.values(tax + ".receivable")
      let writtenOff = try books.values(tax + ".writtenOff")
      let refunded = try books.values(tax + ".refunded")
      let surcharge = try books.values(tax + ".surcharge")
      let paid = try books.values(tax + ".total.reported")
      for trial in 0..<60 {
        let scale = accrued.reduce(0) { $0 + abs($1[trial]) } + abs(receivable[0][trial])
        for period in 1..<books.labels.count {
          let change = receivable[period][trial] - receivable[period - 1][trial]
          let besides = surcharge[period][trial]
          let expected = accrued[period][trial] + besides - change - writtenOff[period][trial]
          #expect(
            isClose(paid[period][trial], expected, scale), "\(tax), \(books.labels[period])")
          // What is not paid of what falls due is in the arrears, or given up.
          let rise = arrears[period][trial] - arrears[period - 1][trial]
          let unpaid = due[period][trial] + besides - paid[period][trial]
          #expect(isClose(unpaid, rise + writtenOff[period][trial], scale))
        }
        for period in books.labels.indices {
          #expect(arrears[period][trial] >= -1e-9 * scale)
          #expect(refunded[period][trial] >= 0)
          #expect(surcharge[period][trial] >= -1e-12 * scale)
        }
      }
    }
  }

  @Test("what is in force from a date on leaves the periods before as they are", arguments: 0..<4)
  func datedRules(seed: Int) throws {
    let scenario = ScenarioText.randomTaxes(seed)
    func books(_ later: Double) throws -> Books {
      let relief = ["dated": ["2020": 0.1, "2025-01": later]]
      return try Books(
        scenario.setting(["fiscal", "taxes", "0", "relief"], to: relief), trials: 20)
    }
    let (same, more) = (try books(0.1), try books(0.4))
    let change = try #require(same.labels.firstIndex { $0.hasPrefix("2025") })
    for entry in ["accrued", "due", "receivable", "total.reported", "local.reported"] {
      let values = try (same.values("fiscal.a." + entry), more.values("fiscal.a." + entry))
      #expect(values.0[..<change] == values.1[..<change], "\(entry)")
      #expect(values.0[change...] != values.1[change...], "\(entry)")
    }
  }

  @Test("the books of a tax do not grow with the number of its payers")
  func manyPayers() throws {
    func figures(groups: Int) throws -> Int {
      var scenario = ScenarioText.randomTaxes(0)
      let group = try #require(
        ((scenario.members["fiscal"] as? [String: Any])?["payers"] as? [[String: Any]])?.first)
      let payers = (0..<groups).map { number in
        group.merging(["id": "firms\(number)"]) { _, new in new }
      }
      scenario = scenario.setting(["fiscal", "payers"], to: payers)
      return try scenario.model().model.indicators.count {
        $0.indicator.id.hasPrefix("fiscal.a.")
      }
    }
    #expect(try figures(groups: 1) == figures(groups: 30))
  }

  /// What falls due, by rules that are read again and applied month by month, trial by trial.
  @Test("what falls due comes from what accrued, also before the horizon", arguments: 0..<12)
  func due(seed: Int) throws {
    let scenario = ScenarioText.randomTaxes(seed)
    let books = try Books(scenario, trials: 20)
    guard books.result.compiled.model.model.horizon.frequency == .monthly else { return }
    let fiscal = try #require(scenario.members["fiscal"] as? [String: Any])
    let slides = try SlowDeadlines(withHolidays: fiscal["holidays"] != nil)
    for tax in try #require(fiscal["taxes"] as? [[String: Any]]) where tax["filing"] != nil {
      let id = "fiscal." + (tax["id"] as? String ?? "")
      let due = try books.values(id + ".due")
      let receivable = try books.values(id + ".receivable")
      let arrears = try books.values(id + ".arrears")
      let atOnce = try books.values(id == "fiscal.c" ? "fiscal.sale.tax" : "none")
      for trial in 0..<20 {
        let expected = try replayed(tax, id, books, slides, atOnce, trial)
        for index in due.indices {
          let month = "\(id) in \(books.labels[index])"
          let found = due[index][trial] - atOnce[index][trial]
          #expect(isClose(found, expected.due[index], 1e7), "\(month): \(found)")
          let open = receivable[index][trial] - arrears[index][trial]
          #expect(isClose(open, expected.open[index], 1e7), "\(month): \(open)")
        }
      }
    }
  }

  /// What falls due in each month, and what has accrued and is not due at its end.
  private func replayed(
    _ tax: [String: Any], _ id: String, _ books: Books, _ slides: SlowDeadlines,
    _ atOnce: [[Double]], _ trial: Int
  ) throws -> (due: [Double], open: [Double]) {
    let horizon = books.result.compiled.model.model.horizon
    let filing = tax["filing"] as? [String: Any] ?? [:]
    let season = tax["season"] as? [Double] ?? [Double](repeating: 1.0 / 12, count: 12)
    let accrued = try books.values(id + ".accrued")
    let past = try pastYears(tax, id, books)
    var due = [Double](repeating: 0, count: horizon.count)
    var open = due
    let first = horizon.first.year * 12 + horizon.first.firstMonth - 1
    for month in (first - 30)..<(first + horizon.count) {
      let index = month - first
      let year = past[month / 12 < horizon.first.year ? 0 : 1]
      let amount =
        index < 0
        ? (year.own[trial] + year.firms[trial]) * season[month % 12]
        : accrued[index][trial] - atOnce[index][trial]
      for pattern in filing.keys {
        let part = try amount * share(pattern, filing, id, books, max(index, 0), trial)
        for (dueMonth, share) in slides.due(pattern, month) {
          let place = dueMonth - first
          if due.indices.contains(place) { due[place] += part * share }
          let start = max(index, 0)
          for waiting in start..<max(start, min(place, horizon.count)) {
            open[waiting] += part * share
          }
        }
      }
    }
    return (due, open)
  }

  /// The calendar years before the first period's, and that year, by trial.
  private func pastYears(_ tax: [String: Any], _ id: String, _ books: Books) throws -> [(
    own: [Double], firms: [Double]
  )] {
    func first(_ name: String, or other: Double) throws -> [Double] {
      try books.given(id + "." + name, or: other)[0]
    }
    let growth = try first("growth", or: 0).map { 1 + $0 }
    let relief = try first("relief", or: 0)
    let annual = try first("annual", or: 0)
    let this = zip(annual, relief).map { $0 * (1 - $1) }
    let last =
      tax["previousYear"] == nil
      ? zip(this, growth).map { $0 / $1 } : try first("previousYear", or: 0)
    let firms = [Double](repeating: id == "fiscal.c" ? 0 : 350_000, count: annual.count)
    return [(last, firms), (zip(last, growth).map { $0 * $1 }, firms)]
  }

  private func share(
    _ pattern: String, _ filing: [String: Any], _ id: String, _ books: Books, _ period: Int,
    _ trial: Int
  ) throws -> Double {
    func value(_ pattern: String) throws -> Double {
      if let number = filing[pattern] as? Double { return number }
      if let number = filing[pattern] as? Int { return Double(number) }
      return try books.result.values("\(id).filing.\(pattern)", books.labels[period])[trial]
    }
    if filing[pattern] as? String != "rest" { return try value(pattern) }
    return try 1 - filing.keys.filter { $0 != pattern }.reduce(0) { try $0 + value($1) }
  }
}

/// The filing calendar of the seeds, read and applied in the plainest way.
private struct SlowDeadlines {
  private var rows: [[String]] = []
  private var off: Set<String> = []
  private var makeUp: Set<String> = []

  init(withHolidays: Bool) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func lines(_ name: String) throws -> [[String]] {
      let path = folder.appendingPathComponent("seeds/" + name)
      return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    rows = try lines("tax-filing-calendar.csv")
    guard withHolidays else { return }
    for line in try lines("holidays-cn.csv") {
      if line[2] == "dayOff" { off.insert(line[0]) } else { makeUp.insert(line[0]) }
    }
  }

  private func isOff(_ date: CalendarDate) -> Bool {
    if makeUp.contains(date.description) { return false }
    return date.weekday >= 6 || off.contains(date.description)
  }

  /// The months in which a month's accrual falls due by a pattern, and the shares.
  func due(_ pattern: String, _ month: Int) -> [(month: Int, share: Double)] {
    rows.filter { row in
      row[0] == pattern && (Int(row[1])!...Int(row[2])!).contains(month % 12 + 1)
    }.map { row in
      let year = month / 12 + Int(row[3])!
      let share = Double(row[7])!
      guard let day = Int(row[5]) else { return (year * 12 + Int(row[4])! - 1, share) }
      // No term of days in the seeds reaches another month, so only days off at its end matter.
      var date = CalendarDate(year: year, month: Int(row[4])!, day: day)!
      while isOff(date) { date = date.adding(days: 1) }
      return (date.year * 12 + date.month - 1, share)
    }
  }
}
