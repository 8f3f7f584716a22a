import SourceText

/// When the value of a formula is known, and by what.
struct TimingParts {
  /// A part of a formula that decides its timing.
  struct Mention {
    let text: String
    let origin: SourceRange?
  }

  /// The first part that has a value in each period; nil when there is none.
  var each: Mention?
  /// The first part that is known after the last period only; nil when there is none.
  var after: Mention?

  static let once = TimingParts()

  var timing: ResolvedIndicator.Timing {
    after != nil ? .after : each != nil ? .each : .once
  }

  mutating func include(_ other: TimingParts) {
    each = each ?? other.each
    after = after ?? other.after
  }
}

/// Finds when each indicator is known: once before the first period, in each, or after the last.
struct TimingInference {
  let definitions: Definitions
  let names: NameTable
  /// By place in the definitions; nil where a mistake leaves it open, which then causes no other.
  private(set) var timings: [ResolvedIndicator.Timing?]
  /// Whether the value of a period depends on the periods before it.
  private(set) var looksBack: [Bool]

  /// - Parameter order: the places of the indicators such that each comes after what it needs.
  init(_ definitions: Definitions, _ names: NameTable, order: [Int]) {
    self.definitions = definitions
    self.names = names
    let indicators = definitions.indicators
    timings = Array(repeating: nil, count: indicators.count)
    looksBack = Array(repeating: false, count: indicators.count)
    for index in order {
      let parts = parts(of: indicators[index].formula)
      let isContradiction = parts.each != nil && parts.after != nil
      timings[index] = isContradiction ? nil : parts.timing
      looksBack[index] = looksBack(indicators[index].formula)
    }
  }

  /// What decides the timing of a formula.
  func parts(of formula: Formula) -> TimingParts {
    func each(_ text: String) -> TimingParts {
      TimingParts(each: .init(text: text, origin: formula.origin))
    }
    switch formula.node {
    case .constant, .members: return .once
    case .series: return each("a series")
    case .draw(let draw):
      return draw.cadence == .once ? .once : each("the draw '\(draw.stream)'")
    case .reference(let name):
      if BuiltInSeries(rawValue: name) != nil { return each("'\(name)'") }
      guard let index = names.index(of: name), let timing = timings[index] else { return .once }
      let mention = TimingParts.Mention(text: "'\(name)'", origin: formula.origin)
      return switch timing {
      case .once: .once
      case .each: TimingParts(each: mention)
      case .after: TimingParts(after: mention)
      }
    case .call(let function, let arguments):
      return parts(of: function, arguments, formula)
    }
  }

  private func parts(
    of function: FormulaFunction, _ arguments: [Formula], _ formula: Formula
  ) -> TimingParts {
    let mention = TimingParts.Mention(
      text: "'\(shortened(formula.description))'", origin: formula.origin)
    var result = TimingParts.once
    switch function.reach {
    case .overPeriods: return TimingParts(after: mention)
    case .onePeriod: return .once
    case .earlierPeriods where function != .growth || arguments.count == 1:
      result.each = mention
      for argument in arguments.dropFirst() { result.include(parts(of: argument)) }
    default:
      for argument in arguments { result.include(parts(of: argument)) }
    }
    return result
  }

  /// Whether a formula's value depends on the periods before.
  func looksBack(_ formula: Formula) -> Bool {
    switch formula.node {
    case .constant, .series, .draw, .members: return false
    case .reference(let name): return names.index(of: name).map { looksBack[$0] } ?? false
    case .call(let function, let arguments):
      if function.reach == .earlierPeriods, function != .growth || arguments.count == 1 {
        return true
      }
      return arguments.contains { looksBack($0) }
    }
  }
}

extension FormulaFunction {
  /// Which periods a function of time looks at.
  enum Reach { case samePeriod, earlierPeriods, onePeriod, overPeriods }

  var reach: Reach {
    switch self {
    case .previous, .yearToDate, .growth: .earlierPeriods
    case .at: .onePeriod
    case .sumOverPeriods, .minOverPeriods, .maxOverPeriods, .meanOverPeriods: .overPeriods
    default: .samePeriod
    }
  }
}
