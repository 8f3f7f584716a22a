import ColumnPlan
import Probability

/// What a sensitivity analysis moves: one uncertain assumption, with all the random streams that
/// make it up and all their periods.
public struct SensitivityInput: Hashable, Sendable {
  /// The name of its stream or object; several are joined by `+` where a copula makes them one.
  public let id: String
  public let streams: [RandomStream]

  public init(id: String, streams: [RandomStream]) {
    self.id = id
    self.streams = streams
  }
}

/// The inputs on which the kept results of a plan depend, in the order in which they are drawn.
///
/// All others have no influence whatever, so no run is spent on them.
///
/// - Parameter object: what a stream belongs to; streams of one object are one input.
/// - Parameter joined: makes the streams that one copula joins one input, because an index of one
///   of them alone would count what they have in common twice or not at all. Else each is an input,
///   and the spread that Student's copula gives a group is none: it is drawn with the values.
/// - Complexity: O(instructions × draw sites / 64).
public func sensitivityInputs(
  of plan: Plan, joined: Bool = true, object: (RandomStream) -> String = { $0.name }
) -> [SensitivityInput] {
  let correlations = plan.correlations + (plan.ahead?.plan.correlations ?? [])
  let spreads = Set(correlations.compactMap { $0.spread?.draw.stream })
  let streams = plan.swayingStreams().filter { joined || !spreads.contains($0) }
  var groupOf: [RandomStream: Int] = [:]
  for (index, site) in correlations.enumerated() where joined {
    for draw in site.sites { groupOf[draw.stream] = groupOf[draw.stream] ?? index }
  }
  // Objects that a group ties together are one input.
  var union = DisjointSets()
  for stream in streams {
    let own = "object " + object(stream)
    if let group = groupOf[stream] { union.join(own, "group \(group)") }
  }
  var order: [String] = []
  var members: [String: [RandomStream]] = [:]
  for stream in streams {
    let root = union.root("object " + object(stream))
    if members[root] == nil { order.append(root) }
    members[root, default: []].append(stream)
  }
  return order.map { root in
    let streams = members[root]!
    var names: [String] = []
    for stream in streams where !names.contains(object(stream)) { names.append(object(stream)) }
    return SensitivityInput(id: names.joined(separator: "+"), streams: streams)
  }
}

/// Sets of names that are joined step by step.
private struct DisjointSets {
  private var parents: [String: String] = [:]

  func root(_ name: String) -> String {
    var name = name
    while let parent = parents[name] { name = parent }
    return name
  }

  mutating func join(_ left: String, _ right: String) {
    let (left, right) = (root(left), root(right))
    if left != right { parents[right] = left }
  }
}
