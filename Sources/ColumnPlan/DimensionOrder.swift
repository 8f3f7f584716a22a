import Probability

/// Which draws of a plan take the leading dimensions of a low-discrepancy sequence.
///
/// The leading dimensions fill space best, and in a few dimensions much better than in many; so
/// they go to the draws that decide most. What is drawn once comes before what is drawn every
/// year, and that before what is drawn every period: it sways all periods at once. Among draws of
/// one cadence earlier periods come first, since later ones may remember them; and in a period
/// those first on which more kept results depend. Draws that no result needs take none.
public struct DimensionOrder: Sendable {
  /// A stream in one of its periods: what takes one dimension.
  public struct Draw: Hashable, Sendable {
    public let stream: RandomStream
    public let period: Int32
  }

  /// The draws, the one of the first dimension first.
  public let draws: [Draw]
  /// How many kept results depend on the stream of each.
  public let influences: [Int]
  private let dimensions: [Draw: Int]

  /// - Parameter base: the order of the plan that this one will be compared with, or of which it
  ///   shows more: what both draw keeps its dimension, and the rest comes behind, so that the two
  ///   share their random numbers.
  /// - Complexity: O(instructions × draw sites / 64).
  public init(of plan: Plan, following base: DimensionOrder? = nil) {
    var draws = base?.draws ?? []
    var influences = base?.influences ?? []
    var dimensions = base?.dimensions ?? [:]
    // What is foreseen for schedules is mostly drawn again by the plan itself.
    let ranked = rankedDraws(of: plan) + (plan.ahead.map { rankedDraws(of: $0.plan) } ?? [])
    for (draw, influence) in ranked where dimensions[draw] == nil {
      dimensions[draw] = draws.count
      draws.append(draw)
      influences.append(influence)
    }
    (self.draws, self.influences, self.dimensions) = (draws, influences, dimensions)
  }

  /// The dimension of a draw, counted from 0; nil when no result depends on it.
  public func dimension(of stream: RandomStream, period: Int32) -> Int? {
    dimensions[Draw(stream: stream, period: period)]
  }
}

/// What decides the order, compared from left to right.
private struct Rank: Comparable {
  let cadence, firstPeriod, lessInfluence, place: Int

  static func < (left: Rank, right: Rank) -> Bool {
    (left.cadence, left.firstPeriod, left.lessInfluence, left.place)
      < (right.cadence, right.firstPeriod, right.lessInfluence, right.place)
  }
}

/// The draws of a plan with the number of results that each one sways, the most important first.
private func rankedDraws(of plan: Plan) -> [(DimensionOrder.Draw, influence: Int)] {
  let influences = plan.influences()
  var ranked: [(rank: Rank, draw: DimensionOrder.Draw, influence: Int)] = []
  for (place, site) in plan.drawSites.enumerated() where influences[place] > 0 {
    let cadence = Set(site.periodNumbers).count
    var seen: Set<Int32> = []
    for (period, number) in site.periodNumbers.enumerated() where seen.insert(number).inserted {
      let rank = Rank(
        cadence: cadence, firstPeriod: period, lessInfluence: -influences[place], place: place)
      ranked.append(
        (rank, DimensionOrder.Draw(stream: site.stream, period: number), influences[place]))
    }
  }
  return ranked.sorted { $0.rank < $1.rank }.map { ($0.draw, $0.influence) }
}

extension DimensionOrder: CustomStringConvertible {
  /// A line for each dimension: what `torreya explain --stage plan` adds for `sobol`.
  public var description: String {
    let lines = zip(draws, influences).enumerated().map { index, entry in
      let (draw, influence) = entry
      let place = index < SobolSequence.dimensions ? "\(index + 1)" : "hypercube"
      return "  \(place) \"\(draw.stream.name)\" period \(draw.period), sways \(influence) results"
    }
    return (["dimensions"] + lines).joined(separator: "\n") + "\n"
  }
}
