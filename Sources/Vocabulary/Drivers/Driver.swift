import Formulas
import SourceText

/// Something outside the town's control that several domains share: the regional economy, the
/// plum rain, typhoons. Formulas name it `drivers.<id>`.
public struct Driver: Component {
  static let unit = Field(
    "unit", .unit, .defaults(to: "share"), zh: "单位", en: "the unit of its value")
  static let value = Field(
    "value", .valueInDeclaredUnit, .optional, zh: "取值或分布",
    en: "a value; drawn anew in each period unless it says `drawn`")
  static let process = Field(
    "process", .oneOf([AutoregressiveProcess.descriptor, RandomWalk.descriptor]), .optional,
    zh: "随时间变化的过程", en: "how it moves through time")
  static let season = Field(
    "season", .object(Season.descriptor), .optional, zh: "雨季等季节",
    en: "a wet season with an uncertain beginning and end")
  static let events = Field(
    "events", .object(SeasonalEvents.descriptor), .optional, zh: "台风等事件",
    en: "events that close the town for days, at a rate by month")

  public static let descriptor = ObjectDescriptor(
    "driver", zh: "共同驱动因素", en: "an outside force that several domains share",
    fields: [.label, unit, value, process, season, events, .report])

  /// What sort of driver it is, which says what can depend on it.
  enum Form { case value, season, events }

  let id: String
  let form: Form
  let indicators: [Indicator]
  /// For events, the periods in which there may be some.
  let eventPeriods: [Int]

  init(_ reader: ObjectReader) {
    id = reader.idPath.lastSegment
    let unit = reader.unit(Self.unit) ?? .share
    let forms = [Self.value, Self.process, Self.season, Self.events].filter(reader.has)
    if forms.count != 1 {
      reader.context.report(
        Diagnostic(
          .missingKey, "a driver has exactly one form", at: reader.node.range,
          path: reader.path.description, expected: "one of: value, process, season, events",
          found: forms.isEmpty ? "none" : forms.map(\.key).joined(separator: ", ")))
    }
    if let season = reader.object(Self.season, idPath: reader.idPath) {
      form = .season
      indicators = reader.reported(Season(season).indicators)
      eventPeriods = []
    } else if let inner = reader.object(Self.events, idPath: reader.idPath) {
      form = .events
      let events = SeasonalEvents(inner)
      indicators = reader.reported(events.indicators)
      eventPeriods = events.possiblePeriods
    } else {
      form = .value
      indicators = reader.reported(Self.simple(reader, unit))
      eventPeriods = []
    }
  }

  private static func simple(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> [Indicator] {
    let formula: Formula
    if reader.has(process) {
      formula = processFormula(reader, unit)
    } else {
      formula = reader.value(value, in: unit, drawn: .everyPeriod) ?? .constant(0, unit)
    }
    return [
      Indicator(
        reader.idPath, label: reader.labelOrID, kind: .level, unit: unit, formula,
        aggregation: .mean, origin: reader.node.range)
    ]
  }

  /// The formula of whichever process the planner names.
  private static func processFormula(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> Formula {
    let families: [any Process.Type] = [AutoregressiveProcess.self, RandomWalk.self]
    guard let (key, inner) = reader.chosen(process),
      let family = families.first(where: { $0.descriptor.name == key })
    else { return .constant(0, unit) }
    return family.formula(inner, id: reader.idPath, unit: unit)
  }
}

/// A way in which a value moves from period to period.
protocol Process {
  static var descriptor: ObjectDescriptor { get }

  /// The value in each period.
  ///
  /// - Parameter id: the indicator that the formula defines, to look back at itself.
  static func formula(_ reader: ObjectReader, id: String, unit: UnitOfMeasure) -> Formula
}

extension ObjectReader {
  /// A standard normal drawn anew in each period from a stream of this object.
  func shock(_ key: String = "shock") -> Formula {
    Formula.standardNormal(stream: name(key), drawn: .everyPeriod)
  }
}
