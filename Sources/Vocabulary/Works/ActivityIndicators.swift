import Formulas
import Scheduling
import SourceText

/// What is told of an activity: its dates, its plan, its float.
struct ActivityIndicators {
  let activity: ActivityReading
  let drawn: WorkSchedule
  let planned: WorkSchedule

  var all: [Indicator] {
    activity.ownIndicators + dates + [
      made("float", "总时差", "total float", .level, .day, drawn.value(activity, .totalFloat), .inner),
      made(
        "freeFloat", "自由时差", "free float", .level, .day, drawn.value(activity, .freeFloat),
        .inner),
      made(
        "critical", "关键", "on the critical path", .share, .share,
        drawn.value(activity, .critical), .counted),
      made(
        "lost", "天气损失工日", "days lost to weather", .level, .day,
        drawn.sum(activity, .lostToWeather), .inner),
      made(
        "waited", "等待班组、设备或资金", "waited for crews, machines or money", .level, .day,
        drawn.sum(activity, .waited), .inner),
    ]
  }

  private var dates: [Indicator] {
    // In Chinese it is works on a site that 开工; a design or a tender just begins.
    let start = activity.isOnSite ? "开工" : "开始"
    return [
      date("begins", "可\(start)时刻", "begins", drawn.value(activity, .begins), .inner),
      date("ends", "完成时刻", "ends", drawn.lastValue(activity, .ends), .inner),
      date("start", start, "start", drawn.value(activity, .start), .inner),
      // Days are counted; how likely a deadline is kept is judged by the trials.
      date(
        "finish", "完成", "finish", drawn.lastValue(activity, .finish),
        activity.activity.deadline == nil ? .tallied : .kept),
      date(
        "plannedStart", "计划\(start)", "planned start", planned.value(activity, .start), .kept),
      date("plannedFinish", "计划完成", "planned finish", planned.value(activity, .finish), .kept),
    ]
  }

  private func date(
    _ key: String, _ zh: String, _ en: String, _ formula: Formula?,
    _ visibility: Indicator.Visibility
  ) -> Indicator {
    made(key, zh, en, .date, .date, formula, visibility)
  }

  private func made(
    _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ unit: UnitOfMeasure,
    _ formula: Formula?, _ visibility: Indicator.Visibility
  ) -> Indicator {
    let label = BilingualText(zh: activity.label.zh + zh, en: activity.label.en + ": " + en)
    return Indicator(
      activity.name + "." + key, label: label, kind: kind, unit: unit,
      formula ?? .constant(0, unit), visibility: visibility, origin: activity.origin)
  }
}
