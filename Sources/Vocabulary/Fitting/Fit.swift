import Formulas
import History
import SourceText

/// A value that continues a history: in each period it is distributed as the forecast of a method
/// says, and periods go together as its paths do.
enum Fit {
  /// The key of the form.
  static let key = "fit"

  static let history = Field(
    "history", .file, zh: "历史数据 CSV 文件", en: "the history, a CSV file; see docs/history.md")
  static let model = Field(
    "model", .choice(forecastMethods.map(\.name)), .defaults(to: "automatic"), zh: "预测方法",
    en: "the method that forecasts, as `torreya forecast --model` has it")
  static let series = Field(
    "series", .text, .optional, zh: "序列名，文件含多个序列时必填",
    en: "the name of the series, where the file has several")
  static let value = Field(
    "value", .text, .optional, zh: "数值所在列；缺省为 value 列", en: "the column of values, if not `value`")
  static let unit = Field(
    "unit", .unit, .optional, zh: "数值单位，文件未注明时填写",
    en: "what the values count, where the file does not say")
  static let aggregate = Field(
    "aggregate", .choice(FitRequest.Aggregation.allCases.map(\.rawValue)), .defaults(to: "sum"),
    zh: "历史的期短于所求的期时如何汇总：求和、平均、取末期",
    en: "how shorter periods of the history make one of the scenario: their sum, mean or last "
      + "value")
  static let cumulative = Field(
    "cumulative", .boolean, .optional, zh: "数值是否为本年累计",
    en: "whether values are totals since January")
  static let jointJanuaryFebruary = Field(
    "jointJanuaryFebruary", .boolean, .defaults(to: "false"), zh: "缺一月时，二月是否为一至二月合计",
    en: "whether a February without a January holds both months")
  static let gaps = Field(
    "gaps", .choice(HistoryOptions.Gaps.allCases.map(\.rawValue)), .defaults(to: "refused"),
    zh: "缺少的期：报错，或按缺失值处理", en: "whether periods without a row are a mistake or missing values")
  static let outliers = Field(
    "outliers", .choice(HistoryOptions.Outliers.allCases.map(\.rawValue)),
    .defaults(to: "flagged"), zh: "离群值：保留，或按缺失值处理",
    en: "whether values that stand out stay or become missing")
  static let interventions = Field(
    "interventions", .list(.text), .optional,
    zh: "改变序列的已知事件：`2020-02`、`closure=2020-02..2020-04` 或 `2023-07..`，"
      + "由能估计其影响的方法采用",
    en: "what changed the series at a known time, such as `2020-02`, `closure=2020-02..2020-04` or "
      + "`2023-07..`, for methods that estimate effects")
  static let definition = Field(
    "definition", .text, .optional, zh: "采用的口径，历史含多种口径时",
    en: "which definition counts, where rows give several")

  static let descriptor = ObjectDescriptor(
    "fit", zh: "由历史数据拟合的数值", en: "a value that continues a history, with its uncertainty",
    fields: [
      history, model, series, value, unit, aggregate, cumulative, jointJanuaryFebruary, gaps,
      outliers, definition, interventions,
    ])

  /// What is drawn for a fitted value: its shocks, and the scores that they make.
  static func shock(of name: String) -> String { name + ".shock" }
  static func whole(of name: String) -> String { name + ".whole" }
  static func score(of name: String) -> String { name + ".score" }
}

/// A fitted value of the scenario.
struct FittedValue: Sendable {
  let law: FittedLaw
  /// How many base units one of the history is.
  let unit: UnitOfMeasure
}
