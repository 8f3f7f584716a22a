/// What a formula can do with its arguments.
///
/// The set is closed: whatever the domain components need is one of these, so a planner's own
/// formula can do it too. `descriptor` says how each is written and what it gives.
public enum FormulaFunction: String, CaseIterable, Sendable {
  // Arithmetic.
  case add, subtract, multiply, divide, power, negate
  // Comparison, which gives 1 or 0.
  case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  // Logic, in which every number but 0 is true.
  case and, or, not
  case conditional
  // Numbers.
  case minimum, maximum, clamp, absolute
  case exp, log, squareRoot
  case floor, ceiling, round
  // Members.
  case sum, mean, sumOfLargest
  // Time.
  case previous, lagged, yearToDate, growth
  case sumOverPeriods, minOverPeriods, maxOverPeriods, meanOverPeriods
  case at
  // Days.
  case sumOverDays, meanOverDays, minOverDays, maxOverDays, lastOfDays
  // Dates.
  case date, overlap, workingDay, dateOfWorkingDay
  // Quantile functions.
  case normalQuantile, poissonQuantile, binomialQuantile
}
