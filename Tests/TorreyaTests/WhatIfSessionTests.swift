import Testing
import Torreya

@Suite("a session of what-ifs")
struct WhatIfSessionTests {
  /// Read once: a scenario is never changed.
  private static let town = Result {
    let text = try #require(ScenarioText.jidong)
    return (model: try text.model(), files: text.files)
  }

  private func jidong() throws -> (model: ScenarioModel, files: DiskFiles) {
    try Self.town.get()
  }

  private func expectSame(
    _ result: SimulationResult, _ expected: SimulationResult, _ figures: [AskedFigure],
    _ about: String
  ) {
    for figure in figures {
      let (own, alone) = (figure.column(in: result), figure.column(in: expected))
      for trial in 0..<expected.trials {
        #expect(
          result.value(of: own, inTrial: trial).bitPattern
            == expected.value(of: alone, inTrial: trial).bitPattern, "\(about) \(figure.id)")
      }
    }
  }

  private func expectSame(_ own: ComparedVariant, _ alone: ComparedVariant) {
    let id = own.variant.id
    for (left, right) in zip(own.differences, alone.differences) {
      #expect(left.variantMean == right.variantMean, "\(id)")
      #expect(left.difference.mean == right.difference.mean, "\(id)")
      #expect(left.difference.standardDeviation == right.difference.standardDeviation, "\(id)")
      #expect(left.difference.quantiles == right.difference.quantiles, "\(id)")
    }
    #expect(own.isChanged == alone.isChanged, "\(id)")
    // As texts: an error that a few trials of one scheme do not tell is no number, and the same.
    #expect("\(own.attainments)" == "\(alone.attainments)", "\(id)")
    #expect("\(own.joint, default: "none")" == "\(alone.joint, default: "none")", "\(id)")
    #expect(own.certainStreams == alone.certainStreams, "\(id)")
  }

  @Test(
    "the town's plan: each variant has the bits that it has by itself",
    arguments: [SamplingScheme.pseudoRandom, .latinHypercube, .sobol(randomisations: 4)])
  func sameBits(_ sampling: SamplingScheme) throws {
    let (model, files) = try jidong()
    let figures = try model.figures(
      targets: ["T1", "roadInAutumn"], indicators: ["visitors.total.nights@2024-10"])
    var settings = testSettings(trials: 200, seed: 5)
    settings.sampling = sampling
    let asked = [
      "loseFirmA", "anchorLeaves", "moreVisits", "roadBeforeNationalDay", "wetYear",
      "influencerCampaign", "tenderFailsOnce",
    ]
    var session = try WhatIfSession(model, figures, settings, files: files)
    for id in asked {
      #expect(try session.ask(try Variant(supposing: id, in: model)))
    }
    let compared = session.comparison.variants
    #expect(compared.map(\.variant.id) == asked)
    let beside = try FigureComparison(
      model, with: try model.variants(named: asked), figures, settings, files: files)
    expectSame(session.comparison.base, beside.base, figures, "base")
    for (own, other) in zip(compared, beside.variants) {
      expectSame(own, other)
    }
  }

  @Test("an answer does not depend on what was asked before, nor on the threads")
  func order() throws {
    let (model, files) = try jidong()
    let figures = try model.figures(targets: ["T1"])
    let lines = ["wetYear loseFirmA", "promotionVisits=60", "fiscal.vat.late=6%"]
    var results: [[String: ComparedVariant]] = []
    for (threads, order) in [(1, lines), (2, lines.reversed())] {
      var settings = testSettings(trials: 1300)
      settings.threads = threads
      var session = try WhatIfSession(model, figures, settings, files: files)
      for line in order { _ = try session.ask(try Variant(supposing: line, in: model)) }
      results.append(
        Dictionary(
          uniqueKeysWithValues: session.comparison.variants.map { ($0.variant.id, $0) }))
    }
    for line in lines {
      expectSame(try #require(results[0][line]), try #require(results[1][line]))
    }
  }

  @Test("a variant that sets a target elsewhere is judged by its own target")
  func ownTargets() throws {
    let (model, files) = try jidong()
    let figures = try model.figures(targets: ["T1", "T2"])
    var session = try WhatIfSession(model, figures, testSettings(trials: 400), files: files)
    #expect(try session.ask(try Variant(supposing: "targets.T1.atLeast=9500万元", in: model)))
    let found = session.comparison
    let lower = try #require(found.variants[0].attainments[0])
    let column = figures[0].column(in: found.base)
    let values = (0..<400).map { found.base.value(of: column, inTrial: $0) }
    #expect(lower.baseProbability == Double(values.count { $0 >= 1e8 }) / 400)
    #expect(lower.probability == Double(values.count { $0 >= 9.5e7 }) / 400)
    #expect(found.variants[0].differences[0].difference.mean == 0)
    #expect(found.variants[0].attainments[1]?.difference == 0)
    // Another bound is a change, though no trial is another one.
    #expect(found.variants[0].isChanged[0])
    #expect(!found.variants[0].isChanged[1])
    let alone = try FigureComparison(
      model, with: [found.variants[0].variant], figures, testSettings(trials: 400), files: files)
    #expect(alone.variants[0].attainments[0] == lower)
    let whole = try compare(
      model, with: [found.variants[0].variant], testSettings(trials: 400), files: files)
    let target = try #require(
      whole.variants[0].targets.first { $0.judged.target.id == "T1" })
    #expect(target.attainment == lower)
  }

  @Test("told to stop, the what-if is left out; those before stay")
  func stops() throws {
    let (model, files) = try jidong()
    let figures = try model.figures(targets: ["T1"])
    var session = try WhatIfSession(model, figures, testSettings(trials: 9000), files: files)
    #expect(session.isReady)
    #expect(try session.ask(try Variant(supposing: "loseFirmA", in: model)))
    let wet = try Variant(supposing: "wetYear", in: model)
    #expect(try !session.ask(wet, isStopped: { true }))
    #expect(session.comparison.variants.map(\.variant.id) == ["loseFirmA"])
    let early = try WhatIfSession(
      model, figures, testSettings(trials: 9000), files: files, isStopped: { true })
    #expect(!early.isReady)
  }

  // MARK: What is supposed

  private func supposed(_ line: String) throws -> [(String, String)] {
    let (model, _) = try jidong()
    return try Variant(supposing: line, in: model).changes.map { ($0.target, "\($0.value.value)") }
  }

  @Test("a line that is a variant is that variant, with its name")
  func variant() throws {
    let (model, _) = try jidong()
    let read = try Variant(supposing: " loseFirmA ", in: model)
    #expect(read.id == "loseFirmA")
    #expect(read.label.zh == "最大签约企业未落地")
    #expect(read.changes.map(\.target) == ["fiscal.headquartersEnclave.firmA.probability"])
  }

  @Test("variants, levers and values stand together, however they are parted")
  func parts() throws {
    let (model, _) = try jidong()
    let plain = try Variant(supposing: "loseFirmA promotionVisits=40", in: model)
    #expect(plain.id == "loseFirmA promotionVisits=40")
    #expect(plain.label.zh == "最大签约企业未落地；拜访乡贤与招商对接 40次")
    #expect(
      plain.label.en
        == "The largest signed firm does not come; Visits to entrepreneurs and investors 40次")
    for line in [
      "loseFirmA + promotionVisits = 40", "loseFirmA，promotionVisits＝40",
      "loseFirmA, promotionVisits =40;", "loseFirmA　levers.promotionVisits= 40",
    ] {
      let read = try Variant(supposing: line, in: model)
      #expect(read.changes.map(\.target) == plain.changes.map(\.target), "\(line)")
      #expect(read.label == plain.label, "\(line)")
      #expect(read.id == plain.id, "\(line)")
    }
    let named = try Variant(supposing: "最大签约企业未落地 拜访乡贤与招商对接=40", in: model)
    #expect(named.id == plain.id && named.label == plain.label)
    #expect(try Variant(supposing: "骨干企业年中迁出", in: model).id == "anchorLeaves")
  }

  @Test("values are numbers, words, quantities, dates, and JSON with blanks in it")
  func values() throws {
    let line = """
      fiscal.vat.late=0.06 fiscal.shareSale.probability=60% promotionBudget=100万元 \
      fiscal.headquartersEnclave.anchor.leaves=2024-07-01 \
      works.risks.rockSlope.mitigation.active=false \
      fiscal.vat.annual={ "pert": { "low": "3,300万元", "likely": 4e7, "high": "a \\" } b" } }
      """
    let changes = try supposed(line)
    #expect(changes.count == 6)
    #expect(changes[0].0 == "fiscal.vat.late" && changes[0].1 == #"number(text: "0.06")"#)
    #expect(changes[1].1 == #"string("60%")"#)
    #expect(changes[2].0 == "levers.promotionBudget.default")
    #expect(changes[3].1 == #"string("2024-07-01")"#)
    #expect(changes[4].1 == "boolean(false)")
    #expect(changes[5].1.hasPrefix("object"))
  }

  @Test(
    "all that is wrong with a line is told at once",
    arguments: [
      (
        "loseFirm promotionVisit=3",
        ["Did you mean 'loseFirmA'?", "Did you mean 'promotionVisits'?"]
      ),
      ("foo=1", ["no lever or target 'foo'", "Its levers: ", "promotionVisits"]),
      ("loseFirmm=1", ["no lever or target 'loseFirmm'", "Did you mean 'loseFirmA'?"]),
      ("anchorLeaves=1", ["is a variant and has no value"]),
      ("promotionVisits", ["is a lever: write its value"]),
      ("promotionVisits=400", ["may stand from 0次 to 60次"]),
      ("拜访乡贤与招商对接=400", ["'拜访乡贤与招商对接' may stand from 0次 to 60次"]),
      (
        "拜访乡贤与招商对接=400 旅游宣传=3",
        ["'拜访乡贤与招商对接' may stand", "no lever or target '旅游宣传'"]
      ),
      ("promotionVisits=四十", ["'promotionVisits=四十': '四十' does not begin with a number"]),
      ("拜访乡贤与招商对接=4元", ["'拜访乡贤与招商对接' is in 次"]),
      ("promotionVisits=20,40", ["several values"]),
      ("promotionVisits=40,40", ["several values"]),
      ("fiscal.vat.annual={\"pert\"", ["cannot be read"]),
      ("=3", ["is no change"]), ("a=", ["is no change"]), ("  + ", ["Nothing is supposed"]),
    ])
  func mistakes(_ line: String, _ parts: [String]) throws {
    let (model, _) = try jidong()
    let error = #expect(throws: QuestionError.self) {
      try Variant(supposing: line, in: model)
    }
    for part in parts { #expect(error?.message.en.contains(part) == true, "\(error as Any)") }
  }

  @Test("an id path that leads nowhere, and a value that does not fit, are told like all mistakes")
  func wrongPaths() throws {
    let (model, files) = try jidong()
    let figures = try model.figures(targets: ["T1"])
    var session = try WhatIfSession(model, figures, testSettings(trials: 20), files: files)
    for (line, code) in [
      ("fiscal.vatt.late=5%", DiagnosticCode.unknownPath), ("fiscal.vat.late=50元", .unitMismatch),
    ] {
      let variant = try Variant(supposing: line, in: model)
      let error = #expect(throws: Diagnostics.self) { _ = try session.ask(variant) }
      #expect(error?.all.contains { $0.code == code } == true, "\(line)")
    }
    #expect(session.comparison.variants.isEmpty)
    #expect(try session.ask(try Variant(supposing: "loseFirmA", in: model)))
  }
}
