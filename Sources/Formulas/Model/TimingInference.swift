import SourceText

/// When the value of a formula is known, and by what.
struct TimingParts {
  /// A part of a formula that decides its timing.
  struct Mention {
    /// What it is called where it is not shown as a formula.
    let name: String?
    let formula: Formula

    var origin: SourceRange? { formula.origin }
    /// Its name, or its formula in quotes; made only when there is something to tell.
    var text: String { name ?? "'\(shortened(formula.description))'" }
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
      timings[index] = isContradiction ? nil : timing(of: indicators[index], parts)
      looksBack[index] = looksBack(indicators[index].formula)
    }
  }

  /// An amount or a number of happenings belongs to a period, even if it is the same in all.
  private func timing(of indicator: Indicator, _ parts: TimingParts)
    -> ResolvedIndicator.Timing
  {
    let isOfPeriod = indicator.kind == .flow || indicator.kind == .count
    return parts.timing == .once && isOfPeriod ? .each : parts.timing
  }

  /// What decides the timing of a formula.
  func parts(of formula: Formula) -> TimingParts {
    func each(_ name: String) -> TimingParts {
      TimingParts(each: .init(name: name, formula: formula))
    }
    switch formula.node {
    case .constant, .members: return .once
    case .series: return each("a series")
    case .draw(let draw):
      return draw.cadence == .once ? .once : each("the draw '\(draw.stream)'")
    case .reference(let name):
      if BuiltInSeries(rawValue: name) != nil { return each("'\(name)'") }
      guard let index = names.index(of: name), let timing = timings[index] else { return .once }
      let mention = TimingParts.Mention(name: "'\(name)'", formula: formula)
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
    let mention = TimingParts.Mention(name: nil, formula: formula)
    var result = TimingParts.once
    switch function.reach(arguments: arguments.count) {
    case .overPeriods: return TimingParts(after: mention)
    case .onePeriod: return .once
    case .earlierPeriods:
      result.each = mention
      for argument in arguments.dropFirst() { result.include(parts(of: argument)) }
    case .samePeriod:
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
      return function.reach(arguments: arguments.count) == .earlierPeriods
        || arguments.contains { looksBack($0) }
    }
  }
}

extension FormulaFunction {
  /// Which periods a function of time looks at.
  enum Reach { case samePeriod, earlierPeriods, onePeriod, overPeriods }

  /// Growth on a base that is given looks at no other period.
  func reach(arguments count: Int) -> Reach {
    switch self {
    case .growth: count == 1 ? .earlierPeriods : .samePeriod
    case .previous, .lagged, .yearToDate: .earlierPeriods
    case .at: .onePeriod
    case .sumOverPeriods, .minOverPeriods, .maxOverPeriods, .meanOverPeriods: .overPeriods
    default: .samePeriod
    }
  }
}
