import Forecasting
import Formulas
import SourceText

/// Takes care of one series: makes of its rows a value for each period.
///
/// The order matters: what was known, one row for each period and definition, one definition,
/// what each period brought, one-offs, amounts of several periods, values that stand out.
struct SeriesBuilder {
  let raw: RawSeries
  let options: HistoryOptions
  /// Only what was known on this day counts; nil for all rows.
  let knownOn: CalendarDate?

  var findings: [Finding] = []
  var care = CareReport()
  var revisions: [Revision] = []
  /// Places at which the level may change, with the definition that begins there.
  var shifts: [(place: Int, definition: String)] = []
  /// Amounts of several periods, by their places.
  var joints: [(places: Range<Int>, amount: Double)] = []
  /// The places with estimated values.
  var estimated: Set<Int> = []
  /// The value of each place from the first on.
  var values: [Double] = []
  var first = 0

  /// Working days that are counted already, to be used again; nil before they are needed.
  private(set) var workingDays: WorkingDays?

  init(
    _ raw: RawSeries, _ options: HistoryOptions, knownOn: CalendarDate?,
    workingDays: WorkingDays?
  ) {
    self.raw = raw
    self.options = options
    self.knownOn = knownOn
    self.workingDays = workingDays
  }

  /// Working days that cover some years.
  mutating func workingDays(_ years: ClosedRange<Int>) -> WorkingDays {
    if let workingDays, workingDays.years.contains(years) { return workingDays }
    let days = WorkingDays(years: years, notices: options.notices)
    workingDays = days
    return days
  }

  /// The history; nil where there is none to be made, with the findings that say why.
  mutating func build() -> History? {
    var observations = knownObservations()
    guard !observations.isEmpty else { return nil }
    oneForEachDefinition(&observations)
    linkDefinitions(&observations)
    guard !hasErrors, !observations.isEmpty else { return nil }
    let amounts = amounts(observations)
    guard !hasErrors, spread(amounts, observations) else { return nil }
    tellNegatives()
    takeOutOneOffs()
    settleJoints()
    guard trim() else { return nil }
    tellMissing()
    tellOverflow()
    guard !hasErrors else { return nil }
    lookForOutliers()
    return history()
  }

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  func period(_ place: Int) -> Period { raw.period(place) }

  private func history() -> History {
    let start = period(first)
    return History(
      id: raw.id, label: raw.label, unit: raw.unit, start: start,
      series: TimeSeries(
        values: values, seasonLength: raw.frequency.periodsPerYear, firstSeason: start.number - 1),
      care: care, estimatedSteps: estimated.map { $0 - first }.sorted(),
      jointAmounts: joints.map {
        JointAmount(
          steps: ($0.places.lowerBound - first)..<($0.places.upperBound - first),
          amount: $0.amount)
      },
      levelShifts: shifts.filter { $0.place > first && $0.place < first + values.count }.map {
        LevelShift(step: $0.place - first, definition: $0.definition)
      },
      revisions: revisions, raw: raw, options: options, workingDays: workingDays)
  }

  // MARK: What was known

  private func knownObservations() -> [RawSeries.Observation] {
    guard let knownOn else { return raw.observations }
    return raw.observations.filter { knownDay($0) <= knownOn.dayNumber }
  }

  /// The day on which a row became known.
  private func knownDay(_ observation: RawSeries.Observation) -> Int {
    // A delay beyond a thousand years is none that dates can hold.
    let delay = min(max(options.publicationDelay, -400_000), 400_000)
    return observation.known ?? period(observation.place).lastDay.dayNumber + delay
  }

  /// Sorts the rows, and keeps of those of one period and definition the one known last.
  private mutating func oneForEachDefinition(_ observations: inout [RawSeries.Observation]) {
    func isBefore(_ one: RawSeries.Observation, _ other: RawSeries.Observation) -> Bool {
      let (left, right) = (one.definition ?? -1, other.definition ?? -1)
      return left != right ? left < right : one.place < other.place
    }
    // Most files are in order, and need none of this.
    if zip(observations, observations.dropFirst()).allSatisfy({ isBefore($0, $1) }) { return }
    observations.sort {
      isBefore($0, $1) || (!isBefore($1, $0) && (knownDay($0), $0.row) < (knownDay($1), $1.row))
    }
    var kept: [RawSeries.Observation] = []
    kept.reserveCapacity(observations.count)
    for observation in observations {
      guard let last = kept.last, !isBefore(last, observation) else {
        kept.append(observation)
        continue
      }
      if knownDay(last) == knownDay(observation) { tellDuplicate(last, observation) }
      tellRevision(last, observation)
      kept[kept.count - 1] = observation
    }
    observations = kept
  }

  mutating func tellDuplicate(
    _ earlier: RawSeries.Observation, _ later: RawSeries.Observation
  ) {
    let label = period(later.place).label
    findings.append(
      Finding(
        code: .duplicatePeriod,
        message: .init(zh: "“\(raw.id)”的 \(label) 有两个数", en: "'\(raw.id)' gives \(label) twice"),
        cell: (later.row, later.column), expected: .init(zh: "每个时段只有一个数", en: "each period once"),
        found: .init(
          zh: "第 \(earlier.row + 1) 行数据是 \(shown(earlier.value))，"
            + "第 \(later.row + 1) 行是 \(shown(later.value))",
          en: "\(shown(earlier.value)) in row \(earlier.row + 1) of the values, "
            + "\(shown(later.value)) in row \(later.row + 1)"),
        suggestion: .init(
          zh: "删去一个，或用“known”列写明各自的公布日期",
          en: "remove one, or say in a column 'known' when each became known")))
  }

  private mutating func tellRevision(
    _ earlier: RawSeries.Observation, _ later: RawSeries.Observation
  ) {
    let period = period(later.place)
    let day = CalendarDate(dayNumber: knownDay(earlier))
    revisions.append(Revision(period: period, known: day, value: earlier.value))
    guard earlier.value != later.value, !(earlier.value.isNaN && later.value.isNaN) else { return }
    care.add(
      .revision, [period], before: earlier.value, after: later.value,
      zh: "\(period.label)：\(day) 公布的 \(shown(earlier.value)) 后修订为 \(shown(later.value))",
      en: "\(period.label): \(shown(earlier.value)), known on \(day), was revised to "
        + shown(later.value))
  }

  // MARK: What is left

  /// Leaves out empty periods before the first value and after the last.
  ///
  /// - Returns: false when no value is left.
  private mutating func trim() -> Bool {
    let jointPlaces = joints.map(\.places)
    func isSomething(_ index: Int) -> Bool {
      !values[index].isNaN || jointPlaces.contains { $0.contains(first + index) }
    }
    guard let start = values.indices.first(where: isSomething),
      let end = values.indices.last(where: isSomething)
    else {
      findings.append(
        Finding(
          code: .invalidValue,
          message: .init(zh: "“\(raw.id)”没有数值", en: "'\(raw.id)' has no values"),
          cell: raw.observations.first.map { ($0.row, $0.column) },
          expected: .init(zh: "至少一个时段有数值", en: "a value in at least one period")))
      return false
    }
    let empty =
      (0..<start).map { period(first + $0) }
      + ((end + 1)..<values.count).map { period(first + $0) }
    if !empty.isEmpty {
      care.add(
        .trim, empty, zh: "首尾无数的时段未计入：\(shown(empty))",
        en: "periods without a value at the ends are left out: \(shown(empty))")
    }
    values = Array(values[start...end])
    first += start
    return true
  }

  private mutating func tellMissing() {
    let held = Set(joints.flatMap { Array($0.places) })
    let missing = values.indices.filter { values[$0].isNaN && !held.contains(first + $0) }
      .map { period(first + $0) }
    guard !missing.isEmpty else { return }
    care.add(
      .missing, missing, zh: "缺测时段：\(shown(missing))",
      en: "periods without a value: \(shown(missing))")
  }

  /// Tells that differences, factors or one-offs led beyond the range of numbers.
  private mutating func tellOverflow() {
    guard values.contains(where: \.isInfinite) || joints.contains(where: { !$0.amount.isFinite })
    else { return }
    findings.append(
      Finding(
        code: .numberOverflow,
        message: .init(
          zh: "“\(raw.id)”的数值过大", en: "the values of '\(raw.id)' are beyond the range of numbers"),
        cell: raw.observations.first.map { ($0.row, $0.column) },
        suggestion: .init(zh: "检查指数和单位", en: "check exponents and units")))
  }

  /// Tells values below zero where most are not.
  private mutating func tellNegatives() {
    let finite = values.count { !$0.isNaN }
    let negative = values.indices.filter { values[$0] < 0 }
    guard !negative.isEmpty, negative.count * 5 <= finite else { return }
    for index in negative {
      let period = period(first + index)
      care.add(
        .negative, [period], before: values[index],
        zh: "\(period.label) 为负数 \(shown(values[index]))：退库或更正；保留不动",
        en: "\(period.label) is below zero, \(shown(values[index])): a refund or a correction; "
          + "it stays")
    }
  }

  /// Takes amounts out that will not come again.
  private mutating func takeOutOneOffs() {
    for oneOff in options.oneOffs {
      let place = oneOff.period.ordinal
      let index = place - first
      let joint = joints.firstIndex { $0.places.contains(place) }
      let isKnown = values.indices.contains(index) && !values[index].isNaN
      guard oneOff.period.frequency == raw.frequency, isKnown || joint != nil else {
        if knownOn == nil { tellMissingOneOff(oneOff) }
        continue
      }
      let before = joint.map { joints[$0].amount } ?? values[index]
      if let joint { joints[joint].amount -= oneOff.amount } else { values[index] -= oneOff.amount }
      let label = oneOff.period.label
      care.add(
        .oneOff, [oneOff.period], before: before, after: before - oneOff.amount,
        zh: "\(label) 剔除一次性 \(shown(oneOff.amount))：\(oneOff.reason)",
        en: "\(label): a one-off of \(shown(oneOff.amount)) is taken out: \(oneOff.reason)")
    }
  }

  private mutating func tellMissingOneOff(_ oneOff: OneOff) {
    findings.append(
      Finding(
        code: .invalidValue,
        message: .init(
          zh: "“\(raw.id)”在 \(oneOff.period.label) 没有数值，无法剔除一次性金额",
          en: "'\(raw.id)' has no value in \(oneOff.period.label) to take a one-off out of"),
        cell: raw.observations.first.map { ($0.row, $0.column) }, range: oneOff.origin,
        expected: .init(zh: "历史数据里的时段", en: "a period of the history")))
  }
}
