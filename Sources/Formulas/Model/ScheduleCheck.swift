import SourceText

/// What is wrong with the timing of what a schedule needs: its numbers are to be known before the
/// first period, and the states of its weather on each day, without a schedule.
///
/// - Parameter formula: that of an indicator.
func scheduleDiagnostics(
  of schedule: Schedule, _ timing: TimingInference, formula: (String) -> Formula?
) -> [Diagnostic] {
  let indicators = timing.definitions.indicators
  var diagnostics: [Diagnostic] = []
  for case .reference(let id) in schedule.inputs.map(\.node) {
    guard let index = timing.names.index(of: id) else {
      diagnostics.append(
        Diagnostic(
          .unknownName,
          .init(
            zh: "“\(schedule.name)”的日期需要“\(id)”",
            en: "the dates of '\(schedule.name)' need '\(id)'"),
          at: nil))
      continue
    }
    guard let known = timing.timings[index], known != .once else { continue }
    let formula = indicators[index].formula
    let mention = [.each, .day, .afterDays, .after].lazy
      .compactMap { (parts: TimingParts) in timing.mention(of: parts, in: formula) }.first
    let name = mention?.text ?? .quoted(id)
    let when =
      known == .after
      ? BilingualText(zh: "要到最后一个时段之后才知道", en: "is known after the last period only")
      : BilingualText(zh: "随时间变化", en: "differs in time")
    diagnostics.append(
      Diagnostic(
        .timing,
        .init(
          zh: "\(name.zh)\(when.zh)，而工期在第一个时段之前就要算出",
          en: "\(name.en) \(when.en), but dates are worked out before the first period"),
        at: mention?.origin ?? indicators[index].origin,
        expected: .init(zh: "始终不变的值", en: "a value that is the same all the time"),
        suggestion: .init(
          zh: "取某一日期的值：at(…, date(2024, 6, 1))",
          en: "take the value of one date: at(…, date(2024, 6, 1))")))
  }
  for id in namesBehind(schedule.states, [], formula: formula) {
    formula(id)?.forEachScheduledValue { value in
      diagnostics.append(
        Diagnostic(
          .cycle,
          .init(
            zh: "“\(schedule.name)”的天气需要“\(id)”，而它用到“\(value.schedule)”的日期",
            en: "the weather of '\(schedule.name)' needs '\(id)', a date of '\(value.schedule)'"),
          at: formula(id)?.origin,
          expected: .init(zh: "不取决于工程的天气", en: "weather that does not depend on works")))
    }
  }
  return diagnostics
}

/// Some ids and all those that their formulas need, however far back; through the dates of
/// schedules too, where these are given.
///
/// - Parameter formula: that of an indicator; nil for what is none.
func namesBehind(
  _ ids: [String], _ schedules: [Schedule], formula: (String) -> Formula?
) -> Set<String> {
  let inputs = Dictionary(
    schedules.map { ($0.name, $0.inputs) }, uniquingKeysWith: { first, _ in first })
  var names: Set<String> = []
  var known: Set<String> = []
  var open = ids
  while let id = open.popLast() {
    guard names.insert(id).inserted, let formula = formula(id) else { continue }
    open += formula.referencedNames
    formula.forEachScheduledValue { value in
      guard known.insert(value.schedule).inserted else { return }
      open += (inputs[value.schedule] ?? []).flatMap(\.referencedNames)
    }
  }
  return names
}
