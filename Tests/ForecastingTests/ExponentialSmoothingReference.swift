import Probability

@testable import Forecasting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line of Reference/exponential-smoothing.csv: a series, a form, and what statsmodels says of
/// them.
struct SmoothingReference: Sendable, CustomStringConvertible {
  let name: String
  let series: TimeSeries
  let form: SmoothingForm
  let parameters: SmoothingParameters
  let start: SmoothingState
  let logLikelihood, bestLogLikelihood: Double
  let forecasts, varianceRatios: [Double]

  var description: String { "\(name) \(form)" }

  static let all: [SmoothingReference] = lines(of: "exponential-smoothing").map { cells in
    func number(_ index: Int) -> Double { Double(cells[index]) ?? .nan }
    func numbers(_ index: Int) -> [Double] {
      cells[index].split(separator: ";").map { Double($0) ?? .nan }
    }
    return SmoothingReference(
      name: cells[0], series: smoothingSeries(cells[0], seasonLength: Int(cells[1]) ?? 1),
      form: SmoothingForm(cells[2])!,
      parameters: SmoothingParameters(
        alpha: number(3), beta: number(4), gamma: number(5), phi: number(6)),
      start: SmoothingState(level: number(7), trend: number(8), seasons: numbers(9)),
      logLikelihood: number(10), bestLogLikelihood: number(11), forecasts: numbers(12),
      varianceRatios: numbers(13))
  }

  /// The problem, in the scale of the series, and the point at the reference's parameters.
  func problem() -> (problem: SmoothingProblem, point: [Double]) {
    let problem = SmoothingProblem(
      form: form, region: .admissible, prior: .none, values: series.values,
      seasonLength: series.seasonLength)
    return (problem, problem.point(parameters, start))
  }

  /// The cells of a table in Reference, without comments and heading.
  static func lines(of table: String) -> [[String]] {
    let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
    guard let file = fopen("\(folder)/Reference/\(table).csv", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}

/// A series of Reference/Series; with `log ` before its name its logarithms.
func smoothingSeries(_ name: String, seasonLength: Int) -> TimeSeries {
  let isLog = name.hasPrefix("log ")
  let values = SmoothingReference.lines(of: "Series/\(isLog ? String(name.dropFirst(4)) : name)")
    .compactMap { $0.last.flatMap(Double.init) }
  return TimeSeries(
    values: isLog ? values.map(logarithm) : values, seasonLength: seasonLength)
}
