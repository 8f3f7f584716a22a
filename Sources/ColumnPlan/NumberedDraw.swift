import Probability

/// A number of a stream, and where a plan draws it.
public struct NumberedDraw: Hashable, Sendable {
  /// The place of its stream among the plan's `drawSites`.
  public let site: Int
  /// The period of the plan; the day for a value that is drawn every day.
  public let period: Int
  /// Whether the plan that runs ahead draws it.
  public let isAhead: Bool
  public let stream: RandomStream
  /// Its number on the calendar.
  public let number: Int32
}

/// Draws in order, each number of a stream once.
struct NumberedDraws {
  private struct Key: Hashable {
    let stream: RandomStream
    let number: Int32
  }

  private(set) var all: [NumberedDraw] = []
  private var seen: Set<Key> = []

  mutating func add(of plan: Plan, sites: Set<Int>, through lastPeriod: Int, isAhead: Bool) {
    let bodies = plan.bodiesOfSites
    for (index, site) in plan.drawSites.enumerated() where sites.contains(index) {
      for body in bodies[index].sorted() {
        for period in 0..<plan.times(of: body, through: lastPeriod) {
          let number = site.periodNumbers[period]
          guard seen.insert(Key(stream: site.stream, number: number)).inserted else { continue }
          all.append(
            NumberedDraw(
              site: index, period: period, isAhead: isAhead, stream: site.stream,
              number: number))
        }
      }
    }
  }
}

extension Plan {
  /// How often a body has run when a period is over.
  fileprivate func times(of body: Body, through lastPeriod: Int) -> Int {
    switch body {
    case .once, .after: 1
    case .each, .closing: min(lastPeriod + 1, periods)
    case .day: daysOfPeriods.prefix(lastPeriod + 1).reduce(0, +)
    }
  }

  /// For each of `drawSites` the bodies that draw it.
  fileprivate var bodiesOfSites: [Set<Body>] {
    var bodies = [Set<Body>](repeating: [], count: drawSites.count)
    let firsts = firstSitesOfCorrelations
    for body in Body.allCases {
      for instruction in instructions(of: body) {
        let parameter = Int(instruction.parameter)
        switch instruction.opcode {
        case .uniforms, .normals: bodies[parameter].insert(body)
        case .correlatedNormals:
          for place in correlations[parameter].sites.indices {
            bodies[firsts[parameter] + place].insert(body)
          }
        default: break
        }
      }
    }
    return bodies
  }
}
