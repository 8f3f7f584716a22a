import Formulas
import SourceText

/// Rows about works: a day on which one started or finished, or the time that was left of it.
extension ActualsReader {
  /// A hundred years, in days: longer than the calendars of works reach.
  private static let longestWork = 36_525.0

  /// The work that a row is about, and what of it; nil for any other row.
  func work(_ cells: [CSVTable.Cell]) -> (name: String, kind: ActualProgress.Kind)? {
    let id = table.text(cells, .indicator)
    guard let dot = id.lastIndex(of: "."),
      let kind = ActualProgress.Kind(rawValue: String(id[id.index(after: dot)...]))
    else { return nil }
    let name = String(id[..<dot])
    let isKnown = projects.contains { project in
      project.name == name && kind == .finish
        || project.activities.contains { $0.name == name }
    }
    return isKnown ? (name, kind) : nil
  }

  mutating func addProgress(
    _ name: String, _ kind: ActualProgress.Kind, _ cells: [CSVTable.Cell]
  ) throws(ActualProblem) {
    guard let value = try value(of: kind, cells) else { return }
    let known = try knownDay(of: kind, value, cells)
    let one = ActualProgress(
      name: name, kind: kind, value: value, known: known, range: table.range(cells, .indicator))
    let first = progress.first { $0.indicator == one.indicator && $0.known == known }
    if let line = first?.range.start.line {
      throw table.problem(
        .duplicatePeriod,
        .init(
          zh: "“\(one.indicator)”已有数值（第 \(line) 行）",
          en: "'\(one.indicator)' has a value already, on line \(line)"),
        cells, .indicator,
        expected: .init(
          zh: "每个日期只写一次；修订另写一行，known 更晚",
          en: "each date once, or a revision with a later 'known'"))
    }
    progress.append(one)
    try checkOrder(of: one, cells)
  }

  /// The number of the day, or days of work; nil where nothing is said.
  private func value(of kind: ActualProgress.Kind, _ cells: [CSVTable.Cell])
    throws(ActualProblem) -> Double?
  {
    guard kind == .remaining else {
      guard table.hasValue(cells) else { return nil }
      return try table.day(cells, .value, expected: .dateLike("2024-05-20"), isExact: true)
        .map { Double($0.dayNumber) }
    }
    guard let time = try table.number(cells, .value, .day) else { return nil }
    guard time >= 0 else {
      throw table.problem(
        .invalidValue,
        .init(zh: "剩余时间不能为负", en: "no work is left that takes less than no time"), cells,
        .value)
    }
    guard time <= Self.longestWork else {
      throw table.problem(
        .numberOverflow,
        .init(zh: "剩余时间长得不可能", en: "no work takes so long"), cells, .value,
        expected: .init(zh: "至多 36525 天（一百年）", en: "at most 36525 days, a hundred years"))
    }
    return time
  }

  /// The day from which a row about works was known.
  private func knownDay(
    of kind: ActualProgress.Kind, _ value: Double, _ cells: [CSVTable.Cell]
  ) throws(ActualProblem) -> CalendarDate {
    guard let day = try table.day(cells, .known, expected: .dateLike("2024-05-31")) else {
      if kind != .remaining { return CalendarDate(dayNumber: Int(value)) }
      throw table.problem(
        .missingKey,
        .init(
          zh: "剩余时间须写明截至哪一天收工",
          en: "what is left of a work is so at the end of a day"), cells, .indicator,
        expected: .init(zh: "在 known 列写明这一天", en: "that day in the column 'known'"))
    }
    guard kind == .remaining || Double(day.dayNumber) >= value else {
      throw table.problem(
        .invalidValue,
        .init(
          zh: "那时还没有发生，不可能已经知道", en: "what has not come by then is not known"), cells,
        .known,
        expected: .init(
          zh: "不早于 \(CalendarDate(dayNumber: Int(value))) 的日期",
          en: "a day from \(CalendarDate(dayNumber: Int(value))) on"))
    }
    return day
  }

  /// - Throws: when a work would have finished before it started, or a project before one of its
  ///   activities.
  private func checkOrder(of one: ActualProgress, _ cells: [CSVTable.Cell])
    throws(ActualProblem)
  {
    try checkOrder(ofProjectWith: one, cells)
    let own = progress.filter { $0.name == one.name }
    guard let start = own.last(where: { $0.kind == .start }),
      let finish = own.last(where: { $0.kind == .finish }), finish.value < start.value
    else { return }
    throw table.problem(
      .invalidValue,
      .init(
        zh: "“\(one.name)”的完成日早于开始日", en: "'\(one.name)' finished before it started"),
      cells, .value,
      expected: .init(
        zh: "不早于 \(CalendarDate(dayNumber: Int(start.value))) 的完成日",
        en: "a finish from \(CalendarDate(dayNumber: Int(start.value))) on"))
  }

  private func checkOrder(ofProjectWith one: ActualProgress, _ cells: [CSVTable.Cell])
    throws(ActualProblem)
  {
    guard one.kind != .remaining else { return }
    let latest = Dictionary(progress.map { ($0.indicator, $0) }) { $1 }.values
    let whole = latest.first { $0.kind == .finish && one.name.hasPrefix($0.name + ".") } ?? one
    let part =
      latest.filter { $0.kind != .remaining && $0.name.hasPrefix(whole.name + ".") }
      .max { ($0.value, $0.indicator) < ($1.value, $1.indicator) }
    guard let part, whole.kind == .finish, whole.value < part.value else { return }
    let (day, other) = (
      CalendarDate(dayNumber: Int(whole.value)), CalendarDate(dayNumber: Int(part.value))
    )
    throw table.problem(
      .invalidValue,
      .init(
        zh: "“\(whole.name)”在 \(day) 已完成，而“\(part.indicator)”是 \(other)",
        en: "'\(whole.name)' finished on \(day), and '\(part.indicator)' is \(other)"), cells,
      .value,
      expected: .init(
        zh: "项目的完成日不早于其各项作业", en: "a project that finishes no earlier than its activities"))
  }
}
