import SourceText

/// The names that formulas may use, to look up.
struct NameTable {
  let ids: [String]
  private let indexByID: [String: Int]
  private let calendarIDs: Set<String>
  private let scheduleIndexes: [String: Int]

  static let periodPrefix = "period."
  static let dayPrefix = "day."
  static let calendarPrefix = "calendars."

  init(_ definitions: Definitions) {
    ids = definitions.indicators.map(\.id)
    var indexByID: [String: Int] = [:]
    indexByID.reserveCapacity(ids.count)
    for (index, id) in ids.enumerated() where indexByID[id] == nil { indexByID[id] = index }
    self.indexByID = indexByID
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
    let wanted = NamePattern(pattern)
    return ids.indices.filter { wanted.matches(ids[$0]) && indexByID[ids[$0]] == $0 }
  }

  /// What to write instead of an unknown name; nil when nothing is near.
  func suggestion(for name: String) -> BilingualText? {
    let lowercase = name.lowercased()
    if let id = ids.first(where: { $0.lowercased() == lowercase }) {
      return .didYouMean(id)
        + .init(zh: "大小写有区别", en: " small and capital letters differ")
    }
    if FormulaFunction.named(name) != nil {
      return BilingualText(
        zh: "“\(name)”是函数；写成 \(name)(…)", en: "'\(name)' is a function; write \(name)(…)")
    }
    let candidates =
      ids + BuiltInSeries.allCases.map(\.rawValue)
      + BuiltInDaySeries.allCases.map(\.rawValue)
    return didYouMean(name, among: candidates)
  }

  /// The calendar nearest to a misspelt one.
  func calendarSuggestion(for name: String, in definitions: Definitions) -> BilingualText? {
    didYouMean(name, among: definitions.calendars.map { Self.calendarPrefix + $0.id })
  }
}
