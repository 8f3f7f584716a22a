import CKernels
import ColumnPlan
import Probability
import Workers

/// What a run draws for some streams: a normal score for each stream and trial, without the run.
///
/// The score of a stream that is drawn once is the normal quantile of its uniform number. That of
/// a stream which is drawn in several periods is the sum of its scores over them, divided by the
/// root of their number: it is standard normal too, and says whether the stream came out high or
/// low on the whole. In a group that a copula joins the scores are those of the joined values.
///
/// Something is made of each column as soon as it is there: of the scores themselves no more are
/// kept than that needs.
///
/// - Shape: what is made of a column of `settings.trials` numbers, for each stream in order.
/// - Parameter keep: called with the place of a stream and its scores.
/// - Parameter isStopped: asked after each block; once true, what is there is of no use.
/// - Precondition: the plan, or the plan ahead of it, draws each of the streams.
/// - Complexity: O(trials × draws of the streams).
public func drawScores<Kept: Sendable>(
  of streams: [RandomStream], in plan: Plan, _ settings: SimulationSettings,
  following base: DimensionOrder? = nil, isStopped: @Sendable () -> Bool = { false },
  keeping keep: @Sendable (Int, [Double]) -> Kept
) -> [Kept] {
  let source = UniformSource(
    plan, seed: settings.seed, scheme: settings.sampling, following: base, draws: settings.draws)
  let own = ScoreSites(plan, source)
  let ahead = plan.ahead.map { ScoreSites($0.plan, source.ahead!) }
  let blocks = (settings.trials - 1) / blockTrials + 1
  // A group is drawn for each of its members again; there are few, and this is asked for rarely.
  return collect(streams.count, threads: settings.threads) { place in
    let stream = streams[place]
    guard let sites = own.has(stream) ? own : ahead else {
      preconditionFailure("the plan draws \(stream.name)")
    }
    let scores = [Double](unsafeUninitializedCapacity: blocks * blockTrials) { memory, count in
      memory.initialize(repeating: 0)
      for block in 0..<blocks where !isStopped() {
        let firstTrial = block * blockTrials
        sites.fill(memory.baseAddress! + firstTrial, of: stream, firstTrial: firstTrial)
      }
      count = settings.trials
    }
    return keep(place, scores)
  }
}

/// Where the streams of a plan are drawn.
private struct ScoreSites: Sendable {
  private enum Place {
    case draw(Int)
    case member(correlation: Int, variable: Int)
  }

  private let plan: Plan
  private let source: UniformSource
  /// For each stream one place and one run of it for each of its period numbers.
  private var draws: [RandomStream: [(place: Place, run: Int)]] = [:]

  init(_ plan: Plan, _ source: UniformSource) {
    (self.plan, self.source) = (plan, source)
    var seen: [RandomStream: Set<Int32>] = [:]
    func note(_ site: DrawSite, _ place: Place) {
      for (run, number) in site.periodNumbers.enumerated()
      where seen[site.stream, default: []].insert(number).inserted {
        draws[site.stream, default: []].append((place, run))
      }
    }
    for (index, site) in plan.draws.enumerated() { note(site, .draw(index)) }
    for (index, correlation) in plan.correlations.enumerated() {
      for (variable, site) in correlation.draws.enumerated() {
        note(site, .member(correlation: index, variable: variable))
      }
    }
  }

  func has(_ stream: RandomStream) -> Bool { draws[stream] != nil }

  /// Fills a block of a column.
  func fill(_ column: UnsafeMutablePointer<Double>, of stream: RandomStream, firstTrial: Int) {
    let places = draws[stream]!
    let scratch = UnsafeMutablePointer<Double>.allocate(
      capacity: blockTrials * (1 + (plan.correlations.map(\.sites.count).max() ?? 1)))
    defer { scratch.deallocate() }
    column.update(repeating: 0, count: blockTrials)
    for (place, run) in places {
      let scores = fill(scratch, place, run, firstTrial)
      for trial in 0..<blockTrials { column[trial] += scores[trial] }
    }
    guard places.count > 1 else { return }
    let scale = 1 / Double(places.count).squareRoot()
    for trial in 0..<blockTrials { column[trial] *= scale }
  }

  /// - Returns: where in the scratch memory the scores stand.
  private func fill(
    _ scratch: UnsafeMutablePointer<Double>, _ place: Place, _ run: Int, _ firstTrial: Int
  ) -> UnsafeMutablePointer<Double> {
    switch place {
    case .draw(let draw):
      source.fillNormals(
        scratch, draw: draw, period: run, firstTrial: firstTrial, trials: blockTrials)
      return scratch
    case .member(let index, let variable):
      let correlation = plan.correlations[index]
      let count = correlation.draws.count
      for other in 0..<count {
        source.fillNormals(
          scratch + other * blockTrials, correlation: index, variable: other, period: run,
          firstTrial: firstTrial, trials: blockTrials)
      }
      correlation.factor.correlate(normals: scratch, trials: blockTrials)
      if let spread = correlation.spread {
        source.fillSpread(
          scratch + count * blockTrials, correlation: index, variables: count, period: run,
          firstTrial: firstTrial, trials: blockTrials)
        spread.spread.spreadOut(
          normals: scratch, variables: count, probabilities: scratch + count * blockTrials,
          trials: blockTrials)
        return scratch + variable * blockTrials
      }
      let scale = 1 / correlation.factor.deviation(of: variable)
      let scores = scratch + variable * blockTrials
      for trial in 0..<blockTrials { scores[trial] *= scale }
      return scores
    }
  }
}
