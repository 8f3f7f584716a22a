extension Formula: CustomStringConvertible {
  /// The formula as a planner would write it, with no more brackets than it needs.
  ///
  /// A formula that came from a text reads back as itself. What only components make has a text
  /// for people: `draw(stream: "…", …)`, `scheduled(works, 3, finish)`, and `series(…)` and
  /// `daySeries(…)` with a number for each period or day.
  public var description: String { text(.or) }

  /// The text in a place where an operator of this precedence can stand without brackets.
  private func text(_ loosest: FormulaParser.Precedence) -> String {
    precedence < loosest ? "(\(bareText))" : bareText
  }

  private var precedence: FormulaParser.Precedence {
    switch node {
    case .call(let function, _): function.precedence ?? .primary
    case .constant(let value, let unit):
      // A negative number reads back as a negation, and a moment within a day as a sum.
      unit.dimension == .date && value != 0
        ? (isWholeDate(value) ? .primary : .additive) : value < 0 ? .minus : .primary
    default: .primary
    }
  }

  private var bareText: String {
    switch node {
    case .constant(let value, let unit): constantText(value, unit)
    case .reference(let name): name
    case .members(let pattern): pattern
    case .series(let values, let unit): "series(\(seriesText(values, unit)))"
    case .daySeries(let values, let unit): "daySeries(\(daysText(values, unit)))"
    case .draw(let draw): draw.description
    case .scheduled(let value):
      "scheduled(\(value.schedule), \(value.activity), \(value.quantity))"
    case .call(let function, let arguments): callText(function, arguments)
    }
  }

  private func callText(_ function: FormulaFunction, _ arguments: [Formula]) -> String {
    let spelling = function.descriptor.spelling
    guard let precedence = function.precedence else {
      return "\(spelling)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
    switch precedence {
    case .not: return "not \(arguments[0].text(.not))"
    case .minus: return "-\(arguments[0].text(.minus))"
    case .power:
      // The power groups from the right, and a minus may begin its exponent.
      return "\(arguments[0].text(.primary)) ^ \(arguments[1].text(.minus))"
    case .comparison:
      return "\(arguments[0].text(.additive)) \(spelling) \(arguments[1].text(.additive))"
    default:
      let right = arguments[1].text(precedence.tighter)
      return "\(arguments[0].text(precedence)) \(spelling) \(right)"
    }
  }

  private func constantText(_ value: Double, _ unit: UnitOfMeasure) -> String {
    if unit.dimension == .date, value != 0, value.isFinite, abs(value) < 1e6 {
      let date = CalendarDate(containing: value)
      let midnight = "date(\(date.year), \(date.month), \(date.day))"
      let rest = value - Double(date.dayNumber)
      return rest == 0 ? midnight : "\(midnight) + \(Quantity(rest, .day))"
    }
    return Quantity(value, unit).description
  }

  private func isWholeDate(_ value: Double) -> Bool {
    value == value.rounded() || abs(value) >= 1e6
  }

  private func seriesText(_ values: [Double], _ unit: UnitOfMeasure) -> String {
    values.map { Formula.constant($0, unit).description }.joined(separator: ", ")
  }

  /// The numbers of days, `0.5×31` for so many in a row; the middle is left out where it is long.
  private func daysText(_ values: [Double], _ unit: UnitOfMeasure) -> String {
    var runs: [(value: Double, days: Int)] = []
    for value in values {
      if runs.last?.value == value {
        runs[runs.count - 1].days += 1
      } else {
        runs.append((value, 1))
      }
    }
    let texts = runs.map { run in
      Formula.constant(run.value, unit).description + (run.days == 1 ? "" : "×\(run.days)")
    }
    let isLong = texts.count > 12
    return (isLong ? texts.prefix(6) + ["…"] + texts.suffix(2) : texts[...])
      .joined(separator: ", ")
  }
}

extension Draw: CustomStringConvertible {
  /// Such as `draw(stream: "fiscal.vat.annual", pert(low: 38000000, …))`; a draw that is made
  /// anew says how often.
  public var description: String {
    let often = cadence == .once ? "" : "\(cadence.rawValue), "
    return "draw(stream: \"\(stream)\", \(often)\(text))"
  }
}
