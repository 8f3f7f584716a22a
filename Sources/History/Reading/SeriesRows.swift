import Formulas
import SourceText

/// The rows of one series while the table is read.
struct SeriesRows {
  let id: String
  var label: String?
  /// What the values count, as far as that is known by now.
  private(set) var unit: UnitOfMeasure?
  /// Whether the unit was told for all values, by the header or a column.
  private let isUnitGiven: Bool
  /// The first value other than 0 without a unit, when none was told for all.
  private var firstBare: RawSeries.Observation?
  private(set) var times: [PeriodText] = []
  private(set) var observations: [RawSeries.Observation] = []
  private(set) var definitions: [String] = []
  /// Whether a mistake was told about it, so that it cannot be used.
  var isBroken = false

  init(id: String, unit: UnitOfMeasure?) {
    self.id = id
    self.unit = unit
    isUnitGiven = unit != nil
  }

  /// Adds a row.
  ///
  /// - Returns: what is wrong with the unit; the row is added anyway.
  mutating func add(
    _ time: PeriodText, _ observation: RawSeries.Observation, unit: UnitOfMeasure?
  ) -> Finding? {
    var observation = observation
    let finding = convert(&observation, unit)
    times.append(time)
    observations.append(observation)
    if finding != nil { isBroken = true }
    return finding
  }

  /// The place of a definition among the names.
  mutating func definitionIndex(_ name: String) -> Int {
    if let index = definitions.firstIndex(of: name) { return index }
    definitions.append(name)
    return definitions.count - 1
  }

  /// Brings a value to the unit of the series.
  private mutating func convert(
    _ observation: inout RawSeries.Observation, _ found: UnitOfMeasure?
  ) -> Finding? {
    guard !observation.value.isNaN else { return nil }
    let cell = (observation.row, observation.column)
    guard let found else {
      guard !isUnitGiven, observation.value != 0 else { return nil }
      if firstBare == nil { firstBare = observation }
      guard let unit else { return nil }
      return Finding(
        code: .unitMismatch,
        message: .init(
          zh: "这个数没有单位，而同一序列的其他数有", en: "the value has no unit, others of the series have one"),
        cell: cell, expected: .init(zh: "单位为\(unit.symbol)的数", en: "a value in \(unit.symbol)"),
        suggestion: .unitInHeader(unit))
    }
    guard let unit else {
      unit = found
      guard firstBare != nil else { return nil }
      return Finding(
        code: .unitMismatch,
        message: .init(
          zh: "这个数有单位，而同一序列的其他数没有", en: "the value has a unit, others of the series have none"),
        cell: cell, found: .same(found.symbol),
        suggestion: .unitInHeader(found))
    }
    guard unit != found else { return nil }
    guard unit.hasSameDimension(as: found) else {
      return Finding(
        code: .unitMismatch,
        message: .init(zh: "这个数的单位与序列不同", en: "the value has another unit than the series"),
        cell: cell,
        expected: .init(zh: "单位为\(unit.symbol)的数", en: "a value in \(unit.symbol)"),
        found: .same(found.symbol))
    }
    observation.value = unit.value(ofBase: found.baseValue(of: observation.value))
    guard !observation.value.isFinite else { return nil }
    return Finding(
      code: .numberOverflow,
      message: .init(
        zh: "换算成\(unit.symbol)后数值过大",
        en: "the value is beyond the range of numbers in \(unit.symbol)"),
      cell: cell, found: .same(found.symbol))
  }
}

extension BilingualText {
  fileprivate static func unitInHeader(_ unit: UnitOfMeasure) -> BilingualText {
    BilingualText(
      zh: "单位只在表头写一次：value(\(unit.symbol))",
      en: "write the unit once, in the header: value(\(unit.symbol))")
  }
}
