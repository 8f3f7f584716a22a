import Reports
import SourceText
import Vocabulary

// MARK: Columns

/// A file of results: what a row of it is, and its columns.
private struct ResultFile {
  let name: String
  let row: BilingualText
  let columns: [Table.Column]

  init(_ name: String, _ columns: [Table.Column], zh: String, en: String) {
    self.name = name
    self.columns = columns
    row = BilingualText(zh: zh, en: en)
  }

  var entry: ReferenceEntry {
    let rows = columns.map { column in
      ["`\(column.name)`", column.description.en, column.description.zh, column.unit ?? ""]
    }
    return ReferenceEntry(
      name: name,
      text: "## \(name)\n\n\(row.en) · \(row.zh)\n\n"
        + markdownTable(["column", "meaning", "含义", "unit"], rows))
  }
}

private let resultFiles = [
  ResultFile(
    "summary.csv", SummaryTable.columns, zh: "每行：一项指标的一期或一年",
    en: "A row: an indicator in a period or year"),
  ResultFile(
    "targets.csv", TargetsTable.columns, zh: "每行：一个目标；末行为全部目标同时达成",
    en: "A row: a target; the last one, all of them together"),
  ResultFile(
    "schedule.csv", ScheduleTable.columns,
    zh: "每行：一个工程项目或其一项作业、里程碑。标 * 的列（及 p50Start）取自运行的前 8,192 次试验"
      + "（不足时取全部），随机数与主运行相同：概率的标准误不超过 0.55 个百分点，"
      + "中位数的标准误在近似正态时约为标准差的 1.4%，秩相关系数约 0.011",
    en: "A row: a project, or one of its activities and milestones. Columns marked * (and "
      + "p50Start) come from the first 8,192 trials of the run, or all where there are fewer, "
      + "with the same random numbers: the standard error of a share is then at most 0.55 "
      + "percentage points, of a median about 1.4 % of the standard deviation where the values "
      + "are about normal, of a rank correlation about 0.011 or less"),
  ResultFile(
    "projects.csv", ProjectsTable.columns,
    zh: "每行：一个工程项目（多个项目时另有 all）的一项读数：完工日、造价、二者联合的把握、"
      + "各期末形象进度与累计支付；complete 与 paid 取自前 8,192 次试验",
    en: "A row: a measure of a project, or of all where there are several: finish, cost, both "
      + "together, and by period what is done and paid; `complete` and `paid` come from the first "
      + "8,192 trials of the run"),
  ResultFile(
    "gantt.csv", GanttTable.columns,
    zh: "每行：横道图的一条，自上而下；做图方法见 [gantt.md](gantt.md)",
    en: "A row: a bar of a Gantt chart, from the top; [gantt.md](gantt.md) shows how to draw it"),
  ResultFile(
    "fiscal.csv", FiscalTable.columns,
    zh: "每行：一种收入读数（税种或合计、企业组、村等成员 × 层级 × 口径）的一月、一季、年初累计或一年；"
      + "未保留逐次试验结果时只有当月（季）和全年；`report: years` 时只有全年",
    en: "A row: a reading of the revenue (a kind or all, a group of payers, a member of a set such "
      + "as a village × level × definition) in a month, quarter, year to date or year; where the "
      + "trials are not kept only the periods of the horizon and years, with "
      + "`\"report\": \"years\"` only years"),
  ResultFile(
    "progress.csv", ProgressTable.columns,
    zh: "每行：一个年度收入目标的一月（季）；需要各期的逐次试验结果",
    en: "A row: a yearly target on revenue × a month or quarter; only where the trials of the "
      + "periods are kept"),
  ResultFile(
    "decomposition.csv", DecompositionTable.columns,
    zh: "每行：一年合计收入的方差中来自一个部分的比例，由大到小；需要逐次试验结果",
    en: "A row: what a part contributes to the variance of a year's total, the largest first; only "
      + "where the trials are kept"),
  ResultFile(
    "visitors.csv", VisitorsTable.columns,
    zh: "每行：一个游客群体、研学产品或接待能力的一个读数的一月、一季或一年；未保留逐次试验结果时没有由月合计的季",
    en: "A row: a measure of a segment, of study travel or of a capacity in a month, quarter or "
      + "year; where the trials are not kept no quarters that are months added up"),
  ResultFile(
    "holidays.csv", HolidaysTable.columns,
    zh: "每行：一个节假日（预测期内完整的）中一个群体的人次；有群体按日模拟时才有",
    en: "A row: a holiday that lies wholly in the horizon × a segment, study travel or all; only "
      + "where visitors are simulated by day"),
  ResultFile(
    "calendar.csv", ArrivalsCalendarTable.columns,
    zh: "每行：预测期的一天及全部游客的人次；情景写 `\"calendar\": true`（visitors 下）时才有，"
      + "每次试验每天占 8 字节内存，有接待能力时 16 字节（一年、一万次试验为 29 MB 或 59 MB）",
    en: "A row: a day of the horizon and the arrivals of all; only with `\"calendar\": true` under "
      + "`visitors`, which takes 8 bytes of memory for each day and trial, 16 with capacities (a "
      + "year of 10,000 trials: 29 or 59 MB)"),
  ResultFile(
    "checks.csv", ChecksTable.columns,
    zh: "每行：一个应恒为零的指标（`fiscal.checks.*`、`visitors.checks.*`）；不成立时终端给出警告，退出状态不变",
    en: "A row: an indicator that should always be zero (`fiscal.checks.*`, `visitors.checks.*`); "
      + "where one is not the terminal warns, and the exit status stays 0"),
  ResultFile(
    "assumptions.csv", AssumptionsTable.columns, zh: "每行：情景给出的一个取值，无论确定与否",
    en: "A row: a value that the scenario gives, certain or not"),
  ResultFile(
    "correlations.csv", CorrelationsTable.columns,
    zh: "每行：一对相关的随机量；情景声明了相关性时才有",
    en: "A row: a pair of correlated values; only where the scenario declares some"),
  ResultFile(
    "comparison.csv", ComparisonTable.columns,
    zh: "每行：一个变体中一项指标的一期或一年，与基准逐次试验相减（`torreya compare`）",
    en: "A row: a variant × an indicator × a period, less the base trial by trial "
      + "(`torreya compare`)"),
  ResultFile(
    "comparison-targets.csv", ComparisonTargetsTable.columns,
    zh: "每行：一个变体中一个目标的达成概率及其变化（`torreya compare`）",
    en: "A row: a variant × a target: its probability and how it changes (`torreya compare`)"),
  ResultFile(
    "waterfall.csv", WaterfallTable.columns,
    zh: "每行：从情景到一个变体的一步（`torreya compare --waterfall`）",
    en: "A row: a step from the scenario to a variant (`torreya compare --waterfall`)"),
  ResultFile(
    "sweep.csv", SweepTable.columns,
    zh: "每行：网格的一点 × 一个目标或指标（`torreya sweep`）",
    en: "A row: a point of the grid × a target or indicator (`torreya sweep`)"),
  ResultFile(
    "optimise.csv", OptimiseTable.columns,
    zh: "每行：一种选择中一项措施的取值（`torreya optimise`）",
    en: "A row: a decision × a lever (`torreya optimise`)"),
  ResultFile(
    "frontier-cost.csv", CostFrontierTable.columns,
    zh: "每行：一个预算下最优选择中一项措施的取值（`torreya optimise --frontier`）",
    en: "A row: a budget × a lever of its best decision (`torreya optimise --frontier`)"),
  ResultFile(
    "robustness.csv", RobustnessTable.columns,
    zh: "每行：一种选择 × 一种情形（`torreya optimise --futures`）",
    en: "A row: a decision × a future (`torreya optimise --futures`)"),
  ResultFile(
    "target.csv", TargetTable.columns, zh: "每行：一项指标的一个目标值（`torreya target`）",
    en: "A row: a level of one indicator (`torreya target`)"),
  ResultFile(
    "joint.csv", JointTable.columns,
    zh: "每行：一个目标，单独与同其他目标一起；末行为全部目标（`torreya joint`）",
    en: "A row: a target, by itself and among the others; the last row is all of them "
      + "(`torreya joint`)"),
  ResultFile(
    "easings.csv", EasingsTable.columns, zh: "每行：一个目标的一种放宽（`torreya joint`）",
    en: "A row: a target × an easier bound (`torreya joint`)"),
  ResultFile(
    "frontier.csv", FrontierTable.columns,
    zh: "每行：一组能以所问概率同时达成的目标值中的一个（`torreya joint`）",
    en: "A row: a level of a set of levels that hold together with the wished probability "
      + "(`torreya joint`)"),
  ResultFile(
    "allocation.csv", AllocationTable.columns,
    zh: "每行：一次分解 × 一种方式 × 一个成员或全体（`torreya allocate`）",
    en: "A row: an allocation × a way × a member, or all of them (`torreya allocate`)"),
  ResultFile(
    "sensitivity.csv", SensitivityTable.columns,
    zh: "每行：一项所问（目标或指标）× 一个输入 × 一种度量（`torreya sensitivity`）",
    en: "A row: what is asked about × an input × a measure (`torreya sensitivity`)"),
  ResultFile(
    "tornado.csv", TornadoTable.columns,
    zh: "每行：一项所问 × 一个单独移动的输入，差最大者在前（`torreya sensitivity`）",
    en: "A row: what is asked about × an input moved alone, the widest first "
      + "(`torreya sensitivity`)"),
  ResultFile(
    "boxes.csv", BoxesTable.columns,
    zh: "每行：目标未达成的一个条件框对一个输入的限制（`torreya discover`）",
    en: "A row: a limit on an input, of a box in which a target is missed (`torreya discover`)"),
  ResultFile(
    "box-trajectory.csv", BoxTrajectoryTable.columns,
    zh: "每行：削出一个框的一步（`torreya discover`）", en: "A row: a step of peeling (`torreya discover`)"),
  ResultFile(
    "trials.csv", TrialsTable.columns, zh: "每行：一次试验中一项指标的一期（`--trials-csv`）",
    en: "A row: a trial × an indicator × a period (`--trials-csv`)"),
  ResultFile(
    "forecasts.csv", ForecastsTable.columns, zh: "每行：一个序列的一个未来时期（`torreya forecast`）",
    en: "A row: a series × a period to come (`torreya forecast`)"),
  ResultFile(
    "forecast-years.csv", ForecastYearsTable.columns,
    zh: "每行：一个序列的一个日历年合计，含已有数据的时期；年内其余时期全在预测期内时才有",
    en: "A row: a series × the sum of a calendar year, with the periods of it that are known; only "
      + "for years that the horizon completes"),
  ResultFile(
    "sums.csv", SumsTable.columns,
    zh: "每行：一个合计序列的一个未来时期，协调前后（`torreya forecast --sum`）",
    en: "A row: a sum of series × a period to come, before and after they were brought together "
      + "(`torreya forecast --sum`)"),
  ResultFile(
    "models.csv", ForecastModelsTable.columns, zh: "每行：一个序列所用的模型",
    en: "A row: the model of a series"),
  ResultFile(
    "effects.csv", EffectsTable.columns,
    zh: "每行：一个序列 × 一个影响因素（节日、工作日、事件）；所用模型含这些因素时才有",
    en: "A row: a series × an effect of a festival, working days or an intervention; where the "
      + "model has such effects"),
  ResultFile(
    "care.csv", CareTable.columns, zh: "每行：预测前对历史数据所做或所见的一件事",
    en: "A row: something done to a history before it was forecast, or seen in it"),
  ResultFile(
    "backtest.csv", BacktestTable.columns,
    zh: "每行：一个序列 × 一种方法的回测评分；多个序列时末尾各行为全部序列（all）",
    en: "A row: a series × a method, judged by forecasts made again; where there are several "
      + "series the last rows are of all of them"),
  ResultFile(
    "backtest-steps.csv", BacktestStepsTable.columns,
    zh: "每行：一个序列 × 一种方法 × 一个提前期数（`torreya backtest`）",
    en: "A row: a series × a method × how many periods ahead (`torreya backtest`)"),
  ResultFile(
    "backtest-forecasts.csv", BacktestForecastsTable.columns,
    zh: "每行：回测中的一个预测值及其实际值", en: "A row: a forecast made again, beside what came"),
  ResultFile(
    "pit.csv", TransformTable.columns, zh: "每行：概率积分变换直方图的一段",
    en: "A row: a part of the histogram of the probability integral transform"),
  ResultFile(
    "scores.csv", RegisterScoresTable.columns,
    zh: "每行：登记册中一个序列 × 一种方法的评分（`torreya score`）",
    en: "A row: a series × a method of the register (`torreya score`)"),
  ResultFile(
    "scored-forecasts.csv", ScoredForecastsTable.columns,
    zh: "每行：登记的一个预测值及其实际值", en: "A row: a registered forecast of a period, beside what came"),
  ResultFile(
    "register", RegisterTable.columns,
    zh: "登记册的一个文件，每行一个未来时期（`torreya forecast --register`）",
    en: "A file of the register; a row: a period to come (`torreya forecast --register`)"),
  ResultFile(
    "track.csv", TrackTable.columns,
    zh: "每行：一个目标 × 一个月（季）末或所问之日（`torreya track`）",
    en: "A row: a target × the end of a period so far, or the day that was asked about "
      + "(`torreya track`)"),
  ResultFile(
    "known.csv", KnownTable.columns,
    zh: "每行：所问之日已知的一个实绩，与模型对照（`torreya track --actuals`）",
    en: "A row: something that was known on that day, beside the model "
      + "(`torreya track --actuals`)"),
  ResultFile(
    "warning.csv", WarningTable.columns,
    zh: "每行：一个目标 × 已知到的月（季）：预警规则在模拟年份上的误报与漏报（`torreya track`）",
    en: "A row: a target × the last period that is known: how the lights do over simulated years "
      + "(`torreya track`)"),
  ResultFile(
    "register.csv", TargetRegisterTable.columns,
    zh: "每行：登记的一个目标概率及其结果（`torreya score --targets`）",
    en: "A row: a registered probability of a target, beside what came "
      + "(`torreya score --targets`)"),
  ResultFile(
    "brier.csv", BrierTable.columns,
    zh: "每行：一个考核年度（末行合计）的概率评分（`torreya score --targets`）",
    en: "A row: how good the probabilities of a year were, and of all together "
      + "(`torreya score --targets`)"),
  ResultFile(
    "reliability.csv", ReliabilityTable.columns,
    zh: "每行：可靠性图的一组（`torreya score --targets`）",
    en: "A row: a bin of the reliability diagram (`torreya score --targets`)"),
]

var columnsPage: ReferencePage {
  ReferencePage(
    "The columns of the results · 结果文件各列",
    BilingualText(
      zh: "CSV 遵循 RFC 4180，UTF-8 编码，首行为列名。`--excel` 加 BOM 和 CRLF，供 Excel、WPS 直接打开。",
      en: "CSV after RFC 4180 in UTF-8, one header row. `--excel` adds the byte order mark and the "
        + "line ends that Excel and WPS want."),
    resultFiles.map(\.entry))
}

// MARK: Components

var componentsPage: ReferencePage {
  ReferencePage(
    "What a scenario can declare · 情景文件的内容",
    BilingualText(
      zh: "每种对象及其键；各对象另可写 `source`（来源；假设写 illustrative，下级对象沿用上级的）和 `note`（说明）。"
        + "整体说明见 [scenario-language.md](scenario-language.md)。",
      en: "Each object with its keys. Every object takes `source` (where its figures come from; "
        + "`illustrative` marks an assumption; inner objects inherit it) and `note` as well. "
        + "[scenario-language.md](scenario-language.md) tells how they work together."),
    Catalog.all.map(entry))
}

private func entry(_ descriptor: ObjectDescriptor) -> ReferenceEntry {
  let rows = descriptor.ownFields.map { field in
    [
      "`\(field.key)`", presence(field), field.shape.expectation.en, field.summary.en,
      field.summary.zh,
    ]
  }
  let example = descriptor.example.isEmpty ? "" : "\n\n```json\n\(descriptor.example)\n```"
  return ReferenceEntry(
    name: descriptor.name,
    text: "## \(descriptor.name)\n\n\(descriptor.summary.en) · \(descriptor.summary.zh)\n\n"
      + markdownTable(["key", "presence", "what stands there", "meaning", "含义"], rows) + example)
}

private func presence(_ field: Field) -> String {
  switch field.presence {
  case .required: "required"
  case .optional: "optional"
  case .defaults(let standard): "default `\(standard)`"
  }
}
