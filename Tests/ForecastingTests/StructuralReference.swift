import Foundation
import Probability
import Testing

@testable import Forecasting

/// The reference values of structural models and regressions, and the series they are of.
enum StructuralReference {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference")

  /// The rows of a table of references, by the names of its columns.
  static func rows(_ table: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: table), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(names, fields))
    }
  }

  /// The values of a series; with the ending Gaps, some are missing as in structural_series.py.
  static func values(_ name: String, logarithms: Bool = false) throws -> [Double] {
    let hasGaps = name.hasSuffix("Gaps")
    let file = folder.appending(path: "Series/\(hasGaps ? String(name.dropLast(4)) : name).csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    var values = lines.compactMap { Double($0.split(separator: ",").last ?? "") }
    let gaps =
      values.count == 100 ? Array(20..<40) + Array(60..<80) : [1, 2, 17, 18, 19, 20, 21, 40]
    if hasGaps { for step in gaps { values[step] = .nan } }
    return logarithms ? values.map { logarithm($0) } : values
  }
}

/// A case of the table of structural models.
struct StructuralCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let series: TimeSeries
  let components: StructuralComponents
  let regressors: Regressors
  let variances: SIMD4<Double>
  private let row: [String: String]

  init(_ row: [String: String]) throws {
    self.row = row
    let name = row["series"] ?? ""
    let values = try StructuralReference.values(name, logarithms: row["logarithms"] == "1")
    series = TimeSeries(values: values, seasonLength: Int(row["seasonLength"] ?? "") ?? 1)
    let form = row["components"] ?? ""
    switch form {
    case "level": components = StructuralComponents(slope: .none, season: .none)
    case "trend": components = StructuralComponents(season: .none)
    case "smooth": components = StructuralComponents(level: .fixed, season: .none)
    case "drifting": components = StructuralComponents(slope: .fixed, season: .none)
    default: components = StructuralComponents()
    }
    let shift = Int(row["shift"] ?? "") ?? 0
    regressors =
      shift > 0
      ? .levelShift("shift", from: shift, steps: values.count + 12) : Regressors()
    testDescription = "\(name), \(form), shift \(shift)"
    func number(_ name: String) -> Double { Double(row[name] ?? "") ?? .nan }
    variances = SIMD4(number("irregular"), number("level"), number("slope"), number("season"))
  }

  func number(_ name: String) -> Double { Double(row[name] ?? "") ?? .nan }

  /// The model at the variances of the table, in the units of the series.
  var general: StateSpaceModel {
    StructuralLayout(components, seasonLength: series.seasonLength).stateSpaceModel(variances)
  }

  static let all: [StructuralCase] = {
    do {
      return try StructuralReference.rows("structural.csv").map { try StructuralCase($0) }
    } catch {
      return []
    }
  }()
  static let withoutRegressors = all.filter { $0.regressors.count == 0 }
}

/// Whether two numbers agree, relative to the larger (absolute below 1 with `floor` 1).
func agree(_ left: Double, _ right: Double, _ tolerance: Double, floor: Double = 0) -> Bool {
  abs(left - right) <= tolerance * max(abs(left), abs(right), floor)
}
