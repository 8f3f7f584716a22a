import ColumnPlan
import Foundation

extension Opcode {
  /// What the opcode makes of single numbers, in the words of the standard library; nil for the
  /// opcodes that need more than their operands.
  ///
  /// Shares nothing with the kernels.
  func plainValue(of x: [Double]) -> Double? {
    switch self {
    case .negate: -x[0]
    case .absolute: Swift.abs(x[0])
    case .exponential: exp(x[0])
    case .logarithm: log(x[0])
    case .squareRoot: x[0].squareRoot()
    case .floor: x[0].rounded(.down)
    case .ceiling: x[0].rounded(.up)
    case .round: x[0].rounded(.toNearestOrEven)
    case .not: x[0] == 0 ? 1 : 0
    case .normalDistribution: erfc(-x[0] / 2.0.squareRoot()) / 2
    case .normalQuantile: bisectedNormalQuantile(x[0])
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .divide: x[0] / x[1]
    case .power: pow(x[0], x[1])
    case .minimum, .accumulateMinimum: x[0] < x[1] ? x[0] : x[1]
    case .maximum, .accumulateMaximum: x[0] > x[1] ? x[0] : x[1]
    case .accumulateSum: x[0] + x[1]
    case .less: x[0] < x[1] ? 1 : 0
    case .lessOrEqual: x[0] <= x[1] ? 1 : 0
    case .equal: x[0] == x[1] ? 1 : 0
    case .and: x[0] != 0 && x[1] != 0 ? 1 : 0
    case .or: x[0] != 0 || x[1] != 0 ? 1 : 0
    case .multiplyAdd: x[0] * x[1] + x[2]
    case .select: x[0] != 0 ? x[1] : x[2]
    case .poissonQuantile: summedPoissonQuantile(x[0], mean: x[1])
    case .binomialQuantile: summedBinomialQuantile(x[0], count: x[1], probability: x[2])
    case .constant, .table, .parameter, .load, .uniforms, .normals, .quantiles,
      .correlatedNormals, .sum, .combine, .schedule, .workingDay, .dateOfWorkingDay, .remember,
      .recall, .carry, .update, .accumulateProducts, .record, .count, .tally, .foresee:
      nil
    }
  }
}

private func bisectedNormalQuantile(_ p: Double) -> Double {
  var (lower, upper) = (-40.0, 40.0)
  for _ in 0..<200 {
    let middle = (lower + upper) / 2
    if erfc(-middle / 2.0.squareRoot()) / 2 < p { lower = middle } else { upper = middle }
  }
  return (lower + upper) / 2
}

private func summedPoissonQuantile(_ p: Double, mean: Double) -> Double {
  var (count, term) = (0.0, exp(-mean))
  var sum = term
  while sum < p {
    count += 1
    term *= mean / count
    sum += term
  }
  return count
}

private func summedBinomialQuantile(_ p: Double, count: Double, probability: Double) -> Double {
  var (k, sum) = (0.0, 0.0)
  while k < count {
    let ways = lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1)
    sum += exp(ways) * pow(probability, k) * pow(1 - probability, count - k)
    if sum >= p { return k }
    k += 1
  }
  return count
}
