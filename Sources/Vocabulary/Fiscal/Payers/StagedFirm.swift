import Formulas
import SourceText

/// One firm that moves through the pipeline, by one uniform number a month.
///
/// Its place is a number: -1 when it is lost, 0 to 5 for the stages. The numbers at the upper end
/// of the uniform range lose the firm, those at the lower end lead it on. Where `rampMonths` says
/// how long the ramp-up takes, time alone leads on from registration: the place then goes on by
/// one a month, and what lies beyond `registered` are the months since.
///
/// - Source: discrete-time Markov chains, as in Norris, *Markov Chains* (1997), section 1.1.
/// - Complexity: some 5 opcodes a month for each stage that the firm can still be in, and a draw.
struct StagedFirm {
  /// What is 1 when the firm is registered in the town, and else 0.
  let present: Formula
  /// 1 in the month of its registration.
  let registers: Formula
  /// The part of its full taxes that it pays.
  let share: Formula
  let indicators: [Indicator]

  private let place: Formula
  private let chain: Chain

  /// - Parameter ramp: how long it takes from registration to full taxes, where time decides it.
  /// - Parameter ramped: how much of that has passed, for a firm that starts in the midst of it.
  init(
    _ reader: ObjectReader, _ rates: PipelineRates, start: PipelineStage, ramp: Formula?,
    ramped: Formula
  ) {
    let id = reader.name("place")
    chain = Chain(rates: rates, start: start, ramp: ramp)
    // Named, so that what is asked of it again and again is looked up once.
    let before = reader.name("placeBefore")
    let was = Formula.reference(before)
    let moves = Formula.probability(
      stream: reader.name("moves"), drawn: .everyPeriod, sense: .falling)
    place = .reference(id)
    let registered = Formula.constant(Double(PipelineStage.registered.place))
    let isPresent = Formula.call(.greaterOrEqual, place, registered)
    present = isPresent
    registers = isPresent * .call(.less, was, registered)
    share = chain.share(at: place)
    indicators = [
      reader.indicator(
        "placeBefore", "上月所处阶段序号", "place in the pipeline a month before", .level, .one,
        .call(
          .previous, .reference(id), Self.startingPlace(start, ramp == nil ? nil : ramped)),
        .inner),
      reader.indicator(
        "place", "所处阶段序号", "place in the pipeline", .level, .one,
        chain.place(after: was, moves), .inner),
    ]
  }

  /// 1 when the firm stands in the stage, else 0.
  func isIn(_ stage: PipelineStage) -> Formula { chain.isIn(stage, place) }

  private static func startingPlace(_ start: PipelineStage, _ ramped: Formula?) -> Formula {
    let place = Double(start.place)
    guard let ramped else { return .constant(place) }
    switch start {
    // Further than any ramp-up is long.
    case .stable: return .constant(1e6)
    case .rampUp:
      let months = Formula.call(.floor, ramped / .constant(1, .month))
      return .constant(place - 1) + .call(.maximum, months, .constant(1))
    default: return .constant(place)
    }
  }
}

/// The rules by which a place in the pipeline follows from the one a month before.
private struct Chain {
  let rates: PipelineRates
  let start: PipelineStage
  let ramp: Formula?

  private var registered: Double { Double(PipelineStage.registered.place) }

  func place(after was: Formula, _ moves: Formula) -> Formula {
    let reached = PipelineStage.live.filter { $0.place >= start.place }
    let losses = reached.compactMap { stage in rates.lose(stage).map { isIn(stage, was) * $0 } }
    let on = Formula.call(
      .conditional, .call(.less, moves, advance(from: was, reached)), was + .constant(1), was)
    guard !losses.isEmpty else { return on }
    let lost = Formula.call(.lessOrEqual, .constant(1) - .total(losses, .one), moves)
    // A lost firm is in none of the stages: it neither advances nor is it lost again.
    return .call(.conditional, lost, .constant(Double(PipelineStage.lost.place)), on)
  }

  private func advance(from was: Formula, _ reached: [PipelineStage]) -> Formula {
    var parts: [Formula] = []
    for stage in reached where stage != .stable {
      if ramp != nil, stage.place >= PipelineStage.registered.place { break }
      parts.append(isIn(stage, was) * rates.advance(stage))
    }
    // From registration on the months are counted.
    if ramp != nil { parts.append(.call(.greaterOrEqual, was, .constant(registered))) }
    return .total(parts, .one)
  }

  func isIn(_ stage: PipelineStage, _ place: Formula) -> Formula {
    let isThere = Formula.call(.equal, place, .constant(Double(stage.place)))
    guard let ramp else { return isThere }
    let months = (place - .constant(registered)) * .constant(1, .month)
    switch stage {
    case .rampUp:
      return .call(.less, .constant(registered), place) * .call(.less, months, ramp)
    case .stable:
      return .call(.less, .constant(registered), place) * .call(.lessOrEqual, ramp, months)
    default: return isThere
    }
  }

  /// The part of the full taxes that a firm pays at a place.
  func share(at place: Formula) -> Formula {
    guard let ramp else {
      return .total(
        PipelineStage.present.filter { $0.place >= start.place }.map {
          isIn($0, place) * rates.pays($0)
        }, .one)
    }
    // Without any ramp-up a firm pays in full from the month after its registration.
    let months = Formula.call(.maximum, ramp, .constant(1e-6, .month))
    return .call(
      .clamp, (place - .constant(registered)) * .constant(1, .month) / months, .constant(0),
      .constant(1))
  }
}
