import Probability

/// What is computed per trial, in what order, into which slots.
///
/// Straight-line bodies: `once` before the first period, `each` for every period in turn, `after`
/// behind the last. Where values differ by day there are two more: `day` for each day of a period
/// in turn, behind `each`, and `closing` behind the days of a period. A value that a later body
/// reads keeps its slot until then. The words are gone; names are kept only as the labels of
/// outputs and streams.
public struct Plan: Sendable {
  public enum Body: Int, CaseIterable, Comparable, Sendable {
    case once, each, day, closing, after

    public static func < (left: Body, right: Body) -> Bool { left.rawValue < right.rawValue }
  }

  public let periods: Int
  /// How many days each period has; empty where nothing differs by day.
  public let daysOfPeriods: [Int]
  public internal(set) var once, each: [Instruction]
  public let day, closing, after: [Instruction]

  /// Numbers that an instruction can load.
  public let constants: [Double]
  /// Numbers that a run may give other values, so that one plan serves all of them.
  public internal(set) var parameters: [PlanParameter] = []
  /// Where each `load` finds its values among what another plan has kept.
  public internal(set) var loads: [Output] = []
  /// From this place on results are kept for other plans, which may use them or not.
  public internal(set) var firstStorageForOthers = Int.max
  /// One number per period, table after table.
  public let tables: [Double]
  /// One number per day, table after table: those of `day`.
  public let dayTables: [Double]
  public let draws: [DrawSite]
  public let distributions: [any Distribution]
  public let correlations: [CorrelationSite]
  public let calendars: [CalendarTable]
  public let memories: [Memory]
  /// The columns that each `sum` adds.
  public let sums: [[Slot]]
  /// What each `combine` multiplies.
  public let combinations: [Combination]
  /// What each `schedule` schedules.
  public let schedules: [ScheduleSite]
  /// What is foreseen for them; nil where none minds the weather.
  public let ahead: PlanAhead?
  /// For each period whether it is one of those in which some instructions are needed.
  public let occasions: [[Bool]]
  /// The periods whose days are run, as a position in `occasions`; -1 for all of them.
  public let occasionOfDays: Int32
  public internal(set) var outputs: [Output]
  /// The labels of what is counted: in how many trials it is above zero.
  public let counts: [String]
  /// What is counted by its whole numbers.
  public let tallies: [Tally]
  /// The results, in the order in which the outputs were asked for.
  public internal(set) var columns: [Column]

  public let uniformSlots: Int
  public let varyingSlots: Int

  public func instructions(of body: Body) -> [Instruction] {
    switch body {
    case .once: once
    case .each: each
    case .day: day
    case .closing: closing
    case .after: after
    }
  }

  /// The labels of the parameters on which something that is kept depends, in this plan or in
  /// the one ahead of it.
  public var readParameters: Set<String> {
    let read = once.filter { $0.opcode == .parameter }
      .map { parameters[Int($0.parameter)].label }
    return Set(read).union(ahead?.plan.readParameters ?? [])
  }

  /// Whether it is there to tell another plan's schedules the weather.
  public var foresees: Bool { day.contains { $0.opcode == .foresee } }

  /// The number of days.
  public var days: Int { daysOfPeriods.reduce(0, +) }

  /// How often a body is run, for each trial.
  public func runs(of body: Body) -> Int {
    switch body {
    case .once, .after: 1
    case .each, .closing: periods
    case .day: days
    }
  }

  /// The numbers of a table that an instruction of a body names: one for each time it is run.
  public func table(_ index: Int, in body: Body) -> ArraySlice<Double> {
    let (count, numbers) = body == .day ? (days, dayTables) : (periods, tables)
    return numbers[(index * count)..<((index + 1) * count)]
  }

  /// The slots that an instruction reads.
  public func operands(of instruction: Instruction) -> [Slot] {
    switch instruction.opcode {
    case .sum: return sums[Int(instruction.parameter)]
    case .schedule: return schedules[Int(instruction.parameter)].inputs
    case .combine:
      let combination = combinations[Int(instruction.parameter)]
      return combination.columns + combination.weights.filter { $0.index >= 0 }
    default: return instruction.operands
    }
  }

  /// The slots that an instruction writes.
  public func destinations(of instruction: Instruction) -> [Slot] {
    switch instruction.opcode {
    case .combine: return combinations[Int(instruction.parameter)].rows
    case .correlatedNormals:
      return row(of: correlations[Int(instruction.parameter)].width, from: instruction.destination)
    case .schedule:
      return row(
        of: schedules[Int(instruction.parameter)].outputs.count, from: instruction.destination)
    default: return instruction.opcode.hasDestination ? [instruction.destination] : []
    }
  }

  private func row(of count: Int, from first: Slot) -> [Slot] {
    (0..<count).map { Slot(index: Int(first.index) + $0, shape: first.shape) }
  }

  /// Whether an instruction of `each` or `closing` has something to do in a period: else nothing
  /// that is kept depends on it.
  public func runs(_ instruction: Instruction, inPeriod period: Int) -> Bool {
    isOccasion(instruction.occasion, period)
  }

  /// Whether the days of a period are run.
  public func runsDays(inPeriod period: Int) -> Bool { isOccasion(occasionOfDays, period) }

  private func isOccasion(_ occasion: Int32, _ period: Int) -> Bool {
    occasion < 0 || occasions[Int(occasion)][period]
  }

  /// The shape of each stored result; columns that show the same value share one.
  public internal(set) var storages: [Slot.Shape]

  /// The results whose values differ by trial: what the trials cost in memory.
  public var varyingStorages: Int { storages.count { $0 == .varying } }
}

/// A number that is open until a plan is run: a lever.
public struct PlanParameter: Sendable, Hashable {
  /// The name under which the settings of a run give it a value.
  public let label: String
  /// Its value where they give none.
  public let value: Double

  public init(label: String, value: Double) {
    self.label = label
    self.value = value
  }
}

/// A matrix of numbers that multiplies a block of columns: the sums over the same columns along
/// several directions.
public struct Combination: Sendable, Hashable {
  /// Where the sums go, one for each row of the matrix.
  public let rows: [Slot]
  /// What is summed, one for each column of the matrix.
  public let columns: [Slot]
  /// The matrix, row by row: numbers that hold for all trials, and `Slot.none` for a 1.
  public let weights: [Slot]
}

/// A random stream as an instruction reads it.
public struct DrawSite: Sendable, Hashable {
  public let stream: RandomStream
  public let label: String
  /// The period number of the stream in each period of the plan: a constant row for a value that
  /// is drawn once, the calendar year for one that is drawn every year. On each day of the plan for
  /// a value that is drawn every day.
  public let periodNumbers: [Int32]

  public init(stream: RandomStream, label: String, periodNumbers: [Int32]) {
    self.stream = stream
    self.label = label
    self.periodNumbers = periodNumbers
  }
}

/// Streams that one matrix joins; its values go to as many varying slots in a row, and where they
/// have a spread in common, that goes to one slot more.
public struct CorrelationSite: Sendable {
  public let draws: [DrawSite]
  /// Makes correlated values of independent ones, in the scale of each.
  public internal(set) var factor: CorrelationFactor
  /// What each value is multiplied by; 1 for a standard normal.
  public internal(set) var scales: [Double]
  public let spread: SpreadSite?

  init(draws: [DrawSite], factor: CorrelationFactor, spread: SpreadSite?) {
    self.draws = draws
    self.factor = factor
    self.spread = spread
    scales = Array(repeating: 1, count: draws.count)
  }

  /// All that it draws, in the order of its slots.
  public var sites: [DrawSite] { draws + (spread.map { [$0.draw] } ?? []) }
  /// How many slots it fills.
  var width: Int { draws.count + (spread == nil ? 0 : 1) }
}

/// What makes the copula of a group that of Student's t.
public struct SpreadSite: Sendable {
  /// The stream of the spread that all values of a trial have in common.
  public let draw: DrawSite
  public let spread: CommonSpread

  public init(draw: DrawSite, spread: CommonSpread) {
    self.draw = draw
    self.spread = spread
  }
}

/// A working-time calendar as numbers: for each day from `firstDay` on, the working days before
/// it, and one entry more that closes the last day.
public struct CalendarTable: Hashable, Sendable {
  public let label: String
  /// Days since 1970-01-01.
  public let firstDay: Int
  /// Never falls; rises by one over a working day.
  public let workingDaysBefore: [Double]

  public init(label: String, firstDay: Int, workingDaysBefore: [Double]) {
    self.label = label
    self.firstDay = firstDay
    self.workingDaysBefore = workingDaysBefore
  }
}

/// Values kept from earlier periods, for `recall`.
public struct Memory: Sendable, Hashable {
  /// How many periods back it is read; days, in `day`.
  public let depth: Int
  /// The values of the `depth` periods, or days, before the first, oldest first; nil when the
  /// operand of `recall` stands for all of them.
  public let history: [Double]?
}

/// A value to keep, and where it goes.
public struct Output: Sendable, Hashable {
  /// The storage for each time the body is run, -1 where nothing is kept.
  public let storageOfPeriod: [Int32]
}

/// A result of which only is kept in how many trials it is each of its whole numbers.
public struct Tally: Sendable, Hashable {
  /// The indicator's id and the period's label.
  public let label: String
  public let period: String
  /// The stored result that comes next behind it, in the order in which results were asked for.
  public let storageBehind: Int
}

/// One result over all trials.
public struct Column: Sendable, Hashable {
  /// The indicator's id and the period's label: all that is left of the words.
  public let label: String
  public let period: String
  public let shape: Slot.Shape
  /// Which stored result it shows.
  public let storage: Int
}
