import Formulas
import SourceText

/// Gives the rows of a series the places of their periods, at the one frequency that they have.
///
/// - Returns: no series where the times do not agree, with the first that does not.
func resolvedPeriods(_ rows: SeriesRows, _ options: HistoryOptions) -> (
  series: RawSeries?, finding: Finding?
) {
  PeriodResolution(rows, options).resolved()
}

private struct PeriodResolution {
  private let rows: SeriesRows
  private let options: HistoryOptions
  private let times: [PeriodText]

  init(_ rows: SeriesRows, _ options: HistoryOptions) {
    self.rows = rows
    self.options = options
    let isDecimal = rows.times.contains {
      if case .decimalYear = $0 { true } else { false }
    }
    times = rows.times.map { time in
      switch time {
      case .dottedMonth(let month, let value): isDecimal ? .decimalYear(value) : .period(month)
      case .period(let period) where isDecimal && period.frequency == .yearly:
        .decimalYear(Double(period.year))
      default: time
      }
    }
  }

  func resolved() -> (series: RawSeries?, finding: Finding?) {
    guard !times.isEmpty else { return (nil, nil) }
    var counts = [Int](repeating: 0, count: Kind.allCases.count)
    for time in times { counts[kind(time).rawValue] += 1 }
    // Days among months tell months.
    if counts[Kind.month.rawValue] > 0 { counts[Kind.day.rawValue] = 0 }
    let found = Kind.allCases.filter { counts[$0.rawValue] > 0 }
    guard found.count == 1 else { return (nil, mixture(counts)) }
    switch found[0] {
    case .year: return placed(.yearly)
    case .quarter: return placed(.quarterly)
    case .month: return placed(frequencyOfMonths)
    case .day: return placed(frequencyOfDays)
    case .decimalYear: return placedDecimalYears()
    }
  }

  /// What a text tells; the order is that of preference where there are as many of each.
  private enum Kind: Int, CaseIterable {
    case month, quarter, year, day, decimalYear

    var word: BilingualText {
      switch self {
      case .month: BilingualText(zh: "月", en: "month")
      case .quarter: BilingualText(zh: "季", en: "quarter")
      case .year: BilingualText(zh: "年", en: "year")
      case .day: BilingualText(zh: "日", en: "day")
      case .decimalYear: BilingualText(zh: "小数年份", en: "decimal year")
      }
    }
  }

  private func kind(_ time: PeriodText) -> Kind {
    switch time {
    case .period(let period):
      switch period.frequency {
      case .yearly: .year
      case .quarterly: .quarter
      case .monthly: .month
      }
    case .throughMonth, .dottedMonth: .month
    case .day: .day
    case .decimalYear: .decimalYear
    }
  }

  /// Tells the first row of a kind that is not the commonest.
  private func mixture(_ counts: [Int]) -> Finding {
    let most = counts.max() ?? 0
    let usual = Kind.allCases.first { counts[$0.rawValue] == most } ?? .month
    let index = times.firstIndex { kind($0) != usual } ?? 0
    let odd = kind(times[index]).word
    return Finding(
      code: .mixedFrequencies,
      message: .init(
        zh: "“\(usual.word.zh)”的各行中混有一行“\(odd.zh)”",
        en: "a \(odd.en) stands among \(usual.word.en)s"),
      cell: (rows.observations[index].row, rows.observations[index].column),
      expected: .init(
        zh: "各行时段一样长：都是“\(usual.word.zh)”", en: "rows of one length: \(usual.word.en)s"),
      suggestion: .init(
        zh: "删去合计行，或单独做成一个序列",
        en: "remove rows that are sums of others, or make them a series of their own"))
  }

  // MARK: Frequencies

  /// Months, unless all rows are sums from January to the ends of quarters or of years.
  private var frequencyOfMonths: Frequency {
    var ends: Set<Int> = []
    for time in times {
      guard case .throughMonth(let month) = time else { return .monthly }
      ends.insert(month.number)
    }
    if ends == [12] { return .yearly }
    return ends.allSatisfy { $0 % 3 == 0 } ? .quarterly : .monthly
  }

  /// The frequency of days by the months between them.
  private var frequencyOfDays: Frequency {
    let months = Set(times.compactMap { containing($0, .monthly)?.ordinal }).sorted()
    var step = 0
    for (earlier, later) in zip(months, months.dropFirst()) {
      step = greatestCommonDivisor(step, later - earlier)
    }
    guard step > 0 else { return .monthly }
    return step % 12 == 0 ? .yearly : step % 3 == 0 ? .quarterly : .monthly
  }

  private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }

  private func containing(_ time: PeriodText, _ frequency: Frequency) -> Period? {
    switch time {
    case .day(let day):
      guard PeriodText.years.contains(day.year) else { return nil }
      return Period(frequency, containing: day)
    case .period(let period), .throughMonth(let period), .dottedMonth(let period, _):
      return period.frequency == frequency
        ? period : Period(frequency, containing: period.firstDay)
    case .decimalYear: return nil
    }
  }

  // MARK: Places

  /// The rows with places at the frequency that was found, or at the coarser one asked for.
  private func placed(_ found: Frequency) -> (RawSeries?, Finding?) {
    let frequency = options.frequency ?? found
    guard frequency.periodsPerYear <= found.periodsPerYear || isOfDays else {
      return (nil, tooFine(frequency, found))
    }
    var observations = rows.observations
    for (index, time) in times.enumerated() {
      guard let period = containing(time, frequency) else {
        return (
          nil,
          wrongTime(observations[index], .init(zh: "公元 1 年至 9998 年", en: "a year from 1 to 9998"))
        )
      }
      observations[index].place = period.ordinal
      if case .throughMonth(let month) = time {
        guard month.number % frequency.monthsPerPeriod == 0 else {
          return (
            nil,
            wrongTime(
              observations[index], .init(zh: "累计到时段末的数", en: "a sum to the end of a period"))
          )
        }
        observations[index].span = period.number
      }
    }
    return (series(frequency, observations), nil)
  }

  private var isOfDays: Bool {
    times.contains { if case .day = $0 { true } else { false } }
  }

  private func tooFine(_ frequency: Frequency, _ found: Frequency) -> Finding {
    Finding(
      code: .mixedFrequencies,
      message: .init(zh: "各行是\(found.label.zh)数据", en: "the rows are \(found.label.en)"),
      cell: (rows.observations[0].row, rows.observations[0].column),
      expected: .init(
        zh: "所要求的\(frequency.label.zh)数据行", en: "\(frequency.label.en) rows, as was asked for"))
  }

  private func wrongTime(_ observation: RawSeries.Observation, _ expected: BilingualText) -> Finding
  {
    Finding(
      code: .invalidValue,
      message: .init(zh: "这一行不属于序列的任何时段", en: "this row lies in no period of the series"),
      cell: (observation.row, observation.column), expected: expected)
  }

  /// Decimal years: the frequency is that of the shortest step between two of them.
  private func placedDecimalYears() -> (RawSeries?, Finding?) {
    let years = times.map { time -> Double in
      if case .decimalYear(let year) = time { year } else { .nan }
    }
    let sorted = years.sorted()
    var shortest = Double.infinity
    for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier > 1e-3 {
      shortest = min(shortest, later - earlier)
    }
    let found =
      Frequency.allCases.last { abs(shortest * Double($0.periodsPerYear) - 1) < 0.12 }
    guard let frequency = options.frequency ?? found else {
      return (nil, wrongDecimal(rows.observations[0], years[0]))
    }
    var observations = rows.observations
    for (index, year) in years.enumerated() {
      let place = year * Double(frequency.periodsPerYear)
      let last = Double((PeriodText.years.upperBound + 1) * frequency.periodsPerYear)
      guard abs(place - place.rounded()) < 0.1, place.rounded() < last else {
        return (nil, wrongDecimal(observations[index], year))
      }
      observations[index].place = Int(place.rounded())
    }
    return (series(frequency, observations), nil)
  }

  private func wrongDecimal(_ observation: RawSeries.Observation, _ year: Double) -> Finding {
    Finding(
      code: .invalidValue,
      message: .init(
        zh: "时间 \(year) 不是月、季或年的开头", en: "the time \(year) begins no month, quarter or year"),
      cell: (observation.row, observation.column),
      expected: .init(
        zh: "小数年份，如 1949.0833，相隔 1/12、1/4 或 1",
        en: "decimal years such as 1949.0833, in steps of 1/12, 1/4 or 1"),
      suggestion: .init(
        zh: "月份写成 2023-01：作为数，2023.1 既是一月也是十月",
        en: "write months as 2023-01: as a number, 2023.1 is January and October"))
  }

  private func series(_ frequency: Frequency, _ observations: [RawSeries.Observation])
    -> RawSeries
  {
    RawSeries(
      id: rows.id, label: rows.label, unit: rows.unit, frequency: frequency,
      definitions: rows.definitions, observations: observations)
  }
}
