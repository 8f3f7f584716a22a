import Formulas
import Probability
import SourceText

extension ObjectReader {
  /// The periods in which a value that has been read is not known to be zero.
  func periodsAboveZero(_ field: Field) -> [Int] {
    let all = Array(0..<context.horizon.count)
    switch context.values.last(where: { $0.id == name(field.key) })?.formula.node {
    case .series(let numbers, _): return all.filter { numbers[$0] != 0 }
    case .constant(0, _): return []
    default: return all
    }
  }

  /// The largest value that a value which has been read can have, as good as never exceeded; nil
  /// for a formula.
  func largestValue(_ field: Field) -> Double? {
    switch context.values.last(where: { $0.id == name(field.key) })?.formula.node {
    case .series(let numbers, _): numbers.max()
    case .constant(let number, _): number
    case .draw(let draw): draw.distribution.quantile(at: 1 - 1e-9)
    default: nil
    }
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
      context: context, unit: unit, name: name(field.key) + ".\(number)", cadence: .everyPeriod)
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
        label: labelled(field.summary),
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
      guard members.count == 1, let family = Distributions.named(members[0].key),
        case .object(let parameters) = members[0].value.value
      else { return invalid(node, path) }
      return draw(family, parameters, members[0].value, path.appending(key: members[0].key))
    default: return invalid(node, path)
    }
  }

  private func draw(
    _ family: any Distribution.Type, _ parameters: [JSONMember], _ node: JSONNode,
    _ path: JSONPath
  ) -> (anchor: DayOfYear, offset: Formula?)? {
    let days = parameters.compactMap { member -> DayOfYear? in
      if case .string(let text) = member.value.value { DayOfYear(text) } else { nil }
    }
    let likely = parameters.first { $0.key == "likely" || $0.key == "p50" || $0.key == "mean" }
    guard let first = days.first else { return invalid(node, path) }
    var anchor = first
    if case .string(let text)? = likely?.value.value, let day = DayOfYear(text) { anchor = day }
    let offsets = parameters.map { member -> JSONMember in
      guard case .string(let text) = member.value.value, let day = DayOfYear(text) else {
        return member
      }
      let number = JSONValue.number(text: String(day.days(after: anchor)))
      return JSONMember(
        key: member.key, keyRange: member.keyRange,
        value: JSONNode(value: number, range: member.value.range))
    }
    let reader = ValueReader(context: context, unit: .day, name: name, cadence: .everyYear)
    let reading = reader.draw(
      family, JSONNode(value: .object(offsets), range: node.range), path)
    return (anchor, reading.formula)
  }

  private func invalid(_ node: JSONNode, _ path: JSONPath)
    -> (anchor: DayOfYear, offset: Formula?)?
  {
    context.report(
      wrongType(
        node, expected: "a day of the year such as \"06-08\", or a distribution of such days",
        path: path))
    return nil
  }
}
