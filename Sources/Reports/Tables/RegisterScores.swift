import Forecasting
import Formulas
import SourceText
import Vocabulary

/// How the forecasts of a series by one method did, of all information dates together.
public struct RegisterScores: Sendable {
  public let series: String
  public let method: String
  public let unit: String?
  /// How many forecasts are in the register.
  public let forecastCount: Int
  public let firstDate, lastDate: String
  /// How many forecast periods have not come yet.
  public let pendingCount: Int
  public let scores: ForecastScores
  /// Against the seasonal naive forecasts of the same days.
  public let skill: Skill
  /// The test that the probabilities given to what came are evenly spread.
  public let histogram: TransformHistogram
  public let verdict: ForecastVerdict

  /// Judges the forecasts of one series by one method.
  ///
  /// - Precondition: there is a forecast.
  public init(_ forecasts: [RegisteredForecast]) {
    let ordered = forecasts.sorted { $0.informationDate < $1.informationDate }
    let first = ordered[0]
    series = first.series
    method = first.method
    unit = first.unit
    forecastCount = ordered.count
    firstDate = first.informationDate
    lastDate = ordered[ordered.count - 1].informationDate
    let come = ordered.map { $0.steps.filter { !$0.actual.isNaN } }
    pendingCount = ordered.reduce(0) { $0 + $1.steps.count { $0.actual.isNaN } }
    let judged = come.map { steps in
      steps.map {
        JudgedForecast(
          point: $0.mean, quantiles: $0.quantiles, actual: $0.actual, errorScale: $0.errorScale)
      }
    }
    scores = ForecastScores(of: judged.flatMap { $0 }, levels: quantileLevels)
    skill = Self.skill(come, starts: ordered.map { $0.steps.first?.period.ordinal ?? 0 })
    histogram = TransformHistogram(
      groups: judged.map { $0.map { $0.transform(levels: quantileLevels) } })
    verdict = ForecastVerdict(
      method: method, simple: simpleMethodName,
      frequency: first.steps.first?.period.frequency ?? .yearly, originCount: skill.originCount,
      forecastCount: scores.count, skill: skill,
      coverages: scores.intervals.map { ($0.nominal, $0.coverage) })
  }

  private static func skill(_ come: [[RegisteredForecast.Step]], starts: [Int]) -> Skill {
    func losses(_ point: (RegisteredForecast.Step) -> Double) -> [Double] {
      come.map { steps in
        let known = steps.filter { !$0.simple.isNaN }
        guard !known.isEmpty else { return .nan }
        let sum = known.reduce(0.0) { sum, step in
          let scale = step.errorScale.isNaN ? 1 : step.errorScale
          return sum + abs(step.actual - point(step)) / scale
        }
        return sum / Double(known.count)
      }
    }
    let horizon = come.map(\.count).max() ?? 1
    let spacing =
      starts.count > 1
      ? max(Double(starts[starts.count - 1] - starts[0]) / Double(starts.count - 1), 0.1) : 1
    return Skill(
      losses: losses(\.mean), simple: losses(\.simple), overlap: Double(horizon) / spacing)
  }

  /// The scores of each series and method, in the order of their first forecasts.
  public static func all(_ forecasts: [RegisteredForecast]) -> [RegisterScores] {
    var order: [String] = []
    var groups: [String: [RegisteredForecast]] = [:]
    for forecast in forecasts {
      let key = forecast.series + "\u{0}" + forecast.method
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(forecast)
    }
    return order.compactMap { groups[$0].map { RegisterScores($0) } }
  }
}

/// `scores.csv`: how the forecasts of a register did.
public enum RegisterScoresTable {
  public static let columns: [Table.Column] =
    [
      .series, .method,
      Table.Column("registered", BilingualText(zh: "登记的预测次数", en: "how many forecasts there are")),
      Table.Column("firstDate", BilingualText(zh: "最早信息日期", en: "the first information date")),
      Table.Column("lastDate", BilingualText(zh: "最晚信息日期", en: "the last information date")),
      Table.Column(
        "forecasts",
        BilingualText(zh: "已有结果的预测值个数", en: "how many forecast periods have come")),
      Table.Column(
        "pending", BilingualText(zh: "尚无结果的预测值个数", en: "how many have not come yet")),
      Table.Column("mase", BilingualText(zh: "MASE", en: "MASE")),
      Table.Column("smape", BilingualText(zh: "sMAPE", en: "sMAPE"), unit: "%"),
      Table.Column("mape", BilingualText(zh: "MAPE，零值不计", en: "MAPE, without zeros"), unit: "%"),
      Table.Column("rmse", BilingualText(zh: "RMSE", en: "RMSE")),
      Table.Column(
        "meanError",
        BilingualText(
          zh: "平均误差：大于零表示预测偏低", en: "the mean error; above zero: forecasts too low")),
      Table.Column(
        "crps", BilingualText(zh: "由分位数算出的 CRPS", en: "the CRPS, from the quantiles")),
    ]
    + intervalCoverages.flatMap { coverage -> [Table.Column] in
      let percent = Int((coverage * 100).rounded())
      return [
        Table.Column(
          "coverage\(percent)",
          BilingualText(
            zh: "\(percent)% 区间实际包含结果的比例",
            en: "the share of what came that the \(percent) % interval held")),
        Table.Column(
          "width\(percent)",
          BilingualText(zh: "\(percent)% 区间的平均宽度", en: "the mean width of it")),
      ]
    } + [
      Table.Column(
        "skill",
        BilingualText(
          zh: "比季节朴素法减少的误差比例", en: "1 less the ratio of errors to the seasonal naive's")),
      Table.Column(
        "skillLower", BilingualText(zh: "其 90% 置信区间下限", en: "the lower end of its 90 % interval")),
      Table.Column("skillUpper", BilingualText(zh: "其上限", en: "the upper end of it")),
      Table.Column(
        "verdict",
        BilingualText(
          zh: "better 优于、worse 不如、undecided 无法判断", en: "better, worse or undecided")),
      Table.Column(
        "pitProbability",
        BilingualText(
          zh: "概率积分变换均匀性检验的 p 值；独立预测不足时为空",
          en: "the probability of so uneven a PIT by chance; empty where forecasts are too few")),
      .seriesUnit,
    ]

  /// A row for each series and method.
  public static func table(_ all: [RegisterScores]) -> Table {
    var table = Table(columns: columns)
    for found in all {
      let scores = found.scores
      table.append(
        [
          .text(found.series), .text(found.method), .integer(found.forecastCount),
          .date(found.firstDate), .date(found.lastDate), .integer(scores.count),
          .integer(found.pendingCount), .known(scores.scaledError),
          .known(scores.symmetricPercentageError), .known(scores.percentageError),
          .known(scores.rootMeanSquaredError), .known(scores.meanError),
          .known(scores.rankedScore),
        ] + scores.intervals.flatMap { [.known($0.coverage), .known($0.meanWidth)] } + [
          .known(found.skill.value), .known(found.skill.lower), .known(found.skill.upper),
          .text(found.skill.verdict.rawValue),
          .known(found.histogram.uniformity?.probability), .optional(found.unit),
        ])
    }
    return table
  }
}

/// `scored-forecasts.csv`: each forecast period of the register, beside what came.
public enum ScoredForecastsTable {
  public static let columns: [Table.Column] =
    [
      .series, .method, .informationDate, .step, .forecastPeriod,
      Table.Column(
        "actual", BilingualText(zh: "实际值；尚无时为空", en: "what came; empty where it has not yet")),
      .forecastMean,
      Table.Column("simple", BilingualText(zh: "季节朴素法的预测值", en: "the seasonal naive forecast")),
    ] + forecastProbabilities.map { .forecastQuantile($0) } + [
      Table.Column(
        "within80",
        BilingualText(zh: "实际值是否在 80% 区间内：1 是，0 否", en: "1: the 80 % interval held it; 0: not"))
    ]

  /// A row for each period of each forecast.
  public static func table(_ forecasts: [RegisteredForecast]) -> Table {
    let places = forecastProbabilities.compactMap { probability in
      quantileLevels.firstIndex { abs($0 - probability) < 1e-9 }
    }
    var table = Table(columns: columns)
    for forecast in forecasts {
      for step in forecast.steps {
        let quantiles = places.map { step.quantiles[$0] }
        let isWithin = quantiles[1] <= step.actual && step.actual <= quantiles[5]
        table.append(
          [
            .text(forecast.series), .text(forecast.method), .date(forecast.informationDate),
            .integer(step.number), .date(step.period.label), .known(step.actual),
            .known(step.mean), .known(step.simple),
          ] + quantiles.map { .known($0) }
            + [step.actual.isNaN ? .empty : .integer(isWithin ? 1 : 0)])
      }
    }
    return table
  }
}
