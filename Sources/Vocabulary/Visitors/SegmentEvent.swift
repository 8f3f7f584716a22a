import Formulas
import SourceText

/// A dated occasion of one segment: so many times the visitors on its days, or so many more.
///
/// It comes on top of the year's visits: the days of an event do not take from others.
public struct SegmentEvent: Component {
  static let from = Field(
    "from", .calendarDay, zh: "第一天：某年某日，或每年的月-日",
    en: "its first day: a date, or a day of every year")
  static let to = Field(
    "to", .calendarDay, .optional, zh: "最后一天；缺省与第一天相同",
    en: "its last day; the first one when left out")
  static let factor = Field(
    "factor", .value(.one), .optional, zh: "当日游客为平时的倍数",
    en: "so many times the visitors of the day")
  static let visitors = Field(
    "visitors", .value(.visit), .optional, zh: "活动共增加的人次，平均分到各日",
    en: "so many more visitors in all, alike on each of its days")

  public static let descriptor = ObjectDescriptor(
    "segmentEvent", zh: "活动", en: "a dated occasion that draws visitors",
    fields: [.id, .label, from, to, factor, visitors],
    example: #"{ "id": "nightRun", "from": "2024-10-19", "visitors": "800人次" }"#)

  /// Whether the event goes on, for each day of the horizon: 1 or 0; of `visitors` the day's part.
  private let days: [Double]
  private let effect: Effect

  private enum Effect {
    case known(Double)
    case factor(Formula)
    case visitors(Formula)
  }

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let horizon = reader.context.horizon
    let spans = reader.spans(Self.from, Self.to)
    let isSum = reader.only(Self.factor, Self.visitors)?.key == Self.visitors.key
    days = (0..<horizon.dayCount).map { index in
      let day = horizon.day(at: index)
      guard let span = spans.first(where: { $0.contains(day) }) else { return 0 }
      return isSum ? 1 / Double(span.upperBound.dayNumber - span.lowerBound.dayNumber + 1) : 1
    }
    if isSum {
      effect = .visitors(reader.requiredValue(Self.visitors))
    } else {
      let factor = reader.value(Self.factor, default: 1)
      effect = reader.constant(Self.factor).map { .known($0) } ?? .factor(factor)
    }
  }

  /// The day's number with the event, where the number without it is a known part of something.
  ///
  /// - Parameter shares: the known parts, which change where the event's factor is known.
  static func shares(_ shares: [Double], with events: [SegmentEvent]) -> [Double] {
    events.reduce(shares) { shares, event in
      guard case .known(let factor) = event.effect else { return shares }
      return zip(shares, event.days).map { share, day in day > 0 ? share * factor : share }
    }
  }

  /// The day's number with the events whose effect is uncertain or an amount.
  static func visits(_ visits: Formula, with events: [SegmentEvent]) -> Formula {
    events.reduce(visits) { visits, event in
      let days = Formula(.daySeries(event.days, .one))
      return switch event.effect {
      case .known: visits
      case .factor(let factor): visits * (.constant(1) + (factor - .constant(1)) * days)
      case .visitors(let sum): visits + sum * days
      }
    }
  }
}
