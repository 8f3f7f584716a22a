/// All that a plan can do with slots: a closed list.
///
/// It grows only with a case here, a kernel, a test and a benchmark. What a composition of other
/// opcodes can say needs no case.
public enum Opcode: UInt8, CaseIterable, Hashable, Sendable {
  // Values from outside the trials; the parameter is a position in the plan's lists.
  case constant
  case table
  /// A number that the settings of a run give; the parameter is a position in its list.
  case parameter
  /// A column that the frozen part of the plan has kept; the parameter is a list of places.
  case load

  // Random values; the parameter is a draw site, a distribution or a correlation group.
  case uniforms
  case normals
  case quantiles
  case correlatedNormals

  // Arithmetic on one operand.
  case negate, absolute, exponential, logarithm, squareRoot, floor, ceiling, round, not
  case normalDistribution, normalQuantile

  // Arithmetic on two operands.
  case add, subtract, multiply, divide, power, minimum, maximum
  case less, lessOrEqual, equal, and, or
  case poissonQuantile

  // Arithmetic on three operands.
  case select, binomialQuantile
  /// The first two multiplied and the third added, rounded once.
  case multiplyAdd

  /// The sum of many columns, added from left to right; the parameter is a list of them.
  case sum
  /// Several weighted sums of the same columns, a matrix product; the parameter is a combination.
  case combine

  /// The dates of a network of activities; the parameter is a schedule.
  case schedule

  // Calendar look-ups; the parameter is a calendar.
  case workingDay, dateOfWorkingDay

  // Time; the parameter is a memory or a table of resets.
  case remember, recall
  /// The value of the period before, in its place; `carry` gives it one before the first period.
  case carry, update
  case accumulateSum, accumulateMinimum, accumulateMaximum
  /// The running sum of products of two operands, each added with one rounding.
  case accumulateProducts

  // Results; the parameter is an output.
  case record
  /// Counts the trials in which a value is above zero; the parameter is a count.
  case count
  /// Counts in how many trials a value, a whole number, is each of its numbers; the parameter is a
  /// tally.
  case tally
  /// Marks the trials in which a day is in a state; the parameter is the state's bit.
  case foresee
}

extension Opcode {
  /// How many operands it names; what `sum`, `combine` and `schedule` read stands in a list of
  /// the plan.
  public var operandCount: Int {
    switch self {
    case .constant, .table, .parameter, .load, .uniforms, .normals, .correlatedNormals, .sum,
      .combine, .schedule:
      0
    case .quantiles, .negate, .absolute, .exponential, .logarithm, .squareRoot, .floor, .ceiling,
      .round, .not, .normalDistribution, .normalQuantile, .workingDay, .dateOfWorkingDay,
      .remember, .recall, .carry, .accumulateSum, .accumulateMinimum, .accumulateMaximum,
      .record, .count, .tally, .foresee:
      1
    case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .less, .lessOrEqual,
      .equal, .and, .or, .poissonQuantile, .update, .accumulateProducts: 2
    case .select, .binomialQuantile, .multiplyAdd: 3
    }
  }

  /// Whether equal instructions give equal values wherever they stand in the same body, so that
  /// one of them is enough.
  public var isPure: Bool {
    switch self {
    case .remember, .recall, .carry, .update, .record, .count, .tally, .foresee,
      .accumulateSum, .accumulateMinimum, .accumulateMaximum, .accumulateProducts:
      false
    default: true
    }
  }

  /// Whether it gives a value.
  public var hasDestination: Bool {
    switch self {
    case .remember, .update, .record, .count, .tally, .foresee: false
    default: true
    }
  }
}
