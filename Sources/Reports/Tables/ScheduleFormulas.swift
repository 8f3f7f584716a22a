import Formulas

/// The value of a formula of which schedules are made, in each of some trials.
///
/// - Parameter values: those of an indicator; one number where it is the same in all trials, nil
///   where it is not known.
/// - Returns: one number where it is the same in all trials; nil where the formula draws something
///   itself, or asks what is not known.
public func evaluated(_ formula: Formula, values: (String) -> [Double]?) -> [Double]? {
  switch formula.node {
  case .constant(let number, _): return [number]
  case .reference(let id): return values(id)
  case .call(let function, let arguments):
    var found: [[Double]] = []
    for argument in arguments {
      guard let one = evaluated(argument, values: values) else { return nil }
      found.append(one)
    }
    return result(of: function, found)
  case .members, .series, .daySeries, .draw, .scheduled: return nil
  }
}

private func result(of function: FormulaFunction, _ arguments: [[Double]]) -> [Double]? {
  func folded(_ operation: (Double, Double) -> Double) -> [Double]? {
    arguments.first.map { arguments.dropFirst().reduce($0) { combined($0, $1, operation) } }
  }
  switch function {
  case .add, .sum: return folded(+)
  case .subtract: return folded(-)
  case .multiply: return folded(*)
  case .divide: return folded(/)
  case .maximum: return folded(max)
  case .minimum: return folded(min)
  case .and: return folded { $0 != 0 && $1 != 0 ? 1 : 0 }
  case .or: return folded { $0 != 0 || $1 != 0 ? 1 : 0 }
  case .less: return folded { $0 < $1 ? 1 : 0 }
  case .lessOrEqual: return folded { $0 <= $1 ? 1 : 0 }
  case .greater: return folded { $0 > $1 ? 1 : 0 }
  case .greaterOrEqual: return folded { $0 >= $1 ? 1 : 0 }
  case .negate: return arguments[0].map { -$0 }
  case .not: return arguments[0].map { $0 == 0 ? 1 : 0 }
  case .floor: return arguments[0].map { $0.rounded(.down) }
  case .ceiling: return arguments[0].map { $0.rounded(.up) }
  case .conditional:
    let isMet = arguments[0].map { $0 != 0 ? 1.0 : 0 }
    return combined(
      combined(isMet, arguments[1]) { $0 != 0 ? $1 : 0 },
      combined(isMet, arguments[2]) { $0 != 0 ? 0 : $1 }, +)
  default: return nil
  }
}

/// Numbers of the same trials, pairwise; one number stands for all trials.
func combined(
  _ left: [Double], _ right: [Double], _ operation: (Double, Double) -> Double
) -> [Double] {
  if left.count == 1 { return right.map { operation(left[0], $0) } }
  if right.count == 1 { return left.map { operation($0, right[0]) } }
  return zip(left, right).map(operation)
}
