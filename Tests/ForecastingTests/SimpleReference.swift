import Foundation
import Probability
import Testing

@testable import Forecasting

/// The numbers of Reference/simple.csv, and the series beside it.
struct SimpleReference {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference")
  private let numbers: [String: [Double]]

  init() throws {
    let text = try String(
      contentsOf: Self.folder.appending(path: "simple.csv"), encoding: .utf8)
    var numbers: [String: [Double]] = [:]
    for line in text.split(separator: "\n").dropFirst(2) {
      let cells = line.split(separator: ",")
      let key = cells[0..<3].joined(separator: ",")
      numbers[key, default: []].append(cells[4] == "nan" ? .nan : Double(cells[4]) ?? .nan)
    }
    self.numbers = numbers
  }

  /// The numbers of an item; empty if there are none, which no test accepts.
  func callAsFunction(_ kind: String, _ series: String, _ item: String) -> [Double] {
    numbers["\(kind),\(series),\(item)"] ?? []
  }

  /// The last column of a series.
  static func series(_ name: String) throws -> [Double] {
    let text = try String(
      contentsOf: folder.appending(path: "Series/\(name).csv"), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().compactMap { line in
      line.split(separator: ",").last.flatMap { Double($0) }
    }
  }
}

extension SimpleReference {
  /// Series that are hard to deal with.
  static let awkward: [[Double]] = [
    [], [3], [1, 2], [.nan, .nan, .nan], [Double](repeating: 5, count: 40),
    [Double](repeating: 0, count: 40),
    made { $0 % 7 == 3 ? .nan : Double($0 % 12) + 1 }, made { $0 % 9 == 0 ? Double($0) : .nan },
    made { $0 % 12 == 3 ? .nan : Double($0 % 12) + 1 },
    made { 1e149 * (1 + Double($0 * $0 % 17)) }, made { 1e-300 * (1 + Double($0 * $0 % 17)) },
    [1, .infinity, 2, 1e200, 3, 4, 5], made { -Double($0 % 5) }, made { $0 == 30 ? 1e9 : 0 },
    made { $0 % 2 == 0 ? 1 : -1 }, made { $0 * $0 % 7 == 1 ? Double($0 % 5) : 0 },
  ]

  private static func made(_ value: (Int) -> Double) -> [Double] { (0..<61).map(value) }
}

/// What the tests of simple methods ask again and again.
protocol SimpleChecks {}

extension SimpleChecks {
  /// Whether two lists have the same numbers but for a part of the largest one.
  func agree(_ found: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
    guard found.count == expected.count, !expected.isEmpty else { return false }
    let size = expected.filter { !$0.isNaN }.map { abs($0) }.max() ?? 0
    for (x, y) in zip(found, expected) where !(x.isNaN && y.isNaN) {
      guard abs(x - y) <= tolerance * size else { return false }
    }
    return true
  }

  /// Every 13th number, which is what the reference keeps.
  func sampled(_ values: [Double]) -> [Double] {
    stride(from: 0, to: values.count, by: 13).map { values[$0] }
  }

  /// Random numbers for paths.
  func noise(_ paths: Int, parameters: Bool = true) -> PathNoise {
    PathNoise(
      key: RandomStream(name: "test").key(seed: 7), pathCount: paths, drawsParameters: parameters)
  }

  /// Expects a method to refuse a series, or to give forecasts and paths that are numbers.
  func expectSound(
    _ method: any ForecastMethod, _ series: TimeSeries,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let fit = try? method.fit(series) else { return }
    let point = fit.pointForecast(horizon: 14)
    #expect(point.count == 14, sourceLocation: sourceLocation)
    #expect(
      point.allSatisfy { $0.isFinite }, "\(method.name)", sourceLocation: sourceLocation)
    for draws in [true, false] {
      let sample = fit.paths(horizon: 14, noise: noise(32, parameters: draws))
      #expect(sample.numbers.count == 14 * 32, sourceLocation: sourceLocation)
      #expect(
        !sample.numbers.contains { $0.isNaN }, "\(method.name)", sourceLocation: sourceLocation)
    }
    #expect(fit.residuals.count == series.count, sourceLocation: sourceLocation)
    let likelihood = fit.description.logLikelihood
    #expect(likelihood.map { !$0.isNaN } ?? true, sourceLocation: sourceLocation)
  }
}
