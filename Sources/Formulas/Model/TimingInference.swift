import SourceText

/// When the values of which a formula is made are known.
struct TimingParts: OptionSet {
  let rawValue: UInt8

  static let once: TimingParts = []
  /// Some part has a value in each period.
  static let each = TimingParts(rawValue: 1)
  /// Some part has a value on each day.
  static let day = TimingParts(rawValue: 2)
  /// Some part has a value in each period which is known at the end of its days only.
  static let afterDays = TimingParts(rawValue: 4)
  /// Some part is known after the last period only.
  static let after = TimingParts(rawValue: 8)

  /// All that differ by period or by day.
  static let inTime: TimingParts = [.each, .day, .afterDays]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// What a mention of something so timed makes of a formula.
  init(_ timing: KnownTiming) {
    self =
      switch timing {
      case .once: .once
      case .each: .each
      case .day: .day
      case .afterDays: .afterDays
      case .after: .after
      }
  }

  var timing: KnownTiming {
    contains(.after)
      ? .after
      : contains(.afterDays) ? .afterDays : contains(.day) ? .day : contains(.each) ? .each : .once
  }

  /// Whether some parts are not known before others are past.
  var isContradiction: Bool {
    (contains(.after) && !isDisjoint(with: .inTime)) || isSuperset(of: [.day, .afterDays])
  }
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
    switch formula.node {
    case .constant, .members, .scheduled: return .once
    case .series: return .each
    case .daySeries: return .day
    case .draw(let draw):
      return switch draw.cadence {
      case .once: .once
      case .everyDay: .day
      case .everyYear, .everyPeriod: .each
      }
    case .reference(let name):
      if let index = names.index(of: name) {
        return timings[index].map { TimingParts($0) } ?? .once
      }
      if BuiltInSeries(named: name) != nil { return .each }
      return BuiltInDaySeries(named: name) != nil ? .day : .once
    case .call(let function, let arguments): return parts(of: function, arguments)
    }
  }

  private func parts(of function: FormulaFunction, _ arguments: [Formula]) -> TimingParts {
    var result = TimingParts.once
    switch function.reach(arguments: arguments.count) {
    case .overPeriods: return .after
    case .onePeriod: return .once
    case .overDays:
      let parts = parts(of: arguments[0])
      if parts.contains(.day) { return .afterDays }
      // So many days has each period.
      return function == .sumOverDays && !parts.contains(.after) ? .each : parts
    case .earlierPeriods:
      let looked = arguments.first.map { parts(of: $0) } ?? .once
      result = looked.contains(.day) ? .day : .each
      for argument in arguments.dropFirst() { result.formUnion(parts(of: argument)) }
      // What adds up to now, or compares now, is not known before now is.
      if function == .yearToDate || function == .growth {
        result.formUnion(looked.intersection(.afterDays))
      }
    case .samePeriod:
      for argument in arguments { result.formUnion(parts(of: argument)) }
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
        || (reach == .overDays && arguments.contains { parts(of: $0).contains(.day) })
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
