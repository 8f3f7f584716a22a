/// Looks for the order of activities with which a serial scheme is done first.
///
/// A genetic algorithm with two populations, of schedules made forwards and of schedules made
/// backwards. The children of the one are scheduled in the other direction and join the other:
/// so every schedule that is made is also a justification, which closes gaps, and none is spent on
/// that alone. A child has the order of one parent within a window of time in which the resources
/// are busy, and that of the other parent before and after it.
///
/// Every schedule counts, in either direction. The first orders are those of the priority rules, so
/// the result is never worse than the best of them; then come orders sampled at random.
///
/// - Source: Hartmann (1998), activity lists; Valls, Ballestín and Quintanilla (2005, 2008),
///   double justification and the crossover of peaks; Debels and Vanhoucke (2005, 2007), two
///   populations of opposite justification. How windows, sizes and survival are chosen is our own.
struct OrderSearch<Scheme: SerialScheme> {
  /// A schedule, and how good it is in its direction of time.
  struct Individual {
    var begins: [Double]
    var ends: [Double]
    var cost: ScheduleCost
  }

  /// What a search found.
  struct Result {
    var order: [Int]
    var schedule: Individual
    /// How many schedules were made.
    var schedules: Int
  }

  let scheme: Scheme
  private let limit: Int
  private let forwards: Precedence
  private let backwards: Precedence
  let size: Int
  var generator: SearchGenerator
  private var schedules = 0
  private var best: Result?

  /// - Parameter limit: the most schedules that are made, at least 1.
  init(_ scheme: Scheme, limit: Int, seed: UInt64) {
    precondition(limit > 0, "a search makes at least one schedule")
    self.scheme = scheme
    self.limit = limit
    forwards = scheme.priorities.precedence
    backwards = forwards.mirrored
    generator = SearchGenerator(seed: seed)
    // Few activities are soon arranged in all ways: they need many orders more than long breeding.
    let wanted = (Double(limit) * 90 / Double(max(1, forwards.count))).squareRoot()
    size = Int(min(200, max(8, wanted)))
  }

  /// Searches until the limit or the bound is met.
  consuming func run() -> Result {
    var parents = firstPopulation()
    var others: [Individual] = []
    for parent in parents where !isDone {
      others.append(scheduled(backwardKeys(parent), mirrored: true))
    }
    var mirrored = true
    swap(&parents, &others)
    while !isDone, size > 1 {
      let children = children(of: parents, mirrored: !mirrored)
      others = survivors(others + children)
      swap(&parents, &others)
      mirrored.toggle()
    }
    return best!
  }

  var isDone: Bool {
    schedules >= limit || best.map { !(scheme.bound < $0.schedule.cost) } ?? false
  }

  private mutating func firstPopulation() -> [Individual] {
    var found: [Individual] = []
    let priorities = scheme.priorities
    for rule in PriorityRule.simple where found.isEmpty || !isDone {
      found.append(scheduled(order: priorities.order(by: rule), mirrored: false))
    }
    let sampling = RegretSampling(
      precedence: forwards, keys: priorities.keys(of: .latestFinish),
      chance: priorities.meanDuration * 0.2)
    while found.count < size, !isDone {
      found.append(scheduled(order: sampling.order(&generator), mirrored: false))
    }
    return found
  }

  /// What ends last goes first when time runs the other way.
  private func backwardKeys(_ individual: Individual) -> [Double] {
    individual.ends.map { -$0 }
  }

  mutating func scheduled(_ keys: [Double], mirrored: Bool) -> Individual {
    scheduled(order: (mirrored ? backwards : forwards).order(by: keys), mirrored: mirrored)
  }

  private mutating func scheduled(order: [Int], mirrored: Bool) -> Individual {
    let zeros = [Double](repeating: 0, count: forwards.count)
    var made = Individual(begins: zeros, ends: zeros, cost: ScheduleCost(makespan: 0, tie: 0))
    made.cost = scheme.schedule(order, mirrored: mirrored, begins: &made.begins, ends: &made.ends)
    schedules += 1
    guard !mirrored else { return improved(made) }
    if best.map({ made.cost < $0.schedule.cost }) ?? true {
      best = Result(order: order, schedule: made, schedules: schedules)
    }
    best?.schedules = schedules
    return made
  }

  /// A schedule of the mirror that is better than the best one is made forwards at once.
  private mutating func improved(_ made: Individual) -> Individual {
    if let best, made.cost.isShorter(than: best.schedule.cost), schedules < limit {
      _ = scheduled(backwardKeys(made), mirrored: false)
    }
    return made
  }
}
