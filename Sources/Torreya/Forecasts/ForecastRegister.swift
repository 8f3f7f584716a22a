import Forecasting
import Formulas
import History
import Reports
import SourceText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of forecasts that were made, each with the day up to which data were known. Nothing in
/// it is ever replaced, so that what was said can be compared with what came.
public struct ForecastRegister: Sendable {
  public let folder: String

  /// The register in a folder, which need not be there yet.
  public init(_ folder: String) { self.folder = folder }

  /// Keeps forecasts: a folder for each series, a file for each day and method.
  ///
  /// - Returns: the paths of the files, from the folder of the register.
  /// - Throws: `OutputError`; forecasts that were written before stay.
  public func keep(_ result: ForecastResult) throws(OutputError) -> [String] {
    var names: [String] = []
    for (forecast, date) in zip(result.forecasts, result.dates) {
      let series = Self.fileName(of: forecast.history.id)
      let name = try OutputFolder(folder + "/" + series).writeNew(
        stem: "\(date.description)-\(Self.fileName(of: forecast.method))", ending: ".csv",
        bytes: csv(RegisterTable.table(forecast, date: date)))
      names.append(series + "/" + name)
    }
    return names
  }

  /// Reads all forecasts of the register, in the order of their paths.
  ///
  /// - Returns: the forecasts of files without mistakes, and what is wrong with the others.
  /// - Throws: `ReadError` when there is no such folder.
  public func read() throws(ReadError) -> (
    forecasts: [RegisteredForecast], diagnostics: [Diagnostic]
  ) {
    guard let series = names(in: folder) else {
      throw ReadError(.init(zh: "没有这个文件夹", en: "there is no such folder"))
    }
    let paths = series.flatMap { name in
      // A folder for each series; files may also lie side by side.
      name.hasSuffix(".csv")
        ? [name] : (names(in: folder + "/" + name) ?? []).map { "\(name)/\($0)" }
    }.filter { $0.hasSuffix(".csv") }
    var forecasts: [RegisteredForecast] = []
    var diagnostics: [Diagnostic] = []
    for path in paths {
      let (forecast, mistakes) = readRegistered(try readFile(folder + "/" + path))
      if let forecast { forecasts.append(forecast) }
      diagnostics += mistakes
    }
    return (forecasts, diagnostics)
  }

  /// The names in a folder, in order, without hidden ones; nil when there is no such folder.
  private func names(in folder: String) -> [String]? {
    try? FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
      .sorted()
  }

  /// A name that every file system takes: letters and digits of any script, `-`, `_` and `.`.
  static func fileName(of text: String) -> String {
    let name = String(
      text.prefix(80).map { character in
        character.isLetter || character.isNumber || "-_.".contains(character) ? character : "_"
      })
    // A name that begins with a dot would be hidden, or lead out of the folder.
    return name.isEmpty || name.hasPrefix(".") ? "_" + name : name
  }
}

/// Reads a file of the register.
func readRegistered(_ file: SourceFile) -> (RegisteredForecast?, [Diagnostic]) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return (nil, mistakes) }
  var reader = RegisterReader(table)
  let forecast = reader.read()
  return (reader.diagnostics.isEmpty ? forecast : nil, reader.diagnostics)
}

private struct RegisterReader {
  let table: CSVTable
  private(set) var diagnostics: [Diagnostic] = []
  private var places: [String: Int] = [:]

  init(_ table: CSVTable) {
    self.table = table
    for (index, cell) in table.header.enumerated() { places[cell.text] = index }
  }

  mutating func read() -> RegisteredForecast? {
    for column in RegisterTable.columns where places[column.name] == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader,
          .init(
            zh: "登记簿的文件没有“\(column.name)”列",
            en: "a file of the register has no column '\(column.name)'"),
          at: table.header.first?.range,
          expected: .init(zh: "torreya forecast 写出的文件", en: "a file that 'torreya forecast' wrote"))
      )
    }
    guard diagnostics.isEmpty else { return nil }
    guard let first = table.rows.first else {
      diagnostics.append(
        Diagnostic(
          .emptyFile, .init(zh: "文件只有表头，没有数据行", en: "the file has a header and no rows"),
          at: table.header.first?.range))
      return nil
    }
    let steps = table.rows.map { step($0) }
    let unit = text(first, "unit")
    return RegisteredForecast(
      series: text(first, "series"), informationDate: text(first, "informationDate"),
      method: text(first, "method"), unit: unit.isEmpty ? nil : unit,
      steps: steps.compactMap { $0 })
  }

  private func text(_ row: [CSVTable.Cell], _ column: String) -> String {
    let text = places[column].map { row[$0].text } ?? ""
    // The apostrophe that keeps spreadsheets from running a text was ours.
    let isGuarded =
      text.hasPrefix("'") && text.dropFirst().first.map { "=+-@".contains($0) } == true
    return isGuarded ? String(text.dropFirst()) : text
  }

  private mutating func step(_ row: [CSVTable.Cell]) -> RegisteredForecast.Step? {
    guard let period = Period(label: text(row, "period")) else {
      report(row, "period", .init(zh: "这不是时段", en: "this is no period"))
      return nil
    }
    guard let number = Int(text(row, "step")) else {
      report(row, "step", .init(zh: "这不是时段数", en: "this is no number of periods"))
      return nil
    }
    var values: [String: Double] = [:]
    for column in RegisterTable.columns.map(\.name)
    where ["mean", "simple", "errorScale"].contains(column)
      || column.hasPrefix("p")
        && column != "period"
    {
      let found = text(row, column)
      if found.isEmpty, ["simple", "errorScale"].contains(column) { continue }
      guard let value = Double(found), value.isFinite else {
        report(row, column, .init(zh: "这不是数", en: "this is no number"))
        return nil
      }
      values[column] = value
    }
    let quantiles = RegisterTable.columns.suffix(quantileLevels.count).map {
      values[$0.name] ?? .nan
    }
    return RegisteredForecast.Step(
      number: number, period: period, mean: values["mean"] ?? .nan,
      simple: values["simple"] ?? .nan, errorScale: values["errorScale"] ?? .nan,
      quantiles: quantiles)
  }

  private mutating func report(_ row: [CSVTable.Cell], _ column: String, _ message: BilingualText) {
    guard let place = places[column] else { return }
    diagnostics.append(
      Diagnostic(
        .invalidValue, message, at: row[place].range, found: .quoted(row[place].text)))
  }
}

/// Sets the forecasts of a register beside what came.
///
/// - Returns: the forecasts with their actual values, and the names of series that the history
///   does not have.
public func score(_ forecasts: [RegisteredForecast], by histories: [History]) -> (
  forecasts: [RegisteredForecast], unknown: [String]
) {
  let byName = Dictionary(histories.map { ($0.id, $0) }) { first, _ in first }
  var unknown: [String] = []
  let scored = forecasts.map { forecast in
    guard let history = byName[forecast.series] else {
      if !unknown.contains(forecast.series) { unknown.append(forecast.series) }
      return forecast
    }
    var scored = forecast
    for index in scored.steps.indices {
      if let step = history.step(of: scored.steps[index].period) {
        scored.steps[index].actual = history.series.values[step]
      }
    }
    return scored
  }
  return (scored, unknown)
}

/// The files of `torreya score`.
public func scoreTables(_ forecasts: [RegisteredForecast]) -> [NamedTable] {
  [
    NamedTable("scores.csv", RegisterScoresTable.table(RegisterScores.all(forecasts))),
    NamedTable("scored-forecasts.csv", ScoredForecastsTable.table(forecasts)),
  ]
}
