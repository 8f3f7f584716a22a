import SourceText

/// The keys of a scenario file.
public enum ScenarioFile: Component {
  static let schema = Field(
    "$schema", .text, .optional, zh: "编辑器用的模式", en: "the schema, for editors")
  static let version = Field(
    "torreya", .integer(1...1), zh: "格式版本", en: "the version of the scenario language")
  static let horizon = Field(
    "horizon", .object(HorizonFields.descriptor), zh: "预测期", en: "the time that is simulated")
  static let asOf = Field(
    "asOf", .date, .optional, zh: "数据截止日", en: "the day on which its knowledge ends")
  static let simulation = Field(
    "simulation", .object(SimulationChoice.descriptor), .optional, zh: "模拟设置",
    en: "trials, seed and how random numbers are sampled")
  static let include = Field(
    "include", .list(.file), .optional, zh: "引用文件",
    en: "other files of the project whose keys are added to this one")
  static let calendars = Field(
    "calendars", .list(.object(DeclaredCalendar.descriptor)), .optional, zh: "工作日历",
    en: "working-time calendars")
  static let calendar = Field(
    "calendar", .object(DayCalendarFields.descriptor), .optional, zh: "日历：节假日、学期、节庆与集市日",
    en: "the kinds of days: public holidays, school terms, festivals and market days")
  static let members = Field(
    "members", .map(.object(MemberSet.descriptor)), .optional, zh: "成员集合（各村、各镇）",
    en: "sets of members, such as villages and towns, for which things exist separately")
  static let drivers = Field(
    "drivers", .map(.object(Driver.descriptor)), .optional, zh: "共同驱动因素",
    en: "outside forces that several domains share")
  static let weather = Field(
    "weather", .object(Weather.descriptor), .optional, zh: "逐日天气",
    en: "the weather of the town by day, which thins the visitors and stops the works")
  static let fiscal = Field(
    "fiscal", .object(Fiscal.descriptor), .optional, zh: "财政收入", en: "local revenue")
  static let visitors = Field(
    "visitors", .object(Visitors.descriptor), .optional, zh: "游客与研学",
    en: "the visitors of the town")
  static let crops = Field(
    "crops", .list(.object(Crop.descriptor)), .optional, zh: "经济作物（香榧等）",
    en: "crops that are harvested once a year, such as torreya nuts")
  static let farmersIncome = Field(
    "farmersIncome", .object(FarmersIncome.descriptor), .optional, zh: "农民人均可支配收入",
    en: "the disposable income per head of the farmers")
  static let works = Field(
    "works", .object(Works.descriptor), .optional, zh: "工程建设", en: "construction projects")
  static let indicators = Field(
    "indicators", .list(.object(DeclaredIndicator.descriptor)), .optional, zh: "自定义指标",
    en: "the planner's own indicators")
  static let correlations = Field(
    "correlations", .list(.object(DeclaredCorrelation.descriptor)), .optional, zh: "相关性",
    en: "random values that move together")
  static let targets = Field(
    "targets", .list(.object(Target.descriptor)), .optional, zh: "目标", en: "what is promised")
  static let confidences = Field(
    "confidences", .object(TargetConfidences.descriptor), .optional, zh: "守底、力争、冲刺的把握",
    en: "the confidences of floor, base and stretch targets")
  static let allocations = Field(
    "allocations", .list(.object(DeclaredAllocation.descriptor)), .optional, zh: "指标分解",
    en: "totals that are handed down to members")
  static let levers = Field(
    "levers", .list(.object(Lever.descriptor)), .optional, zh: "可调措施",
    en: "decisions that are open")
  static let variants = Field(
    "variants", .list(.object(Variant.descriptor)), .optional, zh: "情景变体",
    en: "named overlays of the scenario")

  public static let descriptor = ObjectDescriptor(
    "scenario", zh: "情景文件", en: "a scenario file",
    fields: [
      schema, version, .id, .label, horizon, asOf, simulation, include, calendars, calendar,
      members, drivers, weather, fiscal, visitors, crops, farmersIncome, works, indicators,
      correlations, targets, confidences, allocations, levers, variants,
    ])
}

/// The time that is simulated.
enum HorizonFields: Component {
  static let first = Field(
    "first", .period, zh: "第一期", en: "the first period: a month, a quarter or a year")
  static let periods = Field(
    "periods", .integer(1...1200), zh: "期数", en: "how many periods")

  /// The horizon ends before this year, so that dates after it are known too.
  static let yearMaximum = 9000

  static let descriptor = ObjectDescriptor(
    "horizon", zh: "预测期", en: "the time that is simulated", fields: [first, periods],
    example: #"{ "first": "2024-01", "periods": 12 }"#)
}
