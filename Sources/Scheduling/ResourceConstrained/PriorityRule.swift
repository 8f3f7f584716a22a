/// How activities that wait for the same crews, machines or money are put in order.
///
/// Each rule gives every activity a number, from the schedule that links alone would give; the
/// smaller one goes first, where links allow, and of equal numbers the one that was declared first.
/// `best` tries many orders and keeps the one that is done first.
///
/// - Source: Kolisch (1996), *Serial and parallel resource-constrained project scheduling methods
///   revisited*, and *Efficient priority rules for the resource-constrained project scheduling
///   problem*; `best`: see `OrderSearch`.
public enum PriorityRule: String, CaseIterable, Hashable, Sendable {
  case latestFinish
  case latestStart
  case minimumSlack
  case mostSuccessors
  case greatestRankPositionalWeight
  case totalWork
  case shortestDuration
  case declared
  case best

  /// The rules that need no search.
  public static let simple = allCases.filter { $0 != .best }

  /// What it puts first, for planners.
  public var chinese: String {
    switch self {
    case .latestFinish: "最迟完成时间早的先做（LFT）"
    case .latestStart: "最迟开始时间早的先做（LST）"
    case .minimumSlack: "总时差小的先做（MSLK）"
    case .mostSuccessors: "后续活动（含间接）多的先做（MTS）"
    case .greatestRankPositionalWeight: "本身与紧后活动工期之和大的先做（GRPW）"
    case .totalWork: "占用的班组、机械工作量大的先做"
    case .shortestDuration: "工期短的先做（SPT）"
    case .declared: "按书写的先后"
    case .best: "在计划工况下试排多种次序，取最早完工的一种"
    }
  }

  /// What it puts first, for planners.
  public var english: String {
    switch self {
    case .latestFinish: "what has to finish first (LFT)"
    case .latestStart: "what has to start first (LST)"
    case .minimumSlack: "what has the least float (MSLK)"
    case .mostSuccessors: "what has the most activities behind it, near and far (MTS)"
    case .greatestRankPositionalWeight:
      "what takes longest together with what comes next (GRPW)"
    case .totalWork: "what takes most work of crews and machines"
    case .shortestDuration: "what takes the shortest time (SPT)"
    case .declared: "what is written first"
    case .best: "the order, of many that are tried on the expected case, that is done first"
    }
  }
}
