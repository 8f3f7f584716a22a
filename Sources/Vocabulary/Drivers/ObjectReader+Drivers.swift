import Formulas
import Probability
import SourceText

extension ObjectReader {
  /// The largest value that a value which has been read can have, as good as never exceeded; nil
  /// for a formula.
  func largestValue(_ field: Field) -> Double? {
    switch value(named: name(field.key))?.formula.node {
    case .series(let numbers, _): numbers.max()
    case .constant(let number, _): number
    case .draw(let draw): draw.distribution.quantile(at: 1 - 1e-9)
    default: nil
    }
  }

  /// The numbers that a value which has been read takes in the periods, in base units; none where
  /// it depends on chance or on others.
  func knownNumbers(_ field: Field) -> [Double] {
    switch value(named: name(field.key))?.formula.node {
    case .constant(let number, _): [number]
    case .series(let numbers, _): numbers
    default: []
    }
  }

  /// Reports a probability, or another part of a whole, that is known not to be one: a number, or
  /// that of some period, outside of 0 to 1. What is drawn or computed may be anything.
  func requireShare(_ field: Field) {
    guard let wrong = knownNumbers(field).first(where: { !(0...1).contains($0) }) else { return }
    reportInvalid(
      field,
      wrong < 0
        ? BilingualText(zh: "小于 0", en: "this is below 0")
        : BilingualText(zh: "大于 1", en: "this is more than 1"), expected: .shareFrom0To1)
  }

  /// The value of a field as it falls out for the n-th of several like things: the first draws
  /// from the stream of the field's own name, the others from streams beside it.
  func repeated(_ field: Field, _ number: Int) -> Formula {
    guard case .value(let unit) = field.shape else { preconditionFailure("no value field") }
    return repeated(field, number, in: unit)
  }

  /// The same in the unit that the object declares.
  func repeated(_ field: Field, _ number: Int, in unit: UnitOfMeasure) -> Formula {
    guard let (node, path) = member(field) else { return .constant(0, unit) }
    if number == 1 { return value(field, in: unit, drawn: .everyPeriod) ?? .constant(0, unit) }
    let reader = ValueReader(
      context: context, unit: unit, name: name(field.key) + ".\(number)", cadence: .everyPeriod,
      member: member)
    return reader.read(node, path).formula
  }

  /// A day of the year, uncertain or not, as a date in the year of each period.
  ///
  /// What is drawn, once a year, is the distance in days from the likeliest day, so that the
  /// leap day moves nothing.
  func dayOfYear(_ field: Field) -> Formula {
    guard let (node, path) = member(field) else { return .constant(0, .date) }
    let days = DayOfYearReader(context: context, name: name(field.key))
    guard let (anchor, offset) = days.read(node, path) else { return .constant(0, .date) }
    let horizon = context.horizon
    let dates = horizon.periods.map { period in
      Double(anchor.date(in: period.year).dayNumber)
    }
    let text = anchor.description
    context.add(
      Assumption(
        id: name(field.key),
        label: labelled(field.name),
        value: nil, unit: .date, text: offset == nil ? text : node.wholeText,
        isUncertain: offset != nil, source: source, note: note))
    let date = Formula(.series(dates, .date))
    return offset.map { date + $0 } ?? date
  }
}

/// A day that comes every year.
struct DayOfYear: Hashable, CustomStringConvertible {
  let month: Int
  let day: Int

  /// - Errors: nil unless the text is `MM-DD` and that day is in every year.
  init?(_ text: String) {
    guard text.utf8.count == 5, let date = CalendarDate(iso: "2023-" + text) else { return nil }
    month = date.month
    day = date.day
  }

  func date(in year: Int) -> CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("the day is in every year")
    }
    return date
  }

  /// Days from another day, in a year without a leap day.
  func days(after other: DayOfYear) -> Double {
    Double(date(in: 2023).dayNumber - other.date(in: 2023).dayNumber)
  }

  var description: String { String(date(in: 2023).description.suffix(5)) }
}

extension ObjectReader {
  /// A day of the year that is written out.
  ///
  /// - Parameter example: such a day, for the message where it is none.
  func knownDayOfYear(_ field: Field, such example: String) -> DayOfYear? {
    guard let text = text(field) else { return nil }
    if let day = DayOfYear(text) { return day }
    reportInvalid(
      field,
      BilingualText(
        zh: "“\(text)”不是一年中的某天", en: "'\(text)' is no day of the year"),
      expected: BilingualText(zh: "例如 \"\(example)\"", en: "such as \"\(example)\""))
    return nil
  }
}

/// Reads a day of the year: `"06-08"`, or a distribution with days as its values.
struct DayOfYearReader {
  let context: ReadingContext
  let name: String

  /// The likeliest day, and the uncertain distance from it in days.
  func read(_ node: JSONNode, _ path: JSONPath) -> (anchor: DayOfYear, offset: Formula?)? {
    switch node.value {
    case .string(let text):
      guard let day = DayOfYear(text) else { return invalid(node, path) }
      return (day, nil)
    case .object(let members):
      guard members.count == 1, let family = Distributions.named(members[0].key) else {
        return invalid(node, path)
      }
      return draw(family, members[0].value, path.appending(key: members[0].key))
    default: return invalid(node, path)
    }
  }

  private func draw(
    _ family: any Distribution.Type, _ node: JSONNode, _ path: JSONPath
  ) -> (anchor: DayOfYear, offset: Formula?)? {
    guard let anchor = likeliest(in: node) ?? firstDay(in: node) else {
      return invalid(node, path)
    }
    let reader = ValueReader(context: context, unit: .day, name: name, cadence: .everyYear)
    return (anchor, reader.draw(family, distances(in: node, from: anchor), path).formula)
  }

  /// The day that stands for the others, wherever in the distribution there is one.
  private func likeliest(in node: JSONNode) -> DayOfYear? {
    switch node.value {
    case .object(let members):
      let keys = ["likely", "p50", "0.5", "50%", "median", "mean", "location"]
      let named = members.first { keys.contains($0.key) && day($0.value) != nil }
      return named.flatMap { day($0.value) }
        ?? members.lazy.compactMap { likeliest(in: $0.value) }.first
    case .array(let elements): return elements.lazy.compactMap { likeliest(in: $0) }.first
    default: return nil
    }
  }

  private func firstDay(in node: JSONNode) -> DayOfYear? {
    switch node.value {
    case .object(let members): members.lazy.compactMap { firstDay(in: $0.value) }.first
    case .array(let elements): elements.lazy.compactMap { firstDay(in: $0) }.first
    default: day(node)
    }
  }

  private func day(_ node: JSONNode) -> DayOfYear? {
    if case .string(let text) = node.value { DayOfYear(text) } else { nil }
  }

  /// The same JSON with each day as its distance from another one.
  private func distances(in node: JSONNode, from anchor: DayOfYear) -> JSONNode {
    let value: JSONValue
    switch node.value {
    case .object(let members):
      value = .object(
        members.map { member in
          JSONMember(
            key: member.key, keyRange: member.keyRange,
            value: distances(in: member.value, from: anchor))
        })
    case .array(let elements): value = .array(elements.map { distances(in: $0, from: anchor) })
    default:
      guard let day = day(node) else { return node }
      value = .number(text: String(day.days(after: anchor)))
    }
    return JSONNode(value: value, range: node.range)
  }

  private func invalid(_ node: JSONNode, _ path: JSONPath)
    -> (anchor: DayOfYear, offset: Formula?)?
  {
    context.report(
      wrongType(node, expected: FieldShape.dayOfYear.expectation, path: path))
    return nil
  }
}
