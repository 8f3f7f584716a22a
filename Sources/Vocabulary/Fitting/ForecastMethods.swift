import Forecasting

/// The method that all others are compared with.
public let simpleMethodName = "seasonalNaive"

/// Every method that can be named: the combination first, then the simple ones.
public let forecastMethods: [NamedForecastMethod] = [
  NamedForecastMethod(
    "automatic", zh: "多种方法按回看结果加权组合", en: "a combination, weighted by looking back"
  ) { horizon, _ in Automatic(horizon: horizon) },
  NamedForecastMethod("mean", zh: "历史均值", en: "the mean of the past") { _, _ in Mean() },
  NamedForecastMethod("naive", zh: "朴素法：沿用上期", en: "the last value") { _, _ in Naive() },
  NamedForecastMethod(
    simpleMethodName, zh: "季节朴素法：沿用上年同期", en: "the value of a year before"
  ) { _, _ in SeasonalNaive() },
  NamedForecastMethod("drift", zh: "漂移法", en: "the last value with the mean change") { _, _ in
    Drift()
  },
  NamedForecastMethod(
    "seasonalDrift", zh: "季节漂移法", en: "the value of a year before with the mean change"
  ) { _, _ in SeasonalDrift() },
  NamedForecastMethod("theta", zh: "Theta 法", en: "the Theta method") { _, _ in Theta() },
  NamedForecastMethod(
    "optimisedTheta", zh: "优化 Theta 法", en: "Theta with its parameters estimated"
  ) { _, _ in OptimisedTheta() },
  NamedForecastMethod(
    "dynamicTheta", zh: "动态优化 Theta 法", en: "Theta whose trend goes along"
  ) { _, _ in DynamicTheta() },
  NamedForecastMethod(
    "automaticTheta", zh: "Theta 法，自动选型", en: "of the forms of Theta the one that fits best"
  ) { _, _ in AutomaticTheta() },
  NamedForecastMethod(
    "ets", zh: "指数平滑状态空间模型，自动选型", en: "exponential smoothing, its form chosen"
  ) { _, _ in ExponentialSmoothing() },
  NamedForecastMethod(
    "arima", zh: "季节 ARIMA，自动定阶", en: "seasonal ARIMA, its order chosen"
  ) { _, _ in Arima() },
  NamedForecastMethod(
    "localLevel", zh: "局部水平模型", en: "the local level model", knowing: .events
  ) { _, known in LocalLevel(regressors: known.events) },
  NamedForecastMethod(
    "localLinearTrend", zh: "局部线性趋势模型", en: "the local linear trend model", knowing: .events
  ) { _, known in LocalLinearTrend(regressors: known.events) },
  NamedForecastMethod(
    "structural", zh: "基本结构模型", en: "the basic structural model", knowing: .events
  ) { _, known in BasicStructural(regressors: known.events) },
  NamedForecastMethod(
    "holidayRegression", zh: "节假日回归：趋势、季节、春节等节日与工作日",
    en: "trend, seasons, moving holidays and working days", knowing: .eventsAndCalendar
  ) { _, known in
    AutomaticHolidayRegression(events: known.events, calendar: known.calendar)
  },
  NamedForecastMethod(
    PooledGrowth(), zh: "年度增长模型，短序列向同类靠拢", en: "yearly growth, drawn to that of all series",
    isOneModel: false),
  NamedForecastMethod(
    AutomaticVectorAutoregression(), zh: "向量自回归：文件中各序列互为解释",
    en: "all series of the file from the past of all", isOneModel: true),
  NamedForecastMethod(
    "croston", zh: "Croston 法（间歇需求）", en: "Croston's method for rare demand",
    isForCounts: true
  ) { _, _ in Croston() },
  NamedForecastMethod(
    "sba", zh: "Syntetos–Boylan 法（间歇需求）", en: "that of Syntetos and Boylan",
    isForCounts: true
  ) { _, _ in SyntetosBoylan() },
  NamedForecastMethod(
    "tsb", zh: "Teunter–Syntetos–Babai 法（间歇需求）",
    en: "that of Teunter, Syntetos and Babai", isForCounts: true
  ) { _, _ in TeunterSyntetosBabai() },
  NamedForecastMethod(
    "counts", zh: "计数模型", en: "a model of counts", isForCounts: true
  ) { _, _ in AutomaticCounts() },
]

/// The method of a name; nil where there is none.
public func forecastMethod(named name: String) -> NamedForecastMethod? {
  forecastMethods.first { $0.name == name }
}
