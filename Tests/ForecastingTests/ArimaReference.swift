import Probability
import Testing

@testable import Forecasting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line of Reference/arima.csv: a model and what statsmodels makes of it.
struct ArimaReference: Sendable, CustomTestStringConvertible {
  let set, name: String
  let series: TimeSeries
  let order: ArimaOrder
  let coefficients: [Double]
  let logLikelihood, variance: Double
  let constant: Double?
  let forecast, deviation: [Double]

  var testDescription: String { "\(set) \(name) \(order.name(seasonLength: series.seasonLength))" }

  static func lines(of set: String) -> [ArimaReference] {
    table("arima").map(ArimaReference.init).filter { $0.set == set }
  }

  private init(_ cells: [String]) {
    (set, name) = (cells[0], cells[1])
    let orders = numbers(cells[3]).map { Int($0) }
    var order = ArimaOrder(
      p: orders[0], d: orders[1], q: orders[2], seasonalP: orders[3], seasonalD: orders[4],
      seasonalQ: orders[5])
    order.hasConstant = cells[4] == "1"
    self.order = order
    var values = Self.values(name)
    if cells[2] == "1" { values = values.map { logarithm($0) } }
    for gap in numbers(cells[11]) { values[Int(gap)] = .nan }
    series = TimeSeries(values: values, seasonLength: orders[6])
    coefficients = numbers(cells[5])
    (logLikelihood, variance) = (Double(cells[6]) ?? .nan, Double(cells[7]) ?? .nan)
    constant = Double(cells[8])
    (forecast, deviation) = (numbers(cells[9]), numbers(cells[10]))
  }

  /// The values of a series beside the tables.
  static func values(_ name: String) -> [Double] {
    table("Series/\(name)").compactMap { Double($0[$0.count - 1]) }
  }

  /// The cells of a table without its comments and its head.
  static func table(_ name: String) -> [[String]] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    guard let file = fopen("/\(folder)/Reference/\(name).csv", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte >= 0 { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The model with the coefficients of the line, whether they are the best or not.
  func model() throws -> ArimaModel {
    let likelihood = try ArimaLikelihood(
      try DifferencedSeries(series, order: order), order: order)
    let parts = ArmaCoefficients(
      values: coefficients, order: order, seasonLength: series.seasonLength)
    let free = try #require(parts.free)
    let estimate = ArimaEstimate(
      order: order, free: free, logLikelihood: likelihood.logLikelihood(at: free),
      observationCount: likelihood.observationCount)
    return ArimaModel(series, likelihood, estimate)
  }
}

/// The numbers of a cell, with spaces between them.
private func numbers(_ cell: String) -> [Double] {
  cell.split(separator: " ").map { Double($0) ?? .nan }
}

/// The error of a number relative to the right one, absolute below 1.
func relativeError(_ found: Double, _ right: Double) -> Double {
  abs(found - right) / max(1, abs(right))
}

/// A series with normal errors that follow from a seed.
func simulatedSeries(
  past: [Double] = [], errors: [Double] = [], count: Int, seed: UInt64, mean: Double = 0
) -> [Double] {
  let noise = PathNoise(
    key: RandomStream(name: "series").key(seed: seed), pathCount: 16)
  let warmUp = 200
  let shocks = (0..<(count + warmUp + 15) / 16).flatMap { noise.normals(step: $0) }
  var values: [Double] = []
  for step in 0..<count + warmUp {
    var value = shocks[step]
    for (place, factor) in past.enumerated() where place < step {
      value += factor * values[step - place - 1]
    }
    for (place, factor) in errors.enumerated() where place < step {
      value += factor * shocks[step - place - 1]
    }
    values.append(value)
  }
  return values[warmUp...].map { $0 + mean }
}
