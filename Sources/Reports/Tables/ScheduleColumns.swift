import SourceText

extension ScheduleTable {
  public static let columns: [Table.Column] =
    [
      .project, .activity, .labelZh, .labelEn, .plannedFinish,
    ]
    + probabilities.map { probability in
      let percent = Int((probability * 100).rounded())
      return Table.Column(
        quantileName(probability) + "Finish",
        BilingualText(
          zh: "有 \(percent)% 把握不迟于的完成日", en: "the day by which \(percent) % of the trials finish"))
    }
    + [
      Table.Column("deadline", BilingualText(zh: "要求完成日", en: "the last day in time")),
      Table.Column(
        "onTimeProbability",
        BilingualText(zh: "按时完成概率", en: "the probability of finishing in time")),
      .criticalityIndex,
      Table.Column(
        "totalFloatP50",
        BilingualText(
          zh: "总时差中位数：不影响项目完工可推迟的时间，按本作业日历的工作日计*",
          en: "the median total float: by how much it can end later without moving the end of the "
            + "project, in working days of its calendar*"), unit: "天"),
      .workKind, .plannedStart,
      Table.Column(
        "p50Start", BilingualText(zh: "开始日中位数", en: "the day by which half of the trials start")),
      Table.Column(
        "onTimeProbabilityError",
        BilingualText(
          zh: "按时完成概率的蒙特卡洛标准误",
          en: "the Monte Carlo standard error of the probability of finishing in time")),
    ] + sensitivityColumns + lossColumns

  private static let sensitivityColumns = [
    Table.Column(
      "cruciality",
      BilingualText(
        zh: "工期与项目完工的 Spearman 秩相关系数；工期不变时为空*",
        en: "Spearman's rank correlation of the time that it takes, with risks, retries and "
          + "rework, with the end of its project; empty where that time is always the same*")),
    Table.Column(
      "scheduleSensitivityIndex",
      BilingualText(
        zh: "进度敏感指数：关键概率 × 工期标准差 ÷ 项目完工标准差*",
        en: "criticalityIndex × standard deviation of that time (working days) / that of the end "
          + "of the project (days)*")),
  ]

  private static let lossColumns = [
    Table.Column(
      "lostToWeather",
      BilingualText(zh: "天气平均损失的工日*", en: "the mean of the working days lost to weather*"),
      unit: "天"),
    Table.Column(
      "waited",
      BilingualText(
        zh: "平均等待班组、设备或资金的时间（日历日）*",
        en: "the mean time that it waits for crews, machines or money, in calendar days*"),
      unit: "天"),
    Table.Column(
      "occurs",
      BilingualText(
        zh: "发生的概率；必然发生时为空*",
        en: "the share of the trials in which it takes place; empty where it always does*")),
    Table.Column(
      "mergeBias",
      BilingualText(
        zh: "完成日均值减 plannedFinish（日历日）：汇合偏差，含偏态、风险与天气",
        en: "the mean finish less plannedFinish, in calendar days: what the plan leaves out by "
          + "taking likeliest durations one path at a time, with risks and weather"), unit: "天"),
    .source,
  ]
}

extension Table.Column {
  static let project = Table.Column(
    "project", BilingualText(zh: "项目标识", en: "the project's id"))
  static let activity = Table.Column(
    "activity", BilingualText(zh: "作业标识；项目行为空", en: "the activity's id; empty for the project"))
  static let plannedStart = Table.Column(
    "plannedStart",
    BilingualText(
      zh: "按最可能工期、无风险无天气影响的开始日",
      en: "the start with likeliest durations, no risk and no weather"))
  static let plannedFinish = Table.Column(
    "plannedFinish",
    BilingualText(
      zh: "按最可能工期、无风险无天气影响的完成日",
      en: "the finish with likeliest durations, no risk and no weather"))
  static let criticalityIndex = Table.Column(
    "criticalityIndex",
    BilingualText(zh: "处于关键线路的概率", en: "the share of trials in which it is critical"))
  static let workKind = Table.Column(
    "kind",
    BilingualText(
      zh: "activity 作业，milestone 里程碑，hammock 跨越作业，project 项目",
      en: "activity, milestone, hammock or project"))
}
