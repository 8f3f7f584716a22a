import Formulas
import Planning
import Reports
import SourceText
import Vocabulary

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of targets with their probabilities on the days on which they were asked for. Nothing
/// in it is ever replaced, so that what was said can be compared with what came.
public struct TargetRegister: Sendable {
  public let folder: String

  /// The register in a folder, which need not be there yet.
  public init(_ folder: String) { self.folder = folder }

  /// Keeps the probabilities of the last day: a folder for each scenario, a file for each day and
  /// target.
  ///
  /// - Returns: the paths of the files, from the folder of the register.
  /// - Throws: `OutputError`; what was kept before stays.
  public func keep(_ result: TrackResult) throws(OutputError) -> [String] {
    let scenario = result.compiled.scenario.id
    let aggregations = Dictionary(
      result.compiled.model.model.indicators.map { ($0.indicator.id, $0.indicator.aggregation) },
      uniquingKeysWith: { first, _ in first })
    let own = ForecastRegister.fileName(of: scenario)
    var names: [String] = []
    for target in result.targets {
      guard let point = target.points.last else { continue }
      let (judged, unit) = (target.judged, target.judged.unit)
      let entry = RegisteredTarget(
        scenario: scenario, target: judged.target.id, label: judged.target.label,
        indicator: judged.columnLabel, period: judged.columnPeriod, side: judged.target.side,
        bound: unit.decimalValue(ofBase: judged.bound), unit: unit.symbol,
        aggregation: (aggregations[judged.columnLabel] ?? .last).rawValue, date: point.date,
        probability: point.probability, standardError: point.standardError,
        isDecided: target.isDecided)
      let name = try OutputFolder(folder + "/" + own).writeNew(
        stem: Self.stem(point.date, judged.target.id), ending: ".csv",
        bytes: csv(TargetRegisterTable.table(entry)))
      names.append(own + "/" + name)
    }
    return names
  }

  /// Reads the targets of the register, in the order of their paths; other files are passed over.
  ///
  /// A target that was registered several times on a day, with other trials, seeds or facts, was
  /// promised once: the file with the largest number behind its name is the last one.
  ///
  /// - Returns: what files without mistakes say; how many days of a target had several; and what is
  ///   wrong with the other files.
  /// - Throws: `ReadError` when there is no such folder.
  public func read() throws(ReadError) -> (
    targets: [RegisteredTarget], repeated: Int, diagnostics: [Diagnostic]
  ) {
    guard let folders = names(in: folder) else {
      throw ReadError(.init(zh: "没有这个文件夹", en: "there is no such folder"))
    }
    let paths = folders.flatMap { name in
      name.hasSuffix(".csv")
        ? [name] : (names(in: folder + "/" + name) ?? []).map { "\(name)/\($0)" }
    }.filter { $0.hasSuffix(".csv") }
    var found: [(target: RegisteredTarget, number: Int)] = []
    var diagnostics: [Diagnostic] = []
    for path in paths {
      let (table, mistakes) = readCSV(try readFile(folder + "/" + path))
      diagnostics += mistakes
      // Forecasts may be registered in the same folder.
      guard let table, mistakes.isEmpty, table.columnIndex(named: "target") != nil else {
        continue
      }
      var reader = TargetRowReader(table)
      found += reader.targets().map { ($0, Self.number(of: path, $0)) }
      diagnostics += reader.diagnostics
    }
    let days = Dictionary(grouping: found.indices) { Day(found[$0].target) }
    let last = days.values.compactMap { places in
      places.max { (found[$0].number, $0) < (found[$1].number, $1) }
    }
    return (
      last.sorted().map { found[$0].target }, days.values.count { $0.count > 1 }, diagnostics
    )
  }

  /// A target on a day.
  private struct Day: Hashable {
    let scenario, target: String
    let date: CalendarDate

    init(_ target: RegisteredTarget) {
      (scenario, self.target, date) = (target.scenario, target.target, target.date)
    }
  }

  /// The name of the file of a target on a day, without its number and its ending.
  private static func stem(_ date: CalendarDate, _ target: String) -> String {
    "\(date)-\(ForecastRegister.fileName(of: target))"
  }

  /// The number behind the name of a file, as `writeNew` gives it: 1 where it has none.
  private static func number(of path: String, _ target: RegisteredTarget) -> Int {
    let name = path.split(separator: "/").last?.dropLast(".csv".count) ?? ""
    let stem = stem(target.date, target.target) + "-"
    return name.hasPrefix(stem) ? Int(name.dropFirst(stem.count)) ?? 1 : 1
  }

  private func names(in folder: String) -> [String]? {
    try? FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
      .sorted()
  }
}

private struct TargetRowReader {
  private let table: CSVTable
  private(set) var diagnostics: [Diagnostic] = []

  init(_ table: CSVTable) { self.table = table }

  mutating func targets() -> [RegisteredTarget] {
    // Earlier versions did not say what was decided.
    for column in TargetRegisterTable.kept
    where column.name != "decided" && table.columnIndex(named: column.name) == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader,
          .init(
            zh: "登记簿的文件没有“\(column.name)”列",
            en: "a file of the register has no column '\(column.name)'"),
          at: table.header.first?.range,
          expected: .init(
            zh: "torreya track --register 写出的文件", en: "a file that 'torreya track --register' wrote"
          )))
    }
    guard diagnostics.isEmpty else { return [] }
    return table.rows.compactMap { target($0) }
  }

  private func text(_ row: [CSVTable.Cell], _ column: String) -> String {
    table.columnIndex(named: column).map { row[$0].text } ?? ""
  }

  private mutating func number(_ row: [CSVTable.Cell], _ column: String) -> Double? {
    if let value = Double(text(row, column)), value.isFinite { return value }
    report(row, column, .init(zh: "这不是数", en: "this is no number"))
    return nil
  }

  private mutating func report(_ row: [CSVTable.Cell], _ column: String, _ message: BilingualText) {
    guard let place = table.columnIndex(named: column) else { return }
    diagnostics.append(
      Diagnostic(.invalidValue, message, at: row[place].range, found: .quoted(row[place].text)))
  }

  private mutating func target(_ row: [CSVTable.Cell]) -> RegisteredTarget? {
    guard let probability = number(row, "probability"), let bound = bound(row) else { return nil }
    guard (0...1).contains(probability) else {
      report(
        row, "probability", .init(zh: "概率在 0 和 1 之间", en: "a probability lies between 0 and 1"))
      return nil
    }
    guard let side = Target.Side(rawValue: text(row, "comparison")) else {
      report(
        row, "comparison",
        .init(zh: "应为 atLeast 或 atMost", en: "this is neither atLeast nor atMost"))
      return nil
    }
    guard let date = CalendarDate(iso: text(row, "date")) else {
      report(row, "date", .init(zh: "这不是日期", en: "this is no date"))
      return nil
    }
    return RegisteredTarget(
      scenario: text(row, "scenario"), target: text(row, "target"),
      label: BilingualText(zh: text(row, "labelZh"), en: text(row, "labelEn")),
      indicator: text(row, "indicator"), period: text(row, "period"), side: side, bound: bound,
      unit: text(row, "unit"), aggregation: text(row, "aggregation"), date: date,
      probability: probability, standardError: Double(text(row, "standardError")),
      isDecided: text(row, "decided") == "true")
  }

  /// A number, or a date as the number of its day.
  private mutating func bound(_ row: [CSVTable.Cell]) -> Double? {
    if let date = CalendarDate(iso: text(row, "bound")) { return Double(date.dayNumber) }
    return number(row, "bound")
  }
}
