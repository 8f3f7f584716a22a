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
  /// The first part that has a value on each day; nil when there is none.
  var day: Mention?
  /// The first part that has a value in each period which is known at the end of its days only;
  /// nil when there is none.
  var afterDays: Mention?
  /// The first part that is known after the last period only; nil when there is none.
  var after: Mention?

  static let once = TimingParts()

  var timing: KnownTiming {
    after != nil ? .after
      : afterDays != nil ? .afterDays : day != nil ? .day : each != nil ? .each : .once
  }

  /// The first part that differs by period or by day.
  var inTime: Mention? { each ?? day ?? afterDays }

  /// Whether some parts are not known before others are past.
  var isContradiction: Bool {
    (after != nil && inTime != nil) || (day != nil && afterDays != nil)
  }

  mutating func include(_ other: TimingParts) {
    each = each ?? other.each
    day = day ?? other.day
    afterDays = afterDays ?? other.afterDays
    after = after ?? other.after
  }

  /// What a mention of something so timed makes of a formula.
  init(_ timing: KnownTiming, _ mention: Mention) {
    switch timing {
    case .once: break
    case .each: each = mention
    case .day: day = mention
    case .afterDays: afterDays = mention
    case .after: after = mention
    }
  }

  private init() {}
}

/// When a value is known, as far as the order of computation needs it.
enum KnownTiming {
  case once, each, day
  /// In each period, at the end of its days.
  case afterDays
  case after

  var resolved: ResolvedIndicator.Timing {
    switch self {
    case .once: .once
    case .each, .afterDays: .each
    case .day: .day
    case .after: .after
    }
  }
}

/// Finds when each indicator is known: once before the first period, in each, on each day, or after
/// the last.
struct TimingInference {
  let definitions: Definitions
  let names: NameTable
  /// By place in the definitions; nil where a mistake leaves it open, which then causes no other.
  private(set) var timings: [KnownTiming?]
  /// Whether the value of a period depends on the periods before it, or on its days.
  private(set) var looksBack: [Bool]

  /// - Parameter order: the places of the indicators such that each comes after what it needs.
  init(_ definitions: Definitions, _ names: NameTable, order: [Int]) {
    self.definitions = definitions
    self.names = names
    timings = Array(repeating: nil, count: definitions.indicators.count)
    looksBack = Array(repeating: false, count: definitions.indicators.count)
    var isSettled = false
    while !isSettled {
      let before = timings
      for index in order { infer(index) }
      // Whether `previous` looks at days may come out later than what it stands in.
      isSettled = timings == before || !timings.contains(.day)
    }
  }

  private mutating func infer(_ index: Int) {
    let indicator = definitions.indicators[index]
    let parts = parts(of: indicator.formula)
    timings[index] = parts.isContradiction ? nil : timing(of: indicator, parts)
    looksBack[index] = looksBack(indicator.formula)
  }

  /// An amount or a number of happenings belongs to a period, even if it is the same in all.
  private func timing(of indicator: Indicator, _ parts: TimingParts) -> KnownTiming {
    let isOfPeriod = indicator.kind == .flow || indicator.kind == .count
    return parts.timing == .once && isOfPeriod ? .each : parts.timing
  }

  /// What decides the timing of a formula.
  func parts(of formula: Formula) -> TimingParts {
    func parts(_ timing: KnownTiming, _ name: String?) -> TimingParts {
      TimingParts(timing, .init(name: name, formula: formula))
    }
    switch formula.node {
    case .constant, .members, .scheduled: return .once
    case .series: return parts(.each, "a series")
    case .daySeries: return parts(.day, "a series of days")
    case .draw(let draw):
      return switch draw.cadence {
      case .once: .once
      case .everyDay: parts(.day, "the draw '\(draw.stream)'")
      case .everyYear, .everyPeriod: parts(.each, "the draw '\(draw.stream)'")
      }
    case .reference(let name):
      if BuiltInSeries(rawValue: name) != nil { return parts(.each, "'\(name)'") }
      if BuiltInDaySeries(rawValue: name) != nil { return parts(.day, "'\(name)'") }
      guard let index = names.index(of: name), let timing = timings[index] else { return .once }
      return parts(timing, "'\(name)'")
    case .call(let function, let arguments):
      return self.parts(of: function, arguments, formula)
    }
  }

  private func parts(
    of function: FormulaFunction, _ arguments: [Formula], _ formula: Formula
  ) -> TimingParts {
    let mention = TimingParts.Mention(name: nil, formula: formula)
    var result = TimingParts.once
    switch function.reach(arguments: arguments.count) {
    case .overPeriods: return TimingParts(.after, mention)
    case .onePeriod: return .once
    case .overDays:
      let parts = parts(of: arguments[0])
      if parts.day != nil { return TimingParts(.afterDays, mention) }
      // So many days has each period.
      return function == .sumOverDays && parts.after == nil ? TimingParts(.each, mention) : parts
    case .earlierPeriods:
      let looked = arguments.first.map { parts(of: $0) } ?? .once
      result = TimingParts(looked.day != nil ? .day : .each, mention)
      for argument in arguments.dropFirst() { result.include(parts(of: argument)) }
      // What adds up to now, or compares now, is not known before now is.
      if function == .yearToDate || function == .growth {
        result.afterDays = result.afterDays ?? looked.afterDays
      }
    case .samePeriod:
      for argument in arguments { result.include(parts(of: argument)) }
    }
    return result
  }

  /// Whether a formula's value depends on the periods before, or on the days of its own.
  func looksBack(_ formula: Formula) -> Bool {
    switch formula.node {
    case .constant, .series, .daySeries, .draw, .scheduled, .members: return false
    case .reference(let name): return names.index(of: name).map { looksBack[$0] } ?? false
    case .call(let function, let arguments):
      let reach = function.reach(arguments: arguments.count)
      return reach == .earlierPeriods
        || (reach == .overDays && arguments.contains { parts(of: $0).day != nil })
        || arguments.contains { looksBack($0) }
    }
  }
}

extension FormulaFunction {
  /// Which periods a function of time looks at.
  enum Reach { case samePeriod, overDays, earlierPeriods, onePeriod, overPeriods }

  /// Growth on a base that is given looks at no other period.
  func reach(arguments count: Int) -> Reach {
    switch self {
    case .growth: count == 1 ? .earlierPeriods : .samePeriod
    case .previous, .lagged, .yearToDate: .earlierPeriods
    case .at: .onePeriod
    case .sumOverPeriods, .minOverPeriods, .maxOverPeriods, .meanOverPeriods: .overPeriods
    case .sumOverDays, .meanOverDays, .minOverDays, .maxOverDays, .lastOfDays: .overDays
    default: .samePeriod
    }
  }
}
