import Probability

/// Estimates forms of exponential smoothing one after another, each with what the ones before
/// have told.
struct SmoothingEstimation {
  let data: SmoothingData
  let region: SmoothingRegion
  let prior: SmoothingPrior
  private var found: [SmoothingModel] = []
  private var bestRank = Double.infinity

  /// How near to the largest logarithm of the likelihood a search ends: first, and for those that
  /// are good enough to be used.
  private static let (coarse, fine) = (1e-3, 1e-9)
  /// How much larger than the best a criterion must be for the search to be given up, and for its
  /// end to be left coarse.
  private static let (hopeless, light) = (12.0, 9.5)

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
    let problem = SmoothingProblem(
      form: form, region: region, prior: prior, values: data.values,
      seasonLength: data.seasonLength)
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
    let count = SmoothingModel.estimatedCount(form, seasonLength: data.seasonLength)
    let ceiling = data.function(ofRank: bestRank + Self.hopeless, estimatedCount: count)
    var search = SmoothingSearch(problem)
    var minimum: Minimum?
    for start in starts {
      let next = search.minimise(
        from: start, tolerance: Self.coarse, ceiling: min(ceiling, minimum?.value ?? .infinity))
      if next.value < minimum?.value ?? .infinity { minimum = next }
    }
    guard let minimum else { return }
    guard let model = SmoothingModel(problem: problem, point: minimum.point, data: data) else {
      return
    }
    found.append(model)
    bestRank = min(bestRank, model.rank)
  }

  /// The models, the best first; of equals the simplest.
  func ranked() -> [SmoothingModel] {
    let models = found.map { model in
      model.rank <= bestRank + Self.light || found.count == 1 ? polished(model) : model
    }
    let simplicity = { (model: SmoothingModel) in SmoothingForm.all.firstIndex(of: model.form)! }
    return models.sorted { left, right in
      left.rank == right.rank
        ? simplicity(left) < simplicity(right) : left.rank < right.rank
    }
  }

  private func polished(_ model: SmoothingModel) -> SmoothingModel {
    let problem = model.problem()
    var search = SmoothingSearch(problem)
    let minimum = search.minimise(from: model.point, tolerance: Self.fine)
    return SmoothingModel(problem: problem, point: minimum.point, data: data) ?? model
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
    guard let model = usual.found.first else { return nil }
    return problem.point(model.parameters, model.problem().start(at: model.point))
  }

  private func undampedTwin(of form: SmoothingForm) -> SmoothingModel? {
    guard form.isDamped else { return nil }
    return found.first { model in
      !model.form.isDamped && model.form.trend == form.trend
        && model.form.season == form.season && model.form.error == form.error
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
