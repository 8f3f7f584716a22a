import Formulas
import SourceText

/// How many firms stand in each stage of the pipeline, from month to month.
struct StageCounts {
  /// How many firms register in a month.
  let registrations: Formula
  /// The firms, each counted by the part of its full taxes that it pays.
  let paying: Formula
  private(set) var indicators: [Indicator] = []

  private let reader: ObjectReader
  private let rates: PipelineRates
  /// The months of a ramp-up that time decides; nil where chance does.
  private let ramp: Int?

  /// - Parameter arrivals: how many new leads come in a month; nil for none.
  /// - Parameter start: how many firms stand in which stage before the first month.
  init(
    _ reader: ObjectReader, _ rates: PipelineRates, arrivals: Formula?,
    start: [PipelineStage: Double], ramp: Int?
  ) {
    (self.reader, self.rates, self.ramp) = (reader, rates, ramp)
    registrations = .reference(reader.name("signed.advanced"))
    paying = .reference(reader.name("paying"))
    var entering = arrivals.map { add("leads", $0, "new leads", "新增线索") }
    let clocked: [PipelineStage] = ramp == nil ? [] : PipelineStage.present
    for stage in PipelineStage.live where !clocked.contains(stage) {
      entering = pass(stage, entering, start: start[stage, default: 0])
    }
    if let ramp { passByTime(entering, start, months: ramp) }
    addLost()
    addPaying()
  }

  /// How many firms stand in a stage.
  func count(_ stage: PipelineStage) -> Formula {
    .reference(reader.name("inStage." + stage.rawValue))
  }

  // MARK: By chance

  /// A stage that firms leave by chance. Gives those that enter the next one.
  private mutating func pass(_ stage: PipelineStage, _ entering: Formula?, start: Double)
    -> Formula?
  {
    let key = stage.rawValue
    let was = before(count(stage), start, key)
    var left = was
    var advanced: Formula?
    if stage != .stable {
      let on = add(
        key + ".advanced",
        .thinned(was, by: rates.advance(stage), stream: reader.name(key + ".advances")),
        stage.label.en.lowercased() + ", advanced", stage.label.zh + "：进入下一阶段")
      left = left - on
      advanced = on
    }
    if let loss = lossOfThoseLeft(stage) {
      left = left
        - add(
          key + ".lost", .thinned(left, by: loss, stream: reader.name(key + ".losses")),
          stage.label.en.lowercased() + ", lost", stage.label.zh + "：流失")
    }
    addCount(stage, entering.map { left + $0 } ?? left)
    return advanced
  }

  /// The probability to be lost for a firm that has not advanced.
  private func lossOfThoseLeft(_ stage: PipelineStage) -> Formula? {
    guard let lose = rates.lose(stage) else { return nil }
    if stage == .stable { return lose }
    let stays = Formula.constant(1) - rates.advance(stage)
    // Where all advance nothing is left to lose.
    return lose / .call(.maximum, stays, .constant(1e-12))
  }

  // MARK: By time

  /// The stages after registration where time decides: firms grow older by a month each month, and
  /// are counted by age as long as they do not pay in full.
  private mutating func passByTime(
    _ entering: Formula?, _ start: [PipelineStage: Double], months: Int
  ) {
    // Those that register, then those a month after, and so on.
    addCount(.registered, entering ?? .constant(0, .firm))
    var ages: [Formula] = []
    var older = survivors(
      before(count(.registered), start[.registered, default: 0], "registered"), .registered,
      "registered")
    for age in stride(from: 1, to: months, by: 1) {
      // Who is ramping up at the start is at its beginning.
      let starting = age == 1 ? start[.rampUp, default: 0] : 0
      let cohort = add("age\(age)", older, ageWords(age).en, ageWords(age).zh)
      ages.append(cohort)
      older = survivors(before(cohort, starting, "age\(age)"), .rampUp, "age\(age)")
    }
    addCount(.rampUp, .total(ages, .firm))
    // Without a month in which it is ramping up, who is at the start pays in full soon.
    let starting = start[.stable, default: 0] + (months == 1 ? start[.rampUp, default: 0] : 0)
    let was = before(count(.stable), starting, "stable")
    addCount(.stable, survivors(was, .stable, "stable") + older)
    let shares = ages.enumerated().map { index, cohort in
      cohort * .constant(Double(index + 1) / Double(months))
    }
    add("ramping", .total(shares, .firm), "paying while ramping up", "爬坡折算企业数")
  }

  /// Those of a number of firms that are still there a month later.
  private mutating func survivors(_ was: Formula, _ stage: PipelineStage, _ key: String)
    -> Formula
  {
    let words = pipelineWords(key) ?? .same(key)
    guard let lose = rates.lose(stage) else { return was }
    return was
      - add(
        key + ".lost", .thinned(was, by: lose, stream: reader.name(key + ".losses")),
        words.en + ", lost", words.zh + "：流失")
  }

  /// A number of firms as it was a month before; named, because it is asked for twice.
  private mutating func before(_ count: Formula, _ start: Double, _ key: String) -> Formula {
    let words = pipelineWords(key) ?? .same(key)
    return add(
      key + ".before", .call(.previous, count, .constant(start, .firm)),
      words.en + ", a month before", words.zh + "：上月企业数")
  }

  // MARK: Results

  @discardableResult
  private mutating func add(
    _ key: String, _ formula: Formula, _ english: String, _ chinese: String
  ) -> Formula {
    indicators.append(
      reader.indicator(key, "：" + chinese, english, .count, .firm, formula, .inner))
    return .reference(reader.name(key))
  }

  private mutating func addCount(_ stage: PipelineStage, _ formula: Formula) {
    indicators.append(
      reader.indicator(
        "inStage." + stage.rawValue, "：" + stage.label.zh, stage.label.en.lowercased(), .level,
        .firm, formula, .inner))
  }

  /// All that have been lost so far.
  private mutating func addLost() {
    let losses = indicators.filter { $0.id.hasSuffix(".lost") }.map { Formula.reference($0.id) }
    addCount(
      .lost, .call(.previous, count(.lost), .constant(0, .firm)) + .total(losses, .firm))
  }

  private mutating func addPaying() {
    let parts: [Formula] =
      ramp == nil
      ? PipelineStage.present.map { count($0) * rates.pays($0) }
      : [count(.stable), .reference(reader.name("ramping"))]
    add("paying", .total(parts, .firm), "counted by what they pay", "按缴税折算企业数")
  }
}
