import Formulas
import SourceText

extension SeriesBuilder {
  /// What came in over some places in a row.
  struct Amount {
    let places: ClosedRange<Int>
    let value: Double
    /// Whether its row says that it is of all these places, so that those without a row are no
    /// gap.
    let coversGaps: Bool
    let cell: (row: Int, column: Int)
  }

  /// What each period brought, or some in a row.
  mutating func amounts(_ observations: [RawSeries.Observation]) -> [Amount] {
    let isSubYearly = raw.frequency != .yearly
    let isLabelled = observations.contains { $0.span > 2 || ($0.span == 2 && !isMonthly) }
    if isSubYearly, isLabelled || options.totals == .cumulative {
      if isLabelled, options.totals != .cumulative, !singlesAreFirst(observations) { return [] }
      return differences(observations)
    }
    if isSubYearly, options.totals == .suggested, knownOn == nil { suggestTotals(observations) }
    return plainAmounts(observations)
  }

  private var isMonthly: Bool { raw.frequency == .monthly }

  /// The number of a place within its year, from 1.
  private func number(_ place: Int) -> Int { period(place).number }

  // MARK: Totals since January

  /// Whether rows of single periods among labelled totals are Januaries only.
  private mutating func singlesAreFirst(_ observations: [RawSeries.Observation]) -> Bool {
    guard let wrong = observations.first(where: { $0.span == 1 && number($0.place) > 1 }) else {
      return true
    }
    findings.append(
      Finding(
        code: .mixedFrequencies,
        message: .init(
          zh: "\(period(wrong.place).label) 是单期数，其余各行是本年累计数",
          en: "\(period(wrong.place).label) stands alone among totals since January"),
        cell: (wrong.row, wrong.column),
        expected: .init(zh: "与其余各行一样的本年累计数", en: "a total since January, as in other rows"),
        suggestion: .init(
          zh: "把单期数单独做成一个序列", en: "make what single periods brought a series of its own")))
    return false
  }

  /// The differences of totals since January.
  ///
  /// A total after others that are missing brings what came in since the last one together. The
  /// first total of a series that begins within a year only serves to subtract, but for a
  /// February: that is January and February.
  private mutating func differences(_ observations: [RawSeries.Observation]) -> [Amount] {
    var amounts: [Amount] = []
    var base: (place: Int, value: Double)?
    var year = Int.min
    var joined: [Period] = []
    for row in observations where !row.value.isNaN {
      let start = Period(raw.frequency, year: period(row.place).year).ordinal
      if period(row.place).year != year {
        let isFirst = year == Int.min
        year = period(row.place).year
        if isFirst, row.place > start + (isMonthly ? 1 : 0) {
          base = (row.place, row.value)
          continue
        }
        base = (start - 1, 0)
      }
      guard let earlier = base else { continue }
      let places = (earlier.place + 1)...row.place
      let amount = Amount(
        places: places, value: row.value - earlier.value,
        coversGaps: row.span > 1 || isJanuaryFebruary(places), cell: (row.row, row.column))
      if amount.value < 0, earlier.place >= start { tellFall(earlier, row) }
      amounts.append(amount)
      joined.append(period(row.place))
      base = (row.place, row.value)
    }
    if !joined.isEmpty {
      care.add(
        .flows, joined, zh: "本年累计数逐期相减，得到当期数：\(shown(joined))",
        en: "totals since January were subtracted to what each period brought: \(shown(joined))")
    }
    return amounts
  }

  private func isJanuaryFebruary(_ places: ClosedRange<Int>) -> Bool {
    isMonthly && places.count == 2 && number(places.upperBound) == 2
  }

  private mutating func tellFall(
    _ earlier: (place: Int, value: Double), _ row: RawSeries.Observation
  ) {
    let (from, to) = (period(earlier.place), period(row.place))
    let fall = shown(earlier.value - row.value)
    care.add(
      .fallingTotal, [to], before: earlier.value, after: row.value,
      zh: "累计数由 \(from.label) 到 \(to.label) 下降 \(fall)：退库、更正或笔误；按负数保留",
      en: "the total falls by \(fall) from \(from.label) to \(to.label): a refund, a correction "
        + "or a mistake; it stays as a negative amount")
    findings.append(
      Finding(
        code: .runningTotal,
        message: .init(zh: "本年累计数下降了 \(fall)", en: "the total since January falls by \(fall)"),
        cell: (row.row, row.column),
        expected: .init(zh: "不少于 \(shown(earlier.value))", en: "at least \(shown(earlier.value))"),
        found: .same(shown(row.value)),
        suggestion: .init(
          zh: "核对这个数；若是退库，可以不改", en: "check the number; a refund may stay as it is"),
        severity: .warning))
  }

  /// Warns of a series that looks like totals since January.
  ///
  /// It does when within each year the values rise, and each year begins at less than six tenths
  /// of where the year before ended, two years at least. Few seasons rise through all their
  /// months and fall at New Year.
  private mutating func suggestTotals(_ observations: [RawSeries.Observation]) {
    let known = observations.filter { !$0.value.isNaN && $0.span == 1 }
    var rises = 0
    var falls = 0
    var starts = 0
    for (earlier, later) in zip(known, known.dropFirst()) {
      if period(earlier.place).year == period(later.place).year {
        if later.value < earlier.value { falls += 1 } else { rises += 1 }
      } else {
        guard earlier.value > 0, later.value >= 0, later.value < 0.6 * earlier.value else { return }
        starts += 1
      }
    }
    let perYear = raw.frequency.periodsPerYear
    guard starts > 0, rises >= (starts + 1) * (perYear / 2), falls * 20 <= rises else { return }
    // A constant rises nowhere.
    guard let row = known.first(where: { number($0.place) > 1 }),
      zip(known, known.dropFirst()).contains(where: { $0.value < $1.value })
    else { return }
    findings.append(
      Finding(
        code: .runningTotal,
        message: .init(
          zh: "“\(raw.id)”看起来像本年累计数", en: "'\(raw.id)' looks like totals since January"),
        cell: (row.row, row.column), expected: .init(zh: "各时段的当期数", en: "what each period brought"),
        suggestion: .init(
          zh: "声明该序列为累计数，或声明不是", en: "declare the series as cumulative, or say that it is not"),
        severity: .warning))
  }

  // MARK: Amounts as they are

  private mutating func plainAmounts(_ observations: [RawSeries.Observation]) -> [Amount] {
    var amounts: [Amount] = []
    amounts.reserveCapacity(observations.count)
    for row in observations where !row.value.isNaN {
      let cell = (row.row, row.column)
      let isJoint =
        row.span == 2 || (options.jointJanuaryFebruary && isMonthly && number(row.place) == 2)
      guard isJoint else {
        amounts.append(
          Amount(places: row.place...row.place, value: row.value, coversGaps: false, cell: cell))
        continue
      }
      if let january = amounts.last, january.places.upperBound == row.place - 1 {
        // The label holds January, which is known: the rest is February. A mere declaration
        // holds where January is empty.
        let value = row.span == 2 ? row.value - january.value : row.value
        amounts.append(
          Amount(places: row.place...row.place, value: value, coversGaps: false, cell: cell))
      } else {
        amounts.append(
          Amount(
            places: (row.place - 1)...row.place, value: row.value, coversGaps: true, cell: cell))
      }
    }
    return amounts
  }

  // MARK: A value for each place

  /// Writes the amounts to their places.
  ///
  /// - Returns: false when places without a row are a mistake, which is told.
  mutating func spread(_ amounts: [Amount], _ observations: [RawSeries.Observation]) -> Bool {
    guard let firstRow = observations.first, let lastRow = observations.last else { return false }
    let start = min(firstRow.place, amounts.first?.places.lowerBound ?? firstRow.place)
    let count = lastRow.place - start + 1
    guard areRowsComplete(amounts, observations, start, count) else { return false }
    first = start
    values = [Double](repeating: .nan, count: count)
    for amount in amounts {
      if amount.places.count == 1 {
        values[amount.places.lowerBound - start] = amount.value
      } else {
        joints.append((amount.places.lowerBound..<(amount.places.upperBound + 1), amount.value))
      }
    }
    return true
  }

  private mutating func areRowsComplete(
    _ amounts: [Amount], _ observations: [RawSeries.Observation], _ start: Int, _ count: Int
  ) -> Bool {
    if count == observations.count { return true }
    // A few rows that are centuries apart are no history, and would fill the memory.
    let isSparse = count > 20 * observations.count + 240
    guard isSparse || (options.gaps == .refused && knownOn == nil) else { return true }
    let covered = amounts.filter(\.coversGaps).map(\.places)
    var next = 0
    var expected = start
    for row in observations {
      while expected < row.place {
        while next < covered.count, covered[next].upperBound < expected { next += 1 }
        guard next < covered.count, covered[next].contains(expected) else { break }
        expected += 1
      }
      if expected < row.place { tellGap(expected..<row.place, row, observations, isSparse) }
      expected = row.place + 1
    }
    return !hasErrors
  }

  private mutating func tellGap(
    _ places: Range<Int>, _ row: RawSeries.Observation,
    _ observations: [RawSeries.Observation], _ isSparse: Bool
  ) {
    let steps = zip(observations, observations.dropFirst()).map { $1.place - $0.place }
    let months = (steps.min() ?? 1) * raw.frequency.monthsPerPeriod
    let coarser = Frequency.allCases.last {
      $0.periodsPerYear < raw.frequency.periodsPerYear && months % $0.monthsPerPeriod == 0
    }
    let onlyFebruaries =
      isMonthly && places.count == 1 && number(places.lowerBound) == 1
      && number(row.place) == 2
    var suggestion = BilingualText(
      zh: "每个时段补一行，没有数的留空；或要求把缺口当作缺测",
      en:
        "add a row for each, empty where nothing is known, or ask for gaps to be "
        + "taken as missing values")
    if let coarser {
      suggestion = .init(
        zh: "声明频率为\(coarser.label.zh)", en: "say that the frequency is \(coarser.label.en)")
    }
    if onlyFebruaries {
      suggestion = .init(zh: "声明二月的数包含一月和二月", en: "declare that February holds both months")
    }
    if isSparse {
      suggestion = .init(
        zh: "核对年份：中间的时段大多没有", en: "check the years: most periods between are missing")
    }
    let (start, end) = (period(places.lowerBound).label, period(places.upperBound - 1).label)
    let label: BilingualText =
      start == end
      ? .init(zh: start, en: "\(start) is")
      : .init(zh: "\(start) 至 \(end)", en: "\(start) to \(end) are")
    findings.append(
      Finding(
        code: .missingPeriod,
        message: .init(zh: "“\(raw.id)”缺少 \(label.zh)", en: "\(label.en) missing in '\(raw.id)'"),
        cell: (row.row, row.column),
        expected: .init(
          zh: "\(period(row.place).label) 之前有 \(start) 的行",
          en: "the row of \(start) before that of \(period(row.place).label)"),
        suggestion: suggestion))
  }
}
