import Forecasting
import History
import SourceText

/// A way to forecast that the command line and scenarios can name.
public struct NamedForecastMethod: Sendable {
  /// The word for it, such as `ets`.
  public let name: String
  /// What it is, in a few words.
  public let summary: BilingualText
  /// Whether it is for counts that are often zero, and says little of anything else.
  public let isForCounts: Bool
  /// Whether it compares earlier forecasts with what came by itself, and corrects its intervals.
  public var looksBack: Bool { name == "automatic" }
  private let make: @Sendable (_ horizon: Int) -> any ForecastMethod

  init(
    _ name: String, zh: String, en: String, isForCounts: Bool = false,
    make: @escaping @Sendable (_ horizon: Int) -> any ForecastMethod
  ) {
    self.name = name
    summary = BilingualText(zh: zh, en: en)
    self.isForCounts = isForCounts
    self.make = make
  }

  /// The method for a series, kept within what its values can be.
  ///
  /// - Parameter acrossTime: whether it is brought together with forecasts of quarters and years;
  ///   nil for what is usual: the combination is.
  public func method(
    for series: TimeSeries, horizon: Int, acrossTime: Bool? = nil
  ) -> any ForecastMethod {
    // The combination keeps to what its series shows by itself.
    let isBounded = ValueRange(of: series).lower == 0 && !isForCounts && !looksBack
    let make = make
    let bounded: @Sendable (Int) -> any ForecastMethod = { horizon in
      isBounded ? Bounded.nonNegative(make(horizon)) : make(horizon)
    }
    return acrossTime ?? looksBack
      ? AcrossTime(horizon: horizon, method: bounded) : bounded(horizon)
  }
}

extension ValueRange {
  /// The range that a series shows: no value below zero means that none can be.
  public init(of series: TimeSeries) {
    let observed = series.values.filter { !$0.isNaN }
    let isNonNegative = !observed.isEmpty && observed.allSatisfy { $0 >= 0 }
    self = isNonNegative ? .nonNegative : .all
  }
}

/// Every method that can be named: the combination first, then the simple ones.
public let forecastMethods: [NamedForecastMethod] = [
  NamedForecastMethod(
    "automatic", zh: "多种方法按回看结果加权组合", en: "a combination, weighted by looking back"
  ) { Automatic(horizon: $0) },
  NamedForecastMethod("mean", zh: "历史均值", en: "the mean of the past") { _ in Mean() },
  NamedForecastMethod("naive", zh: "朴素法：沿用上期", en: "the last value") { _ in Naive() },
  NamedForecastMethod(
    "seasonalNaive", zh: "季节朴素法：沿用上年同期", en: "the value of a year before"
  ) { _ in SeasonalNaive() },
  NamedForecastMethod("drift", zh: "漂移法", en: "the last value with the mean change") { _ in
    Drift()
  },
  NamedForecastMethod(
    "seasonalDrift", zh: "季节漂移法", en: "the value of a year before with the mean change"
  ) { _ in SeasonalDrift() },
  NamedForecastMethod("theta", zh: "Theta 法", en: "the Theta method") { _ in Theta() },
  NamedForecastMethod(
    "optimisedTheta", zh: "优化 Theta 法", en: "Theta with its parameters estimated"
  ) { _ in OptimisedTheta() },
  NamedForecastMethod(
    "dynamicTheta", zh: "动态优化 Theta 法", en: "Theta whose trend goes along"
  ) { _ in DynamicTheta() },
  NamedForecastMethod(
    "automaticTheta", zh: "Theta 法，自动选型", en: "of the forms of Theta the one that fits best"
  ) { _ in AutomaticTheta() },
  NamedForecastMethod(
    "ets", zh: "指数平滑状态空间模型，自动选型", en: "exponential smoothing, its form chosen"
  ) { _ in ExponentialSmoothing() },
  NamedForecastMethod(
    "arima", zh: "季节 ARIMA，自动定阶", en: "seasonal ARIMA, its order chosen"
  ) { _ in Arima() },
  NamedForecastMethod("localLevel", zh: "局部水平模型", en: "the local level model") { _ in
    LocalLevel()
  },
  NamedForecastMethod(
    "localLinearTrend", zh: "局部线性趋势模型", en: "the local linear trend model"
  ) { _ in LocalLinearTrend() },
  NamedForecastMethod(
    "structural", zh: "基本结构模型", en: "the basic structural model"
  ) { _ in BasicStructural() },
  NamedForecastMethod(
    "pooledGrowth", zh: "年度增长模型，短序列向同类靠拢", en: "yearly growth, drawn to what is usual"
  ) { _ in PooledGrowth() },
  NamedForecastMethod(
    "croston", zh: "Croston 法（间歇需求）", en: "Croston's method for rare demand",
    isForCounts: true
  ) { _ in Croston() },
  NamedForecastMethod(
    "sba", zh: "Syntetos–Boylan 法（间歇需求）", en: "that of Syntetos and Boylan",
    isForCounts: true
  ) { _ in SyntetosBoylan() },
  NamedForecastMethod(
    "tsb", zh: "Teunter–Syntetos–Babai 法（间歇需求）",
    en: "that of Teunter, Syntetos and Babai", isForCounts: true
  ) { _ in TeunterSyntetosBabai() },
  NamedForecastMethod(
    "counts", zh: "计数模型", en: "a model of counts", isForCounts: true
  ) { _ in AutomaticCounts() },
]

/// The method of a name; nil where there is none.
public func forecastMethod(named name: String) -> NamedForecastMethod? {
  forecastMethods.first { $0.name == name }
}
