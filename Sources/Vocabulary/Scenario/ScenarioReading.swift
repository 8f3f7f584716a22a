import Formulas
import SourceText

/// The reading of a scenario's components, section by section, with what had been collected after
/// each: a variant is read from the first section that it changes on.
///
/// Each section reads its own keys and what was collected before it, and nothing that comes after
/// it. So up to the first key that differs, reading again would give the same.
struct ScenarioReading: Sendable {
  /// The sections in the order of reading.
  enum Section: Int, CaseIterable {
    /// Members, days, drivers, weather and calendars, and whatever else others may ask for.
    case opening
    case works, visitors, crops, farmersIncome, fiscal
    /// What is read when all components are known.
    case closing

    /// The section that reads a key of the file.
    init(reading key: String) {
      self =
        switch key {
        case ScenarioFile.works.key: .works
        case ScenarioFile.visitors.key: .visitors
        case ScenarioFile.crops.key: .crops
        case ScenarioFile.farmersIncome.key: .farmersIncome
        case ScenarioFile.fiscal.key: .fiscal
        case ScenarioFile.levers.key, ScenarioFile.indicators.key, ScenarioFile.targets.key,
          ScenarioFile.correlations.key, ScenarioFile.simulation.key,
          ScenarioFile.confidences.key, ScenarioFile.allocations.key, ScenarioFile.variants.key:
          .closing
        default: .opening
        }
    }
  }

  /// The components as far as they were read.
  struct Parts: Sendable {
    fileprivate(set) var drivers: [Driver] = []
    fileprivate(set) var weather: Weather?
    fileprivate(set) var calendars: [WorkCalendar] = []
    fileprivate(set) var works: Works?
    fileprivate(set) var visitors: Visitors?
    fileprivate(set) var crops: [Crop] = []
    fileprivate(set) var farmers: FarmersIncome?
    fileprivate(set) var fiscal: Fiscal?

    /// What the components are there for.
    var indicatorsOfResults: [Indicator] {
      (fiscal?.indicators ?? []) + (visitors?.indicators ?? []) + crops.flatMap(\.indicators)
        + (farmers?.indicators ?? []) + (works?.indicators ?? [])
    }

    /// What drives them.
    var indicatorsOfCauses: [Indicator] {
      (weather?.indicators ?? []) + drivers.flatMap(\.indicators)
    }
  }

  /// What there was after a section.
  private struct Stop: Sendable {
    let parts: Parts
    let collected: ReadingContext.Collected
  }

  private(set) var parts = Parts()
  private let root: JSONNode
  /// Whether nothing was known of its works beyond what it says itself.
  let knowsNoMore: Bool
  /// After each section but the last one, in their order.
  private var stops: [Stop] = []

  /// - Parameter base: the reading of a scenario that knew as much of its works, and of which this
  ///   one takes over what it leaves as it is.
  init(_ reader: ObjectReader, after base: ScenarioReading? = nil) {
    root = reader.node
    knowsNoMore = reader.context.progress.isEmpty
    if let base { takeOver(from: base, reader.context) }
    for section in Section.allCases[stops.count...] where section != .closing {
      read(section, reader)
      stops.append(Stop(parts: parts, collected: reader.context.collected))
    }
  }

  private mutating func takeOver(from base: ScenarioReading, _ context: ReadingContext) {
    let changed = root.keysThatDiffer(from: base.root).map { Section(reading: $0).rawValue }
    stops = Array(base.stops.prefix(changed.min() ?? base.stops.count))
    guard let last = stops.last else { return }
    parts = last.parts
    context.goOn(from: last.collected)
  }

  private mutating func read(_ section: Section, _ reader: ObjectReader) {
    let daily = parts.weather?.daily ?? .none
    switch section {
    case .opening: readOpening(reader)
    case .works:
      parts.works = reader.object(ScenarioFile.works).map {
        Works($0, weather: daily, calendars: parts.calendars)
      }
    case .visitors:
      parts.visitors = reader.object(ScenarioFile.visitors).map { Visitors($0, weather: daily) }
    case .crops:
      parts.crops = reader.list(ScenarioFile.crops, prefix: ScenarioFile.crops.key).map {
        Crop($0, weather: daily)
      }
    case .farmersIncome:
      let hasIncome = parts.visitors?.hasIncome ?? false
      parts.farmers = reader.object(ScenarioFile.farmersIncome).map {
        FarmersIncome($0, hasVisitorIncome: hasIncome, crops: parts.crops)
      }
    case .fiscal:
      let projects = parts.works?.projects ?? []
      parts.fiscal = reader.object(ScenarioFile.fiscal).map { Fiscal($0, projects: projects) }
    case .closing: break
    }
  }

  private mutating func readOpening(_ reader: ObjectReader) {
    let context = reader.context
    context.members = MemberSets(reader)
    context.days = reader.object(ScenarioFile.calendar).map(readDayCalendar)
    context.asOf = reader.date(ScenarioFile.asOf)
    parts.drivers = reader.map(ScenarioFile.drivers).map { Driver($0.reader) }
    parts.weather = reader.object(ScenarioFile.weather).map(Weather.init)
    parts.calendars = workCalendars(
      reader.list(ScenarioFile.calendars, prefix: "calendars"), context)
  }
}

extension JSONNode {
  /// The keys of an object whose values are not the very ones of another object.
  fileprivate func keysThatDiffer(from other: JSONNode) -> [String] {
    guard case .object(let own) = value, case .object(let others) = other.value else { return [] }
    let known = Dictionary(
      others.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    let differing = own.filter { member in
      known[member.key].map { !$0.isTheVery(member.value) } ?? true
    }
    let keys = Set(own.map(\.key))
    return differing.map(\.key) + others.map(\.key).filter { !keys.contains($0) }
  }
}
