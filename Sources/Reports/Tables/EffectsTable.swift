import Forecasting
import Formulas
import History
import Probability
import SourceText

/// `effects.csv`: what festivals, working days, interventions and changed definitions do to each
/// series, by the model that forecasts it.
public enum EffectsTable {
  public static let columns: [Table.Column] = [
    .series,
    Table.Column("effect", BilingualText(zh: "影响因素的标识", en: "the name of the effect")),
    Table.Column("descriptionZh", BilingualText(zh: "中文说明", en: "what it is, in Chinese")),
    Table.Column("descriptionEn", BilingualText(zh: "英文说明", en: "what it is, in English")),
    Table.Column(
      "estimate",
      BilingualText(
        zh: "影响估计值：节日时段全部落入一期、多一个工作日、事件整期有效时，该期数值的变化；"
          + "空：剔除该因素后模型同样好，或序列分辨不出",
        en: "what it changes in a period into which the whole window of the festival falls, with a "
          + "working day more, or throughout which the intervention works; empty where the model "
          + "is as good without it, or the series cannot tell it")),
    Table.Column(
      "standardError", BilingualText(zh: "估计值的标准误", en: "the standard error of the estimate")),
    Table.Column(
      "low95", BilingualText(zh: "95% 置信区间下限", en: "the 95 % confidence interval from here")),
    Table.Column(
      "high95", BilingualText(zh: "95% 置信区间上限", en: "the 95 % confidence interval to here")),
    Table.Column(
      "unit",
      BilingualText(
        zh: "单位：序列的单位；对数模型为 %",
        en: "that of the series; % where the model is one of logarithms")),
  ]

  /// A row for each effect of each series.
  public static func table(_ forecasts: [SeriesForecast]) -> Table {
    var table = Table(columns: columns)
    for forecast in forecasts {
      for effect in forecast.model.effects {
        let text = effect.text
        let told = effect.told
        table.append([
          .text(forecast.history.id), .text(effect.name), .text(text.zh), .text(text.en),
          .known(told?.estimate), .known(told?.standardError), .known(told?.low),
          .known(told?.high),
          effect.isOnLogarithm ? .text("%") : .optional(forecast.history.unit?.symbol),
        ])
      }
    }
    return table
  }
}

extension RegressorEffect {
  /// An effect in the unit of the series, or in percent of it.
  public struct Told: Hashable, Sendable {
    public let estimate: Double
    public let standardError: Double
    /// The bounds of the 95 % confidence interval.
    public let low, high: Double
  }

  /// The effect as a planner reads it; nil where it was left out.
  ///
  /// Shares of the series are exact changes; their standard error is that of a linear change.
  public var told: Told? {
    guard let estimate, let standardError else { return nil }
    let reach = 1.959963984540054 * standardError
    guard isOnLogarithm else {
      return Told(
        estimate: estimate, standardError: standardError, low: estimate - reach,
        high: estimate + reach)
    }
    func percent(_ logarithm: Double) -> Double { (exponential(logarithm) - 1) * 100 }
    return Told(
      estimate: percent(estimate), standardError: exponential(estimate) * standardError * 100,
      low: percent(estimate - reach), high: percent(estimate + reach))
  }

  /// What it is, in words.
  public var text: BilingualText {
    switch name {
    case "workingDays": return BilingualText(zh: "每多一个工作日", en: "a working day more")
    case "leapYear": return BilingualText(zh: "闰年二月多一天", en: "a day more in February")
    default: break
    }
    if name.hasPrefix(levelShiftPrefix) {
      let definition = name.dropFirst(levelShiftPrefix.count)
      return BilingualText(zh: "口径改变：\(definition)", en: "changed definition: \(definition)")
    }
    for holiday in PublicHoliday.allCases {
      for part in HolidayWindow.Part.allCases
      where name == "\(holiday.rawValue).\(part.rawValue)" {
        return BilingualText(
          zh: holiday.label.zh + part.label.zh, en: "\(part.label.en) \(holiday.label.en)")
      }
    }
    return BilingualText(zh: name, en: name)
  }
}

extension HolidayWindow.Part {
  fileprivate var label: BilingualText {
    switch self {
    case .before: BilingualText(zh: "前", en: "before")
    case .during: BilingualText(zh: "期间", en: "during")
    case .after: BilingualText(zh: "后", en: "after")
    }
  }
}
