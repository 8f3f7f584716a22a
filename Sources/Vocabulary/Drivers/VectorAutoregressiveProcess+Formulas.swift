import Formulas
import Probability
import SourceText

extension VectorAutoregressiveProcess {
  /// For each variable its values before the first period, the latest first.
  static func starts(
    _ reader: ObjectReader, _ variables: [VectorAutoregressiveVariable],
    _ process: VectorAutoregression, _ correlations: [Double]
  ) -> [[Formula]] {
    let growth = process.growth
    let order = process.order
    let given = variables.count { !$0.history.isEmpty }
    for variable in variables where given > 0 && variable.history.count < order {
      variable.reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "此过程要用到前 \(order) 期的值", en: "the process looks \(order) periods back"),
          at: variable.reader.node.range, path: variable.reader.path.description,
          expected: BilingualText(
            zh: "\"history\" 有 \(order) 个或更多的值；要写各变量都写，要么都不写",
            en: "\"history\" with \(order) values or more, for all variables or for none"),
          found: .same("\(variable.history.count)")))
    }
    let limit = given > 0 ? 1 + 1e-9 : 1 - 1e-9
    guard growth < limit else {
      reportGrowth(growth, hasHistory: given > 0, reader)
      return variables.map { Array(repeating: .constant(0, $0.unit), count: order) }
    }
    guard given == 0 else {
      return variables.map { variable in
        let latest = variable.history.suffix(order).reversed().map { number in
          Formula.constant(number, variable.unit)
        }
        return latest + Array(repeating: .constant(0, variable.unit), count: order - latest.count)
      }
    }
    return stationary(reader, variables, process, correlations)
  }

  private static func reportGrowth(
    _ growth: Double, hasHistory: Bool, _ reader: ObjectReader
  ) {
    let factor = (growth * 1000).rounded() / 1000
    reader.reportInvalid(
      lags,
      hasHistory
        ? BilingualText(
          zh: "按这些系数，偏离会无限扩大",
          en: "with these coefficients a deviation grows without bound")
        : BilingualText(
          zh: "按这些系数没有长期分布，无从取起始值",
          en: "with these coefficients there is no long run to start from"),
      expected: BilingualText(
        zh: "偏离每期的增长倍数（最大特征值）小于 1；或不大于 1，且各变量写有 \"history\"",
        en: "a growth of deviations below 1 a period (the largest eigenvalue); or at most 1 "
          + "and a \"history\" of each variable"),
      suggestion: BilingualText(
        zh: "现在每期扩大为 \(factor) 倍", en: "they grow by the factor \(factor)"))
  }

  /// Values as if the process had always run.
  private static func stationary(
    _ reader: ObjectReader, _ variables: [VectorAutoregressiveVariable],
    _ process: VectorAutoregression, _ correlations: [Double]
  ) -> [[Formula]] {
    let count = variables.count
    let shocks = (0..<count * count).map { index in
      correlations[index] * variables[index / count].deviation * variables[index % count].deviation
    }
    guard (try? CorrelationMatrix(variables: count, entries: correlations)) != nil else {
      // What is wrong with them is told where they are resolved.
      return variables.map { Array(repeating: .constant(0, $0.unit), count: process.order) }
    }
    let factor = process.stationaryFactor(shocks: shocks)
    let normals = factor.indices.map { place in
      Formula.standardNormal(stream: reader.name("start.\(place + 1)"), drawn: .once)
    }
    return variables.indices.map { variable in
      (0..<process.order).map { lag in
        let parts = factor[lag * count + variable].enumerated().compactMap { place, weight in
          weight == 0 ? nil : Formula.constant(weight) * normals[place]
        }
        let deviation = parts.isEmpty ? Formula.constant(0) : Formula(.call(.sum, parts))
        return variables[variable].level(plus: variables[variable].amount(of: deviation))
      }
    }
  }

  static func indicator(_ variable: VectorAutoregressiveVariable, _ formula: Formula) -> Indicator {
    Indicator(
      variable.id, label: variable.reader.labelOrID, kind: .level, unit: variable.unit, formula,
      aggregation: .mean, origin: variable.reader.node.range)
  }

  /// The value of a variable, and behind it its earlier values as names of their own.
  static func indicators(
    of index: Int, _ variables: [VectorAutoregressiveVariable], _ coefficients: [[Double]],
    _ starts: [[Formula]]
  ) -> [Indicator] {
    let variable = variables[index]
    var terms: [Formula] = []
    for (lag, matrix) in coefficients.enumerated() {
      for (other, source) in variables.enumerated() {
        let coefficient = matrix[index * variables.count + other]
        guard coefficient != 0 else { continue }
        let past = Formula.reference(earlier(source, lag))
        terms.append(.constant(coefficient) * source.deviation(of: past))
      }
    }
    terms.append(.constant(variable.deviation) * variable.reader.shock())
    let value = variable.level(plus: variable.amount(of: Formula(.call(.sum, terms))))
    return [indicator(variable, value)]
      + coefficients.indices.map { lag in
        let later = lag == 0 ? variable.id : earlier(variable, lag - 1)
        return Indicator(
          earlier(variable, lag), label: variable.reader.labelOrID, kind: .level,
          unit: variable.unit, .call(.previous, .reference(later), starts[index][lag]),
          visibility: .inner, origin: variable.reader.node.range)
      }
  }

  /// The name of the value so many periods before the last.
  private static func earlier(_ variable: VectorAutoregressiveVariable, _ lag: Int) -> String {
    variable.reader.name("lag\(lag + 1)")
  }
}
