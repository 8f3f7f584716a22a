import Formulas
import SourceText

/// The weather of the town, by day: wet days with the plum rain, typhoons, hot and cold spells.
///
/// Each is a state of the day that is drawn once for all who mind it: the same rain thins the
/// visitors, cancels groups and stops the works. Heat and cold are independent of rain.
public struct Weather: Component {
  static let wet = Field(
    "wet", .object(WeatherSpells.descriptor), .optional, zh: "雨日（梅雨期之外）",
    en: "wet days outside of the plum rain")
  static let plumRain = Field(
    "plumRain", .object(PlumRain.descriptor), .optional, zh: "梅雨", en: "the plum rain")
  static let typhoons = Field(
    "typhoons", .object(Typhoons.descriptor), .optional, zh: "台风",
    en: "typhoons, which close the town; their days are wet")
  static let hot = Field(
    "hot", .object(WeatherSpells.descriptor), .optional, zh: "高温日", en: "hot days")
  static let cold = Field(
    "cold", .object(WeatherSpells.descriptor), .optional, zh: "低温冰冻日", en: "cold days")

  public static let descriptor = ObjectDescriptor(
    "weather", zh: "逐日天气", en: "the weather of the town, by day",
    fields: [wet, plumRain, typhoons, hot, cold, .report],
    example: """
      { "plumRain": { "onset": "06-08", "end": "07-08", "wetDayShare": "55%" }, \
      "hot": { "days": [0, 0, 0, 0, 1, 2, 12, 10, 2, 0, 0, 0], "meanSpell": "4天" } }
      """)

  let indicators: [Indicator]
  /// What may be asked of it.
  let daily: DailyWeather

  init(_ reader: ObjectReader) {
    _ = reader.visibility  // Also where there is nothing to report.
    func part(_ field: Field, _ zh: String, _ en: String) -> ObjectReader? {
      var inner = reader.object(field)
      inner?.ownerLabel = BilingualText(zh: zh, en: en)
      return inner
    }
    let wet = part(Self.wet, "雨日", "Wet days").map(WeatherSpells.init)
    let plumRain = part(Self.plumRain, "梅雨", "Plum rain").map(PlumRain.init)
    let typhoons = part(Self.typhoons, "台风", "Typhoons").map(Typhoons.init)
    let hot = part(Self.hot, "高温", "Hot days").map(WeatherSpells.init)
    let cold = part(Self.cold, "低温", "Cold days").map(WeatherSpells.init)
    daily = DailyWeather(
      hasRain: wet != nil || plumRain != nil, hasPlumRain: plumRain != nil,
      hasTyphoons: typhoons != nil, hasHeat: hot != nil, hasCold: cold != nil)
    indicators = reader.reported(
      Rain(wet: wet, plumRain: plumRain, hasTyphoons: typhoons != nil).indicators
        + (typhoons.map(Self.indicators) ?? [])
        + (hot.map { Self.indicators($0, .hot, "高温", "hot") } ?? [])
        + (cold.map { Self.indicators($0, .cold, "低温", "cold") } ?? []))
  }

  /// What an indicator of the weather is called; nil for another id.
  static func label(of id: String) -> BilingualText? {
    switch id {
    case "weather.typhoons": BilingualText(zh: "影响台风次数", en: "typhoons")
    case "weather.wetDays": BilingualText(zh: "雨日数", en: "wet days")
    case "weather.plumWetDays": BilingualText(zh: "梅雨期雨日数", en: "wet days of the plum rain")
    case "weather.hotDays": BilingualText(zh: "高温日数", en: "hot days")
    case "weather.coldDays": BilingualText(zh: "低温日数", en: "cold days")
    case "weather.closedDays": BilingualText(zh: "台风封闭天数", en: "days closed by typhoons")
    default: nil
    }
  }

  private static func indicators(_ typhoons: Typhoons) -> [Indicator] {
    let strikes = Formula.call(.sumOverDays, typhoons.strike) * .constant(1, .occasion)
    return typhoons.indicators + [
      .ofDay(.closed, "封闭日", "closed", typhoons.state),
      .daysOfPeriod("closedDays", "台风封闭天数", "days closed by typhoons", .closed),
      Indicator(
        "weather.typhoons", label: BilingualText(zh: "影响台风次数", en: "Typhoons"), kind: .count,
        unit: .occasion, strikes),
    ]
  }

  private static func indicators(
    _ spells: WeatherSpells, _ state: DailyWeather.State, _ zh: String, _ en: String
  ) -> [Indicator] {
    [
      .ofDay(state, zh + "日", en, spells.state(state.id)),
      .daysOfPeriod(state.rawValue + "Days", zh + "日数", en + " days", state),
    ]
  }
}

extension Indicator {
  /// Whether a day has a state of the weather: 1 or 0.
  static func ofDay(
    _ state: DailyWeather.State, _ zh: String, _ en: String, _ formula: Formula
  ) -> Indicator {
    Indicator(
      state.id, label: BilingualText(zh: "当日天气：" + zh, en: "Weather of the day: " + en),
      kind: .share, unit: .share, formula, visibility: .inner)
  }

  /// How many days of a period have a state of the weather.
  static func daysOfPeriod(
    _ key: String, _ zh: String, _ en: String, _ state: DailyWeather.State
  ) -> Indicator {
    Indicator(
      "weather." + key, label: BilingualText(zh: zh, en: "Weather: " + en), kind: .flow,
      unit: .day, .call(.sumOverDays, .reference(state.id)) * .constant(1, .day))
  }
}
