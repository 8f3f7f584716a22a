import SeededNumbers

/// A day by its numbers, found by turning leaves; nothing here uses the engine's dates.
struct PlainDay {
  let year, month, day, weekday: Int
  /// Days since the first day of 1998.
  let index: Int

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }

  private static let all: [PlainDay] = {
    var days: [PlainDay] = []
    // 1 January 1998 was a Thursday.
    var weekday = 4
    for year in 1998...2052 {
      let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for month in 1...12 {
        for day in 1...lengths[month - 1] {
          days.append(
            PlainDay(year: year, month: month, day: day, weekday: weekday, index: days.count))
          weekday = weekday == 7 ? 1 : weekday + 1
        }
      }
    }
    return days
  }()

  static func days(from first: Int, through last: Int) -> [PlainDay] {
    all.filter { first <= $0.year && $0.year <= last }
  }

  static func index(_ year: Int, _ month: Int, _ day: Int) -> Int {
    all.first { $0.year == year && $0.month == month && $0.day == day }!.index
  }

  var monthDay: String { Self.text(month) + "-" + Self.text(day) }
  var date: String { "\(year)-\(monthDay)" }

  static func text(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A random calendar as a planner would write it, and whether one of its days is worked.
struct PlainCalendar {
  /// Texts as in the file: two dates, or two days of every year.
  struct Span {
    let from, to: String

    func contains(_ day: PlainDay) -> Bool {
      if from.count == 10 { return from <= day.date && day.date <= to }
      func clipped(_ text: String) -> String {
        text == "02-29" && !PlainDay.isLeap(day.year) ? "02-28" : text
      }
      let (isAfter, isBefore) = (clipped(from) <= day.monthDay, day.monthDay <= clipped(to))
      return from <= to ? isAfter && isBefore : isAfter || isBefore
    }

    var json: String { #"{ "from": "\#(from)", "to": "\#(to)" }"# }
  }

  private var week: [Int]?
  private var hasHolidays: Bool?
  private var months: [Int]?
  private var season: Span?
  private var shutdowns: [Span] = []
  private var festivals: [(before: Int, after: Int)] = []
  private var daysOff: [Span] = []
  private var workingDays: [Span] = []

  static let holidays: [(date: String, isOff: Bool)] = [
    ("2011-05-02", true), ("2016-02-29", true), ("2016-03-05", false), ("2023-10-02", true),
    ("2023-10-07", false), ("2024-02-29", true), ("2024-03-02", false), ("2024-03-03", false),
    ("2024-05-01", true), ("2024-05-02", true), ("2024-04-28", false), ("2030-12-31", true),
  ]

  init(_ year: Int, hasBase: Bool, _ generator: inout SeededGenerator) {
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    let days = PlainDay.days(from: year - 2, through: year + 4)
    func span(_ longest: Int) -> Span {
      let start = Int.random(in: 0..<days.count - longest, using: &generator)
      let end = start + Int.random(in: 0..<longest, using: &generator)
      return chance(2)
        ? Span(from: days[start].date, to: days[end].date)
        : Span(from: days[start].monthDay, to: days[end].monthDay)
    }
    if !hasBase || chance(2) {
      week = (1...7).filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
      if week == [] { week = [1, 2] }
    }
    if chance(2) { hasHolidays = !chance(3) }
    if chance(3) { months = (3...12).filter { _ in chance(2) } + [1] }
    if months == nil, chance(3) {
      season = chance(4)
        ? Span(from: "11-15", to: "02-29") : Span(from: "10-01", to: "04-30")
    }
    shutdowns = (0..<Int.random(in: 0...2, using: &generator)).map { _ in span(60) }
    if chance(3) { shutdowns.append(Span(from: "02-29", to: "03-04")) }
    if chance(2) {
      festivals.append(
        (Int.random(in: 0...60, using: &generator), Int.random(in: 0...60, using: &generator)))
    }
    daysOff = (0..<Int.random(in: 0...4, using: &generator)).map { _ in span(9) }
    workingDays = (0..<Int.random(in: 0...4, using: &generator)).map { _ in span(9) }
  }

  /// As a planner would write it.
  func json(id: String, base: String?) -> String {
    let names = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    func list(_ texts: [String]) -> String { "[" + texts.joined(separator: ", ") + "]" }
    func days(_ spans: [Span]) -> String {
      list(spans.map { $0.from == $0.to ? "\"\($0.from)\"" : $0.json })
    }
    var members = [#""id": "\#(id)""#]
    if let base { members.append(#""basedOn": "\#(base)""#) }
    if let week { members.append("\"week\": " + list(week.map { "\"\(names[$0 - 1])\"" })) }
    if let hasHolidays {
      members.append(#""holidays": "\#(hasHolidays ? "holidays.csv" : "none")""#)
    }
    if let months { members.append("\"months\": " + list(months.map(String.init))) }
    if let season { members.append("\"months\": " + season.json) }
    let rests = shutdowns.map(\.json) + festivals.map {
      #"{ "around": "springFestival", "daysBefore": \#($0.before), "daysAfter": \#($0.after) }"#
    }
    if !rests.isEmpty { members.append("\"shutdowns\": " + list(rests)) }
    if !daysOff.isEmpty { members.append("\"daysOff\": " + days(daysOff)) }
    if !workingDays.isEmpty { members.append("\"workingDays\": " + days(workingDays)) }
    return "{ " + members.joined(separator: ", ") + " }"
  }

  /// By the order of precedence that the reference states.
  func isWorked(_ day: PlainDay, on base: PlainCalendar?) -> Bool {
    var isWorked = (week ?? base?.week ?? []).contains(day.weekday)
    if hasHolidays ?? base?.hasHolidays ?? false {
      let told = Self.holidays.filter { $0.date == day.date }
      if let told = told.last { isWorked = !told.isOff }
    }
    for layer in [base, self].compactMap(\.self) { isWorked = layer.decides(day, isWorked) }
    return isWorked
  }

  private func decides(_ day: PlainDay, _ before: Bool) -> Bool {
    if workingDays.contains(where: { $0.contains(day) }) { return true }
    let isInMonths = months?.contains(day.month) ?? season?.contains(day) ?? true
    let isAtRest =
      (shutdowns + daysOff).contains { $0.contains(day) }
      || festivals.contains { before, after in
        Self.springFestivals.contains {
          $0 - before <= day.index && day.index <= $0 + after
        }
      }
    return before && isInMonths && !isAtRest
  }

  /// Published dates of the first day of the Chinese year, 2000 to 2050.
  private static let springFestivals: [Int] = [
    205, 124, 212, 201, 122, 209, 129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216,
    205, 125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208, 128, 215,
    204, 124, 212, 201, 122, 210, 130, 217, 206, 126, 214, 202, 123,
  ].enumerated().map { PlainDay.index(2000 + $0.offset, $0.element / 100, $0.element % 100) }
}
