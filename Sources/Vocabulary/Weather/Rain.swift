import Formulas
import SourceText

/// The wet days of the whole year: those of the months, of the plum rain, and of typhoons.
///
/// One chain goes through all days. In the plum rain it takes the probabilities of the plum rain,
/// else those of the month. A day that a typhoon closes is wet in any case and leaves the chain as
/// it is.
struct Rain {
  let wet: WeatherSpells?
  let plumRain: PlumRain?
  let hasTyphoons: Bool

  /// The name of the chain.
  private var chain: String {
    hasTyphoons ? "weather.wetSpell" : DailyWeather.State.wet.id
  }

  var indicators: [Indicator] {
    guard wet != nil || plumRain != nil || hasTyphoons else { return [] }
    var made = plumRain?.indicators ?? []
    if let plumRain {
      made += [
        .ofDay(.plumSeason, "梅雨期", "in the plum rain", plumRain.state),
        Indicator(
          "weather.plumDays", label: BilingualText(zh: "梅雨期天数", en: "Weather: days of plum rain"),
          kind: .flow, unit: .day, plumRain.days),
      ]
    }
    made += wetDays
    guard plumRain != nil else { return made }
    return made + [
      .ofDay(
        .plumWet, "梅雨期雨日", "wet in the plum rain",
        .call(.and, .reference(DailyWeather.State.wet.id), .plumSeason)),
      .daysOfPeriod("plumWetDays", "梅雨期雨日数", "wet days of the plum rain", .plumWet),
    ]
  }

  private var wetDays: [Indicator] {
    var made: [Indicator] = []
    if hasTyphoons, wet != nil || plumRain != nil {
      made.append(
        Indicator(
          chain, label: BilingualText(zh: "当日天气：雨期", en: "Weather of the day: in a wet spell"),
          kind: .share, unit: .share, chainState, visibility: .inner))
      made.append(
        .ofDay(
          .wet, "雨日", "wet",
          .call(.or, .reference(chain), .reference(DailyWeather.State.closed.id))))
    } else {
      made.append(
        .ofDay(
          .wet, "雨日", "wet",
          hasTyphoons ? .reference(DailyWeather.State.closed.id) : chainState))
    }
    return made + [.daysOfPeriod("wetDays", "雨日数", "wet days", .wet)]
  }

  /// Whether the chain is wet on a day.
  private var chainState: Formula {
    guard let plumRain else { return wet?.state(chain) ?? .constant(0) }
    guard let wet else {
      let was = Formula.call(.previous, .reference(chain), .constant(0))
      let within = Formula.call(.conditional, was, plumRain.goesOn, plumRain.begins)
      return .call(
        .less, .probability(stream: plumRain.dayStream, drawn: .everyDay, sense: .falling),
        within * .plumSeason)
    }
    let begins = Formula.call(.conditional, .plumSeason, plumRain.begins, wet.begins)
    let goesOn =
      if let all = wet.constantGoesOn, all == plumRain.constantGoesOn {
        Formula.constant(all)
      } else {
        Formula.call(.conditional, .plumSeason, plumRain.goesOn, wet.goesOn)
      }
    return .call(
      .less, .probability(stream: wet.day, drawn: .everyDay, sense: .falling),
      .call(.conditional, wet.was(chain), goesOn, begins))
  }
}

extension Formula {
  fileprivate static var plumSeason: Formula { .reference(DailyWeather.State.plumSeason.id) }
}
