import Formulas
import Planning
import Simulation
import SourceText

/// The figures of a result in tables of few: its mean, its spread and three quantiles, and further
/// to the right how exact they are.
enum BriefFigures {
  static let columns: [Table.Column] =
    [.mean, .standardDeviation, .standardError] + Growth.probabilities.map { .quantile($0) }
  static let errorColumns: [Table.Column] =
    [.standardDeviationError] + Growth.probabilities.map { .quantileError($0) } + [.sketchError]

  static func cells(_ summary: Summary, in unit: UnitOfMeasure) -> [Cell] {
    [
      .value(summary.mean, in: unit), .distance(summary.standardDeviation, in: unit),
      .distance(summary.standardError, in: unit),
    ] + Growth.probabilities.map { .value(summary.quantile($0), in: unit) }
  }

  static func errorCells(_ summary: Summary, in unit: UnitOfMeasure) -> [Cell] {
    [.distance(summary.standardDeviationError, in: unit)]
      + Growth.probabilities.map { .distance(summary.quantileError($0), in: unit) }
      + [.distance(summary.sketchError, in: unit)]
  }
}

extension Summary {
  /// - Precondition: the probability is one of `summaryProbabilities`.
  public func quantile(_ probability: Double) -> Double { quantiles[place(of: probability)] }

  /// - Precondition: the probability is one of `summaryProbabilities`.
  func quantileError(_ probability: Double) -> Double { quantileErrors[place(of: probability)] }

  private func place(of probability: Double) -> Int {
    guard let place = summaryProbabilities.firstIndex(of: probability) else {
      preconditionFailure("a summary has this quantile")
    }
    return place
  }
}
