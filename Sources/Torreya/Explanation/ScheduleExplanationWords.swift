import Formulas
import Reports
import Scheduling
import SourceText
import Vocabulary

/// The words of an explanation in one language.
struct ScheduleWords {
  let language: Language

  init(_ language: Language) { self.language = language }

  func text(_ zh: String, _ en: String) -> String { BilingualText(zh: zh, en: en)[language] }

  /// The day that a moment is in.
  func day(_ moment: Double) -> String { CalendarDate(containing: moment).description }

  /// A number of days with its sign and two decimals.
  func signed(_ days: Double) -> String {
    let hundredths = Int(min(abs(days) * 100, 1e15).rounded())
    let sign = hundredths == 0 ? "" : days < 0 ? "−" : "+"
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    return sign + String(whole) + "." + String(100 + rest).dropFirst()
  }

  /// A number in front of days, in English.
  func days(_ number: String, _ kind: String = "") -> String {
    number + " " + kind + (number == "1" ? "day" : "days")
  }

  func name(of cause: DelayCause, _ explanation: ScheduleExplanation) -> String {
    switch cause {
    case .work: return text("工期偏离最可能值", "drawn durations")
    case .risk(let name):
      let label = explanation.model.scenario.workRisks.first { $0.name == name }?.label
      return text("风险：", "risk: ") + (label?[language] ?? name)
    case .retry: return text("失败重来", "failed and done again")
    case .rework: return text("返工", "rework")
    case .occurrence: return text("计划外发生或未发生", "takes place or not")
    case .weather: return text("天气", "weather")
    case .daysOff: return text("停工日", "days off on the way")
    case .lag: return text("间隔", "lags")
    case .start: return text("最早开始日", "earliest start")
    case .waiting: return text("等班组、设备或资金", "crews, machines or money")
    case .slack: return text("计划中的余量", "time to spare in the plan")
    case .wholeDays: return text("按整日计", "counted in whole days")
    }
  }

  func kind(_ kind: Network.Link.Kind) -> String {
    switch kind {
    case .finishToStart: text("完成", "")
    case .startToStart: text("开始", ", its start")
    case .finishToFinish: text("完成（完成-完成）", ", to finish after it")
    case .startToFinish: text("开始（开始-完成）", ", to finish after its start")
    }
  }

  /// The labels of some states of the weather.
  func states(_ bits: UInt8, _ schedule: Schedule, _ model: ScenarioModel) -> String {
    let ids = schedule.states.enumerated().filter { bits >> UInt8($0.offset) & 1 == 1 }
    let labels = ids.map { id in
      let label = model.model.indicators.first { $0.indicator.id == id.element }?.indicator.label
      // The part behind the colon: they are all of the weather.
      return label.map { ownPart($0[language]) } ?? id.element
    }
    return labels.joined(separator: text("、", " and "))
  }

  private func ownPart(_ label: String) -> String {
    let colon: Character = language == .zh ? "：" : ":"
    guard let place = label.lastIndex(of: colon) else { return label }
    return String(label[label.index(after: place)...].drop { $0 == " " })
  }

  /// Days in a row, of days in their order.
  func runs(_ days: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for day in days {
      if let last = runs.last, last.upperBound + 1 == day {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
    return runs
  }

  /// Days as dates, several in a row as a span: 2024-06-08…10.
  func spans(_ days: [Int]) -> String {
    let most = 12
    let runs = runs(days)
    let shown = runs.prefix(most).map { run in
      let first = CalendarDate(dayNumber: run.lowerBound)
      let last = CalendarDate(dayNumber: run.upperBound)
      guard run.count > 1 else { return first.description }
      let end = last.description
      return first.description + "…"
        + (first.year == last.year
          ? String(end.dropFirst(first.month == last.month ? 8 : 5)) : end)
    }
    let more = runs.dropFirst(most).reduce(0) { $0 + $1.count }
    let rest = more == 0 ? [] : [text("另 \(more) 天", self.days(String(more)) + " more")]
    return (shown + rest).joined(separator: text("、", ", "))
  }
}
