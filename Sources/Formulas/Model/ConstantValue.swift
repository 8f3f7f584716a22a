extension Formula {
  /// The number that it always is, in base units; nil when it depends on a name, a period or
  /// chance.
  ///
  /// It folds what dates are made of: numbers, `+ - * /`, the minus sign and `date(…)`.
  public var constantValue: Double? {
    switch node {
    case .constant(let value, _): return value
    case .call(.date, let arguments):
      return Self.date(arguments).map { Double($0.dayNumber) }
    case .call(.negate, let arguments) where arguments.count == 1:
      return arguments[0].constantValue.map { -$0 }
    case .call(let function, let arguments) where arguments.count == 2:
      guard let left = arguments[0].constantValue, let right = arguments[1].constantValue else {
        return nil
      }
      return switch function {
      case .add: left + right
      case .subtract: left - right
      case .multiply: left * right
      case .divide: left / right
      default: nil
      }
    default: return nil
    }
  }

  /// The day that the arguments of `date` name; nil when they vary or name none.
  private static func date(_ arguments: [Formula]) -> CalendarDate? {
    let numbers = arguments.compactMap(\.constantValue).compactMap { Int(exactly: $0) }
    guard arguments.count == 3, numbers.count == 3 else { return nil }
    return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2])
  }
}
