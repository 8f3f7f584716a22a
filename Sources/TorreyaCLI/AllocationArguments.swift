import ArgumentParser
import Torreya

/// What is handed down to whom, on the command line.
struct AllocationArguments: ParsableArguments {
  @Option(help: "The id of the indicator that is handed down.")
  var total: String?

  @Option(
    help: """
      The period, year or several periods of the total, such as 2024-Q2 or 2024-01..2024-06. \
      (default: the whole horizon)
      """)
  var period: String?

  @Option(parsing: .unconditional, help: "The total, such as 1亿元.")
  var level: String?

  @Option(help: "In place of --level: the probability with which the total is met, such as 80%.")
  var confidence: Confidence?

  @Option(
    help: """
      The members, parted by commas: ids, patterns in which * is one part of an id, or months or \
      quarters of the total.
      """)
  var members: String?

  @Option(help: "share, equalRisk or both. (default: both)")
  var by: AllocationWay?

  @Option(
    help: """
      For --by share: expected, equal, a CSV file with a member and a number a row, or \
      a=2,b=3. (default: expected)
      """)
  var shares: String?

  @Option(help: "The least and the most for members: a=300万元:900万元,b=:500万元.")
  var bounds: String?

  @Flag(help: "Parts are not to be exceeded: spending, cases.")
  var atMost = false

  @Option(help: "Decimals of the parts in the total's unit. (default: as few as the total has)")
  var decimals: Int?

  func validate() throws {
    _ = try confidence?.checked()
    guard total != nil else {
      let others: [Bool] = [
        period != nil, level != nil, confidence != nil, members != nil, by != nil,
        shares != nil, bounds != nil, atMost, decimals != nil,
      ]
      guard !others.contains(true) else {
        throw ValidationError(
          zh: "请用 --total 指明要分解的总数。", en: "Name the --total that is handed down.")
      }
      return
    }
    guard members != nil else {
      throw ValidationError(
        zh: "请用 --members 指明总数分解给谁。", en: "Name the --members to whom the total is handed down.")
    }
    guard (level == nil) != (confidence == nil) else {
      throw ValidationError(
        zh: "总数请用 --level 或 --confidence 之一给出。",
        en: "Give either --level or --confidence for the total.")
    }
    if let decimals, !(0...9).contains(decimals) {
      throw ValidationError(zh: "--decimals 应在 0 到 9 之间。", en: "--decimals must be from 0 to 9.")
    }
  }

  /// Nil where the scenario's own allocations are meant.
  func request() throws -> AllocationRequest? {
    guard let total, let members else { return nil }
    var request = AllocationRequest(
      id: total, total: total, members: listed(members))
    (request.period, request.confidence, request.decimals) = (period, confidence?.value, decimals)
    request.level = try level.map { try quantity($0, "--level") }
    request.isCeiling = atMost
    request.way = by ?? .both
    (request.shares, request.shareMistakes) = try wishedShares()
    request.bounds = try readBounds()
    return request
  }

  /// What was asked, for the manifest.
  var options: [(name: String, value: String?)] {
    [
      ("at-most", atMost ? "true" : nil), ("bounds", bounds), ("by", by?.rawValue),
      ("confidence", confidence.map { String($0.value) }),
      ("decimals", decimals.map { String($0) }),
      ("level", level), ("members", members), ("period", period), ("shares", shares),
      ("total", total),
    ]
  }

  private func quantity(_ text: some StringProtocol, _ option: String) throws -> Quantity {
    do throws(UnitError) {
      return try Quantity(parsing: String(text))
    } catch {
      throw ValidationError(
        zh: "\(option)：\(error.message.zh)；应为\(error.expected.zh)。",
        en: "\(option): \(error.message.en); expected \(error.expected.en).")
    }
  }

  /// The shares, and what is wrong with the file that has them.
  private func wishedShares() throws -> (shares: AllocationShares, mistakes: [Diagnostic]) {
    switch shares {
    case nil, "expected": return (.expected, [])
    case "equal": return (.equal, [])
    case let text? where text.contains("=") || text.contains("＝"):
      let shares = try listed(text).map { pair in
        let (member, size) = try parted(pair, "--shares", "a=2,b=3")
        return AllocationShares.Share(member: member, size: try quantity(size, "--shares").value)
      }
      return (.declared(shares), [])
    case let path?:
      let (shares, mistakes) = readShares(try readNamedFile(path))
      return (.declared(shares), mistakes)
    }
  }

  private func readBounds() throws -> [AllocationBound] {
    try listed(bounds ?? "").map { pair in
      let (member, ends) = try parted(pair, "--bounds", "a=300万元:900万元")
      let both = ends.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "：" }
      guard both.count == 2 else {
        throw ValidationError(
          zh: "--bounds：“\(pair)”请写成 a=300万元:900万元 或 a=:900万元。",
          en: "--bounds: write '\(pair)' as a=300万元:900万元, or a=:900万元.")
      }
      func bound(_ text: Substring) throws -> Quantity? {
        let amount = text.trimmingBlanks
        return amount.isEmpty ? nil : try quantity(amount, "--bounds")
      }
      return AllocationBound(member: member, least: try bound(both[0]), most: try bound(both[1]))
    }
  }

  private func parted(
    _ pair: String, _ option: String, _ example: String
  ) throws -> (String, Substring) {
    guard let place = pair.firstIndex(where: { $0 == "=" || $0 == "＝" }),
      place > pair.startIndex
    else {
      throw ValidationError(
        zh: "\(option)：“\(pair)”没有写成 \(example) 这样。",
        en: "\(option): '\(pair)' is not written as in \(example).")
    }
    return (String(pair[..<place]), pair[pair.index(after: place)...])
  }
}

extension AllocationWay: ExpressibleByArgument {}
