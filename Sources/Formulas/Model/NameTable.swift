import SourceText

/// The names that formulas may use, to look up.
struct NameTable {
  let ids: [String]
  private let indexByID: [String: Int]
  private let idByLowercase: [String: String]
  private let calendarIDs: Set<String>
  private let scheduleIndexes: [String: Int]
  /// The segments of the ids with so many segments, in the order of declaration.
  private let segmentsByCount: [Int: [(index: Int, segments: [Substring])]]

  static let periodPrefix = "period."
  static let dayPrefix = "day."
  static let calendarPrefix = "calendars."

  init(_ definitions: Definitions) {
    ids = definitions.indicators.map(\.id)
    var indexByID: [String: Int] = [:]
    var idByLowercase: [String: String] = [:]
    var segmentsByCount: [Int: [(index: Int, segments: [Substring])]] = [:]
    for (index, id) in ids.enumerated() where indexByID[id] == nil {
      indexByID[id] = index
      if idByLowercase[id.lowercased()] == nil { idByLowercase[id.lowercased()] = id }
      let segments = id.split(separator: ".", omittingEmptySubsequences: false)
      segmentsByCount[segments.count, default: []].append((index, segments))
    }
    self.indexByID = indexByID
    self.idByLowercase = idByLowercase
    self.segmentsByCount = segmentsByCount
    scheduleIndexes = Dictionary(
      definitions.schedules.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first })
    calendarIDs = Set(definitions.calendars.map(\.id))
  }

  /// The place of an indicator in the definitions; the first one when two share an id.
  func index(of id: String) -> Int? { indexByID[id] }

  /// The place of a schedule in the definitions.
  func index(ofSchedule name: String) -> Int? { scheduleIndexes[name] }

  /// Whether a name such as `calendars.sixDayWeek` names a calendar.
  func isCalendar(_ name: String) -> Bool {
    name.hasPrefix(Self.calendarPrefix)
      && calendarIDs.contains(String(name.dropFirst(Self.calendarPrefix.count)))
  }

  /// The indicators whose ids match a pattern in which `*` is any one segment, in the order of
  /// declaration.
  func indexes(matching pattern: String) -> [Int] {
    let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
    return (segmentsByCount[wanted.count] ?? []).compactMap { index, segments in
      zip(wanted, segments).allSatisfy { $0 == "*" || $0 == $1 } ? index : nil
    }
  }

  /// What to write instead of an unknown name; nil when nothing is near.
  func suggestion(for name: String) -> String? {
    if let id = idByLowercase[name.lowercased()] {
      return "did you mean '\(id)'? small and capital letters differ"
    }
    if FormulaFunction.named(name) != nil {
      return "'\(name)' is a function; write \(name)(…)"
    }
    let candidates = ids + BuiltInSeries.allCases.map(\.rawValue)
      + BuiltInDaySeries.allCases.map(\.rawValue)
    return didYouMean(name, among: candidates)
  }

  /// The calendar nearest to a misspelt one.
  func calendarSuggestion(for name: String, in definitions: Definitions) -> String? {
    didYouMean(name, among: definitions.calendars.map { Self.calendarPrefix + $0.id })
  }
}
