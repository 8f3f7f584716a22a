import Formulas
import SourceText

extension ValueReader {
  /// A value in force from a period on, until the next one: past periods are untouched.
  func dated(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard case .object(let members) = node.value, !members.isEmpty else {
      context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "对象，键为时段，值为数值，例如 { \"2024-01\": …, \"2024-07\": … }",
            en: "an object from periods to values, such as "
              + "{ \"2024-01\": …, \"2024-07\": … }"), path: path))
      return placeholder
    }
    var entries: [(start: CalendarDate, reading: ValueReading)] = []
    for member in members {
      guard let start = start(of: member, path) else { continue }
      var reader = self
      if entries.count > 0 { reader = self.named(name + "." + member.key) }
      entries.append((start, reader.read(member.value, path.appending(key: member.key))))
    }
    entries.sort { $0.start < $1.start }
    guard let first = entries.first else { return placeholder }
    if first.start > context.horizon[0].firstDay {
      context.report(
        Diagnostic(
          .periodOutsideHorizon,
          BilingualText(
            zh: "预测期开始时没有生效的值", en: "nothing is in force at the start of the horizon"),
          at: node.range, path: path.description,
          expected: BilingualText(
            zh: "\(context.horizon[0].label) 或更早的一项",
            en: "an entry for \(context.horizon[0].label) or earlier"),
          found: BilingualText(
            zh: "第一项自 \(first.start) 起", en: "the first entry is from \(first.start)")))
    }
    var reading = ValueReading(inForce(entries), likely: first.reading.likely)
    reading.text = "dated " + node.wholeText
    reading.isUncertain = entries.contains { $0.reading.isUncertain }
    return reading
  }

  private func inForce(_ entries: [(start: CalendarDate, reading: ValueReading)]) -> Formula {
    let numbers = entries.map { entry -> Double? in
      if case .constant(let number, _) = entry.reading.formula.node { number } else { nil }
    }
    if numbers.allSatisfy({ $0 != nil }) {
      let series = context.horizon.periods.map { period in
        numbers[entries.lastIndex { $0.start <= period.firstDay } ?? 0]!
      }
      return Formula(.series(series, unit))
    }
    return entries.dropFirst().reduce(entries[0].reading.formula) { earlier, entry in
      let start = Formula.constant(Double(entry.start.dayNumber), .date)
      return .call(
        .conditional, .call(.greaterOrEqual, .reference("period.start"), start),
        entry.reading.formula, earlier)
    }
  }

  private func named(_ name: String) -> ValueReader {
    ValueReader(
      context: context, unit: unit, name: name, cadence: cadence, fittedCadence: fittedCadence,
      member: member)
  }

  /// The first day of the period that a key names; it must begin one of the horizon's periods,
  /// because a period is the shortest time that the model knows.
  private func start(of member: JSONMember, _ path: JSONPath) -> CalendarDate? {
    let date = CalendarDate(iso: member.key) ?? Period(label: member.key)?.firstDay
    if let date {
      let horizon = context.horizon
      let isBeforeOrAfter = date < horizon[0].firstDay || date > horizon[horizon.count - 1].lastDay
      if isBeforeOrAfter || horizon.periods.contains(where: { $0.firstDay == date }) { return date }
    }
    context.report(
      Diagnostic(
        .invalidValue,
        BilingualText(
          zh: "“\(member.key)”不是时段的开始", en: "'\(member.key)' is not the start of a period"),
        at: member.keyRange, path: path.appending(key: member.key).description,
        expected: BilingualText(
          zh: "一个时段或其第一天，例如 \"\(context.horizon[0].label)\"",
          en: "a period or its first day, such as \"\(context.horizon[0].label)\"")))
    return nil
  }

  /// One number for each month of the year, January first.
  func byMonth(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard case .array(let elements) = node.value, elements.count == 12,
      context.horizon.frequency == .monthly
    else {
      context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "十二个值的列表，从一月起；只用于按月测算的情景",
            en: "a list of twelve values, January first, in a monthly scenario"), path: path))
      return placeholder
    }
    let numbers = elements.enumerated().map {
      number($1, path.appending(index: $0))?.value ?? 0
    }
    var reading = ValueReading(
      Formula(.series(context.horizon.periods.map { numbers[$0.firstMonth - 1] }, unit)))
    reading.text = "byMonth " + node.wholeText
    return reading
  }

  /// One number for each period that is named, zero in the others.
  func byPeriod(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard case .object(let members) = node.value else {
      context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "对象，键为时段，值为数值", en: "an object from periods to values"), path: path))
      return placeholder
    }
    var numbers = [Double](repeating: 0, count: context.horizon.count)
    for member in members {
      let path = path.appending(key: member.key)
      guard let period = Period(label: member.key), let index = context.horizon.index(of: period)
      else {
        context.report(
          Diagnostic(
            .periodOutsideHorizon,
            BilingualText(
              zh: "“\(member.key)”不是预测期内的时段",
              en: "'\(member.key)' is no period of the horizon"),
            at: member.keyRange, path: path.description,
            expected: BilingualText(
              zh: "\(context.horizon.label) 内的时段，例如 \"\(context.horizon[0].label)\"",
              en: "a period in \(context.horizon.label), such as "
                + "\"\(context.horizon[0].label)\"")))
        continue
      }
      numbers[index] = number(member.value, path)?.value ?? 0
    }
    var reading = ValueReading(Formula(.series(numbers, unit)))
    reading.text = "byPeriod " + node.wholeText
    return reading
  }
}
