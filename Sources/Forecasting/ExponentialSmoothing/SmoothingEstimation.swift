import Probability

/// Estimates forms of exponential smoothing one after another, each with what the ones before
/// have told.
struct SmoothingEstimation {
  let data: SmoothingData
  let region: SmoothingRegion
  let prior: SmoothingPrior
  private var found: [SmoothingOptimum] = []
  private var bestRank = Double.infinity

  /// How near to the largest logarithm of the likelihood a search ends: first, and for those that
  /// are good enough to be used.
  private static let (coarse, fine) = (1e-3, 1e-9)
  /// The same for forms that go on from an earlier optimum: it moves no parameter by more than a
  /// six-hundredth of its standard error.
  private static let enough = 1e-6
  /// How much larger than the best a criterion must be for the search to be given up, and for its
  /// end to be left coarse.
  private static let (hopeless, light) = (12.0, 9.5)
  /// How much larger than the best a criterion is that the end of a coarse search may not reach.
  private static let near = 1.0

  /// From how many starts a form that is asked for is searched.
  private static let startsAlone = 12

  init(data: SmoothingData, region: SmoothingRegion, prior: SmoothingPrior) {
    self.data = data
    self.region = region
    self.prior = prior
  }

  /// When a form has its turn: those that are the best most often come first, so that others can
  /// be given up, and a damped one after its undamped twin, which it begins from.
  static func order(_ form: SmoothingForm) -> Int {
    let season = form.season == .multiplicative ? 0 : form.season == .additive ? 1 : 2
    let error = form.error == .multiplicative ? 0 : 1
    let trend = form.trend == .none ? 0 : form.trend == .additive ? 1 : 3
    return 100 * season + 10 * error + trend + (form.isDamped ? 1 : 0)
  }

  /// - Parameter isAlone: the search is from several starts, and to the end.
  mutating func estimate(_ form: SmoothingForm, isAlone: Bool) {
    let problem = self.problem(form)
    let state = startingState(of: data.values, form: form, seasonLength: data.seasonLength)
    var starts = SmoothingParameters.grid(for: form, isFine: isAlone).map {
      problem.point($0, state)
    }
    starts = best(isAlone ? Self.startsAlone : 1, of: starts, problem)
    if let twin = undampedTwin(of: form) {
      var point = twin.point
      point[3] = 0.97
      starts.insert(point, at: 0)
    }
    if region == .admissible, let start = usualOptimum(form, problem) {
      starts.insert(start, at: 0)
    }
    search(problem, from: starts, isNear: false)
  }

  /// Estimates a form from where the search ended when less of the series was known.
  mutating func estimate(from earlier: SmoothingOptimum) {
    let problem = self.problem(earlier.form)
    problem.fixedSeasons = earlier.fixedSeasons
    if !search(problem, from: [earlier.point], isNear: true) {
      estimate(earlier.form, isAlone: false)
    }
  }

  private func problem(_ form: SmoothingForm) -> SmoothingProblem {
    SmoothingProblem(
      form: form, region: region, prior: prior, values: data.values,
      seasonLength: data.seasonLength)
  }

  /// - Returns: whether the form has a meaning anywhere.
  @discardableResult
  private mutating func search(
    _ problem: SmoothingProblem, from starts: [[Double]], isNear: Bool
  ) -> Bool {
    let ceiling = data.function(
      ofRank: bestRank + Self.hopeless, estimatedCount: estimatedCount(problem.form))
    var search = SmoothingSearch(problem)
    var minimum: Minimum?
    for start in starts {
      let next = search.minimise(
        from: start, tolerance: Self.coarse, ceiling: min(ceiling, minimum?.value ?? .infinity),
        isNear: isNear)
      if next.value < minimum?.value ?? .infinity { minimum = next }
    }
    guard let minimum else { return false }
    found.append(
      SmoothingOptimum(
        form: problem.form, point: minimum.point, fixedSeasons: problem.fixedSeasons,
        rank: rank(of: minimum, problem.form)))
    bestRank = min(bestRank, found[found.count - 1].rank)
    return true
  }

  private func estimatedCount(_ form: SmoothingForm) -> Int {
    SmoothingModel.estimatedCount(form, seasonLength: data.seasonLength)
  }

  private func rank(of minimum: Minimum, _ form: SmoothingForm) -> Double {
    data.rank(ofFunction: minimum.value, estimatedCount: estimatedCount(form))
  }

  /// All models, the best first; of equals the simplest.
  mutating func models() -> [SmoothingModel] {
    for place in found.indices
    where found[place].rank <= bestRank + Self.light || found.count == 1 {
      finish(place, tolerance: Self.fine)
    }
    return found.sorted(by: Self.isBetter).compactMap { model($0) }
  }

  /// The best model, which knows what the other forms came to. Only forms that are near it are
  /// searched to the end.
  ///
  /// - Parameter isLater: the forms were searched from earlier optima.
  mutating func best(isLater: Bool = false) -> SmoothingModel? {
    while let place = found.indices.filter({ !found[$0].isFinal }).min(by: {
      Self.isBetter(found[$0], found[$1])
    }), found[place].rank <= bestRank + Self.near || found.count == 1 {
      finish(place, tolerance: isLater ? Self.enough : Self.fine)
    }
    let ranked = found.sorted(by: Self.isBetter)
    guard let first = ranked.first, var model = model(first) else { return nil }
    model.rivals = ranked.filter { $0.rank <= bestRank + Self.hopeless }
    return model
  }

  private static func isBetter(_ left: SmoothingOptimum, _ right: SmoothingOptimum) -> Bool {
    let simplicity = { (form: SmoothingForm) in SmoothingForm.all.firstIndex(of: form)! }
    return left.rank == right.rank
      ? simplicity(left.form) < simplicity(right.form) : left.rank < right.rank
  }

  /// Searches for a form to the end.
  private mutating func finish(_ place: Int, tolerance: Double) {
    let problem = self.problem(found[place].form)
    problem.fixedSeasons = found[place].fixedSeasons
    var search = SmoothingSearch(problem)
    let minimum = search.minimise(from: found[place].point, tolerance: tolerance)
    if minimum.value.isFinite {
      found[place].point = minimum.point
      found[place].rank = rank(of: minimum, problem.form)
      bestRank = min(bestRank, found[place].rank)
    }
    found[place].isFinal = true
  }

  private func model(_ optimum: SmoothingOptimum) -> SmoothingModel? {
    let problem = self.problem(optimum.form)
    problem.fixedSeasons = optimum.fixedSeasons
    return SmoothingModel(problem: problem, point: optimum.point, data: data)
  }

  private func best(
    _ count: Int, of points: [[Double]], _ problem: SmoothingProblem
  ) -> [[Double]] {
    let values = points.map { problem.value(at: $0) }
    let order = points.indices.filter { values[$0].isFinite }.sorted { values[$0] < values[$1] }
    return order.prefix(count).map { points[$0] }
  }

  /// The optimum in the usual region, from where the admissible one is searched.
  private func usualOptimum(_ form: SmoothingForm, _ problem: SmoothingProblem) -> [Double]? {
    var usual = SmoothingEstimation(data: data, region: .usual, prior: .none)
    usual.estimate(form, isAlone: true)
    guard let optimum = usual.found.first, let model = usual.model(optimum) else { return nil }
    return problem.point(model.parameters, model.problem().start(at: model.point))
  }

  private func undampedTwin(of form: SmoothingForm) -> SmoothingOptimum? {
    guard form.isDamped else { return nil }
    return found.first { other in
      !other.form.isDamped && other.form.trend == form.trend
        && other.form.season == form.season && other.form.error == form.error
    }
  }
}

extension SmoothingParameters {
  /// Where the search may begin.
  ///
  /// - Parameter isFine: whether there are more of them.
  static func grid(for form: SmoothingForm, isFine: Bool) -> [SmoothingParameters] {
    var grid: [SmoothingParameters] = []
    for alpha in isFine ? [0.02, 0.1, 0.3, 0.6, 0.9] : [0.05, 0.3, 0.8] {
      for share in form.trend == .none ? [0] : isFine ? [0.02, 0.2, 0.7] : [0.02, 0.2] {
        for gamma in form.season == .none ? [0] : isFine ? [0.02, 0.3, 0.8] : [0.02, 0.3] {
          for phi in form.isDamped ? isFine ? [0.85, 0.96] : [0.95] : [1] {
            grid.append(
              SmoothingParameters(
                alpha: alpha, beta: share * alpha, gamma: gamma * (1 - alpha), phi: phi))
          }
        }
      }
    }
    return grid
  }
}
