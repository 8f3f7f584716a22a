import Formulas
import Scheduling

/// The work of a group laid out step by step: each activity once, and once more for each round of
/// rework that goes over it.
struct WorkSteps {
  struct Step {
    let activity: ActivityReading
    /// The indicator that is 1 when this round takes place; nil for the first time.
    let round: String?
    /// The part of the duration that is done again; nil for the first time.
    let share: Formula?
    let links: [(predecessor: Int, link: ActivityLink)]
  }

  private(set) var steps: [Step] = []
  /// Of each activity, by its full id, the step that is its first time.
  private(set) var first: [String: Int] = [:]
  /// The step that what follows waits for: the last round of its own rework.
  private(set) var last: [String: Int] = [:]
  /// The further times, each with the indicator that is 1 when it takes place.
  private(set) var rounds: [String: [(event: String, step: Int)]] = [:]

  /// - Parameter withRework: whether what goes wrong is laid out too.
  init(_ group: WorkGroup, withRework: Bool) {
    for activity in group.order ?? [] where activity.hammock == nil {
      let name = activity.fullID
      let links = (group.links[name] ?? []).compactMap { link in
        // What goes on beside another one begins with its first time.
        (link.limitsByStart ? first : last)[link.predecessor].map { ($0, link) }
      }
      add(Step(activity: activity, round: nil, share: nil, links: links))
      first[name] = steps.count - 1
      last[name] = steps.count - 1
      if withRework { addRounds(activity, group) }
    }
  }

  private mutating func add(_ step: Step) { steps.append(step) }

  private mutating func addRounds(_ activity: ActivityReading, _ group: WorkGroup) {
    // What has finished goes back no more.
    guard let rework = activity.rework, let from = rework.from, activity.status?.finished == nil
    else { return }
    let start = activity.project + "." + from
    let segment = group.between(start, activity.fullID)
    for round in rework.rounds {
      var copies: [String: Int] = [:]
      for again in segment {
        var links = (group.links[again.fullID] ?? []).compactMap { link in
          copies[link.predecessor].map { ($0, link) }
        }
        if again.fullID == start, let before = last[activity.fullID] {
          links = [(before, ActivityLink(after: activity.fullID))]
        }
        add(Step(activity: again, round: round.id, share: rework.share, links: links))
        copies[again.fullID] = steps.count - 1
        rounds[again.fullID, default: []].append((round.id, steps.count - 1))
      }
      last[activity.fullID] = steps.count - 1
    }
  }

  /// The steps of a project after which nothing else of it can end.
  ///
  /// What has begun by its status no longer waits for what comes before it.
  func ends(of project: String) -> [Int] {
    var isCovered = [Bool](repeating: false, count: steps.count)
    for step in steps where step.activity.project == project && step.activity.status == nil {
      for (predecessor, link) in step.links where link.coversEnd(step.activity) {
        isCovered[predecessor] = true
      }
    }
    return steps.indices.filter { steps[$0].activity.project == project && !isCovered[$0] }
  }
}

extension ActivityLink {
  /// Whether it counts from the start of the predecessor.
  fileprivate var limitsByStart: Bool { kind == .startToStart || kind == .startToFinish }

  /// Whether the successor cannot end before the predecessor.
  fileprivate func coversEnd(_ successor: ActivityReading) -> Bool {
    guard kind == .finishToStart || kind == .finishToFinish else { return false }
    guard let lag else { return true }
    return lag.knownNumber(successor.reader.context).map { $0 >= 0 } ?? false
  }
}
